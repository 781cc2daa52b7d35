package gpkg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// both reads the whole store from its pages and by SQL, in one transaction.
func both(t testing.TB, s *Store) (byPages, byRows []geo.Record) {
	t.Helper()
	ctx := context.Background()
	keep := func(out *[]geo.Record) func([]geo.Record) error {
		return func(records []geo.Record) error {
			for i := range records {
				*out = append(*out, records[i].Clone())
			}
			return nil
		}
	}
	c := <-s.readers
	defer func() { s.readers <- c }()
	err := c.reading(ctx, func() error {
		if _, err := c.version(ctx); err != nil {
			return err
		}
		file := s.frozen(ctx)
		if file == nil {
			t.Fatal("the file is not frozen although nobody else has it")
		}
		chunks, err := s.chunks(ctx, c, file)
		if err != nil {
			return err
		}
		pageSums, err := s.readPages(ctx, file, chunks, keep(&byPages))
		if err != nil {
			return err
		}
		rowSums, err := s.readRows(ctx, c, keep(&byRows))
		if err == nil && pageSums != rowSums {
			t.Fatalf("the pages sum up to %v, the rows to %v", pageSums, rowSums)
		}
		if bare, failed := s.readPages(ctx, file, chunks, nil); failed != nil || bare != pageSums {
			t.Fatalf("without records the pages sum up to %v, %v", bare, failed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return byPages, byRows
}

func same(t testing.TB, got, want []geo.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records from the pages, %d by SQL", len(got), len(want))
	}
	for i := range got {
		if !got[i].Equal(&want[i]) || got[i].Version != want[i].Version {
			t.Fatalf("record %d\nfrom the pages %+v\n        by SQL %+v", i, got[i], want[i])
		}
	}
}

func opened(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func must(t testing.TB, s *Store, changes ...geo.Change) {
	t.Helper()
	if _, err := s.Apply(context.Background(), geo.BatchOf("", changes...)); err != nil {
		t.Fatal(err)
	}
}

func TestPagesReadAsSQLDoesAfterRandomBatches(t *testing.T) {
	t.Parallel()
	s := opened(t, filepath.Join(t.TempDir(), "belts.gpkg"))
	for _, z := range storetest.Zones() {
		must(t, s, geo.Change{Record: z})
	}
	there := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(rt, "changes") {
			r := storetest.RandomRecord(rapid.SampledFrom(geo.AllCollections()).Draw(rt, "collection")).Draw(rt, "record")
			change := geo.Change{Record: r}
			if there[r.Ref()] && rapid.Bool().Draw(rt, "delete") {
				change.Op = geo.Delete
			}
			there[r.Ref()] = change.Op != geo.Delete
			must(t, s, change)
		}
		byPages, byRows := both(t, s)
		same(t, byPages, byRows)
	})
}

// large are records whose rows fill from a few bytes to hundreds of pages, at every length around the limits of a page.
func large() []geo.Change {
	var out []geo.Change
	for n := range 400 {
		r := geo.New(geo.Belts)
		r.ID, r.NameZH = fmt.Sprint("B", n), "示范带"
		r.Set(geo.Theme, geo.Text(strings.Repeat("a", 3500+n)))
		out = append(out, geo.Change{Record: r})
	}
	for n := range 60 {
		r := geo.New(geo.Places)
		r.ID, r.NameZH = fmt.Sprint("P", n), "点位"
		line := make(orb.LineString, 2+n*n*10)
		for i := range line {
			line[i] = orb.Point{geo.RoundDegrees(float64(i) * 1e-4), float64(n)}
		}
		r.Geometry, r.Position.Class = line, geo.Illustrative
		out = append(out, geo.Change{Record: r})
	}
	o := geo.New(geo.Organizations)
	o.ID, o.NameZH = "O1", "党组织"
	o.Set(geo.Covers, geo.List(strings.Split(strings.Repeat("E-0123456789,", 60000)+"E", ",")...))
	return append(out, geo.Change{Record: o})
}

func TestPagesReadAsSQLDoesForRowsLongerThanAPage(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "belts.gpkg"))
	must(t, s, large()...)
	byPages, byRows := both(t, s)
	same(t, byPages, byRows)
	if len(byPages) != 461 {
		t.Fatalf("%d records", len(byPages))
	}
}

func TestPagesReadRowsOlderThanAColumnAndColumnsOfOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := opened(t, path)
	must(t, s, large()[:50]...)
	c := <-s.writer
	err := c.script(context.Background(), "ALTER TABLE belts ADD COLUMN remark TEXT", "UPDATE belts SET remark='x' WHERE fid%2",
		"ALTER TABLE belts DROP COLUMN year", "ALTER TABLE belts ADD COLUMN year INTEGER", "UPDATE belts SET year=2023 WHERE fid%3=0")
	s.writer <- c
	if err != nil {
		t.Fatal(err)
	}
	byPages, byRows := both(t, s)
	same(t, byPages, byRows)
	if y, _ := byPages[2].Get(geo.Year).Integer(); y != 2023 {
		t.Fatal(y)
	}
}

