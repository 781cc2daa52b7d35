package phrase

// What reading files has to say: about a file as a whole, about a row, and in the report.
var (
	RowSays            = Phrase{"%s 第 %d 行：%s", "%s, row %d: %s"}
	IngestFileEmpty    = Phrase{"文件 %s 是空的", "the file %s is empty"}
	IngestCutShort     = Phrase{"文件 %s 不完整：读到第 %d 个要素后突然结束", "the file %s is cut short: it ends after feature %d"}
	FeatureTooLong     = Phrase{"文件 %s 的第 %d 个要素超过 %d MB", "%s: feature %d is longer than %d MB"}
	NotJSON            = Phrase{"文件 %s 在第 %d 个要素处不是合法的 JSON", "the file %s is not valid JSON at feature %d"}
	NotGeoJSON         = Phrase{"文件 %s 不是 GeoJSON 要素集(FeatureCollection 或 Feature)", "the file %s is not GeoJSON (a FeatureCollection or Features)"}
	WKTMalformed       = Phrase{"列 %q 不是 WKT 几何", "the column %q does not hold well-known text of a geometry"}
	CRSRefused         = Phrase{"文件 %s 的坐标系是 %q，无法识别；请用 --crs 指明", "the CRS of the file %s is %q, which is not known; say it with --crs"}
	FeatureMalformed   = Phrase{"要素的结构不符合 GeoJSON", "the feature is not built as GeoJSON says"}
	GeometryMalformed  = Phrase{"几何的坐标不符合 GeoJSON：每个位置应为两个数字", "the coordinates of the geometry are not GeoJSON: each position is two numbers"}
	SwappedLonLat      = Phrase{"坐标 (%v, %v) 像是经纬度颠倒：应先写经度，再写纬度", "the coordinates (%v, %v) look swapped: longitude comes first, then latitude"}
	NoCollectionStated = Phrase{"没有说明属于哪个集合：请加 --as 集合，或在要素中写 collection 成员", "it does not say which collection it belongs to: give --as COLLECTION, or a member \"collection\" in the feature"}
	OtherCollection    = Phrase{"要素写明属于 %s，但命令要求作为 %s 导入", "the feature says it belongs to %s, but the command imports it as %s"}
	PropertyNested     = Phrase{"%s 应为单个值或文本列表", "%s should be a plain value or a list of texts"}
)

// What tables can have wrong.
var (
	CSVNeedsCollection = Phrase{"没有说明 %s 属于哪个集合：请加 --as 集合，例如 --as enterprises", "it is not said which collection %s belongs to: give --as COLLECTION, such as --as enterprises"}
	CSVIsBinary        = Phrase{"文件 %s 不是文本表格(CSV)", "the file %s is not a text table (CSV)"}
	CSVNotUTF8         = Phrase{"文件 %s 不是 UTF-8 编码，请另存为 UTF-8 的 CSV", "the file %s is not in UTF-8; save it as CSV in UTF-8"}
	CSVTooManyColumns  = Phrase{"文件 %s 有 %d 列，最多 %d 列", "the file %s has %d columns, at most %d are read"}
	CSVColumnTwice     = Phrase{"文件 %s 的列 %q 与 %q 都表示 %s，请只保留一列", "%s: the columns %q and %q both mean %s; keep one of them"}
	CSVNoHeader        = Phrase{"文件 %s 的首行不是列名：没有 id 或 name_zh(名称)列", "the first line of %s names no columns: there is neither id nor name_zh"}
	CSVHalfPosition    = Phrase{"文件 %s 只有经度列或只有纬度列，应两列都有", "the file %s has a column of longitudes or of latitudes, but not both"}
	CSVRowTooLong      = Phrase{"文件 %s 第 %d 行超过 %d MB，可能缺少一个引号", "%s, row %d: the row is longer than %d MB; a quote may be missing"}
	CSVUnreadable      = Phrase{"读取文件 %s 第 %d 行时出错", "the file %s cannot be read at row %d"}
	CSVQuotes          = Phrase{"引号不配对", "the quotes do not match"}
	CSVCellCount       = Phrase{"有 %d 个单元格，而表头有 %d 列", "there are %d cells, but the header names %d columns"}
)

