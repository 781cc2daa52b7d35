package archtest_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// rule looks at one file; where it must know the package's other files, `pkg` has them all.
type rule func(f *source, pkg []*source) []string

func noVaguePackage(f *source, _ []*source) []string {
	if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "types", "misc"}, path.Base(f.dir)) {
		return []string{f.at(f.ast, "a package called %s says nothing", path.Base(f.dir))}
	}
	return nil
}

func noInit(f *source, _ []*source) (offences []string) {
	for _, d := range f.ast.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			offences = append(offences, f.at(fn, "func init"))
		}
	}
	return offences
}

// noMutableState wants package-level variables to be tables declared once: nothing assigns to one, its elements or its fields, and
// none is a lock, an atomic or an empty map or channel waiting to be filled. sync.Pool and sync.OnceValue are no state to reason about.
func noMutableState(f *source, pkg []*source) (offences []string) {
	if f.test {
		return nil
	}
	names := packageVars(pkg)
	for _, d := range f.ast.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			offences = append(offences, stateful(f, g)...)
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		var targets []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				targets = n.Lhs
			}
		case *ast.IncDecStmt:
			targets = []ast.Expr{n.X}
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Obj == nil && (id.Name == "delete" || id.Name == "clear" || id.Name == "copy") && len(n.Args) > 0 {
				targets = n.Args[:1]
			}
		}
		for _, target := range targets {
			if name, state := stateTarget(f, target, names); state {
				offences = append(offences, f.at(target, "package-level %s is changed", name))
			}
		}
		return true
	})
	return offences
}

func packageVars(pkg []*source) map[string]bool {
	names := map[string]bool{}
	for _, f := range pkg {
		for _, d := range f.ast.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR && !f.test {
				for _, spec := range g.Specs {
					for _, id := range spec.(*ast.ValueSpec).Names {
						names[id.Name] = true
					}
				}
			}
		}
	}
	return names
}

func stateful(f *source, g *ast.GenDecl) (offences []string) {
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		for _, e := range append([]ast.Expr{v.Type}, v.Values...) {
			switch e := e.(type) {
			case *ast.SelectorExpr, *ast.CompositeLit, *ast.UnaryExpr:
				if state := statefulType(f, e); state != "" {
					offences = append(offences, f.at(v, "package-level %s", state))
				}
			case *ast.CallExpr:
				if id, ok := e.Fun.(*ast.Ident); ok && (id.Name == "make" || id.Name == "new") {
					offences = append(offences, f.at(v, "package-level %s(…) waits to be filled", id.Name))
				}
			}
		}
	}
	return offences
}

func statefulType(f *source, e ast.Expr) string {
	switch x := e.(type) {
	case *ast.UnaryExpr:
		return statefulType(f, x.X)
	case *ast.CompositeLit:
		if x.Type == nil {
			return ""
		}
		return statefulType(f, x.Type)
	case *ast.IndexExpr:
		return statefulType(f, x.X)
	}
	pkg, name, ok := f.selects(e)
	if ok && (pkg == "sync/atomic" || pkg == "sync" && slices.Contains([]string{"Mutex", "RWMutex", "Map", "Once", "WaitGroup"}, name)) {
		return path.Base(pkg) + "." + name
	}
	return ""
}

// stateTarget finds the variable under an assignment's left side and tells whether it is package-level, here or in an imported package.
func stateTarget(f *source, e ast.Expr, names map[string]bool) (string, bool) {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			if pkg, name, ok := f.selects(x); ok {
				return path.Base(pkg) + "." + name, true
			}
			e = x.X
		case *ast.Ident:
			if x.Obj == nil {
				return x.Name, names[x.Name]
			}
			spec, ok := x.Obj.Decl.(*ast.ValueSpec)
			return x.Name, ok && topLevel(f, spec)
		default:
			return "", false
		}
	}
}

func topLevel(f *source, spec *ast.ValueSpec) bool {
	for _, d := range f.ast.Decls {
		if g, ok := d.(*ast.GenDecl); ok && slices.Contains(g.Specs, ast.Spec(spec)) {
			return true
		}
	}
	return false
}

