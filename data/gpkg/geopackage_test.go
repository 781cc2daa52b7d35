package gpkg_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/data/gpkgfile"
	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// full makes a file with records in every collection, and QGIS styles.
func full(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	styles := map[geo.Collection]gpkgfile.Style{}
	for _, c := range geo.AllCollections() {
		styles[c] = gpkgfile.Style{QML: "<qgis/>", SLD: "<sld/>"}
	}
	s, err := gpkg.Open(background, path, gpkg.Options{Create: true, Styles: styles})
	if err != nil {
		t.Fatal(err)
	}
	changes := records()
	if _, err := s.Apply(background, geo.BatchOf("full", changes...)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// records are some random records of every collection, the same each time.
func records() []geo.Change {
	var out []geo.Change
	for _, z := range storetest.Zones() {
		out = append(out, geo.Change{Record: z})
	}
	for _, c := range geo.AllCollections() {
		for seed := range 20 {
			out = append(out, geo.Change{Record: storetest.RandomRecord(c).Example(seed)})
		}
	}
	return out
}

func TestGDALAcceptsAFileWithDataInEveryCollection(t *testing.T) {
	path := full(t)
	said := storetest.GDALAccepts(t, path)
	for _, c := range geo.Published() {
		_, layer, found := strings.Cut(said, "Layer name: "+c.String()+"\n")
		if !found {
			t.Errorf("ogrinfo does not list %s", c)
			continue
		}
		layer, _, _ = strings.Cut(layer, "Layer name:")
		if strings.Contains(layer, "Feature Count: 0") || !strings.Contains(layer, "Extent: (") && geo.SchemaOf(c).Shapes != geo.NoShape || !strings.Contains(layer, "name_zh: String") {
			t.Errorf("ogrinfo says of %s:\n%s", c, layer)
		}
	}
	if !strings.Contains(said, "Layer name: layer_styles") {
		t.Error("ogrinfo does not list layer_styles, without which QGIS finds no style")
	}
}

func TestStylesAreRenewedAndThoseOfUsersStay(t *testing.T) {
	path := full(t)
	script(t, path, `UPDATE layer_styles SET useAsDefault=0 WHERE f_table_name='zones'`,
		`INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, owner) VALUES ('zones', 'geom', 'mine', '<mine/>', 1, 'user')`)
	styles := map[geo.Collection]gpkgfile.Style{geo.Zones: {QML: "<new/>"}, geo.Belts: {QML: "<new/>"}}
	s, err := gpkg.Open(background, path, gpkg.Options{Styles: styles})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got := column(t, path, "SELECT f_table_name||' '||styleQML||' '||useAsDefault FROM layer_styles WHERE f_table_name IN ('zones','belts') ORDER BY 1")
	if want := []string{"belts <new/> 1", "zones <mine/> 1", "zones <new/> 0"}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

// column is the first column of a query.
func column(t *testing.T, path, query string) []string {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestTheTablesAreTheSchemaAndHoldNoNaturalPerson(t *testing.T) {
	path := full(t)
	want := gpkg.Columns()
	for _, table := range column(t, path, "SELECT name FROM sqlite_schema WHERE type='table'") {
		names := column(t, path, "SELECT name FROM pragma_table_info('"+table+"')")
		for _, name := range names {
			if geo.PersonHeader(name) {
				t.Errorf("%s.%s is for a natural person", table, name)
			}
		}
		if columns, ours := want[table]; ours {
			names = slices.DeleteFunc(names, func(s string) bool { return s == "fid" || s == "geom" })
			if !slices.Equal(names, columns) {
				t.Errorf("%s has %v, want %v", table, names, columns)
			}
			delete(want, table)
		}
	}
	if len(want) > 0 {
		t.Errorf("tables that the file lacks: %v", want)
	}
	for _, c := range geo.AllCollections() {
		have := gpkg.Columns()[c.String()]
		for _, f := range geo.SchemaOf(c).AllFields() {
			if f.Derived == slices.Contains(have, f.Name) {
				t.Errorf("%s.%s: derived %v, kept %v", c, f.Name, f.Derived, !f.Derived)
			}
		}
	}
}

// A change of geo's schema needs a migration that runs syncTables, or files made before lack the new columns. This test
// fails when the schema changes: append the migration, then renew the number here.
func TestAChangeOfTheSchemaIsNotForgottenAsAMigration(t *testing.T) {
	n := 0
	for _, columns := range gpkg.Columns() {
		n += len(columns)
	}
	const columnsAtTheLast = 279
	if n != columnsAtTheLast {
		t.Errorf("the schema has %d columns, the last migration knows %d", n, columnsAtTheLast)
	}
}

func TestTheMarksAndModesAreTheGeoPackages(t *testing.T) {
	path := full(t)
	for pragma, want := range map[string]string{"application_id": "1196444487", "user_version": "10300", "journal_mode": "wal"} {
		if got := column(t, path, "PRAGMA "+pragma); got[0] != want {
			t.Errorf("%s is %s, want %s", pragma, got[0], want)
		}
	}
}

// The extents of gpkg_contents are the box of what is there after every batch.
func TestExtentsFollowEveryBatch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	there := map[string]orb.Geometry{}
	rapid.Check(t, func(rt *rapid.T) {
		r := storetest.RandomRecord(geo.Places).Draw(rt, "record")
		r.Zone = ""
		change := geo.Change{Record: r}
		if _, ok := there[r.ID]; ok && rapid.Bool().Draw(rt, "delete") {
			change.Op = geo.Delete
		}
		if _, err := s.Apply(background, geo.BatchOf("", change)); err != nil {
			rt.Fatal(err)
		}
		if there[r.ID] = r.Geometry; change.Op == geo.Delete {
			delete(there, r.ID)
		}
		box, some := orb.Bound{}, false
		for _, g := range there {
			switch {
			case g == nil:
			case !some:
				box, some = g.Bound(), true
			default:
				box = box.Union(g.Bound())
			}
		}
		got := column(t, path, "SELECT coalesce(min_x||' '||min_y||' '||max_x||' '||max_y,'none') FROM gpkg_contents WHERE table_name='places'")[0]
		want := "none"
		if some {
			want = column(t, path, "SELECT "+sqlNumbers(box))[0]
		}
		if got != want {
			rt.Fatalf("extent %s, want %s", got, want)
		}
	})
}

func sqlNumbers(b orb.Bound) string {
	var parts []string
	for _, x := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		parts = append(parts, "("+geo.Number(x).String()+"+0.0)")
	}
	return strings.Join(parts, "||' '||")
}

// An older copy put back in place of the file: the version's number comes again, the token does not, and readers are sent to a
// Snapshot.
func TestARestoredFileSendsReadersToASnapshot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	if _, err := s.Apply(background, manyEnterprises(1)); err != nil {
		t.Fatal(err)
	}
	backup := path + ".backup"
	script(t, path, "VACUUM INTO '"+backup+"'")
	since, err := s.Apply(background, manyEnterprises(2))
	if err != nil {
		t.Fatal(err)
	}
	restore(t, backup, path)
	asksForSnapshot(t, s, since)
	if v, err := create(t, path).Apply(background, manyEnterprises(3)); err != nil || v != since {
		t.Fatal(v, since, err)
	}
	asksForSnapshot(t, s, since)
}

func asksForSnapshot(t *testing.T, s *gpkg.Store, since geo.Cursor) {
	t.Helper()
	n := 0
	for change, err := range s.Changes(background, since) {
		if err != nil || change.Op != geo.Snapshot {
			t.Fatal(change.Op, err)
		}
		n++
	}
	if n != 1 {
		t.Fatalf("%d changes", n)
	}
}

func TestAFileThatWasReplacedIsNotWrittenTo(t *testing.T) {
	path := aFile(t)
	s := create(t, path)
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Apply(background, manyEnterprises(1))
	sentence(t, err, geo.KindUnavailable, path)
}
