package phrase

// What the commands history, undo and adopt say.
var (
	HistoryRow      = Phrase{"%d\t%s\t%s\t%s\t%s", "%d\t%s\t%s\t%s\t%s"}
	HistoryDid      = Phrase{"新增 %d，更改 %d，删除 %d", "added %d, changed %d, removed %d"}
	HistoryUnknown  = Phrase{"更改数未知", "changes not counted"}
	HistoryUndoable = Phrase{"可撤销", "can be undone"}
	HistoryFinal    = Phrase{"不可撤销", "cannot be undone"}
	Undone          = Phrase{"已撤销批次 %d(新版本 %d)：新增 %d，更改 %d，删除 %d", "batch %d is undone (version %d): added %d, changed %d, removed %d"}

	DoingAdopt   = Phrase{"收入", "taking in"}
	AdoptRow     = Phrase{"%s\t%s", "%s\t%s"}
	AdoptAdded   = Phrase{"新增", "added"}
	AdoptChanged = Phrase{"更改", "changed"}
	AdoptRemoved = Phrase{"删除", "removed"}
	AdoptUntold  = Phrase{"另有 %d 条未列出", "and %d more"}
	AdoptForeign = Phrase{"列 %s 不是本程序的列：保留在文件中，不读取", "the column %s is none of this program's: it stays in the file and is not read"}
	AdoptNothing = Phrase{"%s 中没有其他程序所作的更改", "no other program changed records in %s"}
	AdoptWould   = Phrase{"将收入：新增 %d，更改 %d，删除 %d；没有写入 %s", "would take in: added %d, changed %d, removed %d; nothing was written to %s"}
	AdoptDone    = Phrase{"已收入：新增 %d，更改 %d，删除 %d；已写入 %s(版本 %d)", "taken in: added %d, changed %d, removed %d; written to %s (version %d)"}
	AdoptFinal   = Phrase{"更改或删除前的内容不得而知，该批次不能撤销", "what was there before is not known, so that this batch cannot be undone"}
)

// What taking back a batch can meet.
var (
	BatchUnknown  = Phrase{"没有产生版本 %d 的批次", "no batch made version %d"}
	BatchNotKept  = Phrase{"批次 %d 由较早的程序写入，未保留更改前的内容，不能撤销", "batch %d was written by an earlier program that did not keep what it changed; it cannot be undone"}
	BatchOutside  = Phrase{"批次 %d 收入了其他程序所作的更改，更改前的内容不得而知，不能撤销", "batch %d took in what another program changed, and what was there before is not known; it cannot be undone"}
	AdoptRefused  = Phrase{"%s 中其他程序所作的更改有 %d 处不能收入，未作任何更改；请在那个程序中改正后再试", "what other programs changed in %s cannot be taken in for %d reasons, and nothing was; mend it in the program that made the change"}
	AdoptPersonal = Phrase{"列 %s 像是个人信息；请在添加它的程序中删除该列", "the column %s looks like personal data; remove it in the program that added it"}
	RowOfKey      = Phrase{"%s 中 fid 为 %d 的行", "the row of %s with fid %d"}
	BatchOverlaid = Phrase{"%s 在批次 %d 之后又被更改，不能撤销该批次；请先撤销后来的批次", "%s was changed again after batch %d, which therefore cannot be undone; undo the later batches first"}
)
