package main_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"os/exec"

	"beltmap/data/ingest"
	"github.com/google/go-cmp/cmp"
	_ "github.com/mattn/go-sqlite3" // to make a file of a newer program
)

const fewZones = `{"type":"FeatureCollection","features":[
{"type":"Feature","collection":"zones","id":"A","geometry":{"type":"Point","coordinates":[118.3,32.3]},"properties":{"name_zh":"甲区","zone":"A"}},
{"type":"Feature","collection":"enterprises","id":"E1","geometry":{"type":"Point","coordinates":[118.31,32.31]},"properties":{"name_zh":"企业一","zone":"A","full_members":4,"belts":["B"]}}]}`

func TestAMessyImportSaysWhatItLeftOutAndEndsWithThree(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	write(t, folder, "list.csv", "\ufeff编号,企业名称,开发区,经度,纬度,联系人\nE2,企业二,A,118.32,32.32,某某\nE3,企业三,A,32.3,118.3,某某\nE2,企业四,A,118.3,32.3,某某\n")
	r := beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--report", "r.json")
	r.says(t, 3, "list.csv: row 3", "look swapped", "duplicate id", "list.csv, row 2", "联系人", "zones/A")
	var report ingest.Report
	raw, err := os.ReadFile(filepath.Join(folder, "r.json"))
	if err != nil || json.Unmarshal(raw, &report) != nil {
		t.Fatal(err, string(raw))
	}
	if report.Added != 1 || report.Rejected != 2 || report.Stubs != 1 || report.Batch == 0 || len(report.Rows) != 4 {
		t.Errorf("%+v", report)
	}
	if strings.Contains(string(raw)+r.stdout+r.stderr, "某某") {
		t.Error("a person's name was printed")
	}
	r = beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg")
	r.says(t, 0, "added 1, changed 1", "belts/B does not exist yet")
	r = beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg")
	r.says(t, 0, "added 0, changed 0, unchanged 2", "nothing was written")
	beltmap(t, folder, "check", "--db", "a.gpkg").says(t, 0)
}

func TestAnImportOfNothingButBadRowsWritesNothingAndEndsWithOne(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.csv", "id,name_zh,lon,lat\nA,甲,200,32\nB,,118,32\n")
	r := beltmap(t, folder, "import", "zones.csv", "--db", "a.gpkg")
	r.says(t, 1, "zones.csv: row 2", "outside WGS 84", "row 3", "nothing was written")
	if diff := cmp.Diff([]string{"zones.csv"}, list(t, folder)); diff != "" {
		t.Error(diff)
	}
}

func TestOneBadFileAmongGoodOnesWritesNothing(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "good.geojson", fewZones)
	write(t, folder, "bad.geojson", fewZones[:len(fewZones)-40])
	beltmap(t, folder, "import", "good.geojson", "bad.geojson", "--db", "a.gpkg").sentence(t, "bad.geojson is cut short")
	if diff := cmp.Diff([]string{"bad.geojson", "good.geojson"}, list(t, folder)); diff != "" {
		t.Error(diff)
	}
}

func TestASentenceIsSaidInTheUsersLanguage(t *testing.T) {
	folder := t.TempDir()
	for _, c := range []struct {
		env  []string
		args []string
		says string
	}{
		{[]string{"LANG=zh_CN.UTF-8"}, nil, "没有文件 no.geojson"},
		{[]string{"LANG=C.UTF-8"}, nil, "没有文件 no.geojson"},
		{nil, nil, "没有文件 no.geojson"},
		{[]string{"LANG=en_GB.UTF-8"}, nil, "there is no file no.geojson"},
		{[]string{"LANG=zh_CN.UTF-8", "LC_ALL=en_US.UTF-8"}, nil, "there is no file no.geojson"},
		{[]string{"LANG=en_US.UTF-8", "BELTMAP_LANG=zh-CN"}, nil, "没有文件 no.geojson"},
		{[]string{"LANG=zh_CN.UTF-8"}, []string{"--lang", "en"}, "there is no file no.geojson"},
	} {
		r := beltmapWith(t, folder, c.env, append([]string{"import", "no.geojson", "--db", "a.gpkg"}, c.args...)...)
		r.sentence(t, c.says)
	}
}

