package gpkg_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
)

// Every backup taken while batches go on holds, record by record, what the store held at the backup's version; so does a file restored from it.
func TestABackupUnderContinuousWritesIsOneVersionOfTheStore(t *testing.T) {
	t.Parallel()
	path, last := some(t)
	s := create(t, path)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	states := map[geo.Cursor]map[string]geo.Record{last: byRef(t, s)}
	stop, ended := make(chan struct{}), make(chan error)
	go func() { ended <- writeAndRemember(s, rand.New(rand.NewPCG(seed, 0)), states, last, stop) }()
	var backups []string
	versions := map[geo.Cursor]bool{}
	for i := range 5 {
		time.Sleep(40 * time.Millisecond)
		out := filepath.Join(filepath.Dir(path), "backup"+strconv.Itoa(i))
		other, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true}) // as beltmap backup beside beltmap serve
		if err != nil {
			t.Fatal(err)
		}
		found, err := other.Backup(background, out, gpkg.CopyOptions{})
		if err != nil || len(found.Remarks) > 0 {
			t.Fatal(found, err)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		versions[found.Version] = true
		backups = append(backups, out)
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if len(versions) < 3 {
		t.Fatalf("only the versions %v were seen", versions)
	}
	sameRecord := cmp.Comparer(func(a, b geo.Record) bool { return a.Equal(&b) && a.Version == b.Version })
	for _, out := range backups {
		restored := out + ".gpkg"
		done, err := gpkg.Restore(background, out, restored, gpkg.CopyOptions{})
		if err != nil || done.Kept != "" {
			t.Fatal(done, err)
		}
		want := states[done.Version]
		if diff := cmp.Diff(want, byRef(t, create(t, restored)), sameRecord); diff != "" || len(want) != done.Records {
			t.Fatalf("version %d, %d records:\n%s", done.Version, done.Records, diff)
		}
	}
	if found, err := s.Check(background); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
}

// writeAndRemember applies batches that add, change and remove, and keeps what each version holds.
func writeAndRemember(s *gpkg.Store, random *rand.Rand, states map[geo.Cursor]map[string]geo.Record, last geo.Cursor, stop chan struct{}) error {
	for n := int64(0); ; n++ {
		select {
		case <-stop:
			return nil
		default:
		}
		now, did := maps.Clone(states[last]), map[string]bool{}
		var changes []geo.Change
		for range 1 + random.IntN(8) {
			r := geo.New(geo.Enterprises)
			r.ID, r.NameZH, r.Zone = "E"+strconv.Itoa(10+random.IntN(40)), "企业", "Z"
			r.Set(geo.Employees, geo.Integer(n))
			if did[r.Ref()] {
				continue
			}
			did[r.Ref()] = true
			change := geo.Change{Record: r}
			if _, there := now[r.Ref()]; there && random.IntN(3) == 0 {
				change.Op = geo.Delete
				delete(now, r.Ref())
			} else {
				r.Version = last + 1
				now[r.Ref()] = r
			}
			changes = append(changes, change)
		}
		v, err := s.Apply(background, geo.BatchOf("", changes...))
		if err != nil {
			return err
		}
		if v != last+1 {
			return fmt.Errorf("version %d after %d", v, last)
		}
		states[v], last = now, v
	}
}

func byRef(t testing.TB, s *gpkg.Store) map[string]geo.Record {
	t.Helper()
	records, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]geo.Record{}
	for _, r := range records {
		out[r.Ref()] = r
	}
	return out
}

