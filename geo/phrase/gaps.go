package phrase

// What is said of gaps in coverage: their list, and why a request for it cannot be answered.
var (
	GapsDefinition = Phrase{
		"所选范围内没有党组织的企业：应建未建、未覆盖、情况不明。分子：清单所列；分母：范围内计入覆盖率分母的企业；未注明是否实体运营的另列并注明，注明不运营的不列。排序：应建未建、未覆盖、情况不明；其中正式党员多者在前，再以从业人员多者在前，未知在后，再按编号",
		"Enterprises of the area without an organization: due to form one, uncovered, or not known. Numerator: those listed. Denominator: the area's enterprises whose coverage is measured. Those of which it is not stated whether they operate are listed and marked, those said not to operate are left out. Order: due, uncovered, not known; then more full members first, then more employees, not stated last, then by id"}

	GapsMeasured = Phrase{
		"所选范围内%[1]s未计入的企业。%[1]s：%[2]s。分子：清单所列；分母：范围内计入覆盖率分母的企业；未知：分母中是否计入尚不清楚的企业，列在最后并注明。未注明是否实体运营的另列并注明，注明不运营的不列。排序：应建未建、未覆盖、仅工作覆盖、区域(行业)、联合、单独组建、情况不明；其中正式党员多者在前，再以从业人员多者在前，未知在后，再按编号",
		"Enterprises of the area that %[1]s does not count. %[1]s: %[2]s. Numerator: those listed. Denominator: the area's enterprises whose coverage is measured. Unknown: those of the denominator of which it is not known whether it counts them; they are listed last and marked. Those of which it is not stated whether they operate are listed and marked, those said not to operate are left out. Order: due, uncovered, covered by work only, by a regional or industry organization, by a joint one, by one of their own, not known; then more full members first, then more employees, not stated last, then by id"}

	AreaWanted      = Phrase{"须给出 zone、grid、belt 三者之一，且只能给一个", "exactly one of zone, grid and belt says which area is meant"}
	AreaMissing     = Phrase{"没有 %s %q", "there is no %s %q"}
	GapStatusUnfit  = Phrase{"status 的值 %q 应为以下各项，以逗号分隔：%s", "status cannot be %q; it is one or more of %s, separated by commas"}
	GapAfterMissing = Phrase{"清单中已没有企业 %q，请从头开始", "the enterprise %q is no longer in this list; begin again"}

	SumGaps         = Phrase{"没有党组织的企业清单：按应建未建、未覆盖、情况不明排序，附最近的党组织、党群服务中心和原因", "The enterprises without an organization, ranked, each with the nearest organization and service center and the reason"}
	ParamGapZone    = Phrase{"该开发区的企业", "the enterprises of this zone"}
	ParamGapGrid    = Phrase{"该网格的企业(按实际所属网格)", "the enterprises of this grid, stated or derived"}
	ParamGapBelt    = Phrase{"该示范带的参与企业", "the enterprises that take part in this belt"}
	ParamGapStatus  = Phrase{"只列这些状态，以逗号分隔；默认全部", "these statuses only, separated by commas; all by default"}
	SumGapsOf       = Phrase{"任一多边形内没有党组织的企业清单；下一页再次提交同一多边形并给出 after", "The enterprises without an organization in any polygon, ranked; the next page is the same polygon sent with after"}
	ParamMeasureOf  = Phrase{"列出该覆盖率未计入的企业，代替没有党组织的企业", "the enterprises that this rate does not count, in place of those without an organization"}
	ParamMeasureBy  = Phrase{"按该覆盖率及其未计入的企业，代替组织覆盖率和没有党组织的企业", "by this rate and the enterprises that it does not count, in place of the organizational one and those without an organization"}
	ParamGapAfter   = Phrase{"从该企业之后继续，见 next 链接", "continues after this enterprise; next links carry it"}
	GapPlace        = Phrase{"序号", "place"}
	GapStatusLabel  = Phrase{"覆盖状态", "coverage status"}
	GapOrganization = Phrase{"最近的党组织", "nearest organization"}
	GapForm         = Phrase{"最近党组织的组建形式", "form of the nearest organization"}
	GapOrgMetres    = Phrase{"距最近党组织(米，直线)", "metres to the nearest organization, straight"}
	GapCenter       = Phrase{"最近的党群服务中心", "nearest service center"}
	GapCenterMetres = Phrase{"距最近党群服务中心(米，直线)", "metres to the nearest service center, straight"}
	GapCenterRoad   = Phrase{"距最近党群服务中心(米，沿路)", "metres to the nearest service center, by road"}
	GapReason       = Phrase{"原因", "reason"}
	GapRule         = Phrase{"规则", "rule"}
	GapMeasured     = Phrase{"计入分母", "in the denominator"}
	GapSure         = Phrase{"是否计入%s已知", "whether %s counts it is known"}
	GapFile         = Phrase{"应建未建与未覆盖企业", "gaps"}
)

