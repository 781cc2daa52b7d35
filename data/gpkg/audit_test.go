package gpkg_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
	"pgregory.net/rapid"
)

// auditedFile opens the file of a test, and spoils its log.
func auditedFile() (storetest.OpenAudited, storetest.Spoil) {
	var mu sync.Mutex
	folders := map[testing.TB]string{}
	return func(t testing.TB, now func() time.Time) storetest.Audited {
		mu.Lock()
		defer mu.Unlock()
		if folders[t] == "" {
			folders[t] = t.TempDir()
		}
		s, err := gpkg.Open(background, filepath.Join(folders[t], "belts.gpkg"), gpkg.Options{Create: true, Now: now, Watch: 20 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}, func(t testing.TB) { script(t, filepath.Join(folders[t], "belts.gpkg"), "DELETE FROM beltmap_audit") }
}

func auditedMemory(t testing.TB, now func() time.Time) storetest.Audited {
	s, err := gpkg.OpenMemory(background, gpkg.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestTheAuditLogOfAFileKeepsTheContract(t *testing.T) {
	open, spoil := auditedFile()
	storetest.RunAudit(t, open, spoil, false)
}
func TestTheAuditLogInMemoryKeepsTheContract(t *testing.T) {
	storetest.RunAudit(t, auditedMemory, nil, true)
}
func TestTheSettingsOfAFileKeepTheContract(t *testing.T) {
	open, _ := auditedFile()
	storetest.RunSettings(t, open, false)
}
func TestTheSettingsInMemoryKeepTheContract(t *testing.T) {
	storetest.RunSettings(t, auditedMemory, true)
}

func TestTheScenariosOfAFileKeepTheContract(t *testing.T) {
	open, _ := auditedFile()
	storetest.RunScenarios(t, open, false)
}
func TestTheScenariosInMemoryKeepTheContract(t *testing.T) {
	storetest.RunScenarios(t, auditedMemory, true)
}

func said(object string) geo.AuditEntry {
	return geo.AuditEntry{Actor: geo.CommandLine(), Action: geo.ActionExport, Object: object, Before: `{"a":1}`, After: `{"a":2}`, Result: geo.ResultDone}
}

// logged makes a file with a log of n entries, and a connection to it as another program has one.
func logged(t testing.TB, n int) (*gpkg.Store, *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	for i := range n {
		if err := s.AuditLog().Append(background, said(fmt.Sprint("list ", i))); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite3", path+"?_synchronous=OFF&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return s, db
}

// Whatever single thing another program does to the log, it is found, and the first entry concerned is named.
func TestEveryTamperingWithTheLogIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	const n = 9
	s, db := logged(t, n)
	do := func(statement string, args ...any) {
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatal(statement, err)
		}
	}
	do("CREATE TABLE saved AS SELECT * FROM audit_log")
	do("CREATE TABLE saved_head AS SELECT * FROM beltmap_audit")
	good, err := s.AuditLog().Verify(background)
	if err != nil {
		t.Fatal(err)
	}
	const swap = `UPDATE audit_log SET (time, account, role, address, action, object, before, after, result, hash) =
		(SELECT time, account, role, address, action, object, before, after, result, hash FROM saved WHERE seq=?1+?2-audit_log.seq) WHERE seq IN (?1, ?2)`
	rapid.Check(t, func(r *rapid.T) {
		do("DELETE FROM audit_log; INSERT INTO audit_log SELECT * FROM saved; DELETE FROM beltmap_audit; INSERT INTO beltmap_audit SELECT * FROM saved_head")
		if _, err := s.AuditLog().Verify(background, good.Head); err != nil {
			r.Fatal(err)
		}
		k := rapid.IntRange(1, n).Draw(r, "entry")
		first := k
		how := rapid.SampledFrom([]string{"remove", "cut", "change", "time", "type", "swap", "renumber", "add", "head", "cut with head", "count"}).Draw(r, "how")
		switch how {
		case "remove":
			do("DELETE FROM audit_log WHERE seq=?", k)
		case "cut":
			do("DELETE FROM audit_log WHERE seq>=?", k)
		case "cut with head": // which only what was seen tells
			do("DELETE FROM audit_log WHERE seq>=?", k)
			do(`UPDATE beltmap_audit SET seq=?1-1, count=?1-1, hash=coalesce((SELECT hash FROM audit_log WHERE seq=?1-1), base_hash)`, k)
		case "change":
			column := rapid.SampledFrom([]string{"account", "role", "address", "action", "object", "before", "after", "result", "hash"}).Draw(r, "column")
			do("UPDATE audit_log SET "+column+"="+column+"||'x' WHERE seq=?", k)
		case "time":
			do("UPDATE audit_log SET time=time+1 WHERE seq=?", k)
		case "type":
			do("UPDATE audit_log SET object=CAST(object AS BLOB) WHERE seq=?", k)
		case "swap":
			other := rapid.IntRange(1, n).Filter(func(i int) bool { return i != k }).Draw(r, "other")
			do(swap, k, other)
			first = min(k, other)
		case "renumber":
			do("UPDATE audit_log SET seq=seq+100 WHERE seq=?", k)
		case "add":
			do("INSERT INTO audit_log SELECT ?1+1, time, account, role, address, action, object, before, after, result, hash FROM saved WHERE seq=?2", n, k)
			first = n + 1
		case "head":
			do("UPDATE beltmap_audit SET hash=(SELECT hash FROM saved WHERE seq=?)", rapid.IntRange(1, n-1).Draw(r, "other"))
			first = n
		case "count":
			do("UPDATE beltmap_audit SET count=count+1")
			first = 0
		}
		_, err := s.AuditLog().Verify(background, good.Head)
		if geo.KindOf(err) != geo.KindInvalid || first > 0 && !strings.Contains(err.Error(), fmt.Sprintf("entry %d ", first)) {
			r.Fatalf("%s %d: %v", how, k, err)
		}
	})
	do("DROP TABLE saved; DROP TABLE saved_head; DELETE FROM beltmap_audit")
	if _, err := s.AuditLog().Verify(background); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("without a head: %v", err)
	}
	if err := s.AuditLog().Append(background, said("x")); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("something is entered without a head: %v", err)
	}
}

// An entry whose own hash was made to fit again no longer fits the next, or the head: one of the two is named.
func TestAnEntryThatWasHashedAnewNoLongerFitsTheNext(t *testing.T) {
	for k := 1; k <= 3; k++ {
		s, db := logged(t, 3)
		var entries []geo.AuditEntry
		if _, err := s.AuditLog().Read(background, 0, func(e *geo.AuditEntry) error { entries = append(entries, *e); return nil }); err != nil {
			t.Fatal(err)
		}
		e := entries[k-1]
		e.Result = "forged"
		if _, err := db.Exec("UPDATE audit_log SET result=?, hash=? WHERE seq=?", e.Result, e.Sum(e.Previous).String(), k); err != nil {
			t.Fatal(err)
		}
		if _, err := s.AuditLog().Verify(background); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("entry %d", k)) {
			t.Errorf("%d: %v", k, err)
		}
	}
}

