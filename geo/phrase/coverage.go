package phrase

// What the rates are called, what exactly each counts, and what cannot be asked.
var (
	CoverageOrganizational = Phrase{"组织覆盖率", "Organizational coverage"}
	CoverageSingle         = Phrase{"单独组建率", "Single coverage"}
	CoverageWork           = Phrase{"工作覆盖率", "Work coverage"}
	CoverageEffective      = Phrase{"有效覆盖率", "Effective coverage"}

	CoverageOrganizationalMeans = Phrase{
		"分子：分母中被计入的组建形式的党组织覆盖的企业(数企业，不数组织)；未知：分母中尚未摸排、也没有党组织和指导员记录的企业",
		"Numerator: enterprises of the denominator covered by an organization of a counted form (enterprises are counted, not organizations). Unknown: enterprises of the denominator not surveyed, with neither organization nor instructor on record"}
	CoverageSingleMeans = Phrase{
		"分子：分母中单独建有党组织的企业；未知：同组织覆盖率",
		"Numerator: enterprises of the denominator with an organization of their own. Unknown: as for organizational coverage"}
	CoverageWorkMeans = Phrase{
		"分子：分母中有任一形式的党组织或有足够党建指导员的企业；未知：同组织覆盖率",
		"Numerator: enterprises of the denominator with an organization of any form or enough instructors. Unknown: as for organizational coverage"}
	CoverageEffectiveMeans = Phrase{
		"分子：分母中由已评星级(未过期)且近期开展活动的、被计入形式的党组织覆盖的企业；未知：组织覆盖率的未知，加上覆盖它的党组织评定或活动情况未注明的企业",
		"Numerator: enterprises of the denominator covered by an organization of a counted form that is rated, by a rating that still holds, and recently active. Unknown: as for organizational coverage, and those whose organizations' rating or activity is not stated"}

	CoverageMeans = Phrase{
		"%[1]s统计的企业：%[2]s有效的企业。分母：%[3]s。计入组织覆盖的形式：%[4]s。是否实体运营未注明的企业另行计数，不作推测；分母为 0 或全部未知时比率为空。",
		"%[1]s Enterprises counted: those valid on %[2]s. Denominator: %[3]s. Forms that count as organizational coverage: %[4]s. Enterprises of which it is not stated whether they are in actual operation are counted aside, never guessed. A rate is null where the denominator is 0 or nothing is known of it."}
	CoverageOfParts    = Phrase{"企业的两个覆盖情况，按%s分列。", "Coverage of enterprises, by %s."}
	CoverageOfArea     = Phrase{"多边形内(含边界)已定位企业的两个覆盖情况；未定位的企业无从判断，另行计数。", "Coverage of the located enterprises within a polygon, its border included; enterprises without a position cannot be told and are counted aside."}
	CoverageOfCorridor = Phrase{"走廊：距示范带轴线或范围不超过 %g 米的已定位企业。", "Corridor: located enterprises at most %g metres from the belt's axis or area."}

	ByZoneLabel     = Phrase{"开发区", "zone"}
	ByGridLabel     = Phrase{"网格", "grid"}
	ByBeltLabel     = Phrase{"示范带(参与企业)", "belt (participating enterprises)"}
	ByIndustryLabel = Phrase{"行业", "industry"}
	BySizeLabel     = Phrase{"规模(按从业人员)", "size (by employees)"}
	ByClassLabel    = Phrase{"企业类型", "class"}
	ByAllianceLabel = Phrase{"联盟(参与企业)", "alliance (participating enterprises)"}

	SizeMicro  = Phrase{"微型(20 人以下)", "micro (fewer than 20)"}
	SizeSmall  = Phrase{"小型(20–299 人)", "small (20–299)"}
	SizeMedium = Phrase{"中型(300–999 人)", "medium (300–999)"}
	SizeLarge  = Phrase{"大型(1000 人及以上)", "large (1000 or more)"}
	PartNone   = Phrase{"未注明", "not stated"}

	CorridorOfBelts   = Phrase{"走廊只能用于按示范带统计", "a corridor goes with belts only"}
	BeltWanted        = Phrase{"belt 的值 %q 应为一条示范带的编号", "belt cannot be %q; it is the id of a belt"}
	BeltShapeless     = Phrase{"示范带 %q 没有可显示的图形，无从判断谁在旁边", "the belt %q has no shape that may be shown, so nobody can tell who stands near it"}
	CorridorMalformed = Phrase{"corridor 的值 %q 应为 1 到 %d 的米数", "corridor cannot be %q; it is metres, from 1 to %d"}
	SizesKept         = Phrase{"从业人员不公开，不能按规模统计", "employees are not public here, so enterprises cannot be divided by size"}
	AreaNoPolygon     = Phrase{"几何应为 Polygon 或 MultiPolygon", "the geometry must be a Polygon or MultiPolygon"}
	AreaEmpty         = Phrase{"多边形是空的", "the polygon is empty"}
	AreaCorners       = Phrase{"多边形的顶点应少于 %d 个", "the polygon must have fewer than %d corners"}
	AreaDegrees       = Phrase{"多边形的坐标应为经度、纬度(度)", "the polygon's coordinates must be longitude and latitude in degrees"}
	AreaCornerUnfit   = Phrase{"多边形的顶点应为两个数：经度、纬度，而不是 %s", "a corner of a polygon is two numbers, longitude and latitude, and not %s"}
	AreaOutside       = Phrase{"多边形在全部数据的范围之外", "the polygon lies outside of all data"}
	AreaMalformed     = Phrase{"请求体应为 GeoJSON 的 Feature、Polygon 或 MultiPolygon", "the body must be a GeoJSON Feature, Polygon or MultiPolygon"}
)

