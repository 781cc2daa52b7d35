package main_test

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// outside changes a file as another program does.
func outside(t *testing.T, folder, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(folder, "a.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestBatchesAreListedAndTakenBack(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	write(t, folder, "renamed.geojson", strings.Replace(fewZones, "企业一", "企业壹", 1))
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "import", "renamed.geojson", "--db", "a.gpkg").says(t, 0, "changed 1")
	r := beltmap(t, folder, "history", "--db", "a.gpkg")
	r.says(t, 0, "added 3, changed 0, removed 0", "added 0, changed 1, removed 0", "can be undone", "import renamed.geojson")
	if !strings.HasPrefix(r.stdout, "2\t") || strings.Count(r.stdout, "\n") != 2 {
		t.Errorf("not the last first:\n%s", r.stdout)
	}
	beltmap(t, folder, "history", "--db", "a.gpkg", "--lang", "zh").says(t, 0, "新增 3，更改 0，删除 0", "可撤销")
	beltmap(t, folder, "undo", "1", "--db", "a.gpkg").sentence(t, "enterprises/E1 was changed again after batch 1")
	beltmap(t, folder, "undo", "9", "--db", "a.gpkg").sentence(t, "no batch made version 9")
	beltmap(t, folder, "undo", "2", "--db", "a.gpkg").says(t, 0, "batch 2 is undone (version 3): added 0, changed 1, removed 0")
	beltmap(t, folder, "undo", "1", "--db", "a.gpkg").says(t, 0, "added 0, changed 0, removed 3")
	beltmap(t, folder, "undo", "4", "--db", "a.gpkg").says(t, 0, "added 3, changed 0, removed 0")
	if out := beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "enterprises", "-").stdout; !strings.Contains(out, "企业一") {
		t.Errorf("the undone rename stays: %s", out)
	}
	var list []struct {
		Batch    int
		Time     time.Time
		Note     string
		Added    *int
		Undoable bool
	}
	said := beltmap(t, folder, "history", "--db", "a.gpkg", "--json").stdout
	if err := json.Unmarshal([]byte(said), &list); err != nil || len(list) != 5 || list[0].Batch != 5 || list[0].Note != "undo 4" || *list[0].Added != 3 || !list[0].Undoable ||
		time.Since(list[0].Time).Abs() > time.Minute {
		t.Errorf("%v %s", err, said)
	}
	for line, says := range map[string]string{"undo --db a.gpkg": "<batch>", "undo 1": "--db is missing", "undo x --db a.gpkg": "x", "history": "--db is missing", "adopt": "--db is missing"} {
		beltmap(t, folder, strings.Fields(line)...).says(t, 2, says)
	}
	beltmap(t, folder, "history", "--db", "no.gpkg").sentence(t, "there is no file no.gpkg")
}

func TestAFileThatAnotherProgramChangedIsNeitherServedNorWrittenUntilAdopted(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	outside(t, folder, "UPDATE enterprises SET name_zh='新名' WHERE id='E1'")
	const says = "another program changed enterprises in a.gpkg; run beltmap adopt --db a.gpkg"
	beltmap(t, folder, "serve", "--listen", "127.0.0.1:0", "--db", "a.gpkg").sentence(t, says)
	beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "zones", "out.geojson").sentence(t, says)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").sentence(t, says)
	beltmap(t, folder, "undo", "1", "--db", "a.gpkg").sentence(t, says)
	beltmap(t, folder, "check", "--db", "a.gpkg").says(t, 1, says, "errors 1")
	beltmap(t, folder, "adopt", "--dry-run", "--db", "a.gpkg").says(t, 0, "changed\tenterprises/E1", "nothing was written to a.gpkg")
	outside(t, folder, "UPDATE enterprises SET class='huge' WHERE id='E1'")
	beltmap(t, folder, "adopt", "--db", "a.gpkg").says(t, 1, "enterprises/E1, class", "beltmap: what other programs changed in a.gpkg cannot be taken in")
	outside(t, folder, "UPDATE enterprises SET class=NULL WHERE id='E1'")
	beltmap(t, folder, "adopt", "--db", "a.gpkg").says(t, 0, "taken in: added 0, changed 1, removed 0; written to a.gpkg (version 2)", "cannot be undone")
	beltmap(t, folder, "adopt", "--db", "a.gpkg").says(t, 0, "no other program changed records in a.gpkg")
	beltmap(t, folder, "history", "--db", "a.gpkg").says(t, 0, "added 0, changed 1, removed 0\tcannot be undone\tadopt")
	beltmap(t, folder, "check", "--db", "a.gpkg").says(t, 0)
	if out := beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "enterprises", "-").stdout; !strings.Contains(out, "新名") {
		t.Errorf("what was adopted is not there: %s", out)
	}
}

func TestAServerShowsTheLastGoodStateUntilWhatChangedIsAdopted(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg")
	outside(t, folder, "UPDATE enterprises SET name_zh='新名' WHERE id='E1'")
	name := func() string {
		code, body := s.get(t, "/api/collections/enterprises/items/E1")
		if code != 200 {
			t.Fatal(code, body)
		}
		return body
	}
	time.Sleep(1500 * time.Millisecond) // a turn of the watch and of the server's timer
	if body := name(); !strings.Contains(body, "企业一") {
		t.Errorf("what another program changed is served: %s", body)
	}
	beltmap(t, folder, "adopt", "--db", "a.gpkg").says(t, 0, "changed 1")
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(name(), "新名"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("what was adopted does not show")
		}
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // by hand, since here the log says what went wrong
	_ = s.cmd.Wait()
	const says = "another program changed enterprises in a.gpkg; run beltmap adopt --db a.gpkg"
	if log := s.stderr.String(); strings.Count(log, says) != 1 || !strings.Contains(log, "the store is followed again") {
		t.Errorf("the log does not say it once:\n%s", log)
	}
}
