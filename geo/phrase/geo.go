package phrase

// What a record can have wrong. The first argument is the record, as "collection/id", where a sentence names one.
var (
	IDMissing         = Phrase{"缺少编号(id)", "the id is missing"}
	IDMalformed       = Phrase{"编号 %q 不可用：只能用字母、数字、汉字和 - _ . : 且不超过 64 个字符", "the id %q cannot be used: letters, digits, Han characters and - _ . : only, at most 64 characters"}
	NameMissing       = Phrase{"缺少中文名称(name_zh)", "the Chinese name (name_zh) is missing"}
	TextTooLong       = Phrase{"%s 太长：%d 个字符，最多 %d 个", "%s is too long: %d characters, at most %d"}
	TextNotUTF8       = Phrase{"%s 含有非 UTF-8 或控制字符", "%s holds bytes that are not UTF-8, or control characters"}
	CodeUnknown       = Phrase{"%s 的值 %q 不在允许的取值中(%s)", "%s cannot be %q; it is one of %s"}
	CountNegative     = Phrase{"%s 不能为负数(%d)", "%s cannot be negative (%d)"}
	StarsOutOfRange   = Phrase{"星级 %q 应为 0–5 的整数或 unrated", "stars %q should be an integer from 0 to 5, or \"unrated\""}
	ValueMistyped     = Phrase{"%s 的值 %q 不是%s", "%s: %q is not %s"}
	PeriodReversed    = Phrase{"有效期止 %s 早于有效期起 %s", "valid_to %s lies before valid_from %s"}
	OutsideWGS84      = Phrase{"坐标 (%v, %v) 超出 WGS 84 范围：经度 ±180，纬度 ±90", "the coordinates (%v, %v) lie outside WGS 84: longitude ±180, latitude ±90"}
	OutsideMercator   = Phrase{"纬度 %v 超出地图范围 ±85.0511", "the latitude %v lies outside the map, ±85.0511"}
	GeometryEmpty     = Phrase{"几何为空或不完整", "the geometry is empty or incomplete"}
	GeometryUnfit     = Phrase{"%s 的几何不能是 %s", "the geometry of %s cannot be a %s"}
	GeometryMissing   = Phrase{"位置级别为 %s 但没有几何", "the position class is %s but there is no geometry"}
	USCCCheckFailed   = Phrase{"统一社会信用代码 %q 校验不通过，请核对", "the unified social credit code %q fails its check digit; please verify it"}
	PersonalData      = Phrase{"%s 中的内容像个人信息(%s)，本系统不保存任何自然人信息", "%s looks like personal data (%s); this system keeps nothing about natural persons"}
	PersonIDNumber    = Phrase{"身份证号码", "an identity number"}
	PersonMobile      = Phrase{"手机号码", "a mobile number"}
	PersonHeader      = Phrase{"姓名、电话等个人信息列", "a column of names, phones or other personal data"}
	LinkMalformed     = Phrase{"%s 的链接 %q 应写作 集合/编号，如 belts/CZ-B-SHANGHAI-ROAD", "%s: the link %q should read collection/id, such as belts/CZ-B-SHANGHAI-ROAD"}
	TypeText          = Phrase{"文本", "a text"}
	TypeInteger       = Phrase{"整数", "an integer"}
	TypeNumber        = Phrase{"数字", "a number"}
	TypeBoolean       = Phrase{"是/否", "true or false"}
	TypeDay           = Phrase{"日期(YYYY-MM-DD)", "a date (YYYY-MM-DD)"}
	TypeList          = Phrase{"编号列表", "a list of ids"}
	TypeStars         = Phrase{"星级(0–5 或 unrated)", "stars (0–5 or \"unrated\")"}
	CollectionUnknown = Phrase{"没有名为 %q 的集合", "there is no collection %q"}
	ClockMalformed    = Phrase{"%s 的值 %q 不是时刻，应写作 HH:MM，如 09:30", "%s: %q is not a time of day; write HH:MM, such as 09:30"}
	TimeMalformed     = Phrase{"%q 不是时刻，应写作 HH:MM，如 09:30", "%q is not a time of day; write HH:MM, such as 09:30"}
	DwellZero         = Phrase{"停留时间须为 1 至 %[2]d 分钟，不能是 %[1]d", "a stay lasts from 1 to %[2]d minutes, not %[1]d"}
	CapacityZero      = Phrase{"容纳人数为 0 的点位无法参观；不清楚就留空", "nobody fits into a stop of capacity 0; leave it empty if it is not known"}
	WindowReversed    = Phrase{"关闭时刻 %s 不晚于开放时刻 %s", "it closes at %s, which is not after it opens at %s"}
	WindowShort       = Phrase{"开放时段 %s–%s 不够停留 %d 分钟", "%s–%s is too short for a stay of %d minutes"}
	TargetUnfit       = Phrase{"参观对象 %q 应写作 集合/编号，集合为 enterprises、organizations、centers 或 places", "the target %q should read collection/id, with one of enterprises, organizations, centers, places"}
	DayMalformed      = Phrase{"%q 不是日期，应为 YYYY-MM-DD", "%q is not a date; write YYYY-MM-DD"}
)
