package phrase

// What a GeoPackage file can have wrong. The first argument is the file where a sentence names one.
var (
	GeometryTypeUnknown = Phrase{"几何类型不受支持：只接受点、线、面及多线、多面", "the geometry type is not supported: only points, lines, polygons, and lines and polygons of several parts"}
	GeometryBlobDamaged = Phrase{"几何数据已损坏", "the geometry is damaged"}
	ListDamaged         = Phrase{"列表 %q 不是 JSON 文本数组", "the list %q is not a JSON array of texts"}
	ColumnDamaged       = Phrase{"列 %s 的内容 %q 不可读", "the column %s holds %q, which cannot be read"}

	StoreMissing       = Phrase{"没有文件 %s", "there is no file %s"}
	FolderMissing      = Phrase{"无法新建 %s：所在文件夹不存在", "%s cannot be made: its folder does not exist"}
	StoreIsFolder      = Phrase{"%s 是文件夹，不是数据文件", "%s is a folder, not a data file"}
	StoreEmpty         = Phrase{"%s 是空文件；若要新建，请先删除它", "%s is an empty file; remove it first if a new one is wanted"}
	StoreNotSQLite     = Phrase{"%s 不是 GeoPackage 文件", "%s is not a GeoPackage"}
	StoreForeign       = Phrase{"%s 是其他程序的 GeoPackage，不能直接使用；请用 beltmap import 导入", "%s is a GeoPackage of another program: it is imported (beltmap import), not served"}
	StoreNewer         = Phrase{"%s 由更新版本的 beltmap 写成(结构 %d，本程序只认识到 %d)；请升级程序", "%s was written by a newer beltmap (schema %d, this program knows up to %d); please upgrade"}
	StoreDamaged       = Phrase{"%s 已损坏或不完整，请用备份恢复", "%s is damaged or cut short; restore it from a backup"}
	StoreReadOnly      = Phrase{"%s 或其文件夹不可写", "%s or its folder cannot be written to"}
	StoreUnreadable    = Phrase{"无法打开 %s：权限不足或文件夹不可用", "%s cannot be opened: no permission, or its folder is out of reach"}
	StoreBusy          = Phrase{"%s 正被另一程序占用，请稍后再试", "%s is in use by another program; try again later"}
	StoreDiskFull      = Phrase{"磁盘已满，%s 未作任何更改", "the disk is full; nothing in %s was changed"}
	StoreFailed        = Phrase{"读写 %s 时出错", "reading or writing %s failed"}
	StoreInUse         = Phrase{"%s 正由某个程序打开(如 beltmap serve 或 QGIS)，未作任何更改；请先停止该程序", "%s is open in another program, such as beltmap serve or QGIS; nothing was changed: stop that program first"}
	StoreLoose         = Phrase{"%s 的表 %s 中有行指向 %s 中不存在的行", "%s: rows of the table %s name rows of %s that do not exist"}
	StoreLedgerOff     = Phrase{"%s 中 %s 的逐行校验值与其总和不符", "%s: the hashes of the rows of %s do not add up to the sum kept of them"}
	BackupOfMemory     = Phrase{"内存中的数据无法备份", "data in memory cannot be backed up"}
	BackupOntoItself   = Phrase{"%s 与来源是同一个文件", "%s is the very file to be copied"}
	BackupExists       = Phrase{"%s 已存在；用 --force 替换它", "%s exists already; --force replaces it"}
	RestoreExists      = Phrase{"%s 已存在；用 --force 替换它，原文件会换名保留", "%s exists already; --force replaces it and keeps it under another name"}
	RestoreOutside     = Phrase{"没有恢复：%s 中的记录不是各批次所写的样子(%s)；确要恢复请加 --as-is", "nothing was restored: the records in %s are not as batches wrote them (%s); --as-is restores them all the same"}
	StoreReplaced      = Phrase{"%s 在使用中被替换或删除，请重新启动程序", "%s was replaced or removed while in use; restart the program"}
	StoreExists        = Phrase{"%s 已存在", "%s exists already"}
	StoreHasNoTable    = Phrase{"%s 缺少表或列 %s，已损坏", "%s lacks the table or column %s: it is damaged"}
	StoreDangling      = Phrase{"%s 所属的开发区 %s 不存在", "%s names the zone %s, which does not exist"}
	StoreWrongMark     = Phrase{"%s 的 GeoPackage 标记不对(application_id %d,user_version %d)", "%s has the wrong GeoPackage marks (application_id %d, user_version %d)"}
	StorePageDamaged   = Phrase{"%s 数据页有误：%s", "%s has a damaged page: %s"}
	StoreRebuilt       = Phrase{"其他程序重建了 %[1]s 中的表 %[2]s，编号唯一和开发区存在已无从保证；请从备份恢复，再用 beltmap import 导入该表", "another program made the table %[2]s in %[1]s anew, without what keeps ids unique and zones there; restore a backup and bring that table in by beltmap import"}
	StoreOutside       = Phrase{"其他程序更改了 %[1]s 中的 %[2]s：请运行 beltmap adopt --db %[1]s 收入这些更改，在此之前不再写入，也不展示更改后的内容", "another program changed %[2]s in %[1]s; run beltmap adopt --db %[1]s to take that in: until then nothing is written, and what it changed is not shown"}
	RecordUnknown      = Phrase{"没有 %s", "there is no %s"}
	RecordExists       = Phrase{"%s 已存在", "%s exists already"}
	RecordChanged      = Phrase{"%s 已被他人更改(现为版本 %d，而非 %d)", "%s has been changed meanwhile (it is at version %d, not %d)"}
	RecordInvalid      = Phrase{"%s 的 %s：%s", "%s, %s: %s"}
	RecordUnidentified = Phrase{"变更中的记录没有集合或编号", "a change names no collection or no id"}
	OperationUnknown   = Phrase{"%s 的变更操作不受支持", "the operation on %s is not one a batch can hold"}
	StoreStopped       = Phrase{"操作已取消，%s 未作任何更改", "the operation was canceled; nothing in %s was changed"}
	StoreClosed        = Phrase{"%s 已关闭", "%s is closed"}
	InMemory           = Phrase{"内存中的数据", "the data in memory"}
)