// What the API says of coverage.
var (
	CoverageFile  = Phrase{"两个覆盖", "coverage"}
	AsOfMalformed = Phrase{"%s 的值 %q 应为日期，如 2026-03-01", "%s cannot be %q; it is a day such as 2026-03-01"}
	AsOfFuture    = Phrase{"%s 的值 %s 在今天(%s)之后，无从统计", "%s cannot be %s, which is after today (%s)"}
	ByUnknown     = Phrase{"不能按 %q 统计；可用：%s", "coverage cannot be divided by %q; what can be used is %s"}

	SumCoverage    = Phrase{"两个覆盖：按开发区、网格、示范带、行业、规模、类型或联盟的覆盖率，每个数字附分子、分母、未知数和定义", "Coverage rates by zone, grid, belt, industry, size, class or alliance, each with numerator, denominator, unknown and definition"}
	SumCoverageOf  = Phrase{"任一多边形内的覆盖率", "Coverage rates of any polygon"}
	ParamBy        = Phrase{"按什么分列，默认 zone", "what the enterprises are divided by, zone by default"}
	ParamCoverZone = Phrase{"只统计该开发区的企业；%s 表示未注明开发区的企业", "enterprises of this zone only; %s stands for those that give none"}
	ParamAsOf      = Phrase{"统计日期，默认今天；不能晚于今天", "the day of the figures, today by default and not later"}
	SumNeighbors   = Phrase{"示范带走廊内未参与的企业，由近及远", "The enterprises that stand near a belt and take no part in it, the nearest first"}
	ParamBeltOf    = Phrase{"该示范带", "this belt"}
	ParamNear      = Phrase{"距示范带轴线或范围不超过的米数", "at most so many metres from the belt's axis or area"}
	NeighborFile   = Phrase{"在旁未参与企业", "enterprises near a belt"}
	NeighborMetres = Phrase{"距示范带(米)", "metres from the belt"}

	NeighborsDefinition = Phrase{
		"距示范带轴线或范围不超过 %[1]g 米、未参与该示范带的已定位企业，由近及远，再按编号；在范围之内的距离为 0。分子：清单所列；分母：距离以内的已定位企业；未知：没有位置、无从判断的企业",
		"Located enterprises at most %[1]g metres from the belt's axis or area that take no part in it, the nearest first, then by id; inside of an area the distance is 0. Numerator: those listed. Denominator: located enterprises within the distance. Unknown: enterprises without a position, which cannot be told"}
	ParamCorridor = Phrase{"按示范带时：另计距轴线或范围不超过这么多米的企业", "with belts: also who stands at most so many metres from the axis or area"}
)

// The heads of the command's table.
var (
	CoverageEnterprises = Phrase{"企业", "enterprises"}
	CoverageDenominator = Phrase{"分母", "denominator"}
	CoverageUnknown     = Phrase{"未知", "unknown"}
)

// What cannot be asked of a series, and what the API says of it.
var (
	SeriesOf        = Phrase{"时间序列不含走廊", "a series has no corridors"}
	SeriesLong      = Phrase{"时间序列超过 %d 个点；请限定 zone 或加大步长", "the series has more than %d points; ask for one zone, or for longer steps"}
	SeriesSteps     = Phrase{"时间序列最多 %d 个日期", "a series has at most %d days"}
	SeriesBackwards = Phrase{"from(%s) 在 to(%s) 之后", "from (%s) is after to (%s)"}
	StepUnknown     = Phrase{"step 的值 %q 应为 month、quarter 或 year", "step cannot be %q; it is month, quarter or year"}

	SumCoverSeries = Phrase{"覆盖率的时间序列，附每一步新增、减少和改变组建形式的企业数", "Coverage rates over time, with how many enterprises became covered, ceased to be, or changed form at each step"}
	ParamFrom      = Phrase{"第一个日期，默认一年前", "the first day, a year ago by default"}
	ParamTo        = Phrase{"最后一个日期，默认今天", "the last day, today by default"}
	ParamStep      = Phrase{"步长，默认 quarter", "how far apart the days are, quarter by default"}
)
