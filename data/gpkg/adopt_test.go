package gpkg_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

func adopt(t testing.TB, s *gpkg.Store) *gpkg.Adoption {
	t.Helper()
	found, err := s.Adopt(background, false, nil)
	if err != nil {
		t.Fatalf("%+v, %v", found, err)
	}
	return found
}

func undone(s *gpkg.Store, v geo.Cursor) error {
	batch, err := s.Inverse(background, v)
	if err == nil {
		_, err = s.Apply(background, batch)
	}
	return err
}

func TestEachKindOfChangeIsTakenInAndCountedAsWhatItIs(t *testing.T) {
	const insert = "INSERT INTO enterprises (id, zone, name_zh, version) "
	for name, c := range map[string]struct {
		statement               string
		added, changed, removed int
		kept                    bool
		rows                    string
	}{
		"an addition":              {insert + "VALUES ('E4','Z','企业',77)", 1, 0, 0, true, "insert E4"},
		"a change":                 {"UPDATE enterprises SET employees=5 WHERE id='E2'", 0, 1, 0, false, "update E2"},
		"a removal":                {"DELETE FROM enterprises WHERE id='E2'", 0, 0, 1, false, "delete E2"},
		"another id":               {"UPDATE enterprises SET id='E9' WHERE id='E2'", 1, 0, 1, false, "insert E9, delete E2"},
		"ids exchanged":            {"UPDATE enterprises SET id='x' WHERE id='E2'; UPDATE enterprises SET id='E2' WHERE id='E3'; UPDATE enterprises SET id='E3' WHERE id='x'", 0, 2, 0, false, "update E3, update E2"},
		"another key":              {"UPDATE enterprises SET fid=50 WHERE id='E2'", 0, 1, 0, false, "update E2"},
		"removed and put back":     {"DELETE FROM enterprises WHERE id='E2'; " + insert + "VALUES ('E2','Z','企业',1)", 0, 1, 0, false, "update E2"},
		"an addition amid the old": {"DELETE FROM enterprises WHERE id='E2'; UPDATE enterprises SET fid=2 WHERE id='E3'; " + insert + "VALUES ('E4','Z','企业',1)", 1, 1, 1, false, "update E3, insert E4, delete E2"},
		"no version, no class":     {"UPDATE enterprises SET version='none', position_class=NULL WHERE id='E2'", 0, 1, 0, false, "update E2"},
		"a version alone":          {"UPDATE enterprises SET version=0 WHERE id='E2'", 0, 1, 0, false, "update E2"},
	} {
		t.Run(name, func(t *testing.T) {
			path, last := some(t)
			script(t, path, c.statement)
			s := create(t, path)
			tried, err := s.Adopt(background, true, nil)
			if err != nil || tried.Cursor != 0 || tried.Added != c.added || tried.Kept != c.kept || len(historyOf(t, s)) != 1 {
				t.Fatalf("tried: %+v, %v", tried, err)
			}
			found := adopt(t, s)
			var rows []string
			for _, r := range found.Rows {
				rows = append(rows, r.Op.String()+" "+strings.TrimPrefix(r.Ref, "enterprises/"))
			}
			if found.Added != c.added || found.Changed != c.changed || found.Removed != c.removed || found.Kept != c.kept || strings.Join(rows, ", ") != c.rows {
				t.Fatalf("%+v", found)
			}
			b := historyOf(t, s)[0]
			if b.Cursor != last+1 || b.Note != "adopt" || b.Kept != c.kept || !b.Counted || b.Added != c.added || b.Changed != c.changed || b.Removed != c.removed {
				t.Fatalf("%+v", b)
			}
			all, err := read(s)
			if err != nil || len(all) != 4+c.added-c.removed {
				t.Fatal(len(all), err)
			}
			for _, r := range all {
				touched := slices.Contains(rows, "insert "+r.ID) || slices.Contains(rows, "update "+r.ID)
				if (r.Version == b.Cursor) != touched || len(r.Validate()) > 0 {
					t.Fatalf("%+v", r)
				}
			}
			listed := 0
			for change, err := range s.Changes(background, last) {
				if err != nil || change.Cursor != b.Cursor {
					t.Fatal(change, err)
				}
				listed++
			}
			if listed != len(rows) {
				t.Fatalf("the feed lists %d", listed)
			}
			if found, err := create(t, path).Check(background); err != nil || len(found) > 0 {
				t.Fatal(found, err)
			}
		})
	}
}

