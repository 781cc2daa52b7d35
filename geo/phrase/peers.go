package phrase

// What is said of projects and branches in step.
var (
	StageUnknown   = Phrase{"情况不明", "not known"}
	StageNone      = Phrase{"没有党组织", "no organization"}
	StageNotDue    = Phrase{"没有党组织，未达应建条件", "no organization, and none due"}
	StageDue       = Phrase{"应建未建", "due"}
	StageJoint     = Phrase{"联合、区域或行业组织", "joint, regional or industry organization"}
	StageSingle    = Phrase{"单独组建", "organization of its own"}
	StageEffective = Phrase{"有效覆盖", "effective organization"}

	StepPlanned = Phrase{"拟建项目：尚未开工，条款不要求已建党组织", "a planned project: it has not begun, and the clause asks for no organization yet"}
	StepCovered = Phrase{"在建、试产或投产，已有党组织", "under construction, in trial or in production, and an organization is there"}
	StepNotDue  = Phrase{"在建、试产或投产，正式党员不足应建人数", "under construction, in trial or in production, with fewer full members than a branch takes"}
	StepDue     = Phrase{"在建、试产或投产，正式党员已达应建人数而没有党组织", "under construction, in trial or in production, with full members enough and no organization"}

	MatrixDefinition = Phrase{
		"抓党建与项目同步：企业按项目阶段与党组织阶段分列，不论是否实体运营。条款要求工期不少于 %[1]d 个月且符合条件的项目建立党组织；工期没有记录，故按项目阶段判断，规则见 rules。分子：同步的企业；分母：可以判断的企业；未知：不能判断的企业(项目阶段未注明，或不知是否应建)",
		"Party building in step with projects: enterprises by the stage of their project and of their branch, whether they operate or not. The clause asks for a branch in projects of %[1]d months and more where one is due; how long a project takes is not on record, so its stage decides, by the rules given. Numerator: enterprises in step. Denominator: those that can be judged. Unknown: those that cannot, for want of a project stage or because it is not known whether a branch is due"}

	SumMatrix       = Phrase{"项目阶段与党组织阶段的矩阵：各格企业数与是否同步；内部读者另得不同步企业清单", "Project stage by branch stage: how many enterprises, and whether in step; for viewers also which ones are not"}
	ParamMatrixZone = Phrase{"只统计该开发区的企业，默认全部；%s 表示未注明开发区的企业", "enterprises of this zone only, all by default; %s stands for those that give none"}
	MatrixFile      = Phrase{"党建与项目同步", "in step"}
	MatrixProject   = Phrase{"项目阶段", "project stage"}
	MatrixBranch    = Phrase{"党组织阶段", "branch stage"}
	MatrixCount     = Phrase{"企业数", "enterprises"}
	MatrixInStep    = Phrase{"是否同步", "in step"}
	MatrixRule      = Phrase{"规则", "rule"}
	MatrixClause    = Phrase{"依据", "clause"}
)

// What is said of zones that are alike.
var (
	PeersDefinition = Phrase{
		"以先进带后进：与该开发区规模、行业相近的开发区，按所选指标排序。距离 = 行业构成的 Hellinger 距离(0 到 1) + 分母企业数之比的自然对数的绝对值，两项均列出；没有分母或没有行业记录的开发区不能比较。比率未知的不排名。追平：使比率不低于领先者所需增加的企业数。分子、分母、未知：该开发区的所选指标",
		"The advanced lead the lagging: zones like the one asked about in size and industries, ranked by a measure. Distance = Hellinger distance of the shares of industries (0 to 1) + the absolute natural logarithm of the ratio of denominators, both given; zones without a denominator or without stated industries cannot be compared. A rate that is not known is not ranked. To reach the leader: how many enterprises more bring the rate there. Numerator, denominator, unknown: the measure in the zone asked about"}

	SumPeers     = Phrase{"规模、行业相近的开发区，领先与落后，以及追平领先者需要覆盖多少企业", "Zones alike in size and industries, who leads and who lags, and how many enterprises close the gap"}
	ParamPeersOf = Phrase{"与该开发区比较", "the zone that others are compared with"}
	ParamPeers   = Phrase{"相近开发区的个数", "how many zones like it"}
	ParamMeasure = Phrase{"指标，默认组织覆盖率", "the measure, organizational coverage by default"}
	PeersFile    = Phrase{"相近开发区", "peers"}
)

// What is said of a zone that may host an on-site meeting.
var (
	CriterionTypical   = Phrase{"代表性", "Representativeness"}
	CriterionAdvanced  = Phrase{"先进性", "Advancement"}
	CriterionExemplary = Phrase{"示范性", "Demonstration value"}

	TermEnterprises  = Phrase{"计入覆盖率分母的企业", "enterprises whose coverage is measured"}
	TermIndustries   = Phrase{"这些企业的行业", "lines of business of these"}
	TermAlliances    = Phrase{"党建联盟(及各自的参与企业数)", "alliances (and how many enterprises take part in each)"}
	TermRated        = Phrase{"已评星级的党组织", "organizations with stars"}
	TermHolding      = Phrase{"其中星级在有效期内的", "of these, ratings that still hold"}
	TermHonors       = Phrase{"当日有效的荣誉", "honors valid that day"}
	TermBelts        = Phrase{"党建示范带", "demonstration belts"}
	TermParticipants = Phrase{"示范带的参与企业(各带之和)", "enterprises that take part in belts (sum of belts)"}
	TermCenters      = Phrase{"党群服务中心", "service centers"}
	TermHosted       = Phrase{"承办的会议与活动", "meetings and events hosted"}

	ReadinessDefinition = Phrase{
		"开发区承办现场会的依据，按代表性、先进性、示范性分列；每一项附所据记录，没有记录的为未知，不计为零；不设权重，不计总分。分子、分母、未知：有依据的项数、总项数、未知的项数",
		"What speaks for a zone as host of an on-site meeting, by representativeness, advancement and demonstration value: each term with the records it rests on, unknown and not zero where there are none; no weights and no total. Numerator, denominator, unknown: terms with evidence, all terms, terms without"}

	SumReadiness     = Phrase{"承办现场会的准备情况：代表性、先进性、示范性各项依据，不计总分", "Readiness to host an on-site meeting: evidence by criterion, without a total"}
	ParamReadinessOf = Phrase{"该开发区", "the zone"}
	ReadinessFile    = Phrase{"承办准备", "readiness"}
	ReadinessTerm    = Phrase{"依据", "term"}
	ReadinessBy      = Phrase{"标准", "criterion"}
)
