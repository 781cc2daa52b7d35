package main_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

var link = regexp.MustCompile(`\d+:[0-9a-f]{64}`)

func TestEveryCommandThatChangesOrTakesOutRecordsIsInTheLog(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0, "nothing was written") // nor entered
	beltmap(t, folder, "undo", "1", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "undo", "1", "--db", "a.gpkg").says(t, 1)
	beltmap(t, folder, "undo", "2", "--db", "a.gpkg").says(t, 0)
	outside(t, folder, "UPDATE enterprises SET name_zh='新名' WHERE id='E1'")
	beltmap(t, folder, "adopt", "--db", "a.gpkg", "--dry-run").says(t, 0)
	beltmap(t, folder, "adopt", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "enterprises", "--filter", "zone=A", "list.csv").says(t, 0)
	beltmap(t, folder, "settings", "set", "privacy_k=7", "--db", "a.gpkg").says(t, 0)
	r := beltmap(t, folder, "audit", "export", "--db", "a.gpkg")
	r.says(t, 0)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(r.stdout, "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatal(err, r.stdout)
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, strings.Join([]string{row[0], row[2], row[4], row[5], row[6], row[9]}, " "))
	}
	want := []string{"1  local import batches/1 done", "2  local undo batches/1 done", "3  local undo batches/2 done", "4  local adopt batches/4 done",
		"5  local export enterprises begun", "6  local settings settings/privacy_k done"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the log is\n%s", strings.Join(got, "\n"))
	}
	if !strings.Contains(rows[5][8], `"filter":["zone=A"]`) || !strings.Contains(rows[1][8], `"added":3`) {
		t.Errorf("%q %q", rows[5][8], rows[1][8])
	}
}