// noUnmasking forbids asking an interface which store or world stands behind it.
func noUnmasking(f *source, _ []*source) (offences []string) {
	check := func(e ast.Expr) {
		star, ok := e.(*ast.StarExpr)
		if ok {
			e = star.X
		}
		pkg, name, selected := f.selects(e)
		if selected && strings.HasPrefix(pkg, module+"/") && (name == "Store" || name == "World") {
			offences = append(offences, f.at(e, "asserts to %s.%s", path.Base(pkg), name))
		}
		if id, plain := e.(*ast.Ident); plain && ok && (id.Name == "Store" || id.Name == "World") {
			offences = append(offences, f.at(e, "asserts to *%s", id.Name))
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				check(n.Type)
			}
		case *ast.TypeSwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					check(e)
				}
			}
		}
		return true
	})
	return offences
}

// oneExit: errors are answered by the one adapter, and only a main package ends the process.
func oneExit(f *source, _ []*source) (offences []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		pkg, name, ok := f.selects(e)
		ends := pkg == "os" && name == "Exit" || pkg == "log" && (strings.HasPrefix(name, "Fatal") || strings.HasPrefix(name, "Panic"))
		switch {
		case !ok:
		case pkg == "net/http" && name == "Error":
			offences = append(offences, f.at(n, "http.Error: return the error, the adapter answers it"))
		case ends && !f.test && f.ast.Name.Name != "main":
			offences = append(offences, f.at(n, "%s.%s outside a main package", pkg, name))
		}
		return true
	})
	return offences
}

// honestSkip: a test is left out only where ../shared is absent, and says so.
func honestSkip(f *source, _ []*source) (offences []string) {
	if !f.test {
		return nil
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, name, _ := f.selects(sel)
		short := pkg == "testing" && name == "Short"
		skip := slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) && pkg == "" && !mentionsShared(call)
		if id, ok := sel.X.(*ast.Ident); skip && ok && (id.Name == "t" || id.Name == "b" || id.Name == "f" || id.Name == "tb") || short {
			offences = append(offences, f.at(n, "a test is skipped for another reason than the absence of ../shared"))
		}
		return true
	})
	return offences
}

func mentionsShared(call *ast.CallExpr) bool {
	found := false
	for _, arg := range call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && strings.Contains(lit.Value, "shared") {
				found = true
			}
			return true
		})
	}
	return found
}

