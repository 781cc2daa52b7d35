package archtest_test

import (
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"beltmap/geo"
)

// personWords are parts of a name that announce a natural person wherever they stand; geo.PersonHeader knows the whole names. A passport alone is that
// of a figure.
var personWords = []string{
	"surname", "firstname", "lastname", "fullname", "givenname", "phone", "mobile", "telephone", "email", "gender", "birthday", "birthdate", "wechat",
	"idcard", "passportno", "passportnumber", "secretary", "chairman", "legalperson", "representative", "contactperson", "姓名", "电话", "手机", "身份证", "书记", "联系人", "负责人", "邮箱",
}

// names of things that are no field of a record: what the import refuses and says.
var personVocabulary = []string{"geo/person.go", "geo/phrase/"}

// announcesPerson tells whether a field, key or column of that name would hold a natural person.
func announcesPerson(name string) bool {
	snake := snakeCase(name)
	if geo.PersonHeader(name) || geo.PersonHeader(snake) {
		return true
	}
	flat := strings.ReplaceAll(snake, "_", "")
	return slices.ContainsFunc(personWords, func(word string) bool { return strings.Contains(flat, word) })
}

func snakeCase(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// personFields walks the fields of every struct, whatever its place, and their tags.
func personFields(f *source, _ []*source) (offences []string) {
	for _, place := range personVocabulary {
		if strings.HasPrefix(f.path, place) {
			return nil
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		s, ok := n.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range s.Fields.List {
			names := tagNames(field.Tag)
			for _, id := range field.Names {
				names = append(names, id.Name)
			}
			for _, name := range names {
				if announcesPerson(name) {
					offences = append(offences, f.at(field, "the field %s announces a natural person", name))
				}
			}
		}
		return true
	})
	return offences
}

var tagValue = regexp.MustCompile(`(?:json|db|name|csv|xml):"([^",]*)`)

func tagNames(tag *ast.BasicLit) (names []string) {
	if tag == nil {
		return nil
	}
	for _, m := range tagValue.FindAllStringSubmatch(tag.Value, -1) {
		names = append(names, m[1])
	}
	return names
}

var (
	createTable = regexp.MustCompile(`(?is)create\s+table\s+[^(]*\((.*)\)`)
	columnName  = regexp.MustCompile(`(?m)(?:^|,)\s*["']?([A-Za-z_]+)`)
)

// personColumns walks the columns of every table that is created by a statement in a string.
func personColumns(f *source, _ []*source) (offences []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok {
			return true
		}
		for _, table := range createTable.FindAllStringSubmatch(lit.Value, -1) {
			for _, column := range columnName.FindAllStringSubmatch(table[1], -1) {
				if announcesPerson(column[1]) {
					offences = append(offences, f.at(lit, "the column %s announces a natural person", column[1]))
				}
			}
		}
		return true
	})
	return offences
}

func TestNoFieldHoldsANaturalPerson(t *testing.T) {
	files := slices.DeleteFunc(house(t), func(f *source) bool { return f.test })
	report(t, offencesOf(files, personFields, personColumns))
}

func TestNoFieldOfTheSchemaHoldsANaturalPerson(t *testing.T) {
	seen := 0
	for c := geo.Collection(1); int(c) < geo.NumCollections; c++ {
		for _, f := range geo.SchemaOf(c).AllFields() {
			seen++
			for _, name := range []string{f.Name, f.Label.ZH, f.Label.EN} {
				if announcesPerson(name) {
					t.Errorf("%s: the field %s announces a natural person", c, name)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d fields walked", seen)
	}
}

func TestNoFieldOfARecordHoldsANaturalPerson(t *testing.T) {
	var walk func(reflect.Type, int)
	walk = func(typ reflect.Type, depth int) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || depth > 4 {
			return
		}
		for i := range typ.NumField() {
			if announcesPerson(typ.Field(i).Name) {
				t.Errorf("%s.%s announces a natural person", typ, typ.Field(i).Name)
			}
			walk(typ.Field(i).Type, depth+1)
		}
	}
	walk(reflect.TypeFor[geo.Record](), 0)
	walk(reflect.TypeFor[geo.Change](), 0)
}

func TestAPlantedPersonIsCaught(t *testing.T) {
	for _, c := range []struct {
		name, src string
		offences  int
	}{
		{"a field", "package x\ntype T struct { SecretaryName string }", 1},
		{"a key", "package x\ntype T struct { A string `json:\"phone,omitempty\"` }", 1},
		{"a column", "package x\nconst q = `CREATE TABLE people (id INTEGER, mobile TEXT)`", 1},
		{"a Chinese column", "package x\ntype T struct { A string `csv:\"法人姓名\"` }", 1},
		{"a count", "package x\ntype T struct { Members int `json:\"full_members\"` }\nconst q = `CREATE TABLE t (name_zh TEXT, members INTEGER)`", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := offencesOf([]*source{parse(t, "data/x.go", c.src)}, personFields, personColumns)
			if len(got) != c.offences {
				t.Errorf("%d offences, want %d: %q", len(got), c.offences, got)
			}
		})
	}
}