func TestDamagedForeignAndNewerFilesAreOneSentenceEach(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "good.gpkg").says(t, 0)
	beltmap(t, folder, "export", "--db", "good.gpkg", "--collection", "zones", "foreign.gpkg").says(t, 0)
	raw, err := os.ReadFile(filepath.Join(folder, "good.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "cut.gpkg", string(raw[:len(raw)/3]))
	write(t, folder, "text.gpkg", strings.Repeat("not a database ", 400))
	write(t, folder, "empty.gpkg", "")
	write(t, folder, "newer.gpkg", string(raw))
	newer, err := sql.Open("sqlite3", filepath.Join(folder, "newer.gpkg")+"?_journal_mode=DELETE")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newer.Exec("INSERT INTO beltmap_migrations VALUES (999, 'of tomorrow', 0)"); err != nil {
		t.Fatal(err)
	}
	newer.Close()
	for file, says := range map[string]string{
		"newer.gpkg": "was written by a newer beltmap", "cut.gpkg": "cut.gpkg", "text.gpkg": "text.gpkg", "empty.gpkg": "empty.gpkg is an empty file",
		"foreign.gpkg": "foreign.gpkg is a GeoPackage of another program", "none.gpkg": "there is no file none.gpkg", ".": "is a folder",
	} {
		before := list(t, folder)
		for _, verb := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"check"}, {"export", "--collection", "zones", "out.geojson"}} {
			r := beltmap(t, folder, append(verb, "--db", file)...)
			r.sentence(t, says)
		}
		if file != "none.gpkg" {
			beltmap(t, folder, "import", "zones.geojson", "--db", file).sentence(t, says)
		}
		if diff := cmp.Diff(before, list(t, folder)); diff != "" {
			t.Errorf("%s: something was left behind:\n%s", file, diff)
		}
	}
}

func TestAFolderThatTakesNoFilesIsOneSentence(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "import", "zones.geojson", "--db", "/proc/a.gpkg").sentence(t, "/proc/a.gpkg")
	beltmap(t, folder, "generate", "--enterprises", "10", "--db", "/proc/a.gpkg").sentence(t, "/proc/a.gpkg")
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "/proc/a.geojson").sentence(t, "/proc/a.geojson")
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "/proc/b.gpkg").sentence(t, "/proc/b.gpkg")
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "no/where.gpkg").sentence(t, "no/where.gpkg")
}

func TestAFullDeviceIsOneSentence(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	var said strings.Builder
	cmd := exec.Command(binary(), "export", "--db", "a.gpkg", "--collection", "zones", "-")
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, []string{"LANG=en_US.UTF-8"}, full, &said
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), "the disk is full") {
		t.Errorf("%v %s", err, said.String())
	}
}

func TestAReadOnlyFolderIsServedAndNotWritten(t *testing.T) {
	t.Parallel()
	out, ran := inSmallDisk(t, "8m", `
		cd "$DISK" && cat > z.geojson <<'END'
`+fewZones+`
END
		"$BELTMAP" import z.geojson --db a.gpkg >/dev/null || exit 1
		mount -o remount,ro "$DISK" || exit 98
		"$BELTMAP" import z.geojson --db new.gpkg; echo "new: $?"
		"$BELTMAP" import z.geojson --db a.gpkg; echo "import: $?"
		"$BELTMAP" generate --enterprises 10 --db g.gpkg; echo "generate: $?"
		"$BELTMAP" export --db a.gpkg --collection zones out.geojson; echo "export: $?"
		"$BELTMAP" export --db a.gpkg --collection zones out.gpkg; echo "export gpkg: $?"
		"$BELTMAP" check --db a.gpkg >/dev/null; echo "check: $?"
		"$BELTMAP" serve --listen 127.0.0.1:0 --db a.gpkg & sleep 2; kill -INT $!; wait $!; echo "serve: $?"
		"$BELTMAP" export --db a.gpkg --collection zones - | head -c 30; echo
		ls -a`)
	if !ran {
		return
	}
	for _, want := range []string{"new: 1", "import: 1", "generate: 1", "export: 1", "export gpkg: 1", "check: 0", "a.gpkg is served at: http://", "serve: 0", `{"type":"FeatureCollection"`,
		"new.gpkg or its folder cannot be written to", "beltmap: a.gpkg ", "out.geojson was not written: its folder cannot be written to"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
}

func TestAFullDiskLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	out, ran := inSmallDisk(t, "3m", `
		"$BELTMAP" generate --enterprises 20000 --db "$DISK/g.gpkg"; echo "generate: $?"
		ls -A "$DISK"; echo "generate left: $(ls -A "$DISK" | wc -l)"
		OTHER=$(mktemp -d) && cd "$OTHER" && cat > z.geojson <<'END'
`+fewZones+`
END
		"$BELTMAP" import z.geojson --db a.gpkg >/dev/null || exit 1
		cp a.gpkg "$DISK/full.gpkg"; cp a.gpkg was.gpkg # an export is entered in a.gpkg
		dd if=/dev/zero of="$DISK/filler" bs=1k 2>/dev/null
		before=$(ls -A "$DISK" | grep -v -e -wal -e -shm | tr '\n' ' ')
		"$BELTMAP" export --db a.gpkg --collection zones "$DISK/out.geojson"; echo "export: $?"
		"$BELTMAP" export --db a.gpkg --collection zones "$DISK/out.gpkg"; echo "export gpkg: $?"
		"$BELTMAP" import z.geojson --db a.gpkg --report "$DISK/r.json" >/dev/null; echo "report: $?"
		"$BELTMAP" import z.geojson --db a.gpkg --report no/where/r.json >/dev/null; echo "report nowhere: $?"
		sed s/甲区/乙区/ z.geojson > y.geojson
		"$BELTMAP" import y.geojson --db "$DISK/full.gpkg"; echo "import: $?"
		after=$(ls -A "$DISK" | grep -v -e -wal -e -shm | tr '\n' ' ')
		echo "before $before; after $after"; test "$before" = "$after" && echo nothing left
		rm "$DISK/filler"; "$BELTMAP" check --db "$DISK/full.gpkg" >/dev/null; echo "check: $?"
		cmp was.gpkg "$DISK/full.gpkg" && echo unchanged
		rm -r "$OTHER"`)
	if !ran {
		return
	}
	for _, want := range []string{"generate: 1", "the disk is full", "generate left: 0", "export: 1", "export gpkg: 1", "out.geojson was not written", "out.gpkg was not written",
		"report: 3", "report nowhere: 1", "r.json was not written", "import: 1", "nothing left", "check: 0", "unchanged"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
}

// manyRows is a table too big to be read in an instant.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("id,name_zh,lon,lat,zone\n")
	for i := range n {
		fmt.Fprintf(&b, "E%d,企业 %d,118.%06d,32.%06d,Z%d\n", i, i, i, i, i%50)
	}
	return b.String()
}

