package geo

import (
	"slices"
	"strconv"
	"strings"

	"beltmap/geo/phrase"
)

// Setting describes one thing that an administrator may set: a rule's threshold, what counts, what is public. Settings are declared once, here, and
// compared by pointer; who computes with one reads it from Settings and repeats no default.
type Setting struct {
	Key     string // stable
	Type    Type   // TypeInteger, TypeNumber, TypeBoolean, TypeText or TypeList
	Default Value
	Min     float64 // of an integer or number, both inclusive
	Max     float64 // of a text or a list's element, the most characters
	Codes   []Code  // the elements a list may have, nil for any
	Unit    string
	Aside   bool // no number is made from it: it is no part of Settings.Hash
	Label   phrase.Phrase
	Clause  phrase.Phrase // the norm or practice that the default comes from

	check func(item string) bool // of a list's elements, nil if Codes say all
}

// The settings.
var (
	BranchMembers = &Setting{Key: "branch_members", Type: TypeInteger, Default: Integer(3), Min: 3, Max: 50,
		Label: phrase.Of("应建党支部的正式党员数下限", "full members from which a branch is due"), Clause: phrase.RuleFromConstitution}
	InstructorsLeast = &Setting{Key: "work_instructors", Type: TypeInteger, Default: Integer(1), Min: 1, Max: 10,
		Label: phrase.Of("算作工作覆盖的指导员数下限", "instructors from which there is work coverage"), Clause: phrase.RuleFromWork}
	JointUnits = &Setting{Key: "joint_units", Type: TypeInteger, Default: Integer(5), Min: 2, Max: 20,
		Label: phrase.Of("联合党支部的单位数上限", "most units of a joint branch"), Clause: phrase.RuleFromJoint}
	BranchMost = &Setting{Key: "branch_most", Type: TypeInteger, Default: Integer(50), Min: 10, Max: 200,
		Label: phrase.Of("党支部党员数上限", "most members of a branch"), Clause: phrase.RuleFromConstitution}
	GeneralBranchMost = &Setting{Key: "general_branch_most", Type: TypeInteger, Default: Integer(100), Min: 20, Max: 500,
		Label: phrase.Of("党总支党员数上限", "most members of a general branch"), Clause: phrase.RuleFromConstitution}
	ProjectMonths = &Setting{Key: "project_months", Type: TypeInteger, Default: Integer(6), Min: 1, Max: 60, Unit: "months",
		Label: phrase.Of("应建党支部的项目工期下限(月)", "months from which a project's branch is due"), Clause: phrase.RuleFromJoint}
	CountedForms = &Setting{Key: "counted_forms", Type: TypeList, Default: List("single", "joint"), Codes: Form.Codes,
		Label: phrase.Of("计入组织覆盖率的组建形式", "forms of organization that count as coverage"), Clause: phrase.RuleFromPractice}
	Denominator = &Setting{Key: "denominator", Type: TypeText, Default: Text(MeasureOperating), Codes: []Code{
		{MeasureOperating, phrase.Of("注明实体运营的", "stated to be in actual operation")},
		{MeasureUnstated, phrase.Of("注明实体运营的和未注明的", "in actual operation, or not stated")},
		{MeasureAll, phrase.Of("全部", "all")}},
		Label: phrase.Of("计入覆盖率分母的企业", "enterprises whose coverage is measured"), Clause: phrase.SettingFromOperation}
	ActivityDays = &Setting{Key: "activity_days", Type: TypeInteger, Default: Integer(365), Min: 1, Max: MostSurveyDays, Unit: "days",
		Label: phrase.Of("近期开展活动的天数", "days for which an organization counts as recently active"), Clause: phrase.SettingFromUs}
	SurveyDays = &Setting{Key: "survey_days", Type: TypeInteger, Default: Integer(UsualSurveyDays), Min: 1, Max: MostSurveyDays, Unit: "days",
		Label: phrase.Of("摸排结果的有效天数", "days after which a survey is out of date"), Clause: phrase.SettingFromCycle}
	StarSchemes = &Setting{Key: "star_schemes", Type: TypeList, Default: List("five-star:5:12"), Max: 40, check: wellFormedScheme,
		Label: phrase.Of("星级评定办法(名称:星数:有效月数)", "star schemes (name:stars:months of validity)"), Clause: phrase.SettingFromLocal}
	CircleMinutes = &Setting{Key: "circle_minutes", Type: TypeInteger, Default: Integer(15), Min: 1, Max: 60, Unit: "min",
		Label: phrase.Of("党群服务圈的步行时间(分钟)", "walking time of a service circle (minutes)"), Clause: phrase.SettingFromCircle}
	WalkingSpeed = &Setting{Key: "walking_speed", Type: TypeNumber, Default: Number(4), Min: 2, Max: 7, Unit: "km/h",
		Label: phrase.Of("步行速度(千米/小时)", "walking speed (km/h)"), Clause: phrase.SettingFromCircle}
	DrivingSpeed = &Setting{Key: "driving_speed", Type: TypeNumber, Default: Number(30), Min: 5, Max: 80, Unit: "km/h",
		Label: phrase.Of("行车速度(千米/小时)", "driving speed (km/h)"), Clause: phrase.SettingFromUs}
	PrivacyK = &Setting{Key: "privacy_k", Type: TypeInteger, Default: Integer(5), Min: 3, Max: 100,
		Label: phrase.Of("公开党员合计数的下限(k)", "least member total that is published (k)"), Clause: phrase.SettingFromUs}
	PrivacyContributors = &Setting{Key: "privacy_contributors", Type: TypeInteger, Default: Integer(3), Min: 3, Max: 100,
		Label: phrase.Of("公开合计数的最少单位数", "least organizations or enterprises in a total that is published"), Clause: phrase.SettingFromUs}
	PublicUSCC = &Setting{Key: "public_uscc", Type: TypeBoolean, Default: Boolean(true),
		Label: phrase.Of("公开统一社会信用代码", "credit codes are public"), Clause: phrase.SettingFromUs}
	PublicEmployees = &Setting{Key: "public_employees", Type: TypeBoolean, Default: Boolean(true),
		Label: phrase.Of("公开从业人员数", "numbers of employees are public"), Clause: phrase.SettingFromUs}
	ReviewNumber = &Setting{Key: "map_review_number", Type: TypeText, Max: 100, Aside: true,
		Label: phrase.Of("审图号", "map review number"), Clause: phrase.SettingFromMaps}
)

