package server_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/geo"
)

// shownImport is what is answered of an upload.
type shownImport struct {
	ID          string
	Report      struct{ Added, Changed, Removed, Rejected, Batch int }
	Differences []struct {
		Op, ID string
		Fields []struct {
			Field         string
			Before, After any
		}
	}
	Outside struct {
		Count   int
		Records []string
	}
}

func (a *answer) shown() (shown shownImport) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, &shown); err != nil {
		a.t.Fatalf("%s: %v %s", a.path, err, a.body)
	}
	return shown
}

const csvOfCZ = "编号,名称,开发区,从业人员\nCZ-enterprises,甲enterprises,CZ,12\nE-7,=1+1,CZ,3\n"

func TestAnUploadIsLookedAtAndThenWrittenAndTakenBack(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := edited(t)
	before := s.record(geo.Enterprises, "CZ-enterprises")
	version := s.app.World().Version()
	a := s.post("/api/imports?filename=..%2F..%2Fenterprises.csv&as=enterprises", csvOfCZ, "Content-Type", "text/csv").is(http.StatusCreated)
	shown := a.shown()
	if shown.Report.Added != 1 || shown.Report.Changed != 1 || len(shown.Differences) != 2 || s.app.World().Version() != version {
		t.Fatalf("%s", a.body)
	}
	steps := map[string][2]any{}
	for _, f := range shown.Differences[0].Fields {
		steps[f.Field] = [2]any{f.Before, f.After}
	}
	if steps["employees"] != [2]any{nil, 12.0} || shown.Differences[1].Op != "insert" {
		t.Errorf("%s", a.body)
	}
	if again := s.get("/api/imports/" + shown.ID).is(http.StatusOK); strings.TrimSpace(string(again.body)) != strings.TrimSpace(string(a.body)) {
		t.Errorf("%s was %s", again.body, a.body)
	}
	s.as("desk-editor").described(s).get("/api/imports/" + shown.ID).is(http.StatusNotFound)
	done := s.post("/api/imports/"+shown.ID+"/commit", "").is(http.StatusOK)
	if r := s.record(geo.Enterprises, "E-7"); r.NameZH != "=1+1" || fmt.Sprint(r.Version) != done.header.Get("Beltmap-Version") || done.shown().Report.Batch != int(r.Version) {
		t.Errorf("%+v %s", r, done.body)
	}
	s.post("/api/imports/"+shown.ID+"/commit", "").is(http.StatusNotFound)
	if e := s.entries()[0]; e.Action != geo.ActionImport || e.Account != "desk-cz" {
		t.Errorf("%+v", e)
	}
	list := s.get("/api/batches?limit=1").json()["batches"].([]any)[0].(map[string]any)
	if list["note"] != "import enterprises.csv" || list["added"] != 1.0 || list["undoable"] != true {
		t.Errorf("%v", list)
	}
	undo := "/api/batches/" + done.header.Get("Beltmap-Version") + "/undo"
	one := s.post(undo, "", "Idempotency-Key", "u").is(http.StatusOK)
	if r := s.record(geo.Enterprises, "CZ-enterprises"); !r.Equal(&before) || s.record(geo.Enterprises, "E-7").ID != "" {
		t.Errorf("%+v", r)
	}
	if again := s.post(undo, "", "Idempotency-Key", "u").is(http.StatusOK); !bytes.Equal(again.body, one.body) {
		t.Errorf("%s, again %s", one.body, again.body)
	}
	if e := s.entries()[0]; e.Action != geo.ActionUndo || "/api/"+e.Object+"/undo" != undo {
		t.Errorf("%+v", e)
	}
	s.post(undo, "").problem(http.StatusConflict, "")
	s.post("/api/batches/999/undo", "").problem(http.StatusNotFound, "")
	left, err := os.ReadDir(os.TempDir())
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "beltmap-") {
			t.Errorf("%s stays", f.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestAnUploadIsWrittenAsItWasShownOrNotAtAll(t *testing.T) {
	s := edited(t)
	shown := s.post("/api/imports?filename=enterprises.csv&as=enterprises", csvOfCZ).is(http.StatusCreated).shown()
	s.patch(ofCZ, `{"properties":{"employees":99}}`, "*").is(http.StatusOK)
	commit := "/api/imports/" + shown.ID + "/commit"
	s.post(commit, "").problem(http.StatusConflict, "")
	if a := s.get("/api/imports/" + shown.ID); !strings.Contains(string(a.body), `{"field":"employees","before":99,"after":12}`) {
		t.Errorf("%s", a.body)
	}
	s.post(commit, "").is(http.StatusOK)
}

func TestAnUploadAboutAnotherZoneIsNotWritten(t *testing.T) {
	s := edited(t)
	version := s.app.World().Version()
	for _, c := range []struct{ query, file string }{
		{"", "编号,名称,开发区\nNG-enterprises,乙,NG\nE-7,甲,CZ\n"},
		{"", "编号,名称,开发区\nNG-enterprises,乙,CZ\n"},                   // taken from it
		{"", "编号,名称,开发区\nE-8,乙,XX\n"},                              // a zone that is made up
		{"&replace_zone=true", "编号,名称,开发区\nE-9,乙,NG\nE-10,甲,CZ\n"}, // what is there would go
	} {
		a := s.post("/api/imports?filename=enterprises.csv&as=enterprises"+c.query, c.file).is(http.StatusCreated)
		shown := a.shown()
		if shown.Outside.Count == 0 || len(shown.Outside.Records) == 0 || strings.Contains(string(a.body), `"id":"NG-`) {
			t.Errorf("%s", a.body)
		}
		s.post("/api/imports/"+shown.ID+"/commit", "").problem(http.StatusForbidden, "")
		s.do(http.MethodDelete, "/api/imports/"+shown.ID).is(http.StatusNoContent)
	}
	if s.app.World().Version() != version {
		t.Error("something was written")
	}
	admin := s.as("desk-administrator").described(s)
	v := admin.patch(ofNG, `{"properties":{"employees":5}}`, "*").is(http.StatusOK).header.Get("Beltmap-Version")
	s.post("/api/batches/"+v+"/undo", "").problem(http.StatusForbidden, "")
}

func TestWhatCannotBeUsedIsDroppedAndWaitsForNobody(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := edited(t)
	bomb := zipOfZeros(t, "xl/workbook.xml", 600)
	for name, body := range map[string]string{"enterprises.exe": "MZ", "enterprises.xlsx": bomb, "enterprises.geojson": `{"type":`, "enterprises.gpkg": "SQLite format 3\x00", "enterprises.zip": "PK\x03\x04"} {
		s.post("/api/imports?as=enterprises&filename="+name, body, "Content-Type", "application/octet-stream").problem(http.StatusUnprocessableEntity, "")
	}
	s.post("/api/imports?as=enterprises", "x").problem(http.StatusBadRequest, "filename")
	s.post("/api/imports?filename=x.csv&strict=maybe", "x").problem(http.StatusBadRequest, "strict")
	s.post("/api/imports?filename=x.csv", "").problem(http.StatusBadRequest, "")
	if left, err := filepath.Glob(filepath.Join(temporary, "beltmap-*")); len(left) > 0 {
		t.Errorf("%v stay: %v", left, err)
	}
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	file, err := parts.CreateFormFile("file", "enterprises.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(csvOfCZ)); err != nil || parts.Close() != nil {
		t.Fatal(err)
	}
	for range 3 {
		s.post("/api/imports?as=enterprises", form.String(), "Content-Type", parts.FormDataContentType()).is(http.StatusCreated)
	}
	s.post("/api/imports?as=enterprises&filename=x.csv", csvOfCZ).problem(http.StatusConflict, "")
	s.server.Close()
	if left, _ := filepath.Glob(filepath.Join(temporary, "beltmap-*")); len(left) > 0 {
		t.Errorf("%v stay", left)
	}
}

// zipOfZeros is an archive of one part that unpacks to so many MiB. One MiB is packed, and stands in it again and again.
func zipOfZeros(t *testing.T, name string, mib int) string {
	t.Helper()
	var block, out bytes.Buffer
	pack, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = pack.Write(make([]byte, 1<<20)); err != nil || pack.Flush() != nil {
		t.Fatal(err)
	}
	packed := bytes.Repeat(block.Bytes(), mib)
	z := zip.NewWriter(&out)
	part, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(mib) << 20})
	if err == nil {
		_, err = part.Write(packed)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return out.String()
}