func TestALogIsVerifiedAndWhatWasDoneToItNamed(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	for range 4 {
		beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "-").says(t, 0)
	}
	r := beltmap(t, folder, "audit", "verify", "--db", "a.gpkg")
	r.says(t, 0, "the audit log is whole: 5 entries")
	head := link.FindString(r.stdout)
	beltmap(t, folder, "audit", "export", "--db", "a.gpkg", "log.csv").says(t, 0, head)
	beltmap(t, folder, "audit", "verify", "log.csv").says(t, 0, head)
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "-").says(t, 0)
	beltmap(t, folder, "audit", "verify", "log.csv", "--db", "a.gpkg", "--expect", head).says(t, 0, "6 entries")

	outside(t, folder, "DELETE FROM audit_log WHERE seq=6; UPDATE beltmap_audit SET seq=5, count=5, hash=(SELECT hash FROM audit_log WHERE seq=5)")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg", "--expect", head).says(t, 0) // nobody wrote the sixth down
	outside(t, folder, "DELETE FROM audit_log WHERE seq=5; UPDATE beltmap_audit SET seq=4, count=4, hash=(SELECT hash FROM audit_log WHERE seq=4)")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg", "--expect", head).sentence(t, "entry 5 is missing")
	outside(t, folder, "DELETE FROM audit_log WHERE seq=4")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").sentence(t, "a.gpkg", "entry 4 is missing")
	outside(t, folder, "UPDATE audit_log SET account='planning-cz' WHERE seq=2")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").sentence(t, "entry 2 of the audit log was changed")
	outside(t, folder, "DELETE FROM audit_log WHERE seq=1")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").sentence(t, "entry 1 of the audit log is missing")
	beltmap(t, folder, "audit", "export", "--db", "a.gpkg", "bad.csv").says(t, 1, "2 entries", "entry 1 of the audit log is missing")

	text, err := os.ReadFile(filepath.Join(folder, "log.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "log.csv", strings.Replace(string(text), ",zones,", ",belts,", 1))
	beltmap(t, folder, "audit", "verify", "log.csv").sentence(t, "log.csv: entry 2 of the audit log was changed")
	beltmap(t, folder, "audit", "verify", "zones.geojson").sentence(t, "zones.geojson is no log")
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg", "--expect", "5").says(t, 2, "SEQ:HASH")
	beltmap(t, folder, "audit").says(t, 2, "a command is missing")
}

func TestOldEntriesAreMovedOutAndTheChainGoesOn(t *testing.T) {
	folder := t.TempDir()
	day := func(back int) time.Time { return time.Now().Add(-time.Duration(back) * 24 * time.Hour) }
	for i, back := range []int{900, 600, 590, 100} {
		store, err := gpkg.Open(t.Context(), filepath.Join(folder, "a.gpkg"), gpkg.Options{Create: true, Now: func() time.Time { return day(back) }})
		if err != nil {
			t.Fatal(err)
		}
		if err := store.AuditLog().Append(t.Context(), geo.AuditEntry{Action: geo.ActionExport, Object: strings.Repeat("=", i)}); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	on := func(back int) string { return geo.DayOf(day(back)).String() }
	beltmap(t, folder, "audit", "rotate", "--db", "a.gpkg", "--before", on(90), "old.csv").sentence(t, "at least 180 days")
	beltmap(t, folder, "audit", "rotate", "--db", "a.gpkg", "--before", on(1000), "old.csv").says(t, 0, "no entries")
	beltmap(t, folder, "audit", "rotate", "--db", "a.gpkg", "--before", on(700), "old.csv").says(t, 0, "1 entries of the audit log were moved")
	beltmap(t, folder, "audit", "rotate", "--db", "a.gpkg", "--before", on(200), "old.csv").sentence(t, "old.csv exists already")
	beltmap(t, folder, "audit", "rotate", "--db", "a.gpkg", "--before", on(200), "newer.csv").says(t, 0, "2 entries of the audit log were moved")
	r := beltmap(t, folder, "audit", "verify", "old.csv", "newer.csv", "--db", "a.gpkg")
	r.says(t, 0, "old.csv: the audit log is whole: 1 entries", "newer.csv: the audit log is whole: 2 entries", "a.gpkg: the audit log is whole: 3 entries")
	heads := link.FindAllString(r.stdout, -1)
	beltmap(t, folder, "audit", "verify", "old.csv", "newer.csv", "--db", "a.gpkg", "--expect", heads[0], "--expect", heads[1], "--expect", heads[2]).says(t, 0)
	beltmap(t, folder, "audit", "verify", "newer.csv", "old.csv").says(t, 1, "old.csv begins with entry 1, which does not follow entry 3")
	beltmap(t, folder, "audit", "verify", "old.csv", "--db", "a.gpkg").says(t, 1, "entry 1 of the audit log was moved out")
	beltmap(t, folder, "audit", "verify", "old.csv", "--expect", heads[1]).says(t, 1, "entry 2 is missing, and it reached to entry 3")
}

func TestTheLogGrowsBesideARunningServer(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg")
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "-").says(t, 0)
	beltmap(t, folder, "audit", "verify", "--db", "a.gpkg").says(t, 0, "2 entries")
	if code, _ := s.get(t, "/api/collections/zones/items"); code != 200 {
		t.Error(code)
	}
}

func TestAListOutOfAFileThatCannotBeWrittenToIsExportedWithoutEntry(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	script := `cp ` + filepath.Join(folder, "a.gpkg") + ` $DISK && mount -o remount,ro none $DISK && $BELTMAP export --db $DISK/a.gpkg --collection zones -`
	if said, ran := inSmallDisk(t, "20m", script); ran && !strings.Contains(said, "FeatureCollection") {
		t.Error(said)
	}
}

func TestSettingsAreListedSetAndPinned(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	write(t, folder, "fixed.json", `{"joint_units":"4"}`)
	write(t, folder, "bad.json", `{"joint_units":4}`)
	write(t, folder, "unknown.json", `{"nothing":"4"}`)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "settings", "--db", "a.gpkg").says(t, 0, "privacy_k\t5\tdefault 5\tnot set", "hash of the settings da0cf8dbcc5c66f212c94753d01f3251")
	beltmap(t, folder, "settings", "set", "privacy_k=7", "--db", "a.gpkg").says(t, 0, `privacy_k was "5" and is "7" (version 1`)
	beltmap(t, folder, "settings", "set", "privacy_k=7", "--db", "a.gpkg").says(t, 0, "nothing was written")
	beltmap(t, folder, "settings", "list", "--db", "a.gpkg").says(t, 0, "privacy_k\t7\tdefault 5\tset (version 1)")
	beltmap(t, folder, "settings", "set", "privacy_k=", "--db", "a.gpkg").says(t, 0, `is "5" (version 2, hash of the settings da0cf8dbcc5c66f212c94753d01f3251)`)
	beltmap(t, folder, "settings", "set", "privacy_k=2", "--db", "a.gpkg").sentence(t, "between 3 and 100")
	beltmap(t, folder, "settings", "set", "nothing=2", "--db", "a.gpkg").sentence(t, `no setting "nothing"`)
	beltmap(t, folder, "settings", "set", "privacy_k", "--db", "a.gpkg").says(t, 2, "KEY=VALUE")
	pinned := func(args ...string) result {
		return beltmapWith(t, folder, []string{"LANG=en", "BELTMAP_SETTINGS_FILE=fixed.json", "BELTMAP_SETTING_PRIVACY_K=9", "BELTMAP_REVIEW_NUMBER=皖S(2026)1号"}, args...)
	}
	pinned("settings", "--db", "a.gpkg").says(t, 0, "privacy_k\t9\tdefault 5\tpinned", "joint_units\t4\tdefault 5\tpinned", "map_review_number\t皖S(2026)1号")
	pinned("settings", "set", "joint_units=6", "--db", "a.gpkg").sentence(t, `pinned to "4"`)
	for file, says := range map[string]string{"bad.json": "bad.json should be a JSON object", "no.json": "no.json cannot be read", "unknown.json": `no setting "nothing"`} {
		beltmapWith(t, folder, []string{"LANG=en", "BELTMAP_SETTINGS_FILE=" + file}, "settings", "--db", "a.gpkg").sentence(t, says)
	}
	var listed struct {
		Hash     string
		Settings []struct {
			Key, Value, Clause string
			Version            int
			Pinned             bool
		}
	}
	r := beltmap(t, folder, "settings", "list", "--json", "--db", "a.gpkg")
	if err := json.Unmarshal([]byte(r.stdout), &listed); err != nil || len(listed.Settings) != len(geo.SettingSchema()) || listed.Hash == "" || listed.Settings[0].Clause == "" {
		t.Errorf("%v %s", err, r.stdout)
	}
}