// What is said of clusters, scales and service grids.
var (
	HotspotCells = Phrase{"共有 %d 个单元，最多 %d 个；请加大 metres 或缩小范围", "there are %d cells, of at most %d; choose a greater metres, or a smaller area"}

	HotspotsDefinition = Phrase{
		"未覆盖企业(应建未建、未覆盖)的聚集区：Kulldorff 空间扫描统计量，伯努利模型(1997)；以单元为圆心逐步扩大至半数企业，似然比最大者以随机置换检验显著性，已含多重比较校正。分子：已定位的未覆盖企业；分母：已定位且状态已知的企业；未知：状态未知者，不计入",
		"Where enterprises without an organization (eligible, uncovered) cluster: Kulldorff's spatial scan statistic, Bernoulli model (1997): circles around each cell up to half of the enterprises, the greatest likelihood ratio tested by random permutation, which corrects for the many circles. Numerator: located gaps. Denominator: located enterprises of known status. Unknown: located ones of unknown status, which are left out"}
	HotspotsMeasured = Phrase{
		"%[1]s未计入的企业的聚集区：Kulldorff 空间扫描统计量，伯努利模型(1997)；以单元为圆心逐步扩大至半数企业，似然比最大者以随机置换检验显著性，已含多重比较校正。%[1]s：%[2]s。分子：已定位、确知未计入的企业；分母：计入覆盖率分母、已定位且确知是否计入的企业；未知：已定位而不知是否计入者，不参加扫描",
		"Where enterprises that %[1]s does not count cluster: Kulldorff's spatial scan statistic, Bernoulli model (1997): circles around each cell up to half of the enterprises, the greatest likelihood ratio tested by random permutation, which corrects for the many circles. %[1]s: %[2]s. Numerator: located enterprises that it is known not to count. Denominator: located enterprises whose coverage is measured and of which it is known. Unknown: located ones of which it is not known, which are left out"}
	SensitivityDefinition = Phrase{
		"同一组织覆盖率按开发区、网格、不同大小的六边形分别计算，比较各单元的差异(可变面积单元问题)；以及一定距离内有党组织、有党群服务中心的未覆盖企业数。%[1]s。分子：已定位的未覆盖企业；分母：计入覆盖率分母且已定位的企业；未知：没有位置的企业",
		"The same organizational rate by zone, by grid and by hexagons of several widths, with the spread of the units (the modifiable areal unit problem); and how many gaps have an organization or a center within some distance. %[1]s. Numerator: located gaps. Denominator: located enterprises whose coverage is measured. Unknown: enterprises without a place"}
	SensitivityMeasured = Phrase{
		"同一%[1]s按开发区、网格、不同大小的六边形分别计算，比较各单元的差异(可变面积单元问题)；以及一定距离内有党组织、有党群服务中心的未计入企业数。%[3]s。%[1]s：%[2]s。分子：分母中已定位、确知未计入的企业；分母：计入覆盖率分母且已定位的企业；未知：没有位置的企业",
		"%[1]s by zone, by grid and by hexagons of several widths, with the spread of the units (the modifiable areal unit problem); and how many enterprises that it does not count have an organization or a center within some distance. %[3]s. %[1]s: %[2]s. Numerator: located enterprises of the denominator that it is known not to count. Denominator: located enterprises whose coverage is measured. Unknown: enterprises without a place"}
	ServicesDefinition = Phrase{
		"网格由其登记的中心服务，未登记的由最近的中心服务；步行不超过规定分钟数即为可达。%[1]s。分子：恰好属于一个网格的企业；分母：该开发区的企业；未知：没有位置也未注明网格的企业",
		"A grid is served by the center its record names, else by the nearest, within the minutes on foot. %[1]s. Numerator: enterprises in exactly one grid. Denominator: the zone's enterprises. Unknown: enterprises with neither a place nor a stated grid"}

	DistanceStraight = Phrase{"距离为直线；分钟按步行速度 speed(千米/小时)与绕行系数 detour 折算为直线米数", "Distances are straight; minutes become straight metres by the walking speed (km/h) and the factor detour by which a way is longer"}
	DistanceRoad     = Phrase{"距离沿路网步行，分钟按步行速度 speed(千米/小时)折算；离路网过远或不连通的地点没有已知路程，不算可达", "Distances are those on foot on the roads, minutes by the walking speed (km/h); to a place far from any road, or not joined, no way is known, and none counts"}

	NumberUnfit  = Phrase{"%s 的值 %q 应为 %s 到 %s 的数", "%s cannot be %q; it is a number from %s to %s"}
	NumbersUnfit = Phrase{"%s 的值 %q 应为至多 %d 个以逗号分隔、从小到大的数，各在 %s 到 %s 之间", "%s cannot be %q; it is at most %d ascending numbers from %s to %s, separated by commas"}
	ChoiceUnfit  = Phrase{"%s 的值 %q 应为 %s 之一", "%s cannot be %q; it is one of %s"}
	NotTogether  = Phrase{"%s 与 %s 不能同时给出", "%s and %s do not go together"}
	ZoneWanted   = Phrase{"须给出 zone", "zone says which zone is meant"}

	SumHotspots      = Phrase{"未覆盖企业的聚集区：扫描统计量及其显著性", "Where gaps cluster: a scan statistic with its significance"}
	SumSensitivity   = Phrase{"指标对单元划分与距离的敏感性", "How far figures depend on the units and the distance they are made by"}
	SumHotspotsOf    = Phrase{"任一多边形内未覆盖企业的聚集区", "Where gaps cluster in any polygon"}
	SumSensitivityOf = Phrase{"任一多边形内指标对单元划分与距离的敏感性", "How far figures of any polygon depend on the units and the distance they are made by"}
	SumServices      = Phrase{"服务网格：各网格由哪个党群服务中心在规定分钟内服务，以及不属于唯一网格的企业", "Service grids: which center serves which grid within the minutes, and the enterprises that are not in exactly one grid"}
	ParamCells       = Phrase{"单元：hexagon(六边形)或 grid(网格)", "the cells: hexagon or grid"}
	ParamCellMetres  = Phrase{"六边形对边距离(米)", "metres between opposite sides of a hexagon"}
	ParamAlpha       = Phrase{"显著性水平", "level of significance"}
	ParamRuns        = Phrase{"随机置换次数", "runs of the permutation test"}
	ParamWidths      = Phrase{"六边形对边距离(米)，以逗号分隔", "metres between opposite sides of hexagons, separated by commas"}
	ParamRadii       = Phrase{"距离(米)，以逗号分隔", "distances in metres, separated by commas"}
	ParamMinutesSet  = Phrase{"步行分钟数，以逗号分隔，代替 radii", "minutes on foot, separated by commas, in place of radii"}
	ParamMinutes     = Phrase{"步行分钟数，默认取设置 circle_minutes", "minutes on foot; the setting circle_minutes by default"}
	ParamSpeed       = Phrase{"步行速度(千米/小时)，默认取设置 walking_speed", "walking speed in km/h; the setting walking_speed by default"}
	ParamDetour      = Phrase{"路程与直线距离之比，默认 1.3；给出时距离按直线计", "how many times as long as the straight line the way is, 1.3 by default; given, distances are straight"}
	ParamDistance    = Phrase{"距离：road(沿路网，已导入路网时为默认)或 straight(直线)", "distances on the road, as they are where roads are loaded, or straight"}
	ParamSheet       = Phrase{"f=csv 时为工作簿(f=xlsx)的哪一张表，默认第一张", "with f=csv, which sheet of the workbook (f=xlsx) it is; the first by default"}
	SheetOfCSV       = Phrase{"参数 sheet 只用于 f=csv", "the parameter sheet goes with f=csv only"}
	ParamServiceOf   = Phrase{"该开发区的网格与企业", "the grids and enterprises of this zone"}
)

