package archtest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// permission is one row of the import table.
type permission struct {
	all    bool     // everything of ours, besides what `except` names
	except []string //
	only   []string
}

var (
	tableRow = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|.*\\| ([^|]*) \\|$")
	place    = regexp.MustCompile("^`?([a-z]+(?:/[a-z]+)*)`?$")
)

// importTable reads the table of docs/design.md: package, one line, what of ours it may import.
func importTable(page string) (map[string]permission, error) {
	table := map[string]permission{}
	for _, row := range tableRow.FindAllStringSubmatch(page, -1) {
		pkg, cell := row[1], strings.TrimSpace(row[2])
		if _, twice := table[pkg]; twice {
			return nil, fmt.Errorf("%s stands twice in the table", pkg)
		}
		var p permission
		list := cell
		switch {
		case cell == "–" || cell == "-":
			table[pkg] = p
			continue
		case cell == "all":
			p.all = true
			table[pkg] = p
			continue
		case strings.HasPrefix(cell, "all but "):
			p.all, list = true, strings.TrimPrefix(cell, "all but ")
		}
		for _, name := range strings.Split(list, ",") {
			m := place.FindStringSubmatch(strings.TrimSpace(name))
			if m == nil {
				return nil, fmt.Errorf("%s: %q is no list of packages", pkg, cell)
			}
			if p.all {
				p.except = append(p.except, m[1])
			} else {
				p.only = append(p.only, m[1])
			}
		}
		table[pkg] = p
	}
	return table, nil
}

// The sentences are words, not code: everyone may say them.
const everyones = "geo/phrase"

func (p permission) allows(pkg string) bool {
	if pkg == everyones || slices.Contains(p.only, pkg) {
		return true
	}
	return p.all && !slices.Contains(p.except, pkg)
}

// wrongImports holds the files against the table. Tests may import what they need to build their case.
func wrongImports(files []*source, table map[string]permission) (offences []string) {
	for _, f := range files {
		if f.test {
			continue
		}
		p, known := table[f.dir]
		if !known && f.dir != everyones {
			offences = append(offences, fmt.Sprintf("%s: package %s is not in the import table of docs/design.md", f.path, f.dir))
			continue
		}
		for _, spec := range f.ast.Imports {
			if pkg, our := ours(spec); our && !p.allows(pkg) {
				offences = append(offences, f.at(spec, "%s may not import %s (docs/design.md)", f.dir, pkg))
			}
		}
	}
	slices.Sort(offences)
	return slices.Compact(offences)
}

// impure are the packages that the domain and the drawing never import.
var impure = []string{"net/http", "database/sql", "github.com/gorilla/mux", "github.com/mattn/go-sqlite3", module + "/internal/config"}

func impureImports(files []*source) (offences []string) {
	for _, f := range files {
		top, _, _ := strings.Cut(f.dir, "/")
		if f.test || (top != "geo" && top != "tiles") {
			continue
		}
		for _, spec := range f.ast.Imports {
			if slices.Contains(impure, importPath(spec)) {
				offences = append(offences, f.at(spec, "%s may not import %s: no I/O here", f.dir, importPath(spec)))
			}
		}
	}
	return offences
}

// concreteStores are named by cmd alone; everyone else knows data.Store.
var concreteStores = []string{"data/gpkg", "data/postgis"}

func concreteStoreImports(files []*source) (offences []string) {
	for _, f := range files {
		if f.test || strings.HasPrefix(f.dir, "cmd/") {
			continue
		}
		for _, spec := range f.ast.Imports {
			if pkg, _ := ours(spec); slices.Contains(concreteStores, pkg) {
				offences = append(offences, f.at(spec, "%s names a concrete store", f.dir))
			}
		}
	}
	return offences
}

func TestEveryImportIsInTheTable(t *testing.T) {
	table, err := importTable(read(t, "docs/design.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(table) < 15 {
		t.Fatalf("docs/design.md: the import table has %d rows; has its form changed?", len(table))
	}
	files := house(t)
	report(t, wrongImports(files, table))
	report(t, impureImports(files))
	report(t, concreteStoreImports(files))
}

func TestAPlantedWrongImportIsCaught(t *testing.T) {
	const page = "| `geo` | records | – |\n| `geo/plane` | metres | geo |\n| `internal/server` | routes | all but data/gpkg, data/postgis |\n| `cmd/beltmap` | | all |\n"
	table, err := importTable(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, imports string
		offences      int
	}{
		{"geo/x.go", "beltmap/geo/plane", 1},
		{"geo/x.go", "beltmap/geo/phrase", 0},
		{"geo/x.go", "net/http", 1},
		{"geo/x_test.go", "beltmap/data/gpkg", 0},
		{"geo/plane/x.go", "beltmap/geo", 0},
		{"geo/plane/x.go", "beltmap/data", 1},
		{"internal/server/x.go", "beltmap/data", 0},
		{"internal/server/x.go", "beltmap/data/gpkg", 2},
		{"cmd/beltmap/x.go", "beltmap/data/gpkg", 0},
		{"stray/x.go", "fmt", 1},
	} {
		t.Run(c.path+" imports "+c.imports, func(t *testing.T) {
			files := []*source{parse(t, c.path, fmt.Sprintf("package x\nimport _ %q\n", c.imports))}
			got := slices.Concat(wrongImports(files, table), impureImports(files), concreteStoreImports(files))
			if len(got) != c.offences {
				t.Errorf("%d offences, want %d: %q", len(got), c.offences, got)
			}
		})
	}
}

func TestATableThatSaysNothingClearIsRefused(t *testing.T) {
	for _, page := range []string{"| `geo` | x | perhaps some |\n", "| `geo` | x | – |\n| `geo` | y | – |\n"} {
		if _, err := importTable(page); err == nil {
			t.Errorf("no error for %q", page)
		}
	}
}
