package phrase

// What is said of gaps in coverage: their list, and why a request for it cannot be answered.
var (
	GapsDefinition = Phrase{
		"所选范围内没有党组织的企业：应建未建、未覆盖、情况不明。分子：清单所列；分母：范围内计入覆盖率分母的企业；未注明是否实体运营的另列并注明，注明不运营的不列。排序：应建未建、未覆盖、情况不明；其中正式党员多者在前，再以从业人员多者在前，未知在后，再按编号",
		"Enterprises of the area without an organization: due to form one, uncovered, or not known. Numerator: those listed. Denominator: the area's enterprises whose coverage is measured. Those of which it is not stated whether they operate are listed and marked, those said not to operate are left out. Order: due, uncovered, not known; then more full members first, then more employees, not stated last, then by id"}

	AreaWanted      = Phrase{"须给出 zone、grid、belt 三者之一，且只能给一个", "exactly one of zone, grid and belt says which area is meant"}
	AreaMissing     = Phrase{"没有 %s %q", "there is no %s %q"}
	GapStatusUnfit  = Phrase{"status 的值 %q 应为以下各项，以逗号分隔：%s", "status cannot be %q; it is one or more of %s, separated by commas"}
	GapAfterMissing = Phrase{"清单中已没有企业 %q，请从头开始", "the enterprise %q is no longer in this list; begin again"}

	SumGaps         = Phrase{"没有党组织的企业清单：按应建未建、未覆盖、情况不明排序，附最近的党组织与党群服务中心、指导员数和原因", "The enterprises without an organization, ranked, each with the nearest organization and service center, its instructors and the reason"}
	ParamGapZone    = Phrase{"该开发区的企业", "the enterprises of this zone"}
	ParamGapGrid    = Phrase{"该网格的企业(按实际所属网格)", "the enterprises of this grid, stated or derived"}
	ParamGapBelt    = Phrase{"该示范带的参与企业", "the enterprises that take part in this belt"}
	ParamGapStatus  = Phrase{"只列这些状态，以逗号分隔：eligible(应建未建)、uncovered(未覆盖)、unknown(未知)；默认全部", "these statuses only, separated by commas: eligible (due to form one), uncovered, unknown; all by default"}
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
	GapFile         = Phrase{"应建未建与未覆盖企业", "gaps"}
)