// What an import of files says beyond single rows.
var (
	FormatUnread      = Phrase{"文件 %s 的格式 %q 不受支持：可导入 .csv、.xlsx、.geojson、.json、.ndjson、.gpkg、.kml、.kmz 和装有 Shapefile 的 .zip", "the file %s is of a kind (%q) that is not read; .csv, .xlsx, .geojson, .json, .ndjson, .gpkg, .kml, .kmz and shapefiles in a .zip are"}
	NoSuchFile        = Phrase{"没有文件 %s", "there is no file %s"}
	NoPermission      = Phrase{"没有读取文件 %s 的权限", "the file %s may not be read: no permission"}
	CannotRead        = Phrase{"无法读取文件 %s", "the file %s cannot be read"}
	CannotSpool       = Phrase{"无法为 %s 建立临时文件", "no temporary copy can be made of the file %s"}
	FileTooLarge      = Phrase{"文件 %s 超过 %d GB", "the file %s is larger than %d GB"}
	FileChanged       = Phrase{"文件 %s 在导入过程中被改动，未写入任何数据，请重新导入", "the file %s changed while it was being imported; nothing was written, import it again"}
	DuplicateID       = Phrase{"编号重复：%s 已在 %s 第 %d 行出现", "duplicate id: %s is already in %s, row %d"}
	DanglingLink      = Phrase{"%s 指向的 %s 不存在", "%s names %s, which does not exist"}
	LinkNone          = Phrase{"%s：找不到 %q，该关联未导入；请核对编号、统一社会信用代码或名称，或在导入该记录后再导入一次本表", "%s: nothing is called %q, so the row went in without this link; check the id, the credit code or the name, or import this table once more when the record is there"}
	LinkAwaits        = Phrase{"%s：还找不到 %q，先按原文保留，导入该记录后自动关联；如名称有误请更正", "%s: nothing is called %q yet; the link is kept as written and holds once a list brings it; if the name is wrong, correct it"}
	LinkMany          = Phrase{"%s：%q 对应多条记录，无法关联；请改用编号", "%s: more than one record is called %q, so the link leads nowhere; give the id"}
	NoBelts           = Phrase{"参与单位 %q(%s)不属于示范带所能包含的集合", "the participant %q (%s) is of a collection that belongs to no belts"}
	TwiceByCode       = Phrase{"与%s的统一社会信用代码相同；若为同一企业，请合并", "it has the same credit code as %s; merge them if they are one enterprise"}
	TwiceByName       = Phrase{"与%s同名且位置相同；若为同一对象，请合并", "it has the same name and place as %s; merge them if they are one"}
	RecordOfRow       = Phrase{" %s(%s 第 %d 行)", "%s (%s, row %d)"}
	RecordOfStore     = Phrase{"已有的 %s ", "%s, which is there already"}
	OutsideOwnZone    = Phrase{"位置不在所属 %s 的范围内；请核对坐标、坐标系或所属开发区", "the place lies outside the area of its zone, %s; check the coordinates, their system, or the zone"}
	GridOver          = Phrase{"与%s重叠 %d 平方米", "it overlaps %s by %d m²"}
	ReplaceUnsafe     = Phrase{"有 %d 行未能导入且无法得知其编号，因此没有删除任何记录", "%d rows were left out of which not even the id is known, so nothing was removed"}
	StrictRefused     = Phrase{"有 %d 行存在错误，按 --strict 的要求未导入任何数据", "%d rows have errors, so nothing was imported (--strict)"}
	Guessed           = Phrase{"列名识别为：%s(不对时用 --map 表头=属性 指定)", "columns were taken as: %s (--map HEADER=PROPERTY says otherwise)"}
	MapUnknown        = Phrase{"--map %s=%s：集合 %[3]s 没有这个属性", "--map %s=%s: the collection %[3]s has no such property"}
	MapNowhere        = Phrase{"--map %s=%s：没有这个属性；可用的有集合的属性名，以及 lon、lat、x、y、address、participants、position_crs、coordinates_crs，或用 - 表示不导入", "--map %s=%s: there is no such property; it is one of the collection's, lon, lat, x, y, address, participants, position_crs, coordinates_crs, or - to leave the column out"}
	MapPersonal       = Phrase{"列 %q 的表头表明是个人信息，不能导入", "the header of the column %q announces personal data; it cannot be imported"}
	MapUnused         = Phrase{"没有文件含有 --map 所说的列 %q", "no file has the column %q that --map names"}
	CollectionBySheet = Phrase{"工作表 %s 按其名称作为 %s 导入", "the sheet %s is taken as %s by its name"}
	CRSDeclared       = Phrase{"坐标系按文件声明取 %s(%s)", "positions are in %s as the file says (%s)"}
	CRSInferred       = Phrase{"坐标带有带号，按 %s 换算(%s)", "the coordinates begin with the number of their zone; they are taken as %s (%s)"}
	AddressUnfound    = Phrase{"按地址未能确定位置，记为未定位；请补充坐标或更完整的地址", "the address leads to no place, so the record is unlocated; give coordinates or a fuller address"}
	CRSUnstated       = Phrase{"坐标 (%v, %v) 是米而不是度，请用 --crs 说明坐标系，例如 --crs 4548", "the coordinates (%v, %v) are metres and no degrees; say the system with --crs, such as --crs 4548"}
	AxesNorthFirst    = Phrase{"X 列为纵坐标(北)，Y 列为横坐标(东)：按数值范围判定", "X runs north and Y runs east, by the range of their values"}
	AxesEastFirst     = Phrase{"X 列为横坐标(东)，Y 列为纵坐标(北)：按数值范围判定", "X runs east and Y runs north, by the range of their values"}
	EncodingIs        = Phrase{"按 %s 编码读取", "read as %s"}
	EncodingUnknown   = Phrase{"不认识编码 %q；可用 utf-8、utf-16、gb18030、gbk", "there is no encoding %q; it is utf-8, utf-16, gb18030 or gbk"}
	StubMade          = Phrase{"%s 尚不存在，已新建一个未定位的占位记录(%s)", "%s does not exist yet; an unlocated stub was made for it (%s)"}
	ColumnRefused     = Phrase{"列 %q 像个人信息(%s)，整列未导入", "the column %q looks like personal data (%s); none of it was imported"}
	ColumnUnknown     = Phrase{"列 %q 不属于该集合，未导入", "the column %q does not belong to the collection and was left out"}
	NoRows            = Phrase{"文件中没有数据行", "the file holds no rows"}
	CollectionByName  = Phrase{"按文件名作为 %s 导入", "taken as %s by its file name"}
	IDsMade           = Phrase{"%d 行没有编号：用统一社会信用代码或名称与开发区生成", "%d rows have no id: one was made from the credit code, or from name and zone"}
	FindingsUntold    = Phrase{"另有 %d 条问题未列出", "%d more findings are not listed"}
)

// What stands above the columns of a marked copy.
var (
	MarkedList     = Phrase{"问题清单", "Findings"}
	MarkedFile     = Phrase{"文件", "file"}
	MarkedSheet    = Phrase{"工作表", "sheet"}
	MarkedRow      = Phrase{"行", "row"}
	MarkedColumn   = Phrase{"列", "column"}
	MarkedValue    = Phrase{"值", "value"}
	MarkedSeverity = Phrase{"级别", "severity"}
	MarkedMessage  = Phrase{"问题与处理", "what to do"}
)
