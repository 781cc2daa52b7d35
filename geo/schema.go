package geo

import (
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// The fields every record has. They are struct members of Record rather than values; these declarations give them name, type and
// label for tables, JSON, parameters and pages.
var (
	ID            = &Field{Name: "id", Type: TypeText, OnTile: true, Label: phrase.Of("编号", "id")}
	Zone          = &Field{Name: "zone", Type: TypeCode, Refers: Zones, OnTile: true, Label: phrase.Of("开发区", "zone")}
	NameZH        = &Field{Name: "name_zh", Type: TypeText, OnTile: true, Label: phrase.Of("名称", "Chinese name")}
	NameEN        = &Field{Name: "name_en", Type: TypeText, OnTile: true, Label: phrase.Of("英文名称", "English name")}
	PositionClass = &Field{Name: "position_class", Type: TypeCode, Codes: positionCodes, OnTile: true, Label: phrase.Of("位置级别", "position class")}
	ValidFrom     = &Field{Name: "valid_from", Type: TypeDay, Label: phrase.Of("有效期起", "valid from")}
	ValidTo       = &Field{Name: "valid_to", Type: TypeDay, Label: phrase.Of("有效期止(含当日)", "valid to (inclusive)")}
	Source        = &Field{Name: "source", Type: TypeCode, Label: phrase.Of("来源", "source")}
)

// The fields of particular collections.
var (
	BeltsOf  = &Field{Name: "belts", Type: TypeList, Refers: Belts, Label: phrase.Of("所属示范带", "belts")}
	Industry = &Field{Name: "industry", Type: TypeCode, OnTile: true, Label: phrase.Of("行业", "industry")}
	Year     = &Field{Name: "year", Type: TypeInteger, Label: phrase.Of("年度", "year")}

	ZoneLevel = &Field{Name: "level", Type: TypeCode, OnTile: true, Label: phrase.Of("级别", "level"), Codes: []Code{
		{"national", phrase.Of("国家级", "national")}, {"provincial", phrase.Of("省级", "provincial")}, {"other", phrase.Of("其他", "other")}}}
	Adcode  = &Field{Name: "adcode", Type: TypeCode, Label: phrase.Of("行政区划代码(GB/T 2260)", "division code (GB/T 2260)")}
	NBSCode = &Field{Name: "nbs_code", Type: TypeCode, Label: phrase.Of("统计用区划代码", "statistical code (NBS)")}

	Theme = &Field{Name: "theme", Type: TypeText, Label: phrase.Of("主题", "theme")}

	USCC            = &Field{Name: "uscc", Type: TypeText, Label: phrase.Of("统一社会信用代码", "unified social credit code")}
	Employees       = &Field{Name: "employees", Type: TypeInteger, Label: phrase.Of("从业人员", "employees")}
	EnterpriseClass = &Field{Name: "class", Type: TypeCode, Label: phrase.Of("企业类型", "class"), Codes: []Code{
		{"large", phrase.Of("大型", "large")}, {"medium", phrase.Of("中型", "medium")}, {"small_micro", phrase.Of("小微企业", "small and micro")},
		{"individual", phrase.Of("个体工商户", "self-employed business")}, {"specialized_market", phrase.Of("专业市场", "specialized market")}}}
	Operating    = &Field{Name: "operating", Type: TypeBoolean, Label: phrase.Of("实体运营", "in actual operation")}
	ProjectStage = &Field{Name: "project_stage", Type: TypeCode, Label: phrase.Of("项目阶段", "project stage"), Codes: []Code{
		{"planned", phrase.Of("拟建", "planned")}, {"construction", phrase.Of("在建", "under construction")},
		{"trial", phrase.Of("试产", "trial production")}, {"production", phrase.Of("投产", "in production")}}}
	SurveyedAt       = &Field{Name: "surveyed_at", Type: TypeDay, Label: phrase.Of("摸排日期", "surveyed at")}
	GridOf           = &Field{Name: "grid", Type: TypeCode, Refers: Grids, Label: phrase.Of("网格", "grid")}
	FullMembers      = &Field{Name: "full_members", Type: TypeInteger, Class: Internal, Label: phrase.Of("正式党员数", "full members (count)")}
	Instructors      = &Field{Name: "instructors", Type: TypeInteger, Class: Internal, Label: phrase.Of("党建指导员数", "Party-building instructors (count)")}
	Output           = &Field{Name: "output", Type: TypeNumber, Class: Internal, Unit: "100 million CNY", Label: phrase.Of("产值(亿元)", "output (100 million CNY)")}
	Tax              = &Field{Name: "tax", Type: TypeNumber, Class: Internal, Unit: "100 million CNY", Label: phrase.Of("税收(亿元)", "tax (100 million CNY)")}
	EnterpriseStatus = &Field{Name: "status", Type: TypeCode, Derived: true, OnTile: true, Label: phrase.Of("覆盖状态", "coverage status"), Codes: []Code{
		{"single", phrase.Of("单独组建", "own organization")}, {"joint", phrase.Of("联合组建", "joint organization")},
		{"regional", phrase.Of("区域或行业组织覆盖", "regional or industry organization")},
		{"eligible", phrase.Of("应建未建", "eligible but not established")}, {"work_only", phrase.Of("仅工作覆盖", "work coverage only")},
		{"uncovered", phrase.Of("未覆盖", "uncovered")}, {"none", phrase.Of("未建组织", "no organization")}, {"unknown", phrase.Of("未知", "unknown")}}}

	OrgLevel = &Field{Name: "level", Type: TypeCode, OnTile: true, Label: phrase.Of("组织层级", "level"), Codes: []Code{
		{"working_committee", phrase.Of("党工委", "Party working committee")}, {"committee", phrase.Of("党委", "Party committee")},
		{"general_branch", phrase.Of("党总支", "general Party branch")}, {"branch", phrase.Of("党支部", "Party branch")},
		{"leading_group", phrase.Of("领导小组", "leading group")}}}
	Form = &Field{Name: "form", Type: TypeCode, OnTile: true, Label: phrase.Of("组建形式", "form"), Codes: []Code{
		{"single", phrase.Of("单独组建", "single")}, {"joint", phrase.Of("联合组建", "joint")},
		{"regional", phrase.Of("区域性", "regional")}, {"industry", phrase.Of("行业性", "industry-based")}}}
	Parent     = &Field{Name: "parent", Type: TypeText, Refers: Organizations, Label: phrase.Of("上级组织", "parent organization")}
	Stars      = &Field{Name: "stars", Type: TypeStars, OnTile: true, Label: phrase.Of("星级", "stars")}
	StarScheme = &Field{Name: "star_scheme", Type: TypeCode, Label: phrase.Of("星级评定办法", "star scheme")}
	Founded    = &Field{Name: "founded", Type: TypeDay, Label: phrase.Of("成立日期", "founded")}
	Covers     = &Field{Name: "covers", Type: TypeList, Refers: Enterprises, Label: phrase.Of("覆盖企业", "enterprises covered")}
	Members    = &Field{Name: "members", Type: TypeInteger, Class: Internal, Label: phrase.Of("党员数", "members (count)")}

	RatedOn  = &Field{Name: "rated_on", Type: TypeDay, Label: phrase.Of("评定日期", "rated on")}
	ActiveOn = &Field{Name: "active_on", Type: TypeDay, Label: phrase.Of("最近活动日期", "last active on")}

	FloorArea  = &Field{Name: "floor_area", Type: TypeNumber, Unit: "m2", Label: phrase.Of("面积(平方米)", "floor area (m2)")}
	Capacity   = &Field{Name: "capacity", Type: TypeInteger, Label: phrase.Of("容纳人数", "capacity (people)")}
	Categories = &Field{Name: "categories", Type: TypeList, Label: phrase.Of("服务类别", "service categories"), Codes: []Code{
		{"party_affairs", phrase.Of("党务服务", "Party-affairs services")}, {"public", phrase.Of("公共服务", "public services")},
		{"industry", phrase.Of("产业服务", "industry services")}, {"social", phrase.Of("社会服务", "social services")}}}
	Exhibits = &Field{Name: "exhibits", Type: TypeList, Label: phrase.Of("展陈", "exhibits")}

	GridCode = &Field{Name: "code", Type: TypeText, OnTile: true, Label: phrase.Of("网格编码", "grid code")}
	GridKind = &Field{Name: "kind", Type: TypeCode, OnTile: true, Label: phrase.Of("网格类别", "grid kind"), Codes: []Code{
		{"basic", phrase.Of("基础网格", "basic grid")}, {"dedicated", phrase.Of("专属网格", "dedicated grid")}}}
	CenterOf   = &Field{Name: "center", Type: TypeText, Refers: Centers, Label: phrase.Of("党群服务中心", "Party-mass service center")}
	Menu       = &Field{Name: "menu", Type: TypeList, Label: phrase.Of("服务菜单", "service menu")}
	GridStatus = &Field{Name: "status", Type: TypeCode, OnTile: true, Label: phrase.Of("状态", "status"), Codes: []Code{
		{"planned", phrase.Of("计划中", "planned")}, {"active", phrase.Of("已启用", "active")}}}

	Awaited      = &Field{Name: "awaited_participants", Type: TypeList, Refers: Enterprises, Label: phrase.Of("尚未找到的参与单位", "participants not found yet")}
	Participants = &Field{Name: "participants", Type: TypeList, Refers: Enterprises, Label: phrase.Of("参与企业", "participating enterprises")}

	Subject    = &Field{Name: "subject", Type: TypeText, Label: phrase.Of("对象", "subject")}
	HonorLevel = &Field{Name: "level", Type: TypeCode, OnTile: true, Label: phrase.Of("荣誉级别", "honor level"), Codes: []Code{
		{"national", phrase.Of("国家级", "national")}, {"provincial", phrase.Of("省级", "provincial")}, {"city", phrase.Of("市级", "city")},
		{"county", phrase.Of("县级", "county")}, {"zone", phrase.Of("开发区级", "zone")}}}
	HonorCount = &Field{Name: "count", Type: TypeInteger, Label: phrase.Of("数量", "count")}

	ProgramKind = &Field{Name: "kind", Type: TypeCode, OnTile: true, Label: phrase.Of("类别", "kind"), Codes: []Code{
		{"campaign", phrase.Of("活动", "campaign")}, {"policy", phrase.Of("政策文件", "policy")}, {"brand", phrase.Of("品牌", "brand")},
		{"service_pack", phrase.Of("服务包", "service pack")}, {"service_mode", phrase.Of("服务模式", "service mode")}}}
	Sessions      = &Field{Name: "sessions", Type: TypeInteger, Label: phrase.Of("场次", "sessions")}
	ProgramZones  = &Field{Name: "zones", Type: TypeList, Refers: Zones, Label: phrase.Of("涉及开发区", "zones")}
	ProgramStatus = &Field{Name: "status", Type: TypeCode, OnTile: true, Label: phrase.Of("状态", "status"), Codes: []Code{
		{"planned", phrase.Of("计划中", "planned")}, {"active", phrase.Of("实施中", "active")}, {"ended", phrase.Of("已结束", "ended")}}}

	EventKind = &Field{Name: "kind", Type: TypeCode, OnTile: true, Label: phrase.Of("类别", "kind"), Codes: []Code{
		{"on_site_meeting", phrase.Of("现场会", "on-site meeting")}, {"exchange_visit", phrase.Of("观摩交流", "exchange visit")},
		{"inspection", phrase.Of("督查", "inspection")}, {"training", phrase.Of("培训", "training")}, {"activity", phrase.Of("活动", "activity")}}}
	Host        = &Field{Name: "host", Type: TypeCode, Refers: Zones, Label: phrase.Of("承办开发区", "host zone")}
	HeldOn      = &Field{Name: "date", Type: TypeDay, Label: phrase.Of("日期", "date")}
	EventStatus = &Field{Name: "status", Type: TypeCode, OnTile: true, Label: phrase.Of("状态", "status"), Codes: []Code{
		{"planned", phrase.Of("计划中", "planned")}, {"held", phrase.Of("已举办", "held")}}}

	EventOf    = &Field{Name: "event", Type: TypeText, Refers: Events, Label: phrase.Of("所属会议", "event")}
	TourStatus = &Field{Name: "status", Type: TypeCode, OnTile: true, Label: phrase.Of("状态", "status"), Codes: []Code{
		{"draft", phrase.Of("草稿", "draft")}, {"published", phrase.Of("已发布", "published")}, {"withdrawn", phrase.Of("已撤回", "withdrawn")}}}
	TourStart  = &Field{Name: "start", Type: TypeText, Clock: true, Label: phrase.Of("出发时刻", "start (time of day)")}
	TourFinish = &Field{Name: "finish", Type: TypeText, Clock: true, Label: phrase.Of("最迟返回时刻", "latest end (time of day)")}
	TourGroups = &Field{Name: "groups", Type: TypeInteger, Label: phrase.Of("分组数", "groups")}
	TourPeople = &Field{Name: "people", Type: TypeInteger, Label: phrase.Of("参观人数", "people in all")}

	TourOf     = &Field{Name: "tour", Type: TypeText, Refers: Tours, Label: phrase.Of("所属路线", "tour")}
	StopNumber = &Field{Name: "number", Type: TypeInteger, Label: phrase.Of("站序", "number in the order")}
	Target     = &Field{Name: "target", Type: TypeText, Label: phrase.Of("参观对象(集合/编号)", "what is visited (collection/id)")}
	LegMode    = &Field{Name: "mode", Type: TypeCode, Codes: legModes, Label: phrase.Of("到达方式", "how it is reached")}
	Dwell      = &Field{Name: "dwell", Type: TypeInteger, Unit: "min", Label: phrase.Of("停留(分钟)", "dwell (minutes)")}
	Opens      = &Field{Name: "opens", Type: TypeText, Clock: true, Label: phrase.Of("开放时刻", "opens (time of day)")}
	Closes     = &Field{Name: "closes", Type: TypeText, Clock: true, Label: phrase.Of("关闭时刻", "closes (time of day)")}
	StepFree   = &Field{Name: "step_free", Type: TypeText, Label: phrase.Of("无障碍说明", "step-free note")}
	Lunch      = &Field{Name: "lunch", Type: TypeBoolean, Label: phrase.Of("用餐点", "lunch is here")}
	StoryZH    = &Field{Name: "story_zh", Type: TypeText, Label: phrase.Of("讲解词", "Chinese story")}
	StoryEN    = &Field{Name: "story_en", Type: TypeText, Label: phrase.Of("英文讲解词", "English story")}
	StoryBy    = &Field{Name: "story_source", Type: TypeText, Label: phrase.Of("讲解词来源", "source of the story")}

	legModes = []Code{{"walk", phrase.Of("步行", "on foot")}, {"bus", phrase.Of("乘车", "by bus")}}

	PlaceKind = &Field{Name: "kind", Type: TypeCode, OnTile: true, Label: phrase.Of("类别", "kind"), Codes: []Code{
		{"culture_corridor", phrase.Of("党建文化长廊", "culture corridor")}, {"education_base", phrase.Of("教育基地", "education base")},
		{"exhibit", phrase.Of("展陈", "exhibit")}, {"street", phrase.Of("示范街区", "demonstration street")}, {"other", phrase.Of("其他", "other")}}}

	GroundKind = &Field{Name: "kind", Type: TypeCode, OnTile: true, Label: phrase.Of("类别", "kind"), Codes: []Code{
		{"road", phrase.Of("道路", "road")}, {"block", phrase.Of("地块", "block")}, {"outline", phrase.Of("轮廓", "outline")},
		{"water", phrase.Of("水系", "water")}, {"other", phrase.Of("其他", "other")}}}

	FactValue     = &Field{Name: "value", Type: TypeNumber, Label: phrase.Of("数值", "value")}
	FactQualifier = &Field{Name: "qualifier", Type: TypeCode, Label: phrase.Of("限定", "qualifier"), Codes: []Code{
		{"exact", phrase.Of("确数", "exact")}, {"more_than", phrase.Of("余(多于)", "more than")}, {"nearly", phrase.Of("近", "nearly")}}}
	FactUnit      = &Field{Name: "unit", Type: TypeCode, Label: phrase.Of("单位", "unit")}
	FactPeriod    = &Field{Name: "period", Type: TypeCode, Label: phrase.Of("时期", "period")}
	ConflictsWith = &Field{Name: "conflicts_with", Type: TypeList, Refers: Facts, Label: phrase.Of("与之矛盾的数据", "conflicts with")}
)

// The statuses of a tour. One of none is a draft.
const (
	TourDraft     = "draft"
	TourPublished = "published"
	TourWithdrawn = "withdrawn"
)

// Shape is a set of geometry types.
type Shape uint8

// The geometry types a collection may have.
const (
	NoShape    Shape = 0
	PointShape Shape = 1 << (iota - 1)
	LineShape
	PolygonShape
)

// Schema says what a collection's records carry.
type Schema struct {
	Collection Collection
	Label      phrase.Phrase
	Shapes     Shape    // the geometry types a record may have besides none
	Fields     []*Field // beyond the common ones
}

var commonFields = []*Field{ID, NameZH, NameEN, Zone, PositionClass, ValidFrom, ValidTo, Source}

var schemas = [NumCollections]*Schema{
	Zones: {Zones, phrase.Of("开发区", "Development zones"), PointShape | PolygonShape, []*Field{ZoneLevel, Adcode, NBSCode}},
	Belts: {Belts, phrase.Of("党建示范带", "Party-building demonstration belts"), LineShape | PolygonShape, []*Field{Theme, Year, Awaited}},
	Enterprises: {Enterprises, phrase.Of("企业", "Enterprises"), PointShape,
		[]*Field{EnterpriseStatus, USCC, Industry, Employees, EnterpriseClass, Operating, ProjectStage, SurveyedAt, BeltsOf, GridOf, FullMembers, Instructors, Output, Tax}},
	Organizations: {Organizations, phrase.Of("党组织", "Party organizations"), PointShape,
		[]*Field{OrgLevel, Form, Parent, Stars, StarScheme, Founded, Covers, BeltsOf, Members, RatedOn, ActiveOn}},
	Centers:   {Centers, phrase.Of("党群服务中心", "Party-mass service centers"), PointShape, []*Field{FloorArea, Capacity, Categories, Exhibits, BeltsOf}},
	Grids:     {Grids, phrase.Of("服务网格", "Service grids"), PolygonShape, []*Field{GridCode, GridKind, CenterOf, Menu, GridStatus}},
	Alliances: {Alliances, phrase.Of("党建联盟", "Party-building alliances"), PointShape, []*Field{Industry, Participants}},
	Honors:    {Honors, phrase.Of("荣誉", "Honors"), PointShape, []*Field{Subject, HonorLevel, Year, HonorCount}},
	Programs:  {Programs, phrase.Of("活动项目", "Programs"), PointShape, []*Field{ProgramKind, ProgramStatus, Sessions, ProgramZones}},
	Events:    {Events, phrase.Of("会议与活动", "Events"), PointShape, []*Field{EventKind, Host, HeldOn, Year, EventStatus}},
	Tours:     {Tours, phrase.Of("观摩路线", "Tours"), LineShape, []*Field{EventOf, TourStatus, TourStart, TourFinish, TourGroups, TourPeople}},
	Places:    {Places, phrase.Of("点位场所", "Places"), PointShape | LineShape | PolygonShape, []*Field{PlaceKind, CenterOf, BeltsOf}},
	Stops: {Stops, phrase.Of("路线点位", "Stops of tours"), NoShape,
		[]*Field{TourOf, StopNumber, Target, LegMode, Dwell, Opens, Closes, Capacity, StepFree, Lunch, StoryZH, StoryEN, StoryBy}},
	Ground: {Ground, phrase.Of("底图要素", "Ground"), LineShape | PolygonShape, []*Field{GroundKind}},
	Facts:  {Facts, phrase.Of("数据", "Facts"), NoShape, []*Field{Subject, FactValue, FactQualifier, FactUnit, FactPeriod, ConflictsWith}},
}

// SchemaOf is the schema of a valid collection.
func SchemaOf(c Collection) *Schema { return schemas[c] }

// CommonFields are the fields every record has, in the order they are written.
func CommonFields() []*Field { return append([]*Field(nil), commonFields...) }

// AllFields are the common fields and then the collection's own.
func (s *Schema) AllFields() []*Field { return append(CommonFields(), s.Fields...) }

// Field finds a field by its name, nil if the collection has none of that name.
func (s *Schema) Field(name string) *Field {
	for _, f := range commonFields {
		if f.Name == name {
			return f
		}
	}
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Index is the place of one of the collection's own fields among Fields, or -1.
func (s *Schema) Index(f *Field) int {
	for i, own := range s.Fields {
		if own == f {
			return i
		}
	}
	return -1
}

// Fits tells whether a geometry is of a type the collection may have. Multi-geometries fit where their parts do.
func (s *Schema) Fits(g orb.Geometry) bool { return s.Shapes&ShapeOf(g) != 0 }

// ShapeOf is the shape of a geometry, NoShape for collections, bounds and rings.
func ShapeOf(g orb.Geometry) Shape {
	switch g.(type) {
	case orb.Point:
		return PointShape
	case orb.LineString, orb.MultiLineString:
		return LineShape
	case orb.Polygon, orb.MultiPolygon:
		return PolygonShape
	}
	return NoShape
}
