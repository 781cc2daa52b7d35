package ingest

import (
	"strings"
	"sync"

	"beltmap/geo"
)

// columns is a set of column names, as the file writes them.
type columns map[string]bool

func (c columns) has(name string) bool { return c[name] }

// What a table's column may be besides a field of the schema and the position's own columns.
const (
	longitudeColumn    = "lon"
	latitudeColumn     = "lat"
	xColumn            = "x" // a coordinate of which the values say whether it runs east or north
	yColumn            = "y"
	addressColumn      = "address"
	geometryColumn     = "geometry" // well-known text
	participantsColumn = "participants"
	nothingColumn      = "-" // what --map names to leave a column out
)

// nouns are what lists call the things of a collection; a header is such a noun, alone or with a word for name or id behind it.
func nouns(c geo.Collection) []string {
	return [geo.NumCollections][]string{
		geo.Zones: {"开发区", "园区", "经开区", "高新区", "zone"}, geo.Belts: {"示范带", "党建示范带", "belt"},
		geo.Enterprises:   {"企业", "单位", "公司", "市场主体", "enterprise", "company"},
		geo.Organizations: {"党组织", "组织", "党支部", "支部", "organization"},
		geo.Centers:       {"党群服务中心", "服务中心", "中心", "center"}, geo.Grids: {"网格", "服务网格", "grid"},
		geo.Alliances: {"联盟", "党建联盟", "alliance"}, geo.Honors: {"荣誉", "奖项", "honor"},
		geo.Programs: {"项目", "活动项目", "品牌", "program"}, geo.Events: {"会议", "活动", "event"}, geo.Tours: {"路线", "观摩路线", "tour"},
		geo.Places: {"点位", "场所", "阵地", "place"}, geo.Stops: {"路线点位", "观摩点", "观摩点位", "站点", "stop"}, geo.Ground: {"底图", "底图要素", "道路", "road"}, geo.Facts: {"指标", "数据项", "fact"},
	}[c]
}

// synonyms are headers that lists in offices commonly carry, beside each field's own name and labels. Nobody changes them.
func synonyms(c geo.Collection) map[string]string { return allSynonyms()[c] }

var allSynonyms = sync.OnceValue(func() (all [geo.NumCollections]map[string]string) {
	for _, c := range geo.AllCollections() {
		all[c] = listSynonyms(c)
	}
	return all
})

