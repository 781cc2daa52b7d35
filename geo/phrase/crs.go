package phrase

// The coordinate systems by name.
var (
	SystemWGS84    = Phrase{"WGS 84 经纬度", "WGS 84, degrees"}
	SystemCGCS2000 = Phrase{"CGCS2000(国家2000)经纬度", "CGCS2000, degrees"}
	SystemGCJ02    = Phrase{"GCJ-02(高德、腾讯)经纬度", "GCJ-02 (AMap, Tencent), degrees"}
	SystemBD09     = Phrase{"BD-09(百度)经纬度", "BD-09 (Baidu), degrees"}
	SystemMercator = Phrase{"Web 墨卡托", "Web Mercator"}
	SystemZone     = Phrase{"CGCS2000 3 度带高斯投影第 %d 带(中央经线 %d°，带号在横坐标前)", "CGCS2000 3-degree Gauss-Krueger zone %d (central meridian %d°, zone number before the easting)"}
	SystemMeridian = Phrase{"CGCS2000 3 度带高斯投影，中央经线 %d°(不带带号)", "CGCS2000 3-degree Gauss-Krueger, central meridian %d° (no zone number)"}
)

// What a name, a pair or an angle can have wrong.
var (
	SystemUnknown = Phrase{
		"没有名为 %q 的坐标系；可用 wgs84(4326)、cgcs2000(4490)、gcj02(高德、腾讯)、bd09(百度)、3857，以及 3 度带高斯投影 4513–4533(带带号)和 4534–4554(不带带号)",
		"there is no coordinate system %q; known are wgs84 (4326), cgcs2000 (4490), gcj02 (AMap, Tencent), bd09 (Baidu), 3857 and 3-degree Gauss-Krueger, 4513–4533 (with the zone's number) and 4534–4554 (without)",
	}
	SystemOld = Phrase{
		"坐标系 %q 早于 CGCS2000，相差数十米，换算需要各地的参数；请先用当地测绘部门的参数转换为 CGCS2000",
		"the coordinate system %q is older than CGCS2000 and tens of metres off; only local parameters convert it, so have it converted to CGCS2000 first",
	}
	OutsideSystem  = Phrase{"坐标 (%s, %s) 不在%s的适用范围内", "the pair (%s, %s) lies outside the area of %s"}
	BeyondSystem   = Phrase{"点 (%s, %s) 不在%s的适用范围内，无法换算", "the point (%s, %s) lies outside the area of %s and cannot be given in it"}
	AngleMalformed = Phrase{"%q 不是经纬度：可写小数度(118.3085)或度分秒(118°18′30″E)", "%q is no angle; write decimal degrees (118.3085) or degrees, minutes and seconds (118°18′30″E)"}
)

// What is wrong with a pair that does not lie where it should, and how it was understood.
var (
	PairSwapped      = Phrase{"坐标 (%s, %s) 像是两列颠倒，已按%s对调理解", "the pair (%s, %s) looks exchanged; it was read the other way round, as %s"}
	PairZoneMissing  = Phrase{"坐标 (%s, %s) 的横坐标缺少带号 %d，像是%s", "the easting of (%s, %s) lacks the zone number %d; it looks like %s"}
	PairZoneUnwanted = Phrase{"坐标 (%s, %s) 的横坐标多了带号 %d，像是%s", "the easting of (%s, %s) begins with the zone number %d; it looks like %s"}
	PairOtherZone    = Phrase{"坐标 (%s, %s) 按声明的%s落在范围之外，像是%s", "declared as %[3]s, the pair (%[1]s, %[2]s) lies outside where it should be; it looks like %[4]s"}
	PairOtherSystem  = Phrase{"坐标 (%s, %s) 不像声明的%s，像是%s", "the pair (%s, %s) does not look like %s, as declared, but like %s"}
	PairUnexplained  = Phrase{"坐标 (%s, %s) 按声明的%s落在范围之外，对调、换带或换坐标系也不能解释", "declared as %[3]s, the pair (%[1]s, %[2]s) lies outside where it should be; exchanging it or reading it in another zone or system does not explain it"}
	PairAlsoSwapped  = Phrase{"%s，且两列颠倒", "%s, with its two numbers exchanged"}
	PairAmbiguous    = Phrase{"%s；另有 %d 种坐标系也说得通，请核对", "%s; so do %d other systems, please verify"}
)

// What a list's points say against the datum that was declared.
var (
	ShiftFound  = Phrase{"%d 个已知地点表明坐标像是 %s 而不是 WGS 84：按声明偏离 %d 米，按 %[2]s 偏离 %[4]d 米", "%d known places say that the coordinates are in %s, not WGS 84: as declared they are %d m off, as %[2]s %[4]d m"}
	ShiftInside = Phrase{"坐标像是 %s 而不是 WGS 84：按声明 %d 个点中有 %d 个在所属范围内，按 %[1]s 有 %[4]d 个", "the coordinates look like %s, not WGS 84: of %d points %d lie inside their outlines as declared, as %[1]s %[4]d"}
)
