package phrase_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"beltmap/geo/phrase"
)

var verb = regexp.MustCompile(`%(\[(\d+)\])?[+#]?[-0-9.]*[a-zA-Z]`)

// halfWidth is a comma, semicolon or colon of Latin width beside a Chinese character.
var halfWidth = regexp.MustCompile(`\p{Han}[,;:]|[,;:]\p{Han}`)

// Every phrase of every table speaks both languages, and both sides take the same arguments.
func TestEveryPhraseSpeaksBothLanguagesAlike(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || len(lit.Elts) != 2 {
				return true
			}
			if id, ok := lit.Type.(*ast.Ident); !ok || id.Name != "Phrase" {
				return true
			}
			if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); keyed {
				return true // Phrase and Of themselves
			}
			seen++
			zh, en := text(t, lit.Elts[0]), text(t, lit.Elts[1])
			if zh == "" || en == "" {
				t.Errorf("%s: a phrase says nothing in one language: %q %q", name, zh, en)
			}
			if halfWidth.MatchString(zh) {
				t.Errorf("%s: Chinese is written with Chinese punctuation: %q", name, zh)
			}
			if !slices.Equal(arguments(zh), arguments(en)) {
				t.Errorf("%s: the sides take other arguments: %q %q", name, zh, en)
			}
			return true
		})
	}
	if seen < 20 {
		t.Fatalf("saw only %d phrases", seen)
	}
}

func text(t *testing.T, e ast.Expr) string {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		t.Fatalf("a phrase is not a plain literal: %T", e)
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// arguments lists which arguments a format uses, as sorted positions.
func arguments(format string) []int {
	var used []int
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] != "" {
			next, _ = strconv.Atoi(m[2])
		}
		used = append(used, next)
		next++
	}
	slices.Sort(used)
	return slices.Compact(used)
}

func TestWithSaysNestedPhrasesInTheirSidesLanguage(t *testing.T) {
	got := phrase.ValueMistyped.With("employees", "many", phrase.TypeInteger)
	if got.ZH != `employees 的值 "many" 不是整数` || got.EN != `employees: "many" is not an integer` {
		t.Errorf("got %+v", got)
	}
}
