package phrase

// What the measures of data quality are called, and what exactly each counts.
var (
	QualityLocated       = Phrase{"已定位企业", "Enterprises located"}
	QualityUnlocated     = Phrase{"未定位企业", "Enterprises not located"}
	QualityOutside       = Phrase{"位置在所属开发区之外", "Outside their zone"}
	QualityDuplicates    = Phrase{"疑似重复的企业", "Possible duplicates"}
	QualityStale         = Phrase{"摸排已过期", "Survey out of date"}
	QualityNeverSurveyed = Phrase{"从未摸排", "Never surveyed"}
	QualityDangling      = Phrase{"引用的记录不存在", "Links that lead nowhere"}
	QualityStubs         = Phrase{"待补的占位记录", "Stubs to be described"}

	QualityLocatedMeans = Phrase{
		"分子：有坐标且位置级别为精确、街道门牌级、园区级、示意或合成的企业，按级别分列；分母：当日有效的全部企业",
		"Numerator: enterprises with a geometry of class exact, street, zone, illustrative or synthetic, listed by class. Denominator: all enterprises valid on the day"}
	QualityUnlocatedMeans = Phrase{
		"分子：没有坐标，或位置级别为乡镇街道级、县区级、未定位的企业，按级别分列；分母：当日有效的全部企业",
		"Numerator: enterprises without a geometry, or of class town, county or unlocated, listed by class. Denominator: all enterprises valid on the day"}
	QualityOutsideMeans = Phrase{
		"分子：位置落在所属开发区面状范围之外的企业(边界上不算)；分母：已定位且所属开发区有面状范围的企业；其余企业无从判断，计入未知",
		"Numerator: enterprises whose point lies outside the polygon of their zone, its border being inside. Denominator: enterprises located in a zone that has a polygon; all others cannot be told and are unknown"}
	QualityDuplicatesMeans = Phrase{
		"分子：与另一企业统一社会信用代码相同，或名称相同且相距不超过 50 米的企业；分母：有信用代码，或有名称且已定位的企业；其余企业无从比较，计入未知",
		"Numerator: enterprises with the credit code of another, or with the name of another at most 50 m away. Denominator: enterprises with a credit code, or with a name and a position; all others cannot be compared and are unknown"}
	QualityStaleMeans = Phrase{
		"分子：距上次摸排超过 %d 天的企业；分母：有摸排日期的企业；没有摸排日期的计入未知",
		"Numerator: enterprises last surveyed more than %d days ago. Denominator: enterprises with a survey date; those without are unknown"}
	QualityNeverSurveyedMeans = Phrase{
		"分子：没有摸排日期的企业；分母：当日有效的全部企业",
		"Numerator: enterprises without a survey date. Denominator: all enterprises valid on the day"}
	QualityDanglingMeans = Phrase{
		"分子：至少有一处引用找不到对应记录的记录，含所有集合；分母：当日有效的全部记录",
		"Numerator: records of any collection with a link to a record that is not there. Denominator: all records valid on the day"}
	QualityStubsMeans = Phrase{
		"分子：导入时因被引用而补建、尚无人描述的记录，含所有集合；分母：当日有效的全部记录",
		"Numerator: records of any collection that an import made up because others name them, and that nobody has described. Denominator: all records valid on the day"}

	QualityMeasureUnknown = Phrase{"没有质量指标 %q", "there is no measure of quality %q"}
	StaleDaysMalformed    = Phrase{"stale_days 的值 %q 应为 1 到 %d 的整数", "stale_days cannot be %q; it is an integer from 1 to %d"}
	RefMalformed          = Phrase{"after 的值 %q 应写作 集合/编号", "after cannot be %q; it reads collection/id"}

	SumQuality       = Phrase{"数据质量：各开发区的定位、重复、摸排与引用情况，每个数字附定义、分子、分母与未知数", "Data quality by zone: positions, duplicates, surveys and links, each figure with definition, numerator, denominator and unknown"}
	SumQualityList   = Phrase{"某一质量指标的记录清单", "The records that one measure of quality counts"}
	ParamQualityZone = Phrase{"只看该开发区；%s 表示未注明开发区的记录", "this zone only; %s stands for the records that give none"}
	ParamStaleDays   = Phrase{"摸排超过多少天算过期，默认 %d", "days after which a survey is out of date, %d by default"}
	ParamRefAfter    = Phrase{"从该记录(集合/编号)之后继续，见 next 链接", "continues after this record, as collection/id; next links carry it"}
)
