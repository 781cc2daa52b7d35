package gpkg_test

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

// The variable that makes the test binary copy a file up to a step, say so and wait to be killed: "backup" or "restore", from, to and the step.
const copyFile = "BELTMAP_COPY"

func copyAndWait(what string) error {
	word := strings.Split(what, "|")
	o := gpkg.CopyOptions{Replace: true, Progress: func(step gpkg.Step, _, _ int) {
		if string(step) == word[3] {
			fmt.Println("at", step)
			time.Sleep(time.Minute)
		}
	}}
	if word[0] == "restore" {
		_, err := gpkg.Restore(background, word[1], word[2], o)
		return err
	}
	s, err := gpkg.Open(background, word[1], gpkg.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	_, err = s.Backup(background, word[2], o)
	return err
}

// The variable that makes the test binary open a file, write one batch and close it, again and again, saying what was acknowledged.
const comeAndGoFile = "BELTMAP_COME_AND_GO"

func comeAndGo(path string) {
	for n := 0; ; n++ {
		time.Sleep(rand.N(60 * time.Millisecond)) // or it never is closed for all
		s, err := gpkg.Open(background, path, gpkg.Options{})
		if err == nil {
			id := fmt.Sprintf("E%d-%d", os.Getpid(), n)
			if _, err = put(s, id); err == nil {
				fmt.Println(id)
			}
			_ = s.Close()
		}
		if kind := geo.KindOf(err); err != nil && kind != geo.KindUnavailable { // busy or replaced is what may happen
			fmt.Println("failed", err)
			return
		}
	}
}

// Processes that open, write and close a file while it is restored again and again lose nothing that was acknowledged: it is in the file, or in one that
// a restore kept; and all of those are whole.
func TestRestoresUnderLoadLoseNothingThatWasAcknowledged(t *testing.T) {
	path, _ := some(t)
	backup := filepath.Join(filepath.Dir(path), "backup")
	if _, err := create(t, path).Backup(background, backup, gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "belts.gpkg") // which no store of this process has open
	if _, err := gpkg.Restore(background, backup, copied, gpkg.CopyOptions{}); err != nil {
		t.Fatal(err)
	}
	var said [2]bytes.Buffer
	var children []*exec.Cmd
	for i := range said {
		child := exec.Command(os.Args[0])
		child.Env, child.Stdout = append(os.Environ(), comeAndGoFile+"="+copied), &said[i]
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		children = append(children, child)
	}
	files := []string{copied}
	for deadline := time.Now().Add(10 * time.Second); len(files) < 6 && time.Now().Before(deadline); {
		done, err := gpkg.Restore(background, backup, copied, gpkg.CopyOptions{Replace: true})
		switch {
		case err == nil:
			files = append(files, done.Kept)
		case geo.KindOf(err) != geo.KindConflict:
			t.Fatal(err)
		}
	}
	for _, child := range children {
		_ = child.Process.Kill()
		_ = child.Wait()
	}
	there := map[string]bool{}
	for _, file := range files {
		s := create(t, file)
		if found, err := s.Check(background); err != nil || len(found) > 0 {
			t.Fatal(file, found, err)
		}
		for ref := range byRef(t, s) {
			there[ref] = true
		}
	}
	acknowledged := strings.Fields(said[0].String() + said[1].String())
	t.Logf("%d restores among %d batches", len(files)-1, len(acknowledged))
	for _, id := range acknowledged {
		if !there["enterprises/"+id] {
			t.Fatalf("%s was acknowledged and is lost", id)
		}
	}
	if len(files) < 3 || len(acknowledged) == 0 {
		t.Fatal("too little happened")
	}
}

// copyAndKill kills a process that copies as soon as it is at a step.
func copyAndKill(t *testing.T, what, from, to string, step gpkg.Step) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), copyFile+"="+strings.Join([]string{what, from, to, string(step)}, "|"))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "at "+string(step) {
		t.Fatalf("%s at %s: the child said %q", what, step, lines.Text())
	}
	_ = child.Process.Kill()
	_ = child.Wait()
}

// The file that is replaced has acknowledged batches in its log only, since the process that wrote them was killed too. Whenever a backup over it
// or a restore of it is killed, the file of that name is the old one with all of them, or the new one.
func TestACopyKilledAtAnyStepLeavesTheOldFileOrTheNew(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	fresh := filepath.Join(folder, "new.gpkg")
	if err := create(t, fresh).Close(); err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	killed, acknowledged := filepath.Join(folder, "killed.gpkg"), map[int64]int{}
	if err := create(t, killed).Close(); err != nil {
		t.Fatal(err)
	}
	for random := rand.New(rand.NewPCG(seed, 0)); len(acknowledged) == 0; {
		acknowledged, _, _ = runAndKill(t, killed, random)
	}
	for _, what := range []string{"backup", "restore"} {
		for _, step := range []gpkg.Step{gpkg.Copying, gpkg.Checking, gpkg.Syncing, gpkg.Seized, gpkg.Kept, gpkg.Cleared, gpkg.Placed} {
			if what == "backup" && (step == gpkg.Checking || step == gpkg.Kept) {
				continue
			}
			old := filepath.Join(folder, what+string(step)+".gpkg")
			for _, end := range []string{"", "-wal"} {
				content, err := os.ReadFile(killed + end)
				if err == nil {
					err = os.WriteFile(old+end, content, 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			copyAndKill(t, what, fresh, old, step)
			found := batchesIn(t, old)
			switch {
			case (step == gpkg.Placed) != (len(found) == 0):
				t.Fatalf("%s killed at %s: %d batches", what, step, len(found))
			case step != gpkg.Placed:
				hasAll(t, found, acknowledged)
			case what == "restore":
				kept, err := filepath.Glob(old + ".before-restore-*")
				if err != nil || len(kept) != 1 {
					t.Fatal(kept, err)
				}
				hasAll(t, batchesIn(t, kept[0]), acknowledged)
			}
			if _, err := gpkg.Restore(background, fresh, old, gpkg.CopyOptions{Replace: true}); err != nil { // again, to the end
				t.Fatal(err)
			}
			if found := batchesIn(t, old); len(found) > 0 {
				t.Fatal(found)
			}
		}
	}
}

func hasAll(t *testing.T, found, acknowledged map[int64]int) {
	t.Helper()
	for b, n := range acknowledged {
		if found[b] != n {
			t.Fatalf("batch %d has %d of %d records", b, found[b], n)
		}
	}
}
