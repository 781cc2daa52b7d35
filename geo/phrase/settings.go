package phrase

// Where the defaults of settings come from.
var (
	SettingFromOperation = Phrase{"覆盖率以实际运营的非公有制企业为分母", "coverage is measured over non-public enterprises in actual operation"}
	SettingFromCycle     = Phrase{"摸排每年一次", "surveys are made yearly"}
	SettingFromLocal     = Phrase{"以各地星级评定办法为准", "the local rules of rating"}
	SettingFromCircle    = Phrase{"《城市居住区规划设计标准》GB 50180-2018 第 2.0.4 条：十五分钟生活圈", "Standard for Urban Residential Area Planning and Design GB 50180-2018, 2.0.4: the 15-minute circle"}
	SettingFromMaps      = Phrase{"《地图管理条例》：公开的地图须标明审图号", "Regulation on Map Management: maps shown in public carry their review number"}
	SettingFromUs        = Phrase{"本系统的约定", "this system's own choice"}
)

// What a setting can have wrong.
var (
	SettingUnknown      = Phrase{"没有名为 %q 的设置；有：%s", "there is no setting %q; there are %s"}
	SettingOutOfRange   = Phrase{"设置 %s 不能为 %v，应在 %s 与 %s 之间", "the setting %s cannot be %v; it lies between %s and %s"}
	SettingTwice        = Phrase{"设置 %s 中 %q 出现了两次", "the setting %s names %q twice"}
	SettingMalformed    = Phrase{"设置 %s 的 %q 写法不对，应如 %v", "the setting %s cannot hold %q; write it like %v"}
	SettingOrder        = Phrase{"设置 %s(%d)应小于 %s(%d)", "the setting %s (%d) must be less than %s (%d)"}
	SettingPinned       = Phrase{"设置 %s 已由运行环境或文件固定为 “%v”，不能在此更改", "the setting %s is pinned to \"%v\" by the environment or a file and cannot be changed here"}
	SettingChanged      = Phrase{"设置 %s 已被他人更改(现为版本 %d，而非 %d)", "the setting %s has been changed meanwhile (it is at version %d, not %d)"}
	SettingUnpaired     = Phrase{"“%s” 应写作 名称=值", "%q should read KEY=VALUE"}
	SettingFileUnusable = Phrase{"设置文件 %s 应为 JSON 对象，名称与值一一对应", "the file of settings %s should be a JSON object of keys and values"}
)

// What the command settings says.
var (
	SettingRow     = Phrase{"%s\t%s\t%s\t%s\t%s\t%s", "%s\t%s\t%s\t%s\t%s\t%s"}
	SettingDefault = Phrase{"默认值 %v", "default %v"}
	SettingIsSet   = Phrase{"已设置(版本 %d)", "set (version %d)"}
	SettingIsFixed = Phrase{"已固定", "pinned"}
	SettingUnset   = Phrase{"未设置", "not set"}
	SettingHashIs  = Phrase{"设置哈希 %s", "hash of the settings %s"}
	SettingWritten = Phrase{"%s 由 “%v” 改为 “%v”(版本 %d，设置哈希 %s)", "%s was \"%v\" and is \"%v\" (version %d, hash of the settings %s)"}
	SettingSame    = Phrase{"%s 已是 “%v”，没有写入", "%s is \"%v\" already; nothing was written"}
)
