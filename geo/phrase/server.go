package phrase

// What the HTTP server says: titles and details of problems, and the names of its documents.
var (
	DownloadIsWhole  = Phrase{"参数 %s 不用于 f=%s；文件总是包含全部结果", "parameter %s does not go with f=%s; a file always holds everything that was found"}
	DownloadsBusy    = Phrase{"正在生成的下载已达上限，请稍后再试", "as many downloads as the server makes at once are under way; try again soon"}
	CRSOnlyDownloads = Phrase{"参数 crs 只用于 f=%s", "parameter crs goes with f=%s only"}
	ParamCRS         = Phrase{"文件的坐标系，如 4490、gcj02、4548，只用于文件格式", "the system of a file's coordinates, such as 4490, gcj02, 4548; for files only"}
	TitleInvalid     = Phrase{"请求有误", "The request cannot be used"}
	TitleParameter   = Phrase{"请求参数有误", "A request parameter cannot be used"}
	TitleNotFound    = Phrase{"没有找到", "Not found"}
	TitleConflict    = Phrase{"与现有数据冲突", "It contradicts what is there"}
	TitleSignIn      = Phrase{"需要登录", "Not signed in"}
	TitleDenied      = Phrase{"没有权限", "Not allowed"}
	TitleUnavailable = Phrase{"暂时无法提供服务", "Not available now"}
	TitleInternal    = Phrase{"服务器内部错误", "The server failed"}
	TitleMethod      = Phrase{"不支持该请求方法", "The method is not supported here"}
	TitleTooLarge    = Phrase{"请求过大", "The request is too large"}

	PathUnknown        = Phrase{"没有 %q 这个地址", "there is nothing at %q"}
	MethodUnfit        = Phrase{"%q 不支持 %s，支持：%s", "%q does not support %s; it supports %s"}
	ServerFailed       = Phrase{"服务器处理请求时出错，详情见日志", "the server failed while answering; the log says more"}
	WrittenNotShown    = Phrase{"版本 %d 已写入，但尚未显示，系统会继续尝试", "version %d is written but not shown yet; the server keeps trying"}
	ServerBusy         = Phrase{"服务器繁忙，请稍后重试", "the server is busy; please try again in a moment"}
	ServerSlow         = Phrase{"请求处理超时，请缩小范围后重试", "the request took too long; please ask for less"}
	ServerStarting     = Phrase{"服务器正在启动，尚未就绪", "the server is starting and not ready yet"}
	SignInNeeded       = Phrase{"需要先登录，或提供令牌", "sign in first, or show a token"}
	RoleTooLittle      = Phrase{"需要 %s 角色，当前为 %s", "this needs the role %s; yours is %s"}
	BodyUnwanted       = Phrase{"该请求不接受正文", "this request takes no body"}
	LoopbackOnly       = Phrase{"该地址只对本机开放", "this address answers clients on the same machine only"}
	ParameterUnknown   = Phrase{"没有名为 %q 的参数", "there is no parameter %q here"}
	ParameterRepeated  = Phrase{"参数 %q 只能出现一次", "the parameter %q may be given only once"}
	ParameterEmpty     = Phrase{"参数 %q 不能为空", "the parameter %q may not be empty"}
	ParameterLong      = Phrase{"参数 %q 太长，最多 %d 个字符", "the parameter %q is too long; at most %d characters"}
	QueryMalformed     = Phrase{"查询字符串格式有误", "the query string is malformed"}
	LimitMalformed     = Phrase{"limit 的值 %q 应为不小于 1 的整数", "limit cannot be %q; it is an integer of at least 1"}
	BBoxMalformed      = Phrase{"bbox 的值 %q 应为 4 或 6 个用逗号分隔的数字：西，南，东，北，经纬度在 WGS 84 范围内", "bbox cannot be %q; it is 4 or 6 numbers separated by commas: west,south,east,north within WGS 84"}
	DatetimeMalformed  = Phrase{"datetime 的值 %q 应为 RFC 3339 日期或时刻，或以 / 分隔的区间，开放端写作 ..", "datetime cannot be %q; it is an RFC 3339 date or date-time, or an interval of two with a slash, with .. for an open end"}
	AfterMalformed     = Phrase{"after 的值 %q 不是编号", "after cannot be %q; it is an id"}
	FormatUnknown      = Phrase{"f 的值 %q 不支持，支持：%s", "f cannot be %q; it is %s"}
	LangUnknown        = Phrase{"lang 的值 %q 不支持，支持：zh-CN、en", "lang cannot be %q; it is zh-CN or en"}
	OneItemOnly        = Phrase{"%s 一次只能比较一个编号", "%s compares one id at a time"}
	CollectionUnserved = Phrase{"没有集合 %q", "there is no collection %q"}
	ItemMissing        = Phrase{"集合 %s 中没有 %q", "%s has no item %q"}
	SubjectMalformed   = Phrase{"subject 的值 %q 应写作 集合/编号 或 province/AH", "subject cannot be %q; it reads collection/id, or province/AH"}
)

