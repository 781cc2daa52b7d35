package phrase

// What archives can have wrong. The first argument is the file.
var (
	ArchiveDamaged      = Phrase{"文件 %s 不是完好的压缩文件(ZIP)，可能下载不完整", "the file %s is not a sound archive (ZIP); it may be cut short"}
	ArchiveTooManyParts = Phrase{"压缩文件 %s 的目录过大", "the archive %s has too long a directory"}
	ArchiveTooLarge     = Phrase{"压缩文件 %s 解压后超过 %d GB，未导入", "the archive %s unpacks to more than %d GB and was not read"}
	ArchivePartTooLarge = Phrase{"压缩文件 %s 中的 %s 解压后超过 %d MB", "in the archive %s, %s unpacks to more than %d MB"}
	ArchiveLocked       = Phrase{"压缩文件 %s 有密码，请去掉密码后再导入", "the archive %s has a password; remove it and import again"}
)

// What workbooks can have wrong. The first argument is the file, the second the sheet.
var (
	NotWorkbook          = Phrase{"文件 %s 不是 XLSX 工作簿", "the file %s is not an XLSX workbook"}
	WorkbookLocked       = Phrase{"文件 %s 是旧的 .xls 或有密码，请另存为不带密码的 .xlsx", "the file %s is an old .xls or has a password; save it as .xlsx without one"}
	WorkbookDamaged      = Phrase{"工作簿 %s 已损坏或不完整：%s 不可读", "the workbook %s is damaged or cut short: %s cannot be read"}
	WorkbookTooManyTexts = Phrase{"工作簿 %s 的文本超过 %d MB，请分成几个文件", "the texts of the workbook %s exceed %d MB; split it into several files"}
	SheetTooWide         = Phrase{"文件 %s 的工作表 %q 超过 %d 列", "%s: the sheet %q has more than %d columns"}
	SheetRowTooLong      = Phrase{"文件 %s 的工作表 %q 第 %d 行超过 %d MB", "%s: in the sheet %q, row %d is longer than %d MB"}
	SheetTooManyMerges   = Phrase{"文件 %s 的工作表 %q 有超过 %d 处合并单元格", "%s: the sheet %q has more than %d merged cells"}
	SheetHidden          = Phrase{"隐藏的工作表 %q 未导入", "the hidden sheet %q was not imported"}
	SheetErrors          = Phrase{"工作表 %q 有 %d 个单元格是公式错误(如 %s)，按未知处理", "in the sheet %q, %d cells hold an error such as %s; they were taken as unknown"}
	SheetUnfit           = Phrase{"工作表 %q 看不出属于哪个集合或没有名称列，未导入", "the sheet %q was not imported: it names no collection, or has no column of names"}
	FormulaUncomputed    = Phrase{"列 %q 的公式没有计算结果：请用表格软件打开并保存后再导入", "the formula in the column %q has no result: open the file in a spreadsheet program, save it, and import again"}
)

// What shapefiles can have wrong. The first argument is the file, the second the layer or part.
var (
	NoShapefile      = Phrase{"压缩文件 %s 中没有 Shapefile(.shp 和 .dbf)", "the archive %s holds no shapefile (.shp and .dbf)"}
	ShapefileBare    = Phrase{"%s 只是 Shapefile 的一部分：请把 .shp、.dbf、.prj、.cpg 一起压缩成 .zip 再导入", "%s is only a part of a shapefile: put .shp, .dbf, .prj and .cpg into one .zip and import that"}
	ShapefileNoTable = Phrase{"压缩文件 %s 的图层 %q 缺少 .dbf(属性表)", "%s: the layer %q has no .dbf, the table of its attributes"}
	ShapefileUneven  = Phrase{"压缩文件 %s 的图层 %q 图形与属性数目不一致：到第 %d 条为止", "%s: the layer %q does not have as many shapes as rows; they agree up to %d"}
	ShapefileDamaged = Phrase{"压缩文件 %s 中的 %s 已损坏或不完整", "in the archive %s, %s is damaged or cut short"}
	ShapeUnusable    = Phrase{"图形类型不受支持：只接受单点、线和面", "a shape of this kind is not supported: only single points, lines and polygons are"}
)

// What KML can have wrong. The first argument is the file.
var (
	NotKML         = Phrase{"文件 %s 不是 KML", "the file %s is not KML"}
	NoKML          = Phrase{"压缩文件 %s 中没有 KML 文件", "the archive %s holds no KML file"}
	KMLMalformed   = Phrase{"文件 %s 在第 %d 个地标处不是合法的 KML", "the file %s is not valid KML at placemark %d"}
	KMLCoordinates = Phrase{"坐标不符合 KML：应为“经度，纬度”，各位置以空格隔开", "the coordinates are not KML: longitude,latitude with blanks between positions"}
)

// What a GeoPackage of another program can have wrong. The first argument is the file.
var (
	NotGeoPackage     = Phrase{"文件 %s 不是 GeoPackage", "the file %s is not a GeoPackage"}
	GeoPackageDamaged = Phrase{"GeoPackage 文件 %s 已损坏或不完整", "the GeoPackage %s is damaged or cut short"}
	GeoPackageInUse   = Phrase{"文件 %s 正在另一程序(如 QGIS)中打开：请关闭后再导入", "the file %s is open in another program, such as QGIS; close it there and import again"}
	LayerNotTable     = Phrase{"图层 %q 不是普通数据表(如视图)，未导入", "the layer %q is no plain table (a view, say) and was not imported"}
)
