package gpkg_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/data/gpkgfile"
	"beltmap/data/storetest"
	"beltmap/geo"
)

// sentence demands that an error is one sentence in both languages that names the file, and of a kind.
func sentence(t *testing.T, err error, kind geo.Kind, path string) {
	t.Helper()
	var e *geo.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *geo.Error", err)
	}
	if e.Kind != kind || !strings.Contains(e.Text.EN, path) || !strings.Contains(e.Text.ZH, path) || strings.Contains(e.Text.EN, "\n") {
		t.Fatalf("%v: %q, %q; want %v and the path %s", e.Kind, e.Text.EN, e.Text.ZH, kind, path)
	}
}

func script(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

// aFile makes a good file with records in it and returns its path.
func aFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	if _, err := s.Apply(background, manyEnterprises(3000)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsNotAFileOfOursIsRefusedInOneSentenceAndLeftAsItWas(t *testing.T) {
	write := func(content string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, says string
		kind       geo.Kind
		make       func(t *testing.T, path string)
	}{
		{"a text", "is not a GeoPackage", geo.KindInvalid, write(strings.Repeat("this is no database. ", 100))},
		{"a few bytes", "is not a GeoPackage", geo.KindInvalid, write("SQLite")},
		{"an empty file", "is an empty file", geo.KindInvalid, write("")},
		{"a folder", "is a folder", geo.KindInvalid, func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}},
		{"another SQLite file", "is not a GeoPackage", geo.KindInvalid, func(t *testing.T, path string) { script(t, path, "CREATE TABLE t (a)") }},
		{"a foreign GeoPackage", "imported", geo.KindInvalid, func(t *testing.T, path string) {
			if err := gpkgfile.Export(background, path, []gpkgfile.Layer{{Collection: geo.Zones}}); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "belts.gpkg")
			c.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := gpkg.Open(background, path, gpkg.Options{Create: true})
			sentence(t, err, c.kind, path)
			if !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v does not say %q", err, c.says)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Fatal("the file was changed")
			}
			alone(t, path)
		})
	}
}

// alone demands that the folder holds nothing but the file.
func alone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) {
			t.Errorf("%s was left in the folder", e.Name())
		}
	}
}

func TestAMissingFileOrFolderIsOneSentenceAndMakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	_, err := gpkg.Open(background, path, gpkg.Options{})
	sentence(t, err, geo.KindNotFound, path)
	nowhere := filepath.Join(t.TempDir(), "no", "belts.gpkg")
	_, err = gpkg.Open(background, nowhere, gpkg.Options{Create: true})
	sentence(t, err, geo.KindNotFound, nowhere)
	if _, err := os.Stat(filepath.Dir(nowhere)); err == nil {
		t.Fatal("the folder was made")
	}
}

