package phrase

// What tours say where they are taken along: files, the page for the phone, the leaflet.
var (
	TourUndated     = Phrase{"观摩路线“%s”没有日期，不能生成日历", "the tour %q has no date, so that there is nothing for a calendar"}
	TourNoPlaces    = Phrase{"观摩路线“%s”没有已定位的点位，不能生成 %s", "no stop of the tour %q has a position, so that there is no %s of it"}
	TourOf          = Phrase{"%s · 第 %d 站", "%s · stop %d"}
	TourLeftOut     = Phrase{"未定位、故未列入的点位：%s", "left out, for they have no position: %s"}
	TourEstimated   = Phrase{"路段为估算的直线，不是道路", "legs are estimated along straight lines, not roads"}
	TourPlacesShown = Phrase{"点位为示意位置，并非实际位置", "positions are illustrative, not where the stops are"}
)