func documented(f *source, pkg []*source) []string {
	if f.test || f != firstOf(pkg) {
		return nil
	}
	for _, other := range pkg {
		if !other.test && other.ast.Doc != nil {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: package %s has no doc comment", f.path, f.dir)}
}

func firstOf(pkg []*source) *source {
	for _, f := range pkg {
		if !f.test {
			return f
		}
	}
	return nil
}

func offencesOf(files []*source, rules ...rule) (offences []string) {
	pkgs := map[string][]*source{}
	for _, f := range files {
		pkgs[f.dir] = append(pkgs[f.dir], f)
	}
	for _, f := range files {
		for _, r := range rules {
			offences = append(offences, r(f, pkgs[f.dir])...)
		}
	}
	return offences
}

func TestTheHabitsAreKept(t *testing.T) {
	files := house(t)
	for _, c := range []struct {
		name string
		rule rule
	}{
		{"no package is called util, common, helpers or types", noVaguePackage},
		{"nothing registers itself in init", noInit},
		{"no package keeps mutable state", noMutableState},
		{"nothing asks which store or world stands behind an interface", noUnmasking},
		{"errors have one way out and only main packages end the process", oneExit},
		{"tests are left out only for want of shared", honestSkip},
		{"every package says what it is", documented},
	} {
		t.Run(c.name, func(t *testing.T) { report(t, offencesOf(files, c.rule)) })
	}
}

func TestAPlantedBadHabitIsCaught(t *testing.T) {
	for _, c := range []struct {
		name, path, src string
		rule            rule
		offences        int
	}{
		{"a vague package", "geo/util/x.go", "package util", noVaguePackage, 1},
		{"an init", "geo/x.go", "package geo\nfunc init() {}", noInit, 1},
		{"a method called init", "geo/x.go", "package geo\nfunc (t T) init() {}", noInit, 0},
		{"an assignment to a package variable", "geo/x.go", "package geo\nvar n int\nfunc f() { n = 1 }", noMutableState, 1},
		{"a counter", "geo/x.go", "package geo\nvar n int\nfunc f() { n++ }", noMutableState, 1},
		{"a filled table", "geo/x.go", "package geo\nvar m = map[int]int{}\nfunc f() { m[1] = 1; delete(m, 2) }", noMutableState, 2},
		{"a field of a package variable", "geo/x.go", "package geo\nvar s S\nfunc f() { s.a.b = 1 }", noMutableState, 1},
		{"another package's variable", "geo/x.go", "package geo\nimport \"beltmap/geo/phrase\"\nfunc f() { phrase.X = 1 }", noMutableState, 1},
		{"a local of the same name", "geo/x.go", "package geo\nvar n int\nfunc f() { n := 0; n = 1; _ = n }", noMutableState, 0},
		{"a parameter of the same name", "geo/x.go", "package geo\nvar n []int\nfunc f(n []int) { n[0] = 1 }", noMutableState, 0},
		{"a table and a pool", "geo/x.go", "package geo\nimport \"sync\"\nvar t = []int{1}\nvar p = sync.Pool{New: nil}", noMutableState, 0},
		{"a lock", "geo/x.go", "package geo\nimport \"sync\"\nvar mu sync.Mutex", noMutableState, 1},
		{"an atomic", "geo/x.go", "package geo\nimport \"sync/atomic\"\nvar n atomic.Int64", noMutableState, 1},
		{"a made map", "geo/x.go", "package geo\nvar m = make(map[int]int)", noMutableState, 1},
		{"a store unmasked", "internal/app/x.go", "package app\nimport \"beltmap/data/gpkg\"\nfunc f(s any) { _ = s.(*gpkg.Store) }", noUnmasking, 1},
		{"a store unmasked by a switch", "data/gpkg/x.go", "package gpkg\nfunc f(s any) { switch s.(type) { case *Store: } }", noUnmasking, 1},
		{"another assertion", "data/x.go", "package data\nfunc f(s any) { _ = s.(error) }", noUnmasking, 0},
		{"http.Error", "internal/server/x.go", "package server\nimport \"net/http\"\nfunc f() { http.Error(nil, \"\", 500) }", oneExit, 1},
		{"an exit in a library", "data/x.go", "package data\nimport \"os\"\nfunc f() { os.Exit(1) }", oneExit, 1},
		{"log.Fatal in a library", "data/x.go", "package data\nimport \"log\"\nfunc f() { log.Fatalln() }", oneExit, 1},
		{"an exit in main", "cmd/beltmap/x.go", "package main\nimport \"os\"\nfunc f() { os.Exit(1) }", oneExit, 0},
		{"a skip without reason", "geo/x_test.go", "package geo\nfunc TestX(t *testing.T) { t.Skip(\"later\") }", honestSkip, 1},
		{"a short run", "geo/x_test.go", "package geo\nimport \"testing\"\nvar x = testing.Short()", honestSkip, 1},
		{"a skip for want of shared", "geo/x_test.go", "package geo\nfunc TestX(t *testing.T) { t.Skip(\"../shared is absent\") }", honestSkip, 0},
		{"a package without a word", "geo/x.go", "package geo", documented, 1},
		{"a package with one", "geo/x.go", "// Package geo is.\npackage geo", documented, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := offencesOf([]*source{parse(t, c.path, c.src)}, c.rule)
			if len(got) != c.offences {
				t.Errorf("%d offences, want %d: %q", len(got), c.offences, got)
			}
		})
	}
}