// The names of the API's documents, and what they are.
var (
	APITitle           = Phrase{"党建示范带地图 API", "Party-building demonstration belt map API"}
	APIDescription     = Phrase{"开发区、示范带、企业、党组织等要素与数据的只读接口。标为“示意位置”的要素位置仅为示意。", "Read access to zones, belts, enterprises, Party organizations and figures. A position of class \"illustrative\" is drawn for orientation and is not where the thing is."}
	LinkSelf           = Phrase{"本文档", "This document"}
	LinkAPI            = Phrase{"API 首页", "The API's landing page"}
	LinkServiceDesc    = Phrase{"OpenAPI 3.0 接口描述", "The API described in OpenAPI 3.0"}
	LinkServiceDoc     = Phrase{"接口说明(网页)", "The API explained, as a page"}
	LinkConformance    = Phrase{"符合的规范类", "The conformance classes"}
	LinkData           = Phrase{"要素集合", "The collections"}
	LinkItems          = Phrase{"要素(GeoJSON)", "The items as GeoJSON"}
	LinkNext           = Phrase{"下一页", "The next page"}
	LinkCollection     = Phrase{"所属集合", "The collection of the item"}
	LinkTiles          = Phrase{"矢量瓦片(TileJSON)", "Vector tiles, as TileJSON"}
	LinkFacts          = Phrase{"数据", "The figures"}
	LinkLicense        = Phrase{"数据来源与许可", "Data sources and licences"}
	CollectionAbout    = Phrase{"%s，要素 %d 个，其中无法上图 %d 个", "%s: %d items, of which %d cannot be drawn"}
	IllustrativeNotice = Phrase{"图上标为“示意位置”的要素，位置仅为示意，并非实际位置。", "Positions of class \"illustrative\" are drawn for orientation and are not where the things are."}

	ParamLimit    = Phrase{"每页最多返回的要素数，超过 %d 按 %[1]d 处理", "items a page at most; above %d it is taken as %[1]d"}
	ParamBBox     = Phrase{"范围：西，南，东，北(WGS 84 经纬度)，也可为 6 个数(高程不参与比较)；西大于东表示跨越 180° 经线。没有几何的要素总是符合", "west,south,east,north in WGS 84 degrees, or 6 numbers, of which the heights are ignored; west above east crosses the antimeridian. Items without geometry always match"}
	ParamDatetime = Phrase{"有效期与该日期或区间相交；省略时为今日(上海时间)有效的要素。开放端写作 ..", "items whose validity meets this date, date-time or interval; without it those valid today in Shanghai. An open end is written .."}
	ParamAfter    = Phrase{"从该编号之后继续(用于分页，见 next 链接)", "continues after this id; next links carry it"}
	ParamFormat   = Phrase{"答复的格式", "the format of the answer"}
	ParamLang     = Phrase{"标题与出错说明的语言，默认取自 Accept-Language", "language of titles and of what is said about errors; by default from Accept-Language"}
	ParamEquals   = Phrase{"%s 等于该值", "%s equals this value"}
	ParamContains = Phrase{"%s 含有该编号", "%s contains this id"}
	ParamQuery    = Phrase{"要查找的文字：中文名称、拼音或其首字母、英文名称、编号或统一社会信用代码的开头", "what to look for: Chinese name, pinyin or its initials, English name, the beginning of an id or of a unified social credit code"}
	ParamZone     = Phrase{"只看该开发区", "this zone only"}
	ParamSubject  = Phrase{"只看该对象的数据，如 belts/NG-B-NANSHAN", "figures of this subject only, such as belts/NG-B-NANSHAN"}

	DocParameter = Phrase{"参数", "Parameter"}
	DocMeaning   = Phrase{"说明", "Meaning"}
	DocWhat      = Phrase{"内容", "What"}
	DocHolder    = Phrase{"权利人", "Holder"}
	DocLicence   = Phrase{"许可", "Licence"}
	DocMap       = Phrase{"返回地图", "Back to the map"}
)

