package archtest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "beltmap"
)

// source is one parsed Go file.
type source struct {
	path string // from the repository's root, with slashes
	dir  string // its package's place, as the import table names it
	test bool
	fset *token.FileSet
	ast  *ast.File
}

// at names a place for a person: file, line, what is wrong there.
func (s *source) at(n ast.Node, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: ", s.path, s.fset.Position(n.Pos()).Line) + fmt.Sprintf(format, args...)
}

// ours is the place of an imported package of this module, and whether it is one.
func ours(spec *ast.ImportSpec) (string, bool) {
	p := importPath(spec)
	return strings.TrimPrefix(p, module+"/"), strings.HasPrefix(p, module+"/")
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return p
}

// imported is the path of the package that a name stands for in the file, "" if the name is not an import.
func (s *source) imported(name string) string {
	for _, spec := range s.ast.Imports {
		p := importPath(spec)
		local := path.Base(p)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local == name {
			return p
		}
	}
	return ""
}

// selects tells whether an expression is pkg.Name of an imported package, and which.
func (s *source) selects(e ast.Expr) (pkg, name string, ok bool) {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", "", false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok || id.Obj != nil {
		return "", "", false
	}
	pkg = s.imported(id.Name)
	return pkg, sel.Sel.Name, pkg != ""
}

func parse(t *testing.T, path string, src any) *source {
	t.Helper()
	fset := token.NewFileSet()
	name := path
	if src == nil {
		name = filepath.Join(root, path)
	}
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return &source{path: path, dir: filepath.ToSlash(filepath.Dir(path)), test: strings.HasSuffix(path, "_test.go"), fset: fset, ast: file}
}

// house parses every Go file of the tree, committed or not.
func house(t *testing.T) []*source {
	t.Helper()
	var all []*source
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "node_modules", "build", "testdata"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") {
			all = append(all, parse(t, filepath.ToSlash(rel), nil))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found under %s", len(all), root)
	}
	return all
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func report(t *testing.T, offences []string) {
	t.Helper()
	for _, o := range offences {
		t.Error(o)
	}
}
