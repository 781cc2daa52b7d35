package phrase

// What is said about proposals of joint branches and of sites for centers.
var (
	SitingZoneUnknown  = Phrase{"没有开发区 %s", "there is no zone %s"}
	SitingZoneDenied   = Phrase{"您看不到开发区 %s 的内部数据，不能为其提出建议", "you do not see the internal fields of zone %s, so nothing can be proposed for it"}
	SitingMetresRange  = Phrase{"距离应在 %d 到 %d 米之间", "the distance is from %d to %d metres"}
	SitingSitesRange   = Phrase{"p 不能是 %d，应为 1 到 %d", "p cannot be %d; it is from 1 to %d"}
	SitingTooManySites = Phrase{"p 为 %d，而候选点只有 %d 个", "p is %d, and there are only %d candidates"}
	SitingNoCandidates = Phrase{"开发区 %s 没有可用的候选点", "zone %s has no candidate for a site"}
	SitingNoDemand     = Phrase{"开发区 %s 没有已定位的在营企业，无从选址", "zone %s has no enterprise in operation with a position to choose sites for"}
	SitingTooMuch      = Phrase{"开发区 %s 有 %d 处需求点，超过 %d 处", "zone %s has %d places of demand, more than %d"}
)