// A backup disturbs nobody: the store that is backed up neither looks at its rows again nor tells its reader of a change.
func TestABackupIsNoChangeOfAnotherProgram(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	if _, err := create(t, path).Backup(background, path+".backup", gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	for change, err := range s.Changes(background, last) {
		t.Fatal(change, err)
	}
	if v, err := put(s, "E4"); err != nil || v != last+1 {
		t.Fatal(v, err)
	}
}

func TestAFileInUseIsNotReplaced(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	backup := filepath.Join(filepath.Dir(path), "backup")
	if _, err := s.Backup(background, backup, gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := put(s, "E4"); err != nil {
		t.Fatal(err)
	}
	_, err := gpkg.Restore(background, backup, path, gpkg.CopyOptions{Replace: true})
	sentence(t, err, geo.KindConflict, path)
	if got, err := read(s); err != nil || len(got) != 5 {
		t.Fatal(len(got), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = gpkg.Restore(background, backup, path, gpkg.CopyOptions{})
	sentence(t, err, geo.KindConflict, path)
	done, err := gpkg.Restore(background, backup, path, gpkg.CopyOptions{Replace: true})
	if err != nil || done.Version != last {
		t.Fatal(done, err)
	}
	if got, err := read(create(t, path)); err != nil || len(got) != 4 {
		t.Fatal(len(got), err)
	}
	if got, err := read(create(t, done.Kept)); err != nil || len(got) != 5 {
		t.Fatal(len(got), err)
	}
}

// What is no backup, or a damaged one, replaces nothing; a file that is damaged itself can be replaced.
func TestOnlyAWholeBackupIsRestored(t *testing.T) {
	path, _ := some(t)
	folder := filepath.Dir(path)
	backup := filepath.Join(folder, "backup")
	if _, err := create(t, path).Backup(background, backup, gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "belts.gpkg")
	for name, spoil := range map[string]func([]byte) []byte{
		"cut short":          func(b []byte) []byte { return b[:len(b)/2] },
		"empty":              func(b []byte) []byte { return nil },
		"a text":             func(b []byte) []byte { return []byte(strings.Repeat("no database ", 100)) },
		"a page overwritten": func(b []byte) []byte { copy(b[3*4096:4*4096], make([]byte, 4096)); return b },
		"a name with one byte other": func(b []byte) []byte {
			at := strings.LastIndex(string(b), "企业E2")
			b[at+len("企业E")] = '7'
			return b
		},
	} {
		t.Run(name, func(t *testing.T) {
			bad := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(bad, spoil(slices.Clone(whole)), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := gpkg.Restore(background, bad, target, gpkg.CopyOptions{Replace: true}); err == nil {
				t.Fatal("it was restored")
			} else if said := asError(t, err); !strings.Contains(said.Text.EN, bad) {
				t.Fatal(said.Text.EN)
			}
			if left, err := os.ReadDir(filepath.Dir(target)); err != nil || len(left) > 0 {
				t.Fatal(left, err)
			}
		})
	}
	for name, old := range map[string]string{"a text": "no database", "nothing": "", "cut short": string(whole[:5000])} {
		for _, end := range []string{"", "-wal", "-journal"} { // what was left beside it must not get into the new one
			if err := os.WriteFile(target+end, []byte(old), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := gpkg.Restore(background, backup, target, gpkg.CopyOptions{Replace: true}); err != nil {
			t.Fatal(name, err)
		}
		s := create(t, target)
		if got, err := read(s); err != nil || len(got) != 4 {
			t.Fatal(name, len(got), err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACopyThatIsCanceledLeavesNothing(t *testing.T) {
	path, _ := some(t)
	for _, at := range []gpkg.Step{gpkg.Copying, gpkg.Checking} {
		ctx, cancel := context.WithCancel(background)
		out := filepath.Join(t.TempDir(), "backup")
		_, err := create(t, path).Backup(ctx, out, gpkg.CopyOptions{Progress: func(step gpkg.Step, _, _ int) {
			if step == at {
				cancel()
			}
		}})
		cancel()
		sentence(t, err, geo.KindUnavailable, path)
		if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) > 0 {
			t.Fatal(left, err)
		}
	}
}

// What a backup is found to be is looked for in the hashes, too.
func TestALedgerThatDoesNotAddUpIsFound(t *testing.T) {
	path, _ := some(t)
	script(t, path, "DELETE FROM beltmap_hashes_enterprises", "PRAGMA foreign_keys=OFF", "INSERT INTO beltmap_changes (cursor, op) VALUES (99, 'insert')")
	found, err := create(t, path).Check(background)
	if err != nil || len(found) != 2 || !strings.Contains(found[0].EN, "beltmap_changes") || !strings.Contains(found[1].EN, "add up") {
		t.Fatal(found, err)
	}
}

func TestAFileOfAnOlderProgramIsBackedUpAsItIs(t *testing.T) {
	path, last := older(t)
	backup, restored := path+".backup", path+".restored"
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Backup(background, backup, gpkg.CopyOptions{})
	if err != nil || found.Version != last || len(found.Remarks) > 0 {
		t.Fatal(found, err)
	}
	if _, err := gpkg.Restore(background, backup, restored, gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	want, err := read(s)
	if got := byRef(t, create(t, restored)); err != nil || len(got) != len(want) {
		t.Fatal(len(got), len(want), err)
	}
}