func TestAnAcknowledgedBatchHasItsEntryAndABatchWithoutEntryIsNone(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH = "Y", "开发区"
	script(t, path, "DROP TABLE beltmap_audit")
	if _, err := s.Apply(background, geo.BatchOf("zone", geo.Change{Record: zone}).By(geo.CommandLine(), geo.ActionImport, "")); err == nil {
		t.Error("a batch that could not be entered was applied")
	}
	if now, err := s.Snapshot(background, func([]geo.Record) error { return nil }); err != nil || now != last {
		t.Errorf("version %d became %d, %v", last, now, err)
	}
}

func TestAFileThatIsMadeWithItsFirstBatchHasItsEntry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH = "Y", "开发区"
	if _, err := gpkg.Create(background, path, gpkg.Options{}, geo.BatchOf("zone", geo.Change{Record: zone}).By(geo.CommandLine(), geo.ActionImport, "")); err != nil {
		t.Fatal(err)
	}
	s := create(t, path)
	page, err := s.AuditLog().Page(background, data.AuditFilter{}, 0, 9)
	if err != nil || len(page) != 1 || page[0].Object != "batches/1" || !strings.Contains(page[0].After, `"added":1`) {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestAFullDiskIsSaidByTheLog(t *testing.T) {
	s, _ := logged(t, 1)
	gpkg.FillDisk(s)
	var err error
	for i := 0; err == nil && i < 100; i++ {
		e := said("x")
		e.Before = strings.Repeat("x", 4000)
		err = s.AuditLog().Append(background, e)
	}
	if e := asError(t, err); e.Kind != geo.KindUnavailable || !strings.Contains(e.Text.EN, "disk is full") {
		t.Errorf("%v", err)
	}
	if _, err := s.AuditLog().Verify(background); err != nil {
		t.Error(err)
	}
}

func TestTheLogOfAnotherProcessIsNoChangeOfAnotherProgram(t *testing.T) {
	path, _ := some(t)
	s, other := create(t, path), create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := errors.Join(other.AuditLog().Append(background, said("x")), s.AuditLog().Append(background, said("y"))); err != nil {
			t.Fatal(err)
		}
		if _, err := put(s, "E1"); err != nil {
			t.Fatal(err)
		}
		if _, err := read(other); err != nil {
			t.Fatal(err)
		}
	}
	for drained := false; !drained; { // the batches' own hints
		select {
		case <-s.Hint():
		case <-time.After(100 * time.Millisecond):
			drained = true
		}
	}
	if err := other.AuditLog().Append(background, said("x")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.Hint():
		t.Error("an entry is hinted at as if records had changed")
	case <-time.After(100 * time.Millisecond):
	}
	if state, err := s.AuditLog().Verify(background); err != nil || state.Count != 7 {
		t.Errorf("%+v, %v", state, err)
	}
}

