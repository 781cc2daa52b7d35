package phrase

// What the writers of files say.
var (
	ExportOutside  = Phrase{"%s 的位置不在 %s 的适用范围内，无法换算", "the position of %s lies outside the area of %s and cannot be converted"}
	KMLOnlyWGS84   = Phrase{"KML 只能用 WGS 84 坐标，不能用 %s；请改用其他格式", "KML holds WGS 84 coordinates only, not %s; choose another format"}
	SheetFull      = Phrase{"一张工作表最多 %d 行；请筛选后再导出，或改用 CSV", "a sheet holds at most %d rows; filter first, or choose CSV"}
	SheetTooLong   = Phrase{"工作表超过 4 GB；请用筛选条件分开导出，或导出为 CSV", "the sheet takes more than 4 GB; export parts of it by filters, or export CSV"}
	CellFull       = Phrase{"%s 的 %s 超过一个单元格所能容纳的 %d 个字符；请改用 CSV 或 GeoPackage", "%s: its %s is longer than the %d characters of a cell; choose CSV or GeoPackage"}
	ExportBadQuery = Phrase{"--filter 应写作 名称=值，%q 不是", "--filter takes name=value; %q is not"}
)
