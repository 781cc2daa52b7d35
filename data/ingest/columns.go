package ingest

import (
	"strings"

	"beltmap/geo"
)

// columns is a set of column names, as the file writes them.
type columns map[string]bool

func (c columns) has(name string) bool { return c[name] }

// What a table's column may be besides a field of the schema.
const (
	longitudeColumn = "lon"
	latitudeColumn  = "lat"
)

// synonyms are headers that lists in offices commonly carry, beside each field's own name and labels.
func synonyms() map[string]string {
	return map[string]string{
		"longitude": longitudeColumn, "lng": longitudeColumn, "经度": longitudeColumn,
		"latitude": latitudeColumn, "纬度": latitudeColumn,
		"编码": "id", "代码": "id", "唯一编号": "id", "企业编号": "id", "组织编号": "id",
		"名称(中文)": "name_zh", "中文名称": "name_zh", "name": "name_zh", "企业名称": "name_zh", "单位名称": "name_zh", "组织名称": "name_zh",
		"党组织名称": "name_zh", "开发区名称": "name_zh", "网格名称": "name_zh", "示范带名称": "name_zh",
		"名称(英文)": "name_en", "英文名": "name_en",
		"所属开发区": "zone", "所在开发区": "zone", "园区": "zone", "所属园区": "zone", "开发区编号": "zone",
		"示范带": "belts", "所在示范带": "belts", "所属网格": "grid", "所在网格": "grid", "网格编号": "grid",
		"信用代码": "uscc", "社会信用代码": "uscc", "统一代码": "uscc",
		"所属行业": "industry", "行业类别": "industry",
		"员工人数": "employees", "职工人数": "employees", "员工数": "employees", "职工数": "employees", "从业人数": "employees", "从业人员数": "employees",
		"党员人数": "full_members", "正式党员": "full_members", "指导员数": "instructors", "指导员人数": "instructors",
		"产值": "output", "年产值": "output", "税收": "tax", "年税收": "tax", "数据来源": "source", "资料来源": "source",
		"是否实体运营": "operating", "是否运营": "operating", "企业规模": "class", "规模": "class",
		"上级党组织": "parent", "覆盖企业编号": "covers", "星级评定": "stars", "组织形式": "form", "成立时间": "founded", "摸排时间": "surveyed_at",
		"位置精度": "position_class",
	}
}

// plainHeader is a header without what does not count: case, space around it, and which brackets it has.
func plainHeader(header string) string {
	return strings.NewReplacer("(", "(", ")", ")").Replace(strings.ToLower(strings.TrimSpace(header)))
}

// allHeaders are the plain headers that mean something in any collection.
func allHeaders() map[string]bool {
	known := map[string]bool{}
	for header := range synonyms() {
		known[header] = true
	}
	for _, c := range geo.AllCollections() {
		for _, f := range geo.SchemaOf(c).AllFields() {
			for _, name := range []string{f.Name, f.Label.ZH, f.Label.EN} {
				known[plainHeader(name)] = true
			}
		}
	}
	return known
}

// columnName is the name a header stands for in a collection: a field's name, lon, lat, or one of the position columns; "" if it
// is none of them.
func columnName(schema *geo.Schema, known map[string]string, header string) string {
	h := plainHeader(header)
	if schema.Field(h) != nil {
		return h
	}
	switch h {
	case longitudeColumn, latitudeColumn, positionSource, positionCRS, positionX, positionY:
		return h
	}
	for _, f := range schema.AllFields() {
		if h == strings.ToLower(f.Label.ZH) || h == strings.ToLower(f.Label.EN) {
			return f.Name
		}
	}
	name := known[h]
	if name == "full_members" && schema.Field(name) == nil {
		name = "members" // 党员人数 of an organization
	}
	if name == longitudeColumn || name == latitudeColumn || schema.Field(name) != nil {
		return name
	}
	return ""
}
