package phrase

// What is wrong with an audit log. The first argument is the file it stands in.
var (
	AuditMissing       = Phrase{"%s 的审计日志缺少第 %d 条", "%s: entry %d of the audit log is missing"}
	AuditStray         = Phrase{"%s 的审计日志第 %d 条不在其位，不是日志所记", "%s: entry %d of the audit log is not where it belongs; the log did not enter it"}
	AuditChanged       = Phrase{"%s 的审计日志第 %d 条被更改，或与第 %d 条不衔接", "%s: entry %d of the audit log was changed, or does not follow entry %d"}
	AuditCut           = Phrase{"%s 的审计日志尾部被截：第 %d 条起缺失，原至第 %d 条", "%s: the end of the audit log was cut off: entry %d is missing, and it reached to entry %d"}
	AuditOther         = Phrase{"%s 的审计日志第 %d 条不是当初所见的那一条", "%s: entry %d of the audit log is not the one that was seen"}
	AuditRotatedOut    = Phrase{"%s 的审计日志第 %d 条已转出(现存自第 %d 条之后)，请连同转出的文件一起核验", "%s: entry %d of the audit log was moved out (kept are those after entry %d); verify it together with the files it was moved to"}
	AuditNoHead        = Phrase{"%s 的审计日志没有末条记录，已被更改", "%s: the audit log has lost the record of its end: it was changed"}
	AuditCount         = Phrase{"%s 的审计日志应有 %d 条，实有 %d 条", "%s: the audit log should have %d entries and has %d"}
	AuditLinkMalformed = Phrase{"“%s” 不是审计日志的条目标识；应为 SEQ:HASH(序号与哈希)，如 beltmap audit verify 所示", "%q is no place in the audit log; write SEQ:HASH as beltmap audit verify prints it"}
	AuditTooYoung      = Phrase{"审计日志须保留至少 %d 天，不能转出 %s 之后的条目", "entries of the audit log are kept for at least %d days; those after %s cannot be moved out"}
	AuditMoved         = Phrase{"%s 的审计日志已变动，请重试", "%s: the audit log has changed meanwhile; try again"}
	AuditFileMalformed = Phrase{"%s 第 %d 行不是审计日志的条目", "%s: line %d is no entry of an audit log"}
	AuditFileNoHeader  = Phrase{"%s 不是 beltmap audit 写出的日志", "%s is no log that beltmap audit wrote"}
	AuditFileGap       = Phrase{"%s 的第一条是第 %d 条，与前一份日志末尾(第 %d 条)不衔接", "%s begins with entry %d, which does not follow entry %d, the last of the log before it"}
)

// What the commands of the audit log say.
var (
	AuditWhole   = Phrase{"%s 的审计日志完好：%d 条，末条 %s", "%s: the audit log is whole: %d entries, the last is %s"}
	AuditWritten = Phrase{"已写出 %d 条审计日志到 %s，末条 %s", "%d entries of the audit log are in %s, the last is %s"}
	AuditRotated = Phrase{"已把 %d 条审计日志从 %s 转出到 %s，末条 %s", "%d entries of the audit log were moved from %s to %s, the last is %s"}
	AuditNoneOld = Phrase{"%s 中没有 %s 之前的审计日志", "%s has no entries of the audit log from before %s"}
)

// ActionLabels are what is entered in the audit log, by the actions' names.
func ActionLabels() map[string]Phrase {
	return map[string]Phrase{
		"sign_in":          Phrase{"登录", "signed in"},
		"sign_in_refused":  Phrase{"登录被拒", "sign-in refused"},
		"sign_out":         Phrase{"退出", "signed out"},
		"refused":          Phrase{"无权操作被拒", "refused"},
		"batch":            Phrase{"更改记录", "records changed"},
		"import":           Phrase{"导入", "import"},
		"undo":             Phrase{"撤销批次", "batch undone"},
		"adopt":            Phrase{"收入其他程序的更改", "changes of other programs taken in"},
		"export":           Phrase{"导出名单", "list exported"},
		"settings":         Phrase{"更改设置", "setting changed"},
		"user_added":       Phrase{"新增账号", "account added"},
		"user_changed":     Phrase{"更改账号", "account changed"},
		"user_removed":     Phrase{"删除账号", "account removed"},
		"token_created":    Phrase{"新建令牌", "token created"},
		"token_revoked":    Phrase{"吊销令牌", "token revoked"},
		"backup":           Phrase{"备份", "backup"},
		"restore":          Phrase{"恢复", "restored"},
		"scenario_saved":   Phrase{"保存情景", "scenario saved"},
		"scenario_deleted": Phrase{"删除情景", "scenario deleted"},
		"rotated":          Phrase{"审计日志转出", "log entries moved out"},
	}
}
