package gpkg_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

// The variable that makes the test binary write batches until it is killed, instead of running tests.
const crashFile = "BELTMAP_CRASH_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	if path := os.Getenv(adoptFile); path != "" {
		if err := adoptAndSay(path); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if path := os.Getenv(comeAndGoFile); path != "" {
		comeAndGo(path)
		os.Exit(1)
	}
	if what := os.Getenv(copyFile); what != "" {
		if err := copyAndWait(what); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writeUntilKilled applies batches of random size, and reports on standard output where it is: "within b size" amid a batch's stream, "committing b size" when
// the stream has ended, "acknowledged b size" after Apply returned.
func writeUntilKilled(path string) error {
	s, err := gpkg.Open(background, path, gpkg.Options{})
	if err != nil {
		return err
	}
	at, err := s.Snapshot(background, func([]geo.Record) error { return nil })
	if err != nil {
		return err
	}
	for {
		next, size := int64(at)+1, 1+rand.IntN(150)
		at, err = s.Apply(background, geo.Batch{Key: strconv.FormatInt(next, 10), Changes: func(yield func(*geo.Change, error) bool) {
			for i := range size {
				if i == size/2 {
					fmt.Println("within", next, size)
				}
				r := geo.New(geo.Enterprises)
				r.ID, r.NameZH = fmt.Sprintf("B%d-%d", next, i), "企业"
				r.Set(geo.Employees, geo.Integer(int64(size)))
				if !yield(&geo.Change{Op: geo.Insert, Record: r}, nil) {
					return
				}
			}
			fmt.Println("committing", next, size)
		}})
		if err != nil {
			return err
		}
		fmt.Println("acknowledged", next, size)
	}
}

// A process that writes is killed 50 times: every batch is there as a whole or not at all, what was acknowledged is there, and both
// outcomes of the batch in flight are seen.
func TestAProcessKilledAtAnyMomentLeavesAllOfABatchOrNone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	if err := create(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var kept, lost int
	sizes := map[int64]int{} // of the batches known to be in the file
	for range 50 {
		acknowledged, flying, size := runAndKill(t, path, random)
		for b, n := range acknowledged {
			sizes[b] = n
		}
		found := batchesIn(t, path)
		for b, n := range sizes {
			if found[b] != n {
				t.Fatalf("batch %d has %d of %d records", b, found[b], n)
			}
		}
		for b, n := range found {
			if _, known := sizes[b]; known {
				continue
			}
			if b != flying || n != size {
				t.Fatalf("batch %d with %d records is in the file; in flight was %d with %d", b, n, flying, size)
			}
			sizes[b] = n
			kept++
		}
		if _, there := found[flying]; flying > 0 && !there {
			lost++
		}
	}
	t.Logf("of the batches in flight %d were kept and %d lost", kept, lost)
	if kept == 0 || lost == 0 {
		t.Fatalf("only one outcome was seen: %d kept, %d lost", kept, lost)
	}
}

// runAndKill lets a child write and kills it at a random moment after a random report, and tells from its reports what it had
// acknowledged and what was in flight (0 if nothing). Half the kills aim at the moment of the commit.
func runAndKill(t *testing.T, path string, random *rand.Rand) (acknowledged map[int64]int, flying int64, size int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashFile+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	stage := []string{"within", "committing", "committing", "acknowledged"}[random.IntN(4)]
	skip, pause := random.IntN(4), time.Duration(random.IntN(6000))*time.Microsecond
	acknowledged = map[int64]int{}
	killed := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word := strings.Fields(lines.Text())
		if len(word) != 3 {
			t.Fatalf("the child said %q", lines.Text())
		}
		b, _ := strconv.ParseInt(word[1], 10, 64)
		n, _ := strconv.Atoi(word[2])
		if flying, size = b, n; word[0] == "acknowledged" {
			acknowledged[b] = n
			flying = 0
		}
		if word[0] == stage && !killed {
			if skip--; skip < 0 {
				time.Sleep(pause)
				_ = child.Process.Kill()
				killed = true // what it said before it died is still read
			}
		}
	}
	_ = child.Wait()
	if !killed {
		t.Fatal("the child ended by itself")
	}
	if flying == 0 {
		flying = -1 // a batch may have begun without a word; it cannot have been committed without one
	}
	return acknowledged, flying, size
}

// batchesIn counts the records of each batch in the file, after a look at the file's integrity.
func batchesIn(t *testing.T, path string) map[int64]int {
	t.Helper()
	s := create(t, path)
	defer s.Close()
	if found, err := s.Check(background); err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	out := map[int64]int{}
	_, err := s.Snapshot(background, func(records []geo.Record) error {
		for i := range records {
			var b int64
			if _, err := fmt.Sscanf(records[i].ID, "B%d-", &b); err != nil {
				return err
			}
			if int64(records[i].Version) != b {
				return fmt.Errorf("%s has version %d", records[i].ID, records[i].Version)
			}
			out[b]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