// listSynonyms lists the synonyms of a collection. Targets that it does not have fall away; the first of several that it has counts.
func listSynonyms(c geo.Collection) map[string]string {
	out := map[string]string{}
	schema := geo.SchemaOf(c)
	put := func(targets string, headers ...string) {
		for target := range strings.SplitSeq(targets, "|") {
			if targetOf(schema, target) == nil {
				continue
			}
			for _, header := range headers {
				if h := plainHeader(header); out[h] == "" {
					out[h] = target
				}
			}
			return
		}
	}
	for _, noun := range nouns(c) {
		put("name_zh", noun, noun+"名称", noun+"全称", noun+" name")
		put("id", noun+"编号", noun+"编码", noun+"代码", noun+"id", noun+" id")
	}
	for i := len(schema.Fields) - 1; i >= -1; i-- {
		f := geo.Zone
		if i >= 0 {
			f = schema.Fields[i]
		}
		if f.Refers == 0 {
			continue
		}
		for _, noun := range nouns(f.Refers) {
			put(f.Name, "所属"+noun, "所在"+noun, noun, noun+"名称", noun+"编号", "所属"+noun+"名称", "所属"+noun+"编号")
		}
	}
	put("id", "编码", "代码", "唯一编号", "唯一标识", "code")
	put("name_zh", "名称(中文)", "中文名称", "中文名", "全称", "name", "full name")
	put("name_en", "名称(英文)", "英文名", "外文名称")
	put("zone", "所属园区", "开发区id")
	put(longitudeColumn, "longitude", "lng", "经度", "经度(°)", "东经", "lon", "经度坐标")
	put(latitudeColumn, "latitude", "纬度", "纬度(°)", "北纬", "lat", "纬度坐标")
	put(xColumn, "x坐标", "坐标x", "x")
	put(yColumn, "y坐标", "坐标y", "y")
	put(geometryColumn, "wkt", "geom", "wkt_geom", "the_geom", "几何", "图形")
	put(addressColumn, "地址", "详细地址", "企业地址", "单位地址", "注册地址", "生产经营地址", "经营地址", "通讯地址", "所在地", "场所地址", "地点", "address", "street address")
	put("uscc", "信用代码", "社会信用代码", "统一代码", "统一信用代码", "uscc", "credit code")
	put("industry", "所属行业", "行业类别", "行业名称", "行业门类", "主导产业")
	put("employees", "员工人数", "职工人数", "员工数", "职工数", "从业人数", "从业人员数", "职工总数", "员工总数", "staff")
	put("full_members|members", "党员人数", "正式党员", "正式党员人数", "党员总数", "党员数", "members")
	put("instructors", "指导员数", "指导员人数", "党建指导员", "党建指导员人数")
	put("output", "产值", "年产值", "产值(亿元)", "工业总产值")
	put("tax", "税收", "年税收", "税收(亿元)", "纳税额")
	put("source", "数据来源", "资料来源", "填报单位")
	put("operating", "是否实体运营", "是否运营", "经营状态", "运营状态", "是否正常经营")
	put("class", "企业规模", "规模", "企业类别", "单位类型")
	put("project_stage", "建设阶段", "项目进度", "项目状态")
	put("surveyed_at", "摸排时间", "调查日期", "走访日期", "填报日期", "更新日期", "统计时间")
	put("parent", "上级党组织", "上级党组织名称", "隶属党组织", "上级组织")
	put("covers", "覆盖企业编号", "覆盖企业名称", "覆盖单位", "所辖企业", "联建企业", "包含企业", "covers")
	put("stars", "星级评定", "评定星级", "星级情况")
	put("form", "组织形式", "组建方式", "建立方式")
	put("level", "组织类别", "组织类型", "党组织类别", "层级", "等级", "荣誉等级", "开发区级别")
	put("rated_on", "评星日期", "星级评定日期", "评定时间", "星级评定时间")
	put("active_on", "最近活动时间", "最近开展活动日期", "最近一次活动日期", "最近一次活动时间")
	put("founded", "成立时间", "组建时间", "组建日期")
	put("floor_area", "面积", "建筑面积", "建筑面积(平方米)", "面积(㎡)")
	put("capacity", "容量", "可容纳人数")
	put("categories", "服务内容", "服务类型", "功能")
	put("menu", "服务清单", "服务事项")
	put("center", "对应中心", "依托中心")
	put("kind", "类型", "种类", "类别")
	put("status", "进展", "使用状态")
	put("subject", "获奖单位", "获奖对象", "获奖主体", "主体", "所属对象")
	put("year", "年份", "获奖年度", "年")
	put("host", "承办单位", "承办园区", "主办开发区")
	put("date", "时间", "召开日期", "举办日期", "召开时间")
	put("start", "出发时间", "开始时刻", "start time")
	put("finish", "返回时间", "最迟返回时间", "结束时刻", "latest end")
	put("groups", "组数", "分组")
	put("people", "参观人次", "总人数", "人数", "people")
	put("number", "序号", "次序", "顺序", "order", "stop number")
	put("target", "参观对象", "参观单位", "visited", "visits")
	put("mode", "交通方式", "到达", "leg", "leg mode")
	put("dwell", "停留时间", "停留分钟", "停留时长", "stay", "dwell minutes")
	put("opens", "开放时间", "开门时间", "opening time")
	put("closes", "关闭时间", "关门时间", "closing time")
	put("step_free", "无障碍", "无障碍通道", "step-free", "accessibility")
	put("lunch", "用餐", "午餐", "午餐点")
	put("story_zh", "中文讲解词", "讲解", "解说词", "story")
	put("story_en", "英文讲解", "讲解词(英文)")
	put("story_source", "讲解来源", "出处", "story source")
	put("value", "值", "数量值", "指标值")
	put("count", "个数", "数目")
	put(participantsColumn, "参与单位", "参与企业", "参与组织", "成员单位", "成员企业", "覆盖单位", "participants", "members")
	put("theme", "带名主题", "示范主题")
	put("valid_from", "生效日期", "起始日期", "开始日期")
	put("valid_to", "失效日期", "截止日期", "结束日期", "有效期至")
	put("position_class", "位置精度", "定位精度")
	put(positionCRS, "坐标系", "坐标系统", "坐标参考系", "crs")
	return out
}