func TestTheLogGoesOnWhileRecordsAreInConflict(t *testing.T) {
	path, _ := some(t)
	script(t, path, "UPDATE enterprises SET employees=11 WHERE id='E2'")
	s := create(t, path)
	if _, err := read(s); geo.KindOf(err) != geo.KindConflict {
		t.Fatal(err)
	}
	if err := s.AuditLog().Append(background, said("x")); err != nil {
		t.Fatal(err)
	}
	found, err := s.Adopt(background, false, func(o geo.Outcome) []geo.AuditEntry {
		return []geo.AuditEntry{o.Entry(geo.CommandLine(), geo.ActionAdopt, "", "adopt")}
	})
	if err != nil || found.Changed != 1 {
		t.Fatal(found, err)
	}
	page, err := s.AuditLog().Page(background, data.AuditFilter{Action: geo.ActionAdopt}, 0, 2)
	if err != nil || len(page) != 1 || !strings.Contains(page[0].After, `"changed":1`) {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestALogThatIsOnlyReadRefusesToBeWritten(t *testing.T) {
	path, _ := some(t)
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.AuditLog().Append(background, said("x")); geo.KindOf(err) != geo.KindUnavailable {
		t.Errorf("%v", err)
	}
	if _, err := s.AuditLog().Verify(background); err != nil {
		t.Error(err)
	}
}

func TestAFileOfBeforeHasNoLogUntilItIsOpenedForWriting(t *testing.T) {
	path, _ := some(t)
	script(t, path, "DROP TABLE audit_log; DROP TABLE beltmap_audit; DROP TABLE beltmap_settings; DROP TABLE beltmap_scenarios; DELETE FROM beltmap_migrations WHERE number IN (7, 8, 13)")
	old, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if state, err := old.AuditLog().Verify(background); err != nil || state.Count != 0 {
		t.Errorf("%+v, %v", state, err)
	}
	if values, err := old.Settings().Values(background); err != nil || len(values) != 0 {
		t.Errorf("%+v, %v", values, err)
	}
	if list, err := old.Scenarios().List(background); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if err := create(t, path).AuditLog().Append(background, said("x")); err != nil {
		t.Error(err)
	}
}

// How to run: go test ./data/gpkg -run '^$' -bench AuditAppend -benchtime 500x
// How to read: ns/op is the wall time of an entry that is durable when it returns. One at a time it is that of a commit, the disk's; of many at once
// they share commits, so that it falls with their number.
func BenchmarkAuditAppend(b *testing.B) {
	for _, at := range []int{1, 64} {
		b.Run(fmt.Sprint(at, " at once"), func(b *testing.B) {
			s := create(b, filepath.Join(b.TempDir(), "belts.gpkg"))
			b.SetParallelism(at)
			if at == 1 {
				for b.Loop() {
					if err := s.AuditLog().Append(background, said("x")); err != nil {
						b.Fatal(err)
					}
				}
				return
			}
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := s.AuditLog().Append(background, said("x")); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
