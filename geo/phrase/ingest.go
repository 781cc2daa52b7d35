package phrase

// What reading files has to say: about a file as a whole, about a row, and in the report.
var (
	RowSays            = Phrase{"%s 第 %d 行:%s", "%s, row %d: %s"}
	IngestFileEmpty    = Phrase{"文件 %s 是空的", "the file %s is empty"}
	IngestCutShort     = Phrase{"文件 %s 不完整:读到第 %d 个要素后突然结束", "the file %s is cut short: it ends after feature %d"}
	FeatureTooLong     = Phrase{"文件 %s 的第 %d 个要素超过 %d MB", "%s: feature %d is longer than %d MB"}
	NotJSON            = Phrase{"文件 %s 在第 %d 个要素处不是合法的 JSON", "the file %s is not valid JSON at feature %d"}
	NotGeoJSON         = Phrase{"文件 %s 不是 GeoJSON 要素集(FeatureCollection 或 Feature)", "the file %s is not GeoJSON (a FeatureCollection or Features)"}
	CRSRefused         = Phrase{"文件 %s 的坐标系是 %q,目前只接受 WGS 84(CRS84、EPSG:4326)", "the file %s is in the CRS %q; only WGS 84 (CRS84, EPSG:4326) is read for now"}
	FeatureMalformed   = Phrase{"要素的结构不符合 GeoJSON", "the feature is not built as GeoJSON says"}
	GeometryMalformed  = Phrase{"几何的坐标不符合 GeoJSON:每个位置应为两个数字", "the coordinates of the geometry are not GeoJSON: each position is two numbers"}
	SwappedLonLat      = Phrase{"坐标 (%v, %v) 像是经纬度颠倒:应先写经度,再写纬度", "the coordinates (%v, %v) look swapped: longitude comes first, then latitude"}
	NoCollectionStated = Phrase{"没有说明属于哪个集合:请加 --as 集合,或在要素中写 collection 成员", "it does not say which collection it belongs to: give --as COLLECTION, or a member \"collection\" in the feature"}
	OtherCollection    = Phrase{"要素写明属于 %s,但命令要求作为 %s 导入", "the feature says it belongs to %s, but the command imports it as %s"}
	PropertyNested     = Phrase{"%s 应为单个值或文本列表", "%s should be a plain value or a list of texts"}
)

// What tables can have wrong.
var (
	CSVNeedsCollection = Phrase{"没有说明 %s 属于哪个集合:请加 --as 集合,例如 --as enterprises", "it is not said which collection %s belongs to: give --as COLLECTION, such as --as enterprises"}
	CSVIsBinary        = Phrase{"文件 %s 不是文本表格(CSV)", "the file %s is not a text table (CSV)"}
	CSVNotUTF8         = Phrase{"文件 %s 不是 UTF-8 编码,请另存为 UTF-8 的 CSV", "the file %s is not in UTF-8; save it as CSV in UTF-8"}
	CSVTooManyColumns  = Phrase{"文件 %s 有 %d 列,最多 %d 列", "the file %s has %d columns, at most %d are read"}
	CSVColumnTwice     = Phrase{"文件 %s 的列 %q 与 %q 都表示 %s,请只保留一列", "%s: the columns %q and %q both mean %s; keep one of them"}
	CSVNoHeader        = Phrase{"文件 %s 的首行不是列名:没有 id 或 name_zh(名称)列", "the first line of %s names no columns: there is neither id nor name_zh"}
	CSVHalfPosition    = Phrase{"文件 %s 只有经度列或只有纬度列,应两列都有", "the file %s has a column of longitudes or of latitudes, but not both"}
	CSVRowTooLong      = Phrase{"文件 %s 第 %d 行超过 %d MB,可能缺少一个引号", "%s, row %d: the row is longer than %d MB; a quote may be missing"}
	CSVUnreadable      = Phrase{"读取文件 %s 第 %d 行时出错", "the file %s cannot be read at row %d"}
	CSVQuotes          = Phrase{"引号不配对", "the quotes do not match"}
	CSVCellCount       = Phrase{"有 %d 个单元格,而表头有 %d 列", "there are %d cells, but the header names %d columns"}
)

// What an import of files says beyond single rows.
var (
	FormatUnread     = Phrase{"文件 %s 的格式 %q 不受支持:目前可导入 .geojson、.json、.ndjson 和 .csv", "the file %s is of a kind (%q) that is not read; .geojson, .json, .ndjson and .csv are"}
	NoSuchFile       = Phrase{"没有文件 %s", "there is no file %s"}
	NoPermission     = Phrase{"没有读取文件 %s 的权限", "the file %s may not be read: no permission"}
	CannotRead       = Phrase{"无法读取文件 %s", "the file %s cannot be read"}
	CannotSpool      = Phrase{"无法为 %s 建立临时文件", "no temporary copy can be made of the file %s"}
	FileTooLarge     = Phrase{"文件 %s 超过 %d GB", "the file %s is larger than %d GB"}
	FileChanged      = Phrase{"文件 %s 在导入过程中被改动,未写入任何数据,请重新导入", "the file %s changed while it was being imported; nothing was written, import it again"}
	DuplicateID      = Phrase{"编号重复:%s 已在 %s 第 %d 行出现", "duplicate id: %s is already in %s, row %d"}
	DanglingLink     = Phrase{"%s 指向的 %s 不存在", "%s names %s, which does not exist"}
	StubMade         = Phrase{"%s 尚不存在,已新建一个未定位的占位记录(%s)", "%s does not exist yet; an unlocated stub was made for it (%s)"}
	ColumnRefused    = Phrase{"列 %q 像个人信息(%s),整列未导入", "the column %q looks like personal data (%s); none of it was imported"}
	ColumnUnknown    = Phrase{"列 %q 不属于该集合,未导入", "the column %q does not belong to the collection and was left out"}
	NoRows           = Phrase{"文件中没有数据行", "the file holds no rows"}
	CollectionByName = Phrase{"按文件名作为 %s 导入", "taken as %s by its file name"}
	IDsMade          = Phrase{"%d 行没有编号:用统一社会信用代码或名称与开发区生成", "%d rows have no id: one was made from the credit code, or from name and zone"}
	FindingsUntold   = Phrase{"另有 %d 条问题未列出", "%d more findings are not listed"}
)
