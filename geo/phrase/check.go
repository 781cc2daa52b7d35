package phrase

// What the check of a file finds.
var (
	RecordSays   = Phrase{"%s:%s", "%s: %s"}
	GridsOverlap = Phrase{"网格 %s 与 %s 重叠 %d 平方米", "the grids %s and %s overlap by %d m²"}
	GridHoles    = Phrase{"%s 内有 %d 处没有任何网格覆盖，共 %d 平方米", "%s has %d places that no grid covers, %d m² together"}
	HolesUntold  = Phrase{"%s 的网格之间有无空隙无法判定：有网格的多边形无效，或顶点总数超过 %d", "whether there are holes between the grids of %s cannot be told: one is not valid, or they have more than %d corners"}
	OutsideZone  = Phrase{"%d 个%s不在所属 %s 的范围内，例如 %s", "%d of %s lie outside the area of %s, such as %s"}
	ParentCycle  = Phrase{"%s 的上级组织形成循环", "%s is its own parent, by way of others"}
	SameCode     = Phrase{"%s 与 %s 的统一社会信用代码相同(%s)", "%s and %s have the same credit code (%s)"}
	SameName     = Phrase{"%s 与 %s 同名且属同一开发区(%s)", "%s and %s have the same name in the same zone (%s)"}

	CheckedClean = Phrase{"%s：共 %d 条记录，没有问题", "%s: %d records, nothing found"}
	CheckedFound = Phrase{"%s：共 %d 条记录，错误 %d，警告 %d", "%s: %d records, errors %d, warnings %d"}
	CheckUntold  = Phrase{"另有 %d 条 %s 类问题未列出", "%d more findings of kind %s are not listed"}
	FileSays     = Phrase{"文件：%s", "the file: %s"}
	CheckRow     = Phrase{"%s\t%s\t%s", "%s\t%s\t%s"}
)
