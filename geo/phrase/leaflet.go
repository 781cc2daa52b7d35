package phrase

// What a tour says on paper, and beside its QR code.
var (
	LeafletWithdrawn    = Phrase{"已撤回：请勿分发", "Withdrawn: not to be handed out"}
	LeafletUndated      = Phrase{"未注明日期", "no date stated"}
	LeafletReview       = Phrase{"审图号：%s", "Map review no. (审图号): %s"}
	LeafletUnreviewed   = Phrase{"审图号：待填 · 内部使用，未经审图", "Map review no. (审图号): none stated · internal use, not reviewed for publication"}
	LeafletScan         = Phrase{"扫码在手机上打开", "Scan with a phone"}
	LeafletNoAddress    = Phrase{"没有二维码：未设置公开网址(--public-url)", "No QR code: no public address is set (--public-url)"}
	LeafletLongURL      = Phrase{"没有二维码：网址太长", "No QR code: the address is too long"}
	LeafletMap          = Phrase{"路线图", "Map"}
	LeafletNoMap        = Phrase{"没有一个点位有位置，故没有路线图", "No stop has a position, so that there is no map"}
	LeafletSpot         = Phrase{"点位", "stop"}
	LeafletDrawn        = Phrase{"点位(示意位置)", "stop (illustrative position)"}
	LeafletLeg          = Phrase{"路段", "leg"}
	LeafletGuess        = Phrase{"路段(直线估算)", "leg (estimated, straight)"}
	LeafletZone         = Phrase{"开发区：%s", "zone: %s"}
	LeafletBelt         = Phrase{"示范带：%s", "belt: %s"}
	LeafletGround       = Phrase{"底图要素", "ground"}
	LeafletGroundCut    = Phrase{"底图要素太多，未全部绘出", "Not all of the ground is drawn: there is too much of it"}
	LeafletNorth        = Phrase{"北", "N"}
	LeafletTimes        = Phrase{"时间表", "Timetable"}
	LeafletStop         = Phrase{"点位", "Stop"}
	LeafletWay          = Phrase{"如何到达", "How to get there"}
	LeafletGroup        = Phrase{"第 %d 组", "Group %d"}
	LeafletHours        = Phrase{"到达–离开", "Arrive–leave"}
	LeafletStay         = Phrase{"停留", "Stay"}
	LeafletMinutes      = Phrase{"%d 分钟", "%d min"}
	LeafletAbout        = Phrase{"约 %d 分钟", "about %d min"}
	LeafletWalk         = Phrase{"步行 %d 分钟，%s", "%d min on foot, %s"}
	LeafletRide         = Phrase{"乘车 %d 分钟，%s", "%d min by bus, %s"}
	LeafletThere        = Phrase{"同一地点", "same place"}
	LeafletStories      = Phrase{"各站介绍", "The stops"}
	LeafletCut          = Phrase{"有删节；全文见网页", "Shortened; the page on the web has all of it"}
	LeafletIllustrative = Phrase{"示意位置", "illustrative position"}
	LeafletHonors       = Phrase{"现行有效的荣誉：%s", "Honors valid today: %s"}
	LeafletSource       = Phrase{"来源 [%d]", "Source [%d]"}
	LeafletSources      = Phrase{"来源", "Sources"}
	LeafletMissing      = Phrase{"字体中没有、以 □ 代替的字符：%s", "Characters that the font does not have, for which □ stands: %s"}
	LeafletMore         = Phrase{"等 %d 个", "and others, %d in all"}
	LeafletLetters      = Phrase{"字体：Open Sans、Droid Sans Fallback", "set in Open Sans and Droid Sans Fallback"}
	TourPaper           = Phrase{"PDF(可打印)", "PDF, to print"}
	TourCode            = Phrase{"二维码", "QR code"}
	SumTourCode         = Phrase{"观摩路线网址的二维码(SVG)，可投影", "The QR code of a tour's page, as SVG, to show on a wall"}
)
