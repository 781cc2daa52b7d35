package main_test

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// exported is what a file holds, as GeoJSON of both collections that fewZones has.
func exported(t *testing.T, folder, db string) string {
	t.Helper()
	var all string
	for _, collection := range []string{"zones", "enterprises"} {
		r := beltmap(t, folder, "export", "--db", db, "--collection", collection, "-")
		r.says(t, 0)
		all += r.stdout
	}
	return all
}

func TestAServedFileIsBackedUpAndRestoredWhenTheServerIsGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "a.geojson", fewZones)
	write(t, folder, "b.geojson", strings.ReplaceAll(fewZones, "企业一", "企业二"))
	beltmap(t, folder, "import", "a.geojson", "--db", "a.gpkg").says(t, 0)
	before := exported(t, folder, "a.gpkg")
	s := serve(t, folder, "--db", "a.gpkg")
	beltmap(t, folder, "backup", "--db", "a.gpkg", "night.backup").says(t, 0, "a.gpkg is backed up in night.backup: version 1, 3 records, ")
	if info, err := os.Stat(filepath.Join(folder, "night.backup")); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	beltmap(t, folder, "import", "b.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "backup", "--db", "a.gpkg", "night.backup").sentence(t, "night.backup exists already; --force")
	beltmap(t, folder, "backup", "--db", "a.gpkg", "--force", "a.gpkg").sentence(t, "a.gpkg is the very file")
	beltmap(t, folder, "check", "--db", "night.backup").says(t, 0, "night.backup: 3 records")
	beltmap(t, folder, "restore", "night.backup", "--db", "a.gpkg").sentence(t, "a.gpkg exists already; --force")
	beltmap(t, folder, "restore", "night.backup", "--db", "a.gpkg", "--force").sentence(t, "a.gpkg is open in another program")
	after := exported(t, folder, "a.gpkg")
	if before == after {
		t.Fatal("the import changed nothing")
	}
	s.stop(t)
	if log := s.stderr.String(); strings.Contains(log, "another program") {
		t.Error(log)
	}
	beltmap(t, folder, "restore", "night.backup", "--db", "a.gpkg", "--force").says(t, 0, "a.gpkg is restored from night.backup: version 1, 3 records", "a.gpkg.before-restore-")
	if diff := cmp.Diff(before, exported(t, folder, "a.gpkg")); diff != "" {
		t.Error(diff)
	}
	kept, err := filepath.Glob(filepath.Join(folder, "a.gpkg.before-restore-*"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	if diff := cmp.Diff(after, exported(t, folder, kept[0])); diff != "" {
		t.Error(diff)
	}
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").says(t, 0)
	if log := beltmap(t, folder, "audit", "export", "--db", "a.gpkg").stdout; !ordered(log, `,backup,night.backup,,,begun,`, `,restore,night.backup,,"{""version"":1,""records"":3}",done,`) {
		t.Error(log)
	}
	if log := beltmap(t, folder, "audit", "export", "--db", kept[0]).stdout; strings.Contains(log, ",restore,") || !strings.Contains(log, ",backup,") {
		t.Error(log)
	}
	beltmap(t, folder, "restore", "night.backup", "--db", "a.gpkg", "--force", "--discard").says(t, 0)
	if diff := cmp.Diff([]string{"a.geojson", "a.gpkg", filepath.Base(kept[0]), "b.geojson", "night.backup"}, list(t, folder)); diff != "" {
		t.Error(diff)
	}
}

// ordered tells whether texts stand in lines that follow each other, among others only before the first and after the last.
func ordered(all string, texts ...string) bool {
	_, all, found := strings.Cut(all, texts[0])
	for _, text := range texts[1:] {
		_, all, _ = strings.Cut(all, "\n")
		line, _, _ := strings.Cut(all, "\n")
		found = found && strings.Contains(line, text)
	}
	return found
}

func TestAFileWhoseLogTakesNothingIsBackedUpAllTheSame(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "a.geojson", fewZones)
	beltmap(t, folder, "import", "a.geojson", "--db", "a.gpkg").says(t, 0)
	db, err := sql.Open("sqlite3", filepath.Join(folder, "a.gpkg"))
	if err == nil {
		_, err = db.Exec("DELETE FROM beltmap_audit")
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	r := beltmap(t, folder, "backup", "--db", "a.gpkg", "b")
	r.says(t, 0, "is backed up in b", "note: this backup is not entered in the audit log of a.gpkg: ")
	beltmap(t, folder, "restore", "b", "--db", "c.gpkg").sentence(t, "audit log")
	beltmap(t, folder, "restore", "b", "--db", "c.gpkg", "--as-is").says(t, 0)
}

func TestABackupOfChangedRowsSaysSoAndIsRestoredOnlyWhenToldTo(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "a.geojson", fewZones)
	beltmap(t, folder, "import", "a.geojson", "--db", "a.gpkg").says(t, 0)
	db, err := sql.Open("sqlite3", filepath.Join(folder, "a.gpkg"))
	if err == nil {
		_, err = db.Exec("UPDATE enterprises SET name_en='x'")
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	beltmap(t, folder, "backup", "--db", "a.gpkg", "b").says(t, 0, "is backed up in b", "note: the backup is as the file is, but another program changed enterprises")
	beltmap(t, folder, "restore", "b", "--db", "c.gpkg").sentence(t, "nothing was restored", "--as-is")
	beltmap(t, folder, "restore", "b", "--db", "c.gpkg", "--as-is").says(t, 0)
	beltmap(t, folder, "adopt", "--db", "c.gpkg").says(t, 0)
}

func TestABackupThatIsInterruptedLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	beltmap(t, folder, "generate", "--enterprises", "8000", "--db", "a.gpkg").says(t, 0)
	for _, pause := range []time.Duration{30, 90} {
		cmd := exec.Command(binary(), "backup", "--db", "a.gpkg", "b")
		cmd.Dir, cmd.Env = folder, []string{"LANG=en_US.UTF-8"}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(pause * time.Millisecond)
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
		want := []string{"a.gpkg"}
		if cmd.ProcessState.ExitCode() == 0 { // it was faster
			want = append(want, "b")
		}
		if diff := cmp.Diff(want, list(t, folder)); diff != "" {
			t.Fatal(diff)
		}
		_ = os.Remove(filepath.Join(folder, "b"))
	}
}

// A limit on the size of files is a failure amid writing, also where no small disk can be mounted.
func TestABackupThatDoesNotFitIsOneSentenceAndLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "a.geojson", fewZones)
	beltmap(t, folder, "import", "a.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "backup", "--db", "a.gpkg", "b").says(t, 0)
	before := list(t, folder)
	whole := exported(t, folder, "a.gpkg")
	for args, says := range map[string]string{
		"backup --db a.gpkg c":                  "c cannot be written",
		"backup --db a.gpkg --force b":          "b cannot be written",
		"restore b --db a.gpkg --force":         "a.gpkg cannot be written",
		"backup --db a.gpkg no/where":           "no/where cannot be made: its folder does not exist",
		"restore b --db /proc/a.gpkg":           "/proc/a.gpkg",
		"restore none --db a.gpkg --force":      "there is no file none",
		"restore a.geojson --db a.gpkg --force": "a.geojson is not a GeoPackage",
		"backup --db a.gpkg --force .":          ". is a folder",
	} {
		cmd := exec.Command("sh", "-c", "ulimit -f 100; exec \"$BELTMAP\" "+args)
		cmd.Dir, cmd.Env = folder, []string{"LANG=en_US.UTF-8", "BELTMAP=" + binary()}
		out, err := cmd.CombinedOutput()
		clean(t, string(out))
		if err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), says) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%s: %v\n%s", args, err, out)
		}
		left := slices.DeleteFunc(list(t, folder), func(name string) bool { // the entry of the backup, for which a.gpkg has no room
			return name == "a.gpkg-wal" || name == "a.gpkg-shm"
		})
		if diff := cmp.Diff(before, left); diff != "" {
			t.Errorf("%s: something was left behind or lost:\n%s", args, diff)
		}
	}
	if whole != exported(t, folder, "a.gpkg") {
		t.Error("the file is not what it was")
	}
	beltmap(t, folder, "check", "--db", "b").says(t, 0)
}

