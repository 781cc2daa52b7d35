package phrase

// What the World refuses. The first argument is the record, as "collection/id".
var (
	WorldTwice     = Phrase{"%s 重复出现", "%s is there twice"}
	WorldThere     = Phrase{"%s 已经存在", "%s is already there"}
	WorldMissing   = Phrase{"没有 %s", "there is no %s"}
	WorldChanged   = Phrase{"%s 已被改动：现为版本 %d，期望版本 %d", "%s has changed: it is at version %d, version %d was expected"}
	WorldIDMissing = Phrase{"%s 中有一条记录没有编号", "a record of %s has no id"}
	WorldOp        = Phrase{"不能对 %s 执行 %s", "%s: the change %s cannot be applied"}
	WorldFull      = Phrase{"%s 的记录太多：最多 %d 条", "there are too many %s: at most %d"}
)
