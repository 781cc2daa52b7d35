package phrase

// What is said about proposals of joint branches and of sites for centers.
var (
	SitingZoneUnknown  = Phrase{"没有开发区 %s", "there is no zone %s"}
	SitingZoneDenied   = Phrase{"您看不到开发区 %s 的内部数据，不能为其提出建议", "you do not see the internal fields of zone %s, so nothing can be proposed for it"}
	SitingMetresRange  = Phrase{"距离应在 %d 到 %d 米之间", "the distance is from %d to %d metres"}
	SitingSitesRange   = Phrase{"p 不能是 %d，应为 1 到 %d", "p cannot be %d; it is from 1 to %d"}
	SitingTooManySites = Phrase{"p 为 %d，而候选点只有 %d 个", "p is %d, and there are only %d candidates"}
	SitingNoCandidates = Phrase{"开发区 %s 没有可用的候选点", "zone %s has no candidate for a site"}
	SitingNoDemand     = Phrase{"开发区 %s 没有已定位的在营企业，无从选址", "zone %s has no enterprise in operation with a position to choose sites for"}
	SitingTooMuch      = Phrase{"开发区 %s 有 %d 处需求点，超过 %d 处", "zone %s has %d places of demand, more than %d"}
)

// What is said of a proposed joint branch: the terms of its score and its limits.
var (
	SitingTermAdjacent = Phrase{"相邻程度", "nearness"}
	SitingTermAlike    = Phrase{"行业相同的比例", "same line of business"}
	SitingTermSize     = Phrase{"党员规模", "size by full members"}
	SitingTermGrid     = Phrase{"同属一个服务网格", "one service grid"}

	SitingMet   = Phrase{"符合", "met"}
	SitingUnmet = Phrase{"不符合", "not met"}
	SitingOpen  = Phrase{"党员数不全，不能判定", "not known, for some numbers of members are not"}

	SitingLimitDistance = Phrase{"最远的两家相距 %.0f 米，上限 %.0f 米：%s", "the two farthest are %.0f m apart, of at most %.0f m: %s"}
	SitingLimitIndustry = Phrase{"行业相同：%s", "in the same line of business: %s"}
	SitingLimitLeast    = Phrase{"已知正式党员合计 %d 名，至少 %d 名：%s", "%d full members are known together, of at least %d: %s"}
	SitingLimitMost     = Phrase{"已知正式党员合计 %d 名，至多 %d 名：%s", "%d full members are known together, of at most %d: %s"}
	SitingLimitUnits    = Phrase{"企业 %d 家，至多 %d 家：%s", "%d enterprises, of at most %d: %s"}
	SitingLimitZone     = Phrase{"同属一个开发区：%s", "in the same zone: %s"}
)