func TestATruncatedOrDamagedFileIsOneSentence(t *testing.T) {
	t.Run("truncated", func(t *testing.T) {
		path := aFile(t)
		info, _ := os.Stat(path)
		if err := os.Truncate(path, info.Size()/2/4096*4096); err != nil {
			t.Fatal(err)
		}
		s, err := gpkg.Open(background, path, gpkg.Options{})
		if err == nil {
			defer s.Close()
			_, err = s.Snapshot(background, func([]geo.Record) error { return nil })
		}
		sentence(t, err, geo.KindInvalid, path)
	})
	t.Run("overwritten in the middle", func(t *testing.T) {
		path := aFile(t)
		content, _ := os.ReadFile(path)
		for i := len(content) / 3; i < len(content)*2/3; i++ {
			content[i] = byte(i * 7)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := gpkg.Open(background, path, gpkg.Options{})
		if err == nil {
			defer s.Close()
			found, checking := s.Check(background)
			if checking == nil && len(found) == 0 {
				t.Fatal("the check found nothing")
			}
			_, err = s.Snapshot(background, func([]geo.Record) error { return nil })
		}
		sentence(t, err, geo.KindInvalid, path)
	})
	t.Run("a table lost", func(t *testing.T) {
		path := aFile(t)
		script(t, path, "ALTER TABLE grids DROP COLUMN menu")
		_, err := gpkg.Open(background, path, gpkg.Options{})
		sentence(t, err, geo.KindInvalid, path)
		if !strings.Contains(err.Error(), "grids.menu") {
			t.Fatal(err)
		}
	})
	t.Run("a zone lost", func(t *testing.T) {
		path := aFile(t)
		script(t, path, "DELETE FROM zones WHERE id='Z007'")
		s := create(t, path)
		found, err := s.Check(background)
		if err != nil || len(found) == 0 || !strings.Contains(found[0].EN, "Z007") {
			t.Fatal(found, err)
		}
	})
	t.Run("a value that cannot be read", func(t *testing.T) {
		path := aFile(t)
		script(t, path, "UPDATE enterprises SET employees='many' WHERE fid=17")
		s, err := gpkg.Open(background, path, gpkg.Options{AsIs: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		_, err = s.Snapshot(background, func([]geo.Record) error { return nil })
		if err == nil || geo.KindOf(err) != geo.KindInvalid || !strings.Contains(err.Error(), "employees") {
			t.Fatal(err)
		}
	})
}

func TestAFileOfANewerProgramIsRefusedInOneSentence(t *testing.T) {
	path := aFile(t)
	script(t, path, "INSERT INTO beltmap_migrations VALUES (999, 'from the future', 0)")
	_, err := gpkg.Open(background, path, gpkg.Options{})
	sentence(t, err, geo.KindInvalid, path)
	if !strings.Contains(err.Error(), "newer") || !strings.Contains(err.Error(), "999") {
		t.Fatal(err)
	}
}

func TestABusyFileIsOneSentence(t *testing.T) {
	path := aFile(t)
	s := create(t, path)
	gpkg.Impatient(s)
	other, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	c, err := other.Conn(background)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(background, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(background, manyEnterprises(0))
	sentence(t, err, geo.KindUnavailable, path)
	if _, err := c.ExecContext(background, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err = s.Apply(background, manyEnterprises(0)); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskIsOneSentenceAndChangesNothing(t *testing.T) {
	path := aFile(t)
	s := create(t, path)
	gpkg.FillDisk(s)
	_, err := s.Apply(background, geo.Batch{Changes: moreEnterprises(5000)})
	sentence(t, err, geo.KindUnavailable, path)
	if !strings.Contains(err.Error(), "disk is full") {
		t.Fatal(err)
	}
	n := 0
	if _, err := s.Snapshot(background, func(r []geo.Record) error { n += len(r); return nil }); err != nil || n != 3130 {
		t.Fatal(n, err)
	}
}

// moreEnterprises are enterprises that aFile does not have.
func moreEnterprises(n int) func(func(*geo.Change, error) bool) {
	return func(yield func(*geo.Change, error) bool) {
		for change, err := range manyEnterprises(n).Changes {
			change.Record.ID += "-more"
			if !yield(change, err) {
				return
			}
		}
	}
}

const asNobody = "BELTMAP_READ_ONLY_FILE"

// The permissions of a folder bind everyone but root, so that as root the test runs itself again as another user.
func TestAReadOnlyFolderIsOneSentenceAndMakesNothing(t *testing.T) {
	if path := os.Getenv(asNobody); path != "" {
		inReadOnlyFolder(t, path)
		return
	}
	folder, err := os.MkdirTemp("", "beltmap-read-only-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o700); _ = os.RemoveAll(folder) })
	path := filepath.Join(folder, "belts.gpkg")
	if err := create(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{path: 0o444, folder: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getuid() != 0 {
		inReadOnlyFolder(t, path)
		return
	}
	binary := filepath.Join(t.TempDir(), "test")
	content, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, content, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir := filepath.Dir(binary); dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) {
		_ = os.Chmod(dir, 0o755)
	}
	child := exec.Command(binary, "-test.run=^"+t.Name()+"$")
	child.Dir, child.Env = "/", append(os.Environ(), asNobody+"="+path)
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func inReadOnlyFolder(t *testing.T, path string) {
	_, err := gpkg.Open(background, path, gpkg.Options{})
	sentence(t, err, geo.KindUnavailable, path)
	fresh := filepath.Join(filepath.Dir(path), "new.gpkg")
	_, err = gpkg.Open(background, fresh, gpkg.Options{Create: true})
	sentence(t, err, geo.KindUnavailable, fresh)
	alone(t, path)
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Snapshot(background, func([]geo.Record) error { return nil }); err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(background, manyEnterprises(1))
	sentence(t, err, geo.KindUnavailable, path)
}

func TestACreationThatFailsLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(background)
	cancel()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	_, err := gpkg.Open(ctx, path, gpkg.Options{Create: true})
	sentence(t, err, geo.KindUnavailable, path)
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 0 {
		t.Fatalf("%v was left", entries)
	}
}

func TestAReadOnlyStoreLeavesNothingBesideTheFile(t *testing.T) {
	path := aFile(t)
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.Check(background); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	alone(t, path)
	storetest.GDALAccepts(t, path)
}
