package phrase

// Who may do what.
var (
	ZonesMalformed = Phrase{"“%s” 不是开发区编号；请写用逗号分隔的编号，或用 * 表示全部", "%q is no id of a zone; give ids separated by commas, or * for every zone"}
	RoleUnknown    = Phrase{"没有角色 “%s”；可用：%s", "there is no role %q; known are %s"}
)