// What is said of the answers about joint branches and sites, and of what they take.
var (
	JointDefinition = Phrase{
		"联合党支部建议：无党组织、未注明不运营、正式党员至少 1 名而不足 branch_members 的企业，互不重复地编为 2 至 joint_units 家一组；组内任意两家直线距离不超过 metres，行业相同，正式党员合计在 branch_members 与 branch_most 之间。先求编入企业最多，再求得分最高；得分为四项(0 至 1000)的平均。分子：编入的本区企业；分母：本区候选企业；未知：因党员数或调查不明而未列入候选者",
		"Joint branches: enterprises without an organization that are not said to be out of operation and have at least one and fewer than branch_members full members, put into disjoint groups of 2 to joint_units, any two of a group at most metres apart as the crow flies, in one line of business, together branch_members to branch_most full members. The most enterprises are covered first, then the score is the highest: the mean of four terms from 0 to 1000. Numerator: the zone's enterprises in a group. Denominator: the zone's candidates. Unknown: those left out because their members, or a survey, are not known"}
	CentersDefinition = Phrase{
		"党群服务中心选址：需求为本区已定位、未注明不运营的企业(各计 1 或按从业人员计)，已有中心不动。模型：max_covering 在 metres 内覆盖需求最多；set_cover 以最少的点覆盖可覆盖的全部需求；p_median 需求乘距离之和最小；p_center 最远企业的距离最小。%[1]s。分子(覆盖类模型)：被覆盖的需求；分母：全部需求；未知：无位置或从业人员不明而未计入的企业",
		"Sites for service centers: the demand are the zone's enterprises with a position that are not said to be out of operation, each weighing 1 or its employees; existing centers stay. max_covering covers the most demand within metres, set_cover all that can be covered with the fewest sites, p_median has the least sum of demand times distance, p_center the least distance of the farthest. %[1]s. Numerator (coverings): the demand covered. Denominator: all demand. Unknown: enterprises without a position, or whose employees are not known, which are left out"}

	SumJoint          = Phrase{"联合党支部建议：各组企业、得分各项、每条限制是否符合", "Proposals of joint branches: the enterprises of each, the terms of its score, and of every limit whether it is met"}
	SumCenters        = Phrase{"党群服务中心选址：新点及其新增收益、随点数变化的曲线、目标值与界", "Sites for service centers: each with what it adds, the curve over their number, the objective and its bound"}
	ParamJointZone    = Phrase{"该开发区的企业", "the enterprises of this zone"}
	ParamJointMetres  = Phrase{"组内任意两家的直线距离上限(米)，1 到 %d", "straight metres between any two of a group, 1 to %d"}
	ParamAnyIndustry  = Phrase{"行业可以不同", "lines of business may differ"}
	ParamJointUnknown = Phrase{"未调查或党员数不明的企业也可列入", "enterprises not surveyed, or whose members are not known, may be proposed too"}
	ParamAcross       = Phrase{"可与您能看到的其他开发区的企业联合", "enterprises of other zones that you see may join"}
	ParamSites        = Phrase{"新建点数，1 到 %d；set_cover 不用", "how many sites, 1 to %d; set_cover uses none"}
	ParamModel        = Phrase{"选址模型", "the model"}
	ParamSiteMetres   = Phrase{"覆盖距离(直线米)，1 到 %d；覆盖类模型用", "straight metres within which demand is covered, 1 to %d; for coverings"}
	ParamSiteMinutes  = Phrase{"覆盖时间(步行分钟)，代替 metres；两者都不给时取设置 circle_minutes", "minutes on foot in place of metres; the setting circle_minutes if neither is given"}
	ParamDemand       = Phrase{"需求按企业数或从业人员数计", "demand counts enterprises, or employees"}
	ParamCapacity     = Phrase{"每个中心最多服务的需求；仅 max_covering 用", "the demand that each center serves at most; for max_covering only"}
	ParamCandidates   = Phrase{"候选点来源，以逗号分隔：places、grids、enterprises；或依次给出的各点经度、纬度，以逗号分隔(WGS 84)", "where candidates come from, separated by commas: places, grids, enterprises; or positions: longitude,latitude,longitude,latitude… (WGS 84)"}
	ParamWalk         = Phrase{"绕行系数：路程与直线距离之比，默认 1.3；仅 minutes 用；给出时距离按直线计", "how many times as long as the straight line a way is, 1.3 by default; for minutes only; given, distances are straight"}
	CandidatesUnfit   = Phrase{"candidates 的值 %q 应为 %s 中的若干项，以逗号分隔，或成对的经度、纬度", "candidates cannot be %q; it is some of %s, separated by commas, or pairs of longitude and latitude"}

	SitingBranch       = Phrase{"建议支部", "branch"}
	SitingBranchUnits  = Phrase{"支部企业数", "enterprises of the branch"}
	SitingBranchFull   = Phrase{"支部已知正式党员", "full members known of the branch"}
	SitingBranchMetres = Phrase{"最远两家距离(米)", "metres between the two farthest"}
	SitingScore        = Phrase{"得分(0 至 1000)", "score (0 to 1000)"}
	SitingJointFile    = Phrase{"联合党支部建议", "joint branches"}
	SitingCentersFile  = Phrase{"党群服务中心选址", "sites for centers"}
	SitingRecord       = Phrase{"记录编号", "record"}
	SitingHeadDistance = Phrase{"限制：距离", "limit: distance"}
	SitingHeadIndustry = Phrase{"限制：行业", "limit: line of business"}
	SitingHeadLeast    = Phrase{"限制：党员下限", "limit: least members"}
	SitingHeadMost     = Phrase{"限制：党员上限", "limit: most members"}
	SitingHeadUnits    = Phrase{"限制：企业数", "limit: enterprises"}
	SitingHeadZone     = Phrase{"限制：开发区", "limit: zone"}
	SitingPlace        = Phrase{"序号", "place"}
	SitingKind         = Phrase{"类别", "kind"}
	SitingProposed     = Phrase{"建议新点", "proposed"}
	SitingExisting     = Phrase{"已有中心", "existing"}
	SitingSource       = Phrase{"来源", "taken from"}
	SitingGain         = Phrase{"新增收益", "marginal gain"}
	SitingServed       = Phrase{"归该点的需求", "demand that goes there"}
	SitingAfter        = Phrase{"共设这么多点时的目标值", "objective with so many sites"}
	SitingAfterBound   = Phrase{"共设这么多点时的界", "bound with so many sites"}
	SitingUnit         = Phrase{"单位", "unit"}
	SitingLongitude    = Phrase{"经度", "longitude"}
	SitingLatitude     = Phrase{"纬度", "latitude"}
	SitingFromPlaces   = Phrase{"场所", "places"}
	SitingFromGrids    = Phrase{"网格中点", "middle of a grid"}
	SitingFromFirms    = Phrase{"企业所在地", "an enterprise's place"}
	SitingFromGiven    = Phrase{"给定的点", "given"}
)
