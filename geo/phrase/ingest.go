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
