package phrase

// What tours say where they are taken along: files, the page for the phone.
var (
	TourUndated     = Phrase{"观摩路线“%s”没有日期，不能生成日历", "the tour %q has no date, so that there is nothing for a calendar"}
	TourNoPlaces    = Phrase{"观摩路线“%s”没有已定位的点位，不能生成 %s", "no stop of the tour %q has a position, so that there is no %s of it"}
	TourOf          = Phrase{"%s · 第 %d 站", "%s · stop %d"}
	TourLeftOut     = Phrase{"未定位、故未列入的点位：%s", "left out, for they have no position: %s"}
	TourEstimated   = Phrase{"路段为估算的直线，不是道路", "legs are estimated along straight lines, not roads"}
	TourSomeByRoad  = Phrase{"路段 %s 没有道路相通，为估算的直线", "no road leads along the legs %s: they are estimated along straight lines"}
	TourRoads       = Phrase{"路段沿道路，道路数据：%s", "legs follow roads; road data: %s"}
	TourPlacesShown = Phrase{"点位为示意位置，并非实际位置", "positions are illustrative, not where the stops are"}

	TourFormat   = Phrase{"不能由文件名 %q 得知格式，应为 .pdf、.gpx、.kml 或 .ics", "the name %q says no format; it ends in .pdf, .gpx, .kml or .ics"}
	TourExported = Phrase{"%s(%d 站)已写入 %s", "%s (%d stops) is written to %s"}

	SumTourPage       = Phrase{"手机上的观摩路线(HTML)：依次的点位、时刻、讲解词和示意图", "A tour on a phone, as HTML: its stops in order with times, stories and a map"}
	TourDraft         = Phrase{"草稿：只有登录后有权查看的人能看到", "A draft: only who is signed in and may see it does"}
	TourGoneTitle     = Phrase{"路线已撤回", "Tour withdrawn"}
	TourMissingTitle  = Phrase{"没有这条路线", "No such tour"}
	TourPlanned       = Phrase{"计划", "planned"}
	TourHeld          = Phrase{"已举行", "held"}
	TourCount         = Phrase{"%d 站", "%d stops"}
	TourFrom          = Phrase{"%s 出发，%s 结束", "%s to %s"}
	TourNoTimes       = Phrase{"没有规定出发时刻", "no start is set"}
	TourSkip          = Phrase{"跳到第一站", "Skip to the first stop"}
	TourMapOf         = Phrase{"示意图：%d 个点位依次相连；各点位见下方列表", "Map: %d stops joined in order; the list below names them"}
	TourDashed        = Phrase{"虚线：按直线估算，不是道路", "Dashed: estimated along straight lines, not roads"}
	TourReview        = Phrase{"审图号：%s", "Map review no. %s"}
	TourUnreviewed    = Phrase{"内部使用 · 未经审图", "Internal use · not reviewed for publication"}
	TourStops         = Phrase{"点位", "Stops"}
	TourStay          = Phrase{"停留 %d 分钟", "stay of %d min"}
	TourStayAssumed   = Phrase{"停留约 %d 分钟(未规定，按惯例)", "stay of about %d min (not stated, as usual)"}
	TourOpens         = Phrase{"开放 %s–%s", "open %s–%s"}
	TourOpensAt       = Phrase{"%s 开放", "opens at %s"}
	TourClosesAt      = Phrase{"%s 关闭", "closes at %s"}
	TourRoom          = Phrase{"一次可容纳 %d 人", "room for %d people at once"}
	TourLunch         = Phrase{"午餐", "lunch"}
	TourStepFree      = Phrase{"无障碍：%s", "Step-free: %s"}
	TourSource        = Phrase{"来源：%s", "Source: %s"}
	TourHonors        = Phrase{"现行有效的荣誉", "Honors valid today"}
	TourOnFoot        = Phrase{"步行 %d 分钟，%d 米", "%d min on foot, %d m"}
	TourByBus         = Phrase{"乘车 %d 分钟，%d 米", "%d min by bus, %d m"}
	TourLegEstimated  = Phrase{"(估算)", " (estimated)"}
	TourLegByRoad     = Phrase{"(沿道路)", " (by road)"}
	TourIllustrative  = Phrase{"示意位置，不提供导航", "Illustrative position: no directions"}
	TourUnplaced      = Phrase{"没有位置，不在图上", "No position: not on the map"}
	TourDirections    = Phrase{"导航", "Directions"}
	TourAMap          = Phrase{"高德地图", "AMap"}
	TourBaidu         = Phrase{"百度地图", "Baidu Maps"}
	TourOtherApp      = Phrase{"其他地图应用", "Another app"}
	TourTake          = Phrase{"带走", "Take along"}
	TourOneFile       = Phrase{"单个文件(断网可看)", "One file, to read offline"}
	TourCalendar      = Phrase{"日历", "Calendar"}
	TourBefore        = Phrase{"上一站", "Previous"}
	TourNext          = Phrase{"下一站", "Next"}
	TourBar           = Phrase{"站点切换", "From stop to stop"}
	TourDeparture     = Phrase{"第 {stop} 站 {time} 出发", "Leave stop {stop} at {time}"}
	TourOver          = Phrase{"今天的行程已结束", "Today's tour is over"}
	TourWhere         = Phrase{"我在哪里", "Where am I"}
	TourWherePrivate  = Phrase{"位置只在本机使用，不会发送", "Your position stays on this device"}
	TourWhereAt       = Phrase{"距第 {stop} 站约 {metres} 米(误差约 {accuracy} 米)", "About {metres} m from stop {stop} (within {accuracy} m)"}
	TourWhereOutside  = Phrase{"，不在图内", ", outside this map"}
	TourWhereFailed   = Phrase{"无法取得位置", "Your position could not be found"}
	TourOffline       = Phrase{"已存到本机，断网可看", "Kept on this device: works offline"}
	TourPlanOf        = Phrase{"截至 %s", "As of %s"}
	TourOtherLanguage = Phrase{"English", "中文"}
)