// While another reader holds back the checkpoint, the pages are not those of the transaction and SQL is used.
func TestPagesAreNotReadWhileTheLogIsHeldBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := opened(t, path)
	must(t, s, large()[:10]...)
	ctx := context.Background()
	c := <-s.readers
	defer func() { s.readers <- c }()
	err := c.reading(ctx, func() error {
		if _, err := c.version(ctx); err != nil {
			return err
		}
		must(t, s, large()[10:20]...)
		n := 0
		if _, err := s.Snapshot(ctx, func(r []geo.Record) error { n += len(r); return nil }); err != nil || n != 20 {
			t.Fatalf("a snapshot with %d records, %v", n, err)
		}
		other := <-s.readers
		defer func() { s.readers <- other }()
		return other.reading(ctx, func() error {
			if _, err := other.version(ctx); err != nil {
				return err
			}
			if s.frozen(ctx) != nil {
				t.Error("the pages count as frozen although the log is not in the file")
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A child process applies batches all the time: whenever the pages count as frozen they are what SQL reads in the same transaction,
// and remain so although the child goes on.
func TestPagesReadAsSQLDoesWhileAnotherProcessWrites(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "belts.gpkg"))
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "BELTMAP_CRASH_FILE="+s.path)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = child.Process.Kill(); _ = child.Wait() }()
	ctx := context.Background()
	frozen, versions := 0, map[geo.Cursor]bool{}
	for end := time.Now().Add(30 * time.Second); (frozen < 6 || len(versions) < 3) && time.Now().Before(end); {
		c := <-s.readers
		err := c.reading(ctx, func() error {
			v, err := c.version(ctx)
			if err != nil {
				return err
			}
			file := s.frozen(ctx)
			if file == nil || v.cursor == 0 {
				return nil
			}
			frozen++
			versions[v.cursor] = true
			return readTwice(t, s, c, file)
		})
		s.readers <- c
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d times the pages were frozen, at %d versions", frozen, len(versions))
	if frozen < 6 || len(versions) < 3 {
		t.Fatal("too few to show anything")
	}
}

// readTwice compares pages and SQL, and the pages again a while later.
func readTwice(t *testing.T, s *Store, c *conn, file *pages) error {
	t.Helper()
	ctx := context.Background()
	var reads [3][]geo.Record
	for i := range reads {
		keep := func(records []geo.Record) error {
			for j := range records {
				reads[i] = append(reads[i], records[j].Clone())
			}
			return nil
		}
		if i == 1 {
			if _, err := s.readRows(ctx, c, keep); err != nil {
				return err
			}
			time.Sleep(10 * time.Millisecond) // the child commits meanwhile
			continue
		}
		chunks, err := s.chunks(ctx, c, file)
		if err == nil {
			_, err = s.readPages(ctx, file, chunks, keep)
		}
		if err != nil {
			return err
		}
	}
	same(t, reads[0], reads[1])
	same(t, reads[2], reads[1])
	return nil
}

// FuzzPages changes bytes of a good file's pages: reading ends with records or an error, never with a panic, and takes no more memory than
// the file is long.
func FuzzPages(f *testing.F) {
	path := filepath.Join(f.TempDir(), "belts.gpkg")
	s := opened(f, path)
	must(f, s, large()[390:430]...)
	chunks := func(file *pages, root uint32, t *layout) ([]chunk, error) {
		leaves, err := file.leaves(root)
		return []chunk{{t, leaves[:min(len(leaves), chunkPages)]}}, err
	}
	c := <-s.writer
	root, _, err := c.number(context.Background(), "SELECT rootpage FROM sqlite_schema WHERE name='belts'")
	if err == nil {
		err = c.script(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	s.writer <- c
	if err != nil {
		f.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	l := &layout{table: newTables()[geo.Belts], places: []int{skipped, geometry}}
	for i := range l.columns {
		l.places = append(l.places, i)
	}
	l.order()
	f.Add(uint32(root), uint32(0), []byte{0})
	f.Add(uint32(root), uint32(0), []byte{0x0d, 0, 0, 0xff, 0xff})
	f.Add(uint32(root), uint32(8), []byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, page, at uint32, change []byte) {
		damaged := bytes.Clone(content)
		if from := int64(page-1)*4096 + int64(at); page > 0 && from >= 0 && from < int64(len(damaged)) {
			copy(damaged[from:], change)
		}
		file, err := openPages(bytes.NewReader(damaged))
		if err != nil {
			return
		}
		found, err := chunks(file, uint32(root), l)
		if err != nil {
			return
		}
		_, _, _ = found[0].read(newScanner(file), nil, true)
	})
}
