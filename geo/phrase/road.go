package phrase

// What is said about roads and the ways over them.
var (
	RoadGraphBroken  = Phrase{"路网数据有误：编号超出范围", "the road graph contradicts itself: a number is out of range"}
	RoadGraphLarge   = Phrase{"路网有 %d 个路口，多于上限 %d；请用 --bbox 截取", "the road graph has %d junctions, more than %d; take a part of it with --bbox"}
	RoadGraphDamaged = Phrase{"文件中的路网已损坏或由其他版本写入；请重新运行 beltmap roads import", "the file's road graph is damaged or of another version; run beltmap roads import again"}
	RoadFar          = Phrase{"(%v, %v) 周围 %d 米内没有可走的道路", "there is no road to be used within %[3]d m of (%[1]v, %[2]v)"}
	RoadUnjoined     = Phrase{"从 (%v, %v) 到 (%v, %v) 没有道路相通", "no road leads from (%v, %v) to (%v, %v)"}
	RoadManyPoints   = Phrase{"距离表有 %d 个点，上限为 %d", "a matrix of %d points is asked for; it may have %d"}

	RoadBoxEmpty    = Phrase{"--bbox 是空的：应依次写西、南、东、北的度数，以逗号分隔", "--bbox is empty; it is west,south,east,north in degrees"}
	RoadNone        = Phrase{"%s 中没有道路，未作任何更改", "there are no roads in %s; nothing was changed"}
	RoadNoneInBox   = Phrase{"%s 在 --bbox 范围内没有道路，未作任何更改", "%s has no roads within --bbox; nothing was changed"}
	RoadUnreadable  = Phrase{"无法读取 %s", "%s cannot be read"}
	RoadFileCut     = Phrase{"%s 不完整：文件在第 %d 字节之后的数据块中断，未作任何更改", "%s is cut short: it ends within the block after byte %d; nothing was changed"}
	RoadFileNotPBF  = Phrase{"%s 不是 OpenStreetMap 的 PBF 文件", "%s is no PBF file of OpenStreetMap"}
	RoadFilePlain   = Phrase{"%s 中的节点未按密集格式存放，无法读取；请用 osmium cat 转换", "the nodes of %s are not packed densely, which cannot be read; convert it with osmium cat"}
	RoadFileDamaged = Phrase{"%s 已损坏：第 %d 字节之后的数据块无法读取，未作任何更改", "%s is damaged: the block after byte %d cannot be read; nothing was changed"}
	RoadFileLarge   = Phrase{"%s 的道路超过 %d 个点；请用较小的区域文件", "the roads of %s have more than %d points; take the extract of a smaller area"}
	RoadGraphBytes  = Phrase{"路网占 %d MB，应多于 0 且不超过 %d MB", "a road graph of %d MB cannot be kept: there must be one, of at most %d MB"}
)

// What the commands of roads say.
var (
	DoingRoads     = Phrase{"读取道路", "reading roads"}
	RoadsKept      = Phrase{"路网已写入 %s(版本 %d)：%d 条道路，%d 个路口，%d 段", "the road graph is in %s (version %d): %d ways, %d junctions, %d edges"}
	RoadsTurns     = Phrase{"转弯限制：%d 条生效，%d 条带条件或经由道路，未采用", "turn restrictions: %d hold, %d have a condition or go by way of a road and are left out"}
	RoadsParts     = Phrase{"%s：最大连通部分有 %d 个路口，另有 %d 个孤立部分，共 %d 个路口", "%s: the largest part has %d junctions; %d islands have %d in all"}
	RoadsNoneFor   = Phrase{"%s：没有可走的道路", "%s: no roads to be used"}
	RoadOnIsland   = Phrase{"%s %s 在孤立的道路上，走不到其他地方", "%s %s lies on an island of the roads: nowhere else is reached from there"}
	RoadFarOff     = Phrase{"%s %s 附近没有道路", "%s %s lies far from any road"}
	RoadMoreAstray = Phrase{"另有 %d 条记录位置如此，未列出", "and %d more records lie like that"}
	RoadsOwed      = Phrase{"道路数据：%s (ODbL)，公开时须注明", "data of the roads: %s (ODbL), to be named wherever they are shown"}
)

// RoadProfiles names the ways of getting along, in the order of road.Profiles.
func RoadProfiles() []Phrase { return []Phrase{{"步行", "on foot"}, {"乘车", "by bus"}} }

// What the API says of ways.
var (
	RoadNoGraph    = Phrase{"没有导入路网(beltmap roads import)，无法计算沿路距离", "there is no road graph (beltmap roads import), so ways by road are not known"}
	PlaceMalformed = Phrase{"参数 %s 的值 %q 应为以逗号分隔的经度和纬度", "the parameter %s is longitude,latitude; it cannot be %q"}
	PlaceMissing   = Phrase{"缺少参数 %s(以逗号分隔的经度和纬度)", "the parameter %s (longitude,latitude) is missing"}
	ProfileUnknown = Phrase{"参数 profile 的值 %q 应为 %s 之一", "the parameter profile is one of %[2]s; it cannot be %[1]q"}
	SumRoute       = Phrase{"两点间沿路的路线", "the way by road between two places"}
	ParamRouteEnd  = Phrase{"以逗号分隔的经度和纬度(WGS 84，度)", "longitude,latitude (WGS 84, degrees)"}
	ParamProfile   = Phrase{"步行或乘车，缺省为步行", "on foot or by bus; on foot unless it is said"}
	RoadsHolder    = Phrase{"OpenStreetMap 贡献者", "OpenStreetMap contributors"}
	RoadsNote      = Phrase{"路网及底图中的道路，由 %s 导入", "the road graph and the roads of the ground, imported from %s"}
)