// An adoption that only added is taken back as any batch; one that did more says why not, and so do the batches that it wrote over.
func TestWhatWasTakenInIsTakenBackIfNothingIsLost(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	script(t, path, "INSERT INTO enterprises (id, zone, name_zh, version) VALUES ('E4','Z','企业',1), ('E5','Z','企业',1)")
	added := adopt(t, s).Cursor
	if err := undone(s, added); err != nil {
		t.Fatal(err)
	}
	if err := undone(s, added+1); err != nil { // and forth again
		t.Fatal(err)
	}
	if all, err := read(s); err != nil || len(all) != 6 {
		t.Fatal(len(all), err)
	}
	for _, statement := range []string{"UPDATE enterprises SET employees=5 WHERE id='E1'", "DELETE FROM enterprises WHERE id='E2'", "UPDATE enterprises SET fid=90 WHERE id='E3'"} {
		script(t, path, statement)
		v := adopt(t, s).Cursor
		if e := asError(t, undone(s, v)); e.Kind != geo.KindInvalid || !strings.Contains(e.Text.EN, "another program changed") {
			t.Fatal(e)
		}
		if e := asError(t, undone(s, last)); e.Kind != geo.KindConflict || !strings.Contains(e.Text.EN, "enterprises/E") {
			t.Fatal(e)
		}
	}
}

// A batch whose only record another program removed, or gave another key, is not taken back as if nothing had been.
func TestABatchWhoseRecordIsGoneOrElsewhereIsAConflict(t *testing.T) {
	for _, statement := range []string{"DELETE FROM enterprises WHERE id='E4'", "UPDATE enterprises SET fid=900 WHERE id='E4'", "UPDATE enterprises SET id='E9' WHERE id='E4'"} {
		path, _ := some(t)
		s := create(t, path)
		v, err := put(s, "E4")
		if err != nil {
			t.Fatal(err)
		}
		script(t, path, statement)
		adopt(t, s)
		if e := asError(t, undone(s, v)); e.Kind != geo.KindConflict {
			t.Fatal(statement, e)
		}
	}
}

func TestWhatCannotBeTakenInIsNamedAndNothingIs(t *testing.T) {
	const insert = "INSERT INTO enterprises (id, zone, name_zh, version) "
	for name, c := range map[string]struct{ statement, says string }{
		"no name":                       {insert + "VALUES ('E4','Z','',1)", "enterprises/E4, name_zh"},
		"an id with a space":            {insert + "VALUES ('E 4','Z','企业',1)", "the row of enterprises with fid 4, id"},
		"neither id nor name":           {insert + "VALUES ('','Z',NULL,1)", "the row of enterprises with fid 4, id"},
		"an id that is made twice":      {insert + "VALUES ('','Z','企业',1); UPDATE enterprises SET id='H-2E47UOOGDRN4CK7N', name_zh='企业四' WHERE id='E1'; UPDATE enterprises SET name_zh='企业四', zone='A' WHERE fid=4; INSERT INTO zones (id, name_zh, version) VALUES ('A','甲',1)", "enterprises/H-2E47UOOGDRN4CK7N exists already"},
		"a code that is none":           {"UPDATE enterprises SET class='huge' WHERE id='E2'", "enterprises/E2, class"},
		"a number that is none":         {"UPDATE enterprises SET employees='many' WHERE id='E2'", `enterprises/E2, employees: the column employees holds "many"`},
		"a list that is none":           {"UPDATE enterprises SET belts='B1、B2' WHERE id='E2'", "enterprises/E2, belts"},
		"a geometry that is none":       {"UPDATE enterprises SET geom=x'4750' WHERE id='E2'", "enterprises/E2, geom"},
		"a place outside":               {"UPDATE enterprises SET geom=x'47500001E6100000010100000000000000008076400000000000004040' WHERE id='E2'", "enterprises/E2, geometry"},
		"a place taken away":            {"UPDATE enterprises SET geom=NULL WHERE id='E2'", "enterprises/E2, geometry"},
		"a zone that is not there":      {"UPDATE enterprises SET zone='Y' WHERE id='E2'", "enterprises/E2 names the zone Y"},
		"a zone that is gone":           {"DELETE FROM zones", "enterprises/E1 names the zone Z"},
		"a telephone number as a value": {"UPDATE enterprises SET employees='13812345678 x' WHERE id='E2'", "enterprises/E2, employees"},
		"a telephone number in a name":  {"UPDATE enterprises SET name_zh='企业 13812345678' WHERE id='E2'", "enterprises/E2, name_zh"},
		"a telephone number as an id":   {insert + "VALUES ('13812345678','Z','企业',1)", "the row of enterprises with fid 4, id"},
		"a column for persons":          {"ALTER TABLE enterprises ADD COLUMN 联系人 TEXT", "enterprises.联系人 looks like personal data"},
		"persons in a column":           {"ALTER TABLE enterprises ADD COLUMN remark TEXT; UPDATE enterprises SET remark='13812345678' WHERE fid=2", "enterprises.remark looks like personal data"},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := some(t)
			script(t, path, "INSERT INTO zones (id, name_zh, version) VALUES ('B','乙',1)", c.statement) // what could be taken in is not either
			s := create(t, path)
			before := column(t, path, "SELECT group_concat(id||coalesce(version,'')||coalesce(position_class,''), ' ') FROM enterprises")
			found, err := s.Adopt(background, false, nil)
			if e := asError(t, err); e.Kind != geo.KindInvalid || found == nil || len(found.Problems) == 0 || found.Cursor != 0 {
				t.Fatalf("%+v, %v", found, err)
			}
			said := ""
			for _, p := range found.Problems {
				said += p.EN + "\n"
			}
			if !strings.Contains(said, c.says) || strings.Contains(said, "13812345678") {
				t.Fatal(said)
			}
			if after := column(t, path, "SELECT group_concat(id||coalesce(version,'')||coalesce(position_class,''), ' ') FROM enterprises"); after[0] != before[0] || len(historyOf(t, s)) != 1 {
				t.Fatal("something was written")
			}
			_, err = put(s, "E7")
			if asError(t, err).Kind != geo.KindConflict && !strings.Contains(c.statement, "ADD COLUMN") {
				t.Fatal(err)
			}
		})
	}
}

