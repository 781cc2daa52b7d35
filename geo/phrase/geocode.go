package phrase

// What looking for positions has to say. The first argument is the service where a sentence names one.
var (
	Tianditu  = Phrase{"天地图", "Tianditu"}
	AMap      = Phrase{"高德地图", "AMap"}
	Baidu     = Phrase{"百度地图", "Baidu"}
	Nominatim = Phrase{"Nominatim 服务器", "the Nominatim server"}

	GeocoderNoKey      = Phrase{"没有设置%s的密钥", "no key is set for %s"}
	GeocoderNoAddress  = Phrase{"%s的网址未设置或不可用：应为 http:// 或 https:// 开头的网址", "the address of %s is missing or cannot be used: it begins with http:// or https://"}
	GeocoderDenied     = Phrase{"%s拒绝了请求(%s)：请检查密钥及其权限", "%s denied the request (%s): check the key and what it is allowed"}
	GeocoderQuota      = Phrase{"%s的配额已用完(%s)；已查到的结果都已保存，配额恢复后重新运行即可继续", "the quota of %s is used up (%s); what was found is kept, so run it again once there is quota"}
	GeocoderOwnQuota   = Phrase{"%s今天已请求 %d 次，达到设定的每日上限；已查到的结果都已保存，明天重新运行即可继续", "%s was asked %d times today, which is the set limit; what was found is kept, so run it again tomorrow"}
	GeocoderRefused    = Phrase{"%s不接受请求(%s)", "%s does not take the request (%s)"}
	GeocoderDown       = Phrase{"多次尝试后%s仍无法使用(%s)；已查到的结果都已保存，稍后重新运行即可继续", "%s cannot be reached or used, after several attempts (%s); what was found is kept, so run it again later"}
	GeocoderLater      = Phrase{"%s要求 %d 秒后再试；已查到的结果都已保存，届时重新运行即可继续", "%s asks to come back in %d seconds; what was found is kept, so run it again then"}
	GeocoderStopped    = Phrase{"已中断对%s的查询；已查到的结果都已保存", "asking %s was interrupted; what was found is kept"}
	GeocoderUnreadable = Phrase{"%s的回答无法保存", "the answer of %s cannot be kept"}

	PlacesDamaged = Phrase{"内置地名表有误：%q", "the embedded table of places has a faulty line: %q"}
	ZoneTwice     = Phrase{"开发区编号重复：%s", "the zone %s is there twice"}
)