// What each resource is, for the API's description.
var (
	SumLanding     = Phrase{"首页：各文档的链接", "The landing page: links to every document"}
	SumConformance = Phrase{"符合的规范类", "The conformance classes the API keeps"}
	SumOpenAPI     = Phrase{"本接口描述", "This description"}
	SumDocs        = Phrase{"接口说明网页", "This description as a page"}
	SumCollections = Phrase{"全部集合", "All collections"}
	SumCollection  = Phrase{"集合：%s", "The collection: %s"}
	SumItems       = Phrase{"要素：%s", "Items: %s"}
	SumItem        = Phrase{"单个要素：%s", "One item: %s"}
	SumFacts       = Phrase{"全部数据(文中事实与指标)，不分页", "All figures, in one answer"}
	SumCounts      = Phrase{"各集合的要素数：符合的、可上图的、未定位的，企业另按覆盖状态", "Counts per collection: matching, drawable, without a position; enterprises by coverage status too"}
	SumSearch      = Phrase{"按名称、拼音、英文或编号查找", "Finds by name, pinyin, English name or id"}
	SumTours       = Phrase{"观摩路线(已发布的；有权者另见草稿)", "The tours: those published, and drafts for who may see them"}
	SumTour        = Phrase{"一条观摩路线：依次的点位与其间路段(GeoJSON)", "One tour: its stops in order and the legs between them, as GeoJSON"}
	SumTimetable   = Phrase{"观摩路线的分组时刻表与冲突", "A tour's timetable by groups, and the conflicts in it"}
	SumCandidates  = Phrase{"可作点位的企业、组织、中心和场所", "Enterprises, organizations, centers and places that may become a stop"}
	SumRounds      = Phrase{"把督查对象分给各组、各天，给出每组的行程单；Accept: text/event-stream 时报告进度", "Gives targets of an inspection to teams and days, a run sheet for each; with Accept: text/event-stream it tells how far it is"}
	SumPlan        = Phrase{"规划最佳顺序与时刻表；Accept: text/event-stream 时报告进度", "Plans the best order and its timetable; with Accept: text/event-stream it tells how far it is"}
	ParamStart     = Phrase{"出发时刻(HH:MM)", "when the groups set out, as HH:MM"}
	ParamLate      = Phrase{"晚出发的分钟数", "how many minutes later they do"}
	ParamGroups    = Phrase{"分组数", "how many groups go"}
	ParamPeople    = Phrase{"总人数", "how many people go in all"}
	ParamBelt      = Phrase{"示范带编号", "the id of a belt"}
	ParamMetres    = Phrase{"离示范带轴线或范围的最大米数", "the most metres from the belt's axis or area"}
	ParamStars     = Phrase{"至少的星级", "at least so many stars"}
	ParamHonor     = Phrase{"当日有效荣誉的级别，any 为任何级别", "the level of an honor valid on the day, any for whichever"}
	ParamAlliance  = Phrase{"党建联盟编号", "the id of an alliance"}
	SumSettings    = Phrase{"页面需要的设置", "The settings a page needs"}
	SumTileJSON    = Phrase{"矢量瓦片的描述(TileJSON 3.0.0)", "The vector tiles described, as TileJSON 3.0.0"}
	SumTile        = Phrase{"一块矢量瓦片(MVT 2.1)", "One vector tile, MVT 2.1"}
	SumHealth      = Phrase{"进程存活", "The process lives"}
	SumReady       = Phrase{"可以提供服务", "The server can answer"}

	AnswerOK          = Phrase{"成功", "The answer"}
	AnswerNotModified = Phrase{"与客户端已有的相同", "The client has it already"}
	AnswerEmpty       = Phrase{"该瓦片没有内容", "Nothing lies on this tile"}
	AnswerProblem     = Phrase{"出错说明(RFC 9457)", "What went wrong (RFC 9457)"}
)