func TestAnImportCutShortByCtrlCOrKillLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	write(t, folder, "many.csv", manyRows(60_000))
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	heard := false // on a busy machine a signal may come before the program listens
	for i, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGINT, syscall.SIGKILL, syscall.SIGKILL, syscall.SIGTERM} {
		cmd := exec.Command(binary(), "import", "many.csv", "--as", "enterprises", "--db", "a.gpkg")
		cmd.Dir, cmd.Env = folder, []string{"LANG=en_US.UTF-8"}
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(150+250*i) * time.Millisecond)
		_ = cmd.Process.Signal(signal)
		err := cmd.Wait()
		clean(t, said.String())
		told := strings.Contains(said.String(), "nothing") || strings.Contains(said.String(), "interrupted")
		heard = heard || err == nil || told
		if err != nil && signal != syscall.SIGKILL && !told && said.Len() > 0 {
			t.Errorf("%v: %s", err, said.String())
		}
		beltmap(t, folder, "check", "--db", "a.gpkg").says(t, 0)
		r := beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "enterprises", "-")
		if n := strings.Count(r.stdout, `"type":"Feature"`); n != 1 && n != 60_000 {
			t.Errorf("%d enterprises after signal %v", n, signal)
		}
	}
	if !heard {
		t.Error("no signal was heard")
	}
	cmd := exec.Command(binary(), "generate", "--enterprises", "300000", "--db", "g.gpkg")
	cmd.Dir = folder
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if slices.Contains(list(t, folder), "g.gpkg") {
		t.Error("an interrupted generate left a file")
	}
}

func TestWhatIsExportedComesBackTheSameForEveryCollection(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	beltmap(t, folder, "generate", "--enterprises", "300", "--seed", "3", "--db", "g.gpkg").says(t, 0)
	collections := []string{"zones", "belts", "enterprises", "organizations", "centers", "grids", "alliances", "honors", "programs", "events", "tours", "places", "stops", "ground", "facts"}
	args := []string{"import", "--db", "h.gpkg"}
	for _, c := range collections {
		beltmap(t, folder, "export", "--db", "g.gpkg", "--collection", c, c+".geojson").says(t, 0)
		args = append(args, c+".geojson")
	}
	beltmap(t, folder, args...).says(t, 0)
	for _, c := range collections {
		a, err := os.ReadFile(filepath.Join(folder, c+".geojson"))
		if err != nil {
			t.Fatal(err)
		}
		if b := beltmap(t, folder, "export", "--db", "h.gpkg", "--collection", c, "-").stdout; string(a) != b {
			t.Errorf("%s came back other than it went out", c)
		}
	}
	public := beltmap(t, folder, "export", "--db", "g.gpkg", "--collection", "enterprises", "--public", "-").stdout
	for _, internal := range []string{"full_members", "instructors", "output", "tax"} {
		if strings.Contains(public, `"`+internal+`"`) {
			t.Errorf("%s is in a public export", internal)
		}
	}
}
