package phrase

// What taking back a batch can meet.
var (
	BatchUnknown  = Phrase{"没有产生版本 %d 的批次", "no batch made version %d"}
	BatchNotKept  = Phrase{"批次 %d 由较早的程序写入,未保留更改前的内容,不能撤销", "batch %d was written by an earlier program that did not keep what it changed; it cannot be undone"}
	BatchOverlaid = Phrase{"%s 在批次 %d 之后又被更改,不能撤销该批次;请先撤销后来的批次", "%s was changed again after batch %d, which therefore cannot be undone; undo the later batches first"}
)