func TestABackupOnAFullOrReadOnlyDiskIsOneSentence(t *testing.T) {
	out, ran := inSmallDisk(t, "3m", `
		OTHER=$(mktemp -d) && cd "$OTHER" && cat > z.geojson <<'END'
`+fewZones+`
END
		"$BELTMAP" import z.geojson --db a.gpkg >/dev/null || exit 1
		"$BELTMAP" backup --db a.gpkg "$DISK/b"; echo "backup: $?"
		"$BELTMAP" restore "$DISK/b" --db "$DISK/a.gpkg"; echo "restore: $?"
		dd if=/dev/zero of="$DISK/filler" bs=1k 2>/dev/null
		before=$(ls -A "$DISK" | tr '\n' ' ')
		"$BELTMAP" backup --db a.gpkg --force "$DISK/b"; echo "full backup: $?"
		"$BELTMAP" restore a.gpkg --db "$DISK/a.gpkg" --force; echo "full restore: $?"
		test "$before" = "$(ls -A "$DISK" | tr '\n' ' ')" && echo nothing left
		rm "$DISK/filler"; mount -o remount,ro "$DISK" || exit 98
		"$BELTMAP" backup --db a.gpkg --force "$DISK/b"; echo "read-only backup: $?"
		"$BELTMAP" restore a.gpkg --db "$DISK/a.gpkg" --force; echo "read-only restore: $?"
		"$BELTMAP" check --db "$DISK/b" >/dev/null; echo "check: $?"
		"$BELTMAP" backup --db "$DISK/a.gpkg" of; echo "of read-only: $?"
		"$BELTMAP" restore "$DISK/b" --db c.gpkg; echo "from read-only: $?"
		rm -r "$OTHER"`)
	if !ran {
		return
	}
	for _, want := range []string{"\nbackup: 0", "\nrestore: 0", "full backup: 1", "full restore: 1", "/b was not written", "/a.gpkg was not written", "the disk is full", "nothing left",
		"read-only backup: 1", "read-only restore: 1", "check: 0", "of read-only: 0", "from read-only: 0"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
}