// The age in days from which a survey is out of date when nobody says otherwise, since they are made yearly, and the most that can be asked for: a
// hundred years.
const (
	UsualSurveyDays = 365
	MostSurveyDays  = 36500
)

// The values of Denominator.
const (
	MeasureOperating = "operating"
	MeasureUnstated  = "operating_or_unstated"
	MeasureAll       = "all"
)

var settingSchema = []*Setting{
	BranchMembers, InstructorsLeast, JointUnits, BranchMost, GeneralBranchMost, ProjectMonths, CountedForms, Denominator, SurveyDays, StarSchemes, ActivityDays,
	CircleMinutes, WalkingSpeed, DrivingSpeed, PrivacyK, PrivacyContributors, PublicUSCC, PublicEmployees, ReviewNumber,
}

// SettingSchema lists the settings in the order in which they are shown.
func SettingSchema() []*Setting { return append([]*Setting(nil), settingSchema...) }

// SettingOf is the setting of a key. It fails with kind invalid.
func SettingOf(key string) (*Setting, error) {
	var keys []string
	for _, s := range settingSchema {
		if s.Key == key {
			return s, nil
		}
		keys = append(keys, s.Key)
	}
	return nil, Invalid("geo.SettingOf", phrase.SettingUnknown.With(key, strings.Join(keys, ", ")))
}

// Parse reads a value as it is typed and kept; empty text is the default. It fails with kind invalid, in one sentence that names the setting.
func (s *Setting) Parse(text string) (Value, error) {
	const op = "geo.Setting.Parse"
	v, err := (&Field{Name: s.Key, Type: s.Type}).Parse(text)
	if err != nil {
		return v, err
	}
	if v.IsNone() {
		return s.Default, nil
	}
	switch s.Type {
	case TypeInteger, TypeNumber:
		if x, _ := v.Number(); x < s.Min || x > s.Max {
			return v, Invalid(op, phrase.SettingOutOfRange.With(s.Key, v, plainNumber(s.Min), plainNumber(s.Max)))
		}
	case TypeText:
		return v, s.wellFormed(v.Text())
	case TypeList:
		for i, item := range v.Items() {
			if err := s.wellFormed(item); err != nil {
				return v, err
			}
			if slices.Contains(v.Items()[:i], item) {
				return v, Invalid(op, phrase.SettingTwice.With(s.Key, item))
			}
		}
	}
	return v, nil
}

// wellFormed tells what is wrong with a text, or with an element of a list.
func (s *Setting) wellFormed(item string) error {
	const op = "geo.Setting.Parse"
	if s.Codes != nil {
		var allowed []string
		for _, c := range s.Codes {
			if c.Value == item {
				return nil
			}
			allowed = append(allowed, c.Value)
		}
		return Invalid(op, phrase.CodeUnknown.With(s.Key, item, strings.Join(allowed, ", ")))
	}
	switch n := len([]rune(item)); {
	case plain(item) != item:
		return Invalid(op, phrase.TextNotUTF8.With(s.Key))
	case n > int(s.Max):
		return Invalid(op, phrase.TextTooLong.With(s.Key, n, int(s.Max)))
	case s.check != nil && !s.check(item):
		return Invalid(op, phrase.SettingMalformed.With(s.Key, item, s.Default))
	}
	return nil
}

func plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// RatingScheme is a way of rating organizations.
type RatingScheme struct {
	Name   string // as in the field star_scheme
	Stars  int    // the most
	Months int    // for which a rating holds, 0 for good
}

func parseScheme(item string) (s RatingScheme, ok bool) {
	parts := strings.Split(item, ":")
	if len(parts) != 3 || !ValidID(parts[0]) {
		return s, false
	}
	stars, err1 := strconv.Atoi(parts[1])
	months, err2 := strconv.Atoi(parts[2])
	return RatingScheme{parts[0], stars, months}, err1 == nil && err2 == nil && stars >= 1 && stars <= 5 && months >= 0 && months <= 120
}

func wellFormedScheme(item string) bool {
	_, ok := parseScheme(item)
	return ok
}
