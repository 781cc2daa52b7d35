package geo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// identity makes up an identity number of a place and a day that do not exist, with its check character (GB 11643-1999, 4.3).
func identity(first17 string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(first17[i]-'0') * w
	}
	return first17 + string("10X98765432"[sum%11])
}

func TestTextsThatLookLikePersonalDataAreFound(t *testing.T) {
	number := identity("99999919000101000")
	other := identity("99999919000101001")
	wrong := number[:17] + "0"
	if number[17] == '0' {
		wrong = number[:17] + "1"
	}
	for text, want := range map[string]phrase.Phrase{
		number:                        phrase.PersonIDNumber,
		"编号" + number + "。":           phrase.PersonIDNumber,
		wrong + "," + other:           phrase.PersonIDNumber,
		strings.ToLower(number):       phrase.PersonIDNumber,
		"13800000000":                 phrase.PersonMobile,
		"电话:138 0000 0000":            phrase.PersonMobile,
		"+86-13800000000":             phrase.PersonMobile,
		"138-0000-0000/139-0000-0000": phrase.PersonMobile,
		wrong:                         {}, // an 18-digit number that fails its check is a code
		"91110000101623741K":          {}, // a credit code
		"0551-6000000":                {}, // a landline belongs to an office
		"23800000000":                 {},
		"1380000000012":               {}, // longer than a mobile number
		"A13800000000":                {},
		"2016 年 128 名党员,占 71%,12345678901234": {},
		"": {},
	} {
		what, found := geo.PersonalData(text)
		if found != (want != phrase.Phrase{}) || what != want {
			t.Errorf("%q: found %v %v", text, found, what)
		}
	}
}

func TestHeadersThatAnnouncePersonalDataAreFound(t *testing.T) {
	for header, want := range map[string]bool{
		"姓名": true, " 联系人 ": true, "Phone": true, "email": true, "身份证": true, "党支部书记": true, "contact_person": true, "联系电话(必填)": true,
		"name_zh": false, "名称": false, "members": false, "党员数": false, "正式党员数": false, "address": false, "instructors": false, "从业人员": false,
	} {
		if got := geo.PersonHeader(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func TestARecordWithPersonalDataIsRefusedWhereverItStands(t *testing.T) {
	mobile := "请联系 13800000000"
	for name, set := range map[string]func(*geo.Record){
		"the Chinese name":         func(r *geo.Record) { r.NameZH = mobile },
		"the English name":         func(r *geo.Record) { r.NameEN = mobile },
		"the source":               func(r *geo.Record) { r.Source = mobile },
		"the source of a position": func(r *geo.Record) { r.Position.Source = mobile },
		"a text":                   func(r *geo.Record) { r.Set(geo.Theme, geo.Text(mobile)) },
		"the id":                   func(r *geo.Record) { r.ID = "13800000000" },
	} {
		r := geo.New(geo.Belts)
		r.ID, r.NameZH = "B", "示范带"
		set(&r)
		if _, refused := geo.FirstFault(r.Validate()); !refused {
			t.Errorf("in %s it is not refused", name)
		}
	}
	c := geo.New(geo.Centers)
	c.ID, c.NameZH = "C", "中心"
	c.Set(geo.Exhibits, geo.List("展陈", mobile))
	if f, refused := geo.FirstFault(c.Validate()); !refused || f.Field != "exhibits" {
		t.Errorf("in a list it is not refused: %+v", f)
	}
}

var camel = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// Neither a property of the schema (which is the table column, the JSON key, the parameter and the CSV header too) nor a field of any
// exported type of the domain is for a natural person; nor is a label. Counts of people and organizations are not persons.
func TestNoFieldIsForANaturalPerson(t *testing.T) {
	properties := 0
	for _, c := range geo.AllCollections() {
		for _, f := range geo.SchemaOf(c).AllFields() {
			properties++
			for _, word := range []string{f.Name, f.Label.ZH, f.Label.EN} {
				if geo.PersonHeader(word) {
					t.Errorf("%s.%s (%s) is for a natural person", c, f.Name, word)
				}
			}
		}
	}
	members := 0
	for _, dir := range []string{".", "status", "index", "world", "plane", "phrase"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if s, ok := n.(*ast.StructType); ok {
					for _, f := range s.Fields.List {
						for _, id := range f.Names {
							members++
							if word := strings.ToLower(camel.ReplaceAllString(id.Name, "${1}_$2")); geo.PersonHeader(word) {
								t.Errorf("%s: member %s is for a natural person", name, id.Name)
							}
						}
					}
				}
				return true
			})
		}
	}
	if properties < 150 || members < 80 {
		t.Fatalf("walked only %d properties and %d members", properties, members)
	}
}
