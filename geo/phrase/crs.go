package phrase

// The coordinate systems by name.
var (
	SystemWGS84    = Phrase{"WGS 84 经纬度", "WGS 84, degrees"}
	SystemCGCS2000 = Phrase{"CGCS2000(国家2000)经纬度", "CGCS2000, degrees"}
	SystemGCJ02    = Phrase{"GCJ-02(高德、腾讯)经纬度", "GCJ-02 (AMap, Tencent), degrees"}
	SystemBD09     = Phrase{"BD-09(百度)经纬度", "BD-09 (Baidu), degrees"}
	SystemMercator = Phrase{"Web 墨卡托", "Web Mercator"}
	SystemZone     = Phrase{"CGCS2000 3 度带高斯投影第 %d 带(中央经线 %d°,带号在横坐标前)", "CGCS2000 3-degree Gauss-Krueger zone %d (central meridian %d°, zone number before the easting)"}
	SystemMeridian = Phrase{"CGCS2000 3 度带高斯投影,中央经线 %d°(不带带号)", "CGCS2000 3-degree Gauss-Krueger, central meridian %d° (no zone number)"}
)

// What a name, a pair or an angle can have wrong.
var (
	SystemUnknown = Phrase{
		"没有名为 %q 的坐标系;可用 wgs84(4326)、cgcs2000(4490)、gcj02(高德、腾讯)、bd09(百度)、3857,以及 3 度带高斯投影 4513–4533(带带号)和 4534–4554(不带带号)",
		"there is no coordinate system %q; known are wgs84 (4326), cgcs2000 (4490), gcj02 (AMap, Tencent), bd09 (Baidu), 3857 and 3-degree Gauss-Krueger, 4513–4533 (with the zone's number) and 4534–4554 (without)",
	}
	SystemOld = Phrase{
		"坐标系 %q 早于 CGCS2000,相差数十米,换算需要各地的参数;请先用当地测绘部门的参数转换为 CGCS2000",
		"the coordinate system %q is older than CGCS2000 and tens of metres off; only local parameters convert it, so have it converted to CGCS2000 first",
	}
	OutsideSystem  = Phrase{"坐标 (%v, %v) 不在%[3]s的适用范围内", "the pair (%v, %v) lies outside the area of %[3]s"}
	BeyondSystem   = Phrase{"点 (%v, %v) 不在%[3]s的适用范围内,无法换算", "the point (%v, %v) lies outside the area of %[3]s and cannot be given in it"}
	AngleMalformed = Phrase{"%q 不是经纬度:可写小数度(118.3085)或度分秒(118°18′30″E)", "%q is no angle; write decimal degrees (118.3085) or degrees, minutes and seconds (118°18′30″E)"}
)