var program = regexp.MustCompile("(?s)```python\n(.*?)```")

// The program that the page shows, in another language and with nothing of ours, verifies what we write. It runs by the system's Python, which GDAL needs anyway.
func TestTheProgramOfTheSecurityPageVerifiesALog(t *testing.T) {
	page, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := program.FindSubmatch(page)
	if shown == nil {
		t.Fatal("docs/security.md shows no program")
	}
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "=甲,乙.csv").says(t, 0)
	beltmap(t, folder, "audit", "export", "--db", "a.gpkg", "log.csv").says(t, 0)
	verify := func() string {
		out, _ := exec.Command("/usr/bin/python3", "-c", string(shown[1]), filepath.Join(folder, "log.csv")).CombinedOutput()
		return string(out)
	}
	if out := verify(); !strings.HasPrefix(out, "whole, the last is ") {
		t.Error(out)
	}
	text, err := os.ReadFile(filepath.Join(folder, "log.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "log.csv", strings.Replace(string(text), ",zones,", ",belts,", 1))
	if out := verify(); !strings.HasPrefix(out, "entry 2 was changed") {
		t.Error(out)
	}
}

func TestThePagesNameEveryActionAndEverySetting(t *testing.T) {
	security, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range geo.Actions() {
		if !strings.Contains(string(security), "`"+string(a)+"`") {
			t.Errorf("docs/security.md does not name %s", a)
		}
	}
	operations, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range geo.SettingSchema() {
		if !strings.Contains(string(operations), "`"+s.Key+"`") {
			t.Errorf("docs/operations.md does not name %s", s.Key)
		}
	}
}
