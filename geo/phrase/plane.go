package phrase

// What a geometry can have wrong.
var (
	RingNotClosed   = Phrase{"环没有闭合：起点 (%v, %v) 与终点 (%v, %v) 不同", "a ring is not closed: it starts at (%v, %v) and ends at (%v, %v)"}
	RingTooShort    = Phrase{"(%v, %v) 处的环不足三个不同的点", "the ring at (%v, %v) has fewer than three distinct points"}
	RingCrosses     = Phrase{"多边形的边在 (%v, %v) 处相交", "the polygon crosses itself at (%v, %v)"}
	RingTouches     = Phrase{"多边形的环在 (%v, %v) 处碰到自身", "a ring of the polygon touches itself at (%v, %v)"}
	HoleOutside     = Phrase{"(%v, %v) 处的内环在外环之外", "the hole at (%v, %v) lies outside its polygon"}
	RingsNested     = Phrase{"(%v, %v) 处的内环彼此嵌套", "holes lie within one another at (%v, %v)"}
	RingsCut        = Phrase{"多边形的环在 (%v, %v) 处多次接触，内部被切断", "rings touch more than once and cut the polygon apart, near (%v, %v)"}
	PolygonsOverlap = Phrase{"多部件多边形的各部分在 (%v, %v) 附近重叠", "parts of the multi-polygon overlap near (%v, %v)"}
	PolygonEmpty    = Phrase{"多边形没有外环", "a polygon has no outer ring"}
	LineTooShort    = Phrase{"线在 (%v, %v) 处只有一个点", "the line has only one point, at (%v, %v)"}
	NotFinite       = Phrase{"几何含有非数值坐标", "the geometry holds a coordinate that is no number"}
	GeometryUnknown = Phrase{"不支持的几何类型 %s", "geometries of type %s are not supported"}
	TooIntricate    = Phrase{"多边形过于复杂(比较超过 %d 次)，无法检查；请先简化", "the polygon is too intricate to check (more than %d comparisons); simplify it first"}
)