func TestATableThatGDALMadeAnewIsNotWrittenTo(t *testing.T) {
	path, _ := some(t)
	s := create(t, path)
	ogr(t, "/usr/bin/python3", "-c", `import sys
from osgeo import gdal
gdal.VectorTranslate(sys.argv[1]+".copy", sys.argv[1], format="GPKG", layers=["enterprises"])
gdal.VectorTranslate(sys.argv[1], sys.argv[1]+".copy", format="GPKG", accessMode="overwrite")`, path)
	_, err := put(s, "E4")
	sentence(t, err, geo.KindInvalid, path)
	if !strings.Contains(err.Error(), "made the table enterprises") {
		t.Fatal(err)
	}
	_, err = gpkg.Open(background, path, gpkg.Options{})
	sentence(t, err, geo.KindInvalid, path)
}

// The variable that makes the test binary adopt a file, instead of running tests, saying when it begins.
const adoptFile = "BELTMAP_ADOPT_FILE"

func adoptAndSay(path string) error {
	s, err := gpkg.Open(background, path, gpkg.Options{})
	if err != nil {
		return err
	}
	fmt.Println("adopting")
	_, err = s.Adopt(background, false, nil)
	return err
}

// A process that takes in 801 rows is left alone once, which tells how long that takes, killed at once, and then killed at random moments: all of the rows are in
// one batch, or none is and they are still noticed.
func TestAKillWhileTakingInLeavesAllOrNone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	if _, err := s.Apply(background, manyEnterprises(800)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var all, none int
	var whole time.Duration
	for round := range 7 {
		script(t, path, fmt.Sprintf("UPDATE enterprises SET employees=%d", 1000+round), fmt.Sprintf("UPDATE zones SET name_en='%d' WHERE id='Z000'", round))
		within := whole
		if round == 1 {
			within = 1
		}
		if took := adoptAndKill(t, path, within); round == 0 {
			whole = took
		}
		if adopted(t, path, all) {
			all++
		} else {
			none++
		}
	}
	t.Logf("all %d, none %d", all, none)
	if all == 0 || none == 0 {
		t.Fatalf("only one outcome was seen: all %d, none %d", all, none)
	}
}

// adoptAndKill lets a child adopt the file, kills it within some time after it began (never for 0), and tells how long it lived since.
func adoptAndKill(t *testing.T, path string, within time.Duration) time.Duration {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), adoptFile+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if within > 0 {
		time.Sleep(rand.N(within))
		_ = child.Process.Kill()
	}
	_ = child.Wait()
	return time.Since(began)
}

// adopted tells whether the last change is in a batch after so many others as a whole; otherwise it must still be noticed, as a whole.
func adopted(t *testing.T, path string, others int) bool {
	t.Helper()
	s := create(t, path)
	defer s.Close()
	list := historyOf(t, s)
	_, err := read(s)
	switch {
	case err == nil && list[0].Note == "adopt" && list[0].Changed == 801 && len(list) == 2+others:
		return true
	case len(list) != 1+others:
		t.Fatalf("%+v, %v", list[0], err)
	}
	outsideOf(t, err, path, "zones, enterprises")
	if tried, err := s.Adopt(background, true, nil); err != nil || tried.Changed != 801 {
		t.Fatalf("%+v, %v", tried, err)
	}
	return false
}
