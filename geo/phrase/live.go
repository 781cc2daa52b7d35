package phrase

// What the server says of the stream of changes, and of clients that ask too often.
var (
	TitleTooOften  = Phrase{"请求过于频繁", "Too many requests"}
	AskedTooOften  = Phrase{"请求过于频繁，请在 %d 秒后重试", "too many requests; please try again in %d seconds"}
	ListenersFull  = Phrase{"收听变更的连接已达上限，请稍后再试", "as many clients as the server allows listen for changes already; try again later"}
	SinceMalformed = Phrase{"after 的值 %q 不是版本号", "after cannot be %q; it is a version"}
	SumChanges     = Phrase{"数据变更的事件流(server-sent events)：每批变更一个事件", "what changes, as server-sent events: one event a batch"}
	ParamSince     = Phrase{"从该版本之后继续；请求头 Last-Event-ID 优先", "continues after this version; the header Last-Event-ID goes before it"}

	ProxiesMalformed  = Phrase{"--trusted-proxies 的值 %q 应为以逗号分隔的地址或网段，如 10.0.0.0/8", "--trusted-proxies cannot be %q; it is addresses or networks separated by commas, such as 10.0.0.0/8"}
	BasePathMalformed = Phrase{"基础路径 %q 应以 / 开头，由字母、数字、-、_、. 和 / 组成", "the base path cannot be %q; it begins with / and is made of letters, digits, -, _, . and /"}
)