// target is what a column becomes.
type target struct {
	name  string
	field *geo.Field // nil for what is no field
	slot  int16      // of a link's field
}

// targetOf is the target of a name in a collection, nil if it has none of that name.
func targetOf(schema *geo.Schema, name string) *target {
	switch name {
	case longitudeColumn, latitudeColumn, xColumn, yColumn, addressColumn, geometryColumn:
		if schema.Shapes == geo.NoShape {
			return nil
		}
		return &target{name: name}
	case positionSource, positionCRS, positionX, positionY, coordinatesCRS, nothingColumn:
		return &target{name: name}
	case participantsColumn:
		if schema.Collection == geo.Belts {
			return &target{name: name, slot: participantsSlot}
		}
	}
	f := schema.Field(name)
	if f == nil {
		return nil
	}
	slot := zoneSlot
	if f != geo.Zone {
		slot = int16(schema.Index(f))
	}
	return &target{name: name, field: f, slot: slot}
}

// plainHeader is a header without what does not count: case, space and line breaks in and around it, marks of what must be filled in, and which
// brackets it has.
func plainHeader(header string) string {
	h := strings.ToLower(plainName(header))
	h = headerMarks.Replace(h)
	if h = strings.TrimSpace(h); len(h) > 0 && h[0] >= 0x80 {
		h = strings.ReplaceAll(h, " ", "")
	}
	return h
}

var headerMarks = strings.NewReplacer("\n", "", "\r", "", "*", "", "\uff0a", "")

// How a header was understood, the surest last.
const (
	unguessed = iota
	bySynonym
	byLabel
	byName
	byMap
)

// guess is the target that a header stands for in a collection, and how it was understood.
func guess(schema *geo.Schema, known map[string]string, header string) (*target, int) {
	h := plainHeader(header)
	if t := targetOf(schema, h); t != nil && h != nothingColumn && h != xColumn && h != yColumn {
		return t, byName
	}
	for _, f := range schema.AllFields() {
		if h == plainHeader(f.Label.ZH) || h == plainHeader(f.Label.EN) {
			return targetOf(schema, f.Name), byLabel
		}
	}
	if name := known[h]; name != "" {
		return targetOf(schema, name), bySynonym
	}
	return nil, unguessed
}

// allHeaders are the plain headers that mean something in any collection. Nobody changes them.
var allHeaders = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, c := range geo.AllCollections() {
		for header := range synonyms(c) {
			known[header] = true
		}
		for _, f := range geo.SchemaOf(c).AllFields() {
			for _, name := range []string{f.Name, f.Label.ZH, f.Label.EN} {
				known[plainHeader(name)] = true
			}
		}
	}
	return known
})

// collectionOf is the collection that the name of a file or sheet says: its id, its label, or the collection whose noun it holds.
func collectionOf(name string) geo.Collection {
	if c, err := geo.ParseCollection(strings.ToLower(strings.TrimSpace(name))); err == nil {
		return c
	}
	best, longest := geo.Collection(0), 0
	for _, c := range geo.AllCollections() {
		for _, word := range append([]string{geo.SchemaOf(c).Label.ZH}, nouns(c)...) {
			if word[0] >= 0x80 && len(word) > longest && strings.Contains(name, word) && word != "单位" && word != "活动" && word != "中心" && word != "组织" {
				best, longest = c, len(word)
			}
		}
	}
	return best
}