// Headings and words of the files of service grids, clusters and scales.
var (
	ServiceFile        = Phrase{"服务网格", "service grids"}
	ServiceServed      = Phrase{"%s 分钟内可达", "served within %s minutes"}
	ServiceCenter      = Phrase{"服务中心编号", "id of the center"}
	ServiceCenterName  = Phrase{"服务中心", "center"}
	ServiceStated      = Phrase{"由网格登记", "stated by the grid"}
	ServiceMinutes     = Phrase{"步行分钟", "minutes on foot"}
	ServiceMetres      = Phrase{"距离(米)", "metres"}
	ServiceWay         = Phrase{"距离依据", "way"}
	ServiceByRoad      = Phrase{"沿路网步行", "on foot by road"}
	ServiceStraight    = Phrase{"直线", "straight"}
	ServiceNoWayKnown  = Phrase{"无已知路程", "no known way"}
	ServiceEnterprises = Phrase{"企业数", "enterprises"}
	ServiceLocated     = Phrase{"有位置的企业数", "located enterprises"}
	ServiceWithin      = Phrase{"可达企业数", "enterprises within reach"}
	ServiceNoWay       = Phrase{"无已知路程的企业数", "enterprises without a known way"}
	ServiceInstructors = Phrase{"党建指导员数", "instructors"}
	ServiceUnstated    = Phrase{"未注明指导员的企业数", "enterprises that state no instructors"}

	FixReason     = Phrase{"原因", "reason"}
	FixStated     = Phrase{"登记的网格", "stated grid"}
	FixDerived    = Phrase{"位置所在的网格", "grids of its place"}
	FixUnplaced   = Phrase{"没有位置，也未登记网格", "no place, no grid stated"}
	FixInNone     = Phrase{"不在任何网格内", "in no grid"}
	FixInSeveral  = Phrase{"在多个网格内", "in several grids"}
	FixContradict = Phrase{"位置不在登记的网格内", "its place is not in the stated grid"}
	FixNoSuchGrid = Phrase{"登记的网格不存在", "the stated grid is not there"}

	HotspotsFile       = Phrase{"未覆盖聚集区", "hot spots"}
	HotspotRadius      = Phrase{"半径(米，至最远单元中心)", "radius in metres, to the middle of the farthest cell"}
	HotspotCount       = Phrase{"单元数", "cells"}
	HotspotCell        = Phrase{"单元", "cell"}
	HotspotEnterprises = Phrase{"企业数", "enterprises"}
	HotspotGaps        = Phrase{"缺口企业数", "gaps"}
	HotspotExpected    = Phrase{"均匀分布时的缺口企业数", "gaps expected if spread evenly"}
	HotspotRatio       = Phrase{"对数似然比", "log likelihood ratio"}
	HotspotP           = Phrase{"p 值", "p"}

	SensitivityFile   = Phrase{"敏感性", "sensitivity"}
	ScalePartHead     = Phrase{"部分", "part"}
	ScaleByHead       = Phrase{"单元或对象", "by"}
	ScaleFigureHead   = Phrase{"指标", "figure"}
	ScaleValueHead    = Phrase{"数值", "value"}
	ScalePart         = Phrase{"单元划分", "scales"}
	ScaleZone         = Phrase{"开发区", "zone"}
	ScaleGrid         = Phrase{"网格", "grid"}
	ScaleHexagon      = Phrase{"六边形", "hexagon"}
	ScaleUnits        = Phrase{"单元数", "units"}
	ScaleLeft         = Phrase{"不在任何单元内的企业数", "enterprises in no unit"}
	ScaleNumerator    = Phrase{"分子", "numerator"}
	ScaleDenominator  = Phrase{"分母", "denominator"}
	ScaleUnknown      = Phrase{"未知", "unknown"}
	ScaleRate         = Phrase{"覆盖率", "rate"}
	ScaleLeast        = Phrase{"各单元覆盖率：最小", "rates of units: least"}
	ScaleLower        = Phrase{"各单元覆盖率：下四分位", "rates of units: lower quartile"}
	ScaleMedian       = Phrase{"各单元覆盖率：中位数", "rates of units: median"}
	ScaleUpper        = Phrase{"各单元覆盖率：上四分位", "rates of units: upper quartile"}
	ScaleGreatest     = Phrase{"各单元覆盖率：最大", "rates of units: greatest"}
	ScaleDeviation    = Phrase{"各单元覆盖率：标准差", "rates of units: standard deviation"}
	CurvePart         = Phrase{"距离曲线", "curve"}
	CurveOrganization = Phrase{"党组织", "organization"}
	CurveCenter       = Phrase{"党群服务中心", "center"}
	CurveGaps         = Phrase{"有位置的缺口企业数", "located gaps"}
	CurveNoWay        = Phrase{"其中无已知路程", "of them without a known way"}
	CurveWithin       = Phrase{"该距离内有此对象的缺口企业数", "gaps with one within the distance"}
)
