package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// toured is a folder with a file of four centers and a tour of them, imported from tables with the headers of an office.
func toured(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	write(t, folder, "zones.csv", "id,name_zh\nX,示例开发区\n")
	write(t, folder, "centers.csv", "id,名称,zone,lon,lat,position_class\nC-0,甲中心,X,118.30,32.3,exact\nC-1,乙中心,X,118.31,32.3,exact\nC-2,丙中心,X,118.34,32.3,exact\nC-3,丁中心,X,118.39,32.3,exact\n")
	write(t, folder, "tours.csv", "id,名称,zone,status,start\nT,示例路线,X,published,09:00\n")
	write(t, folder, "stops.csv", "id,名称,zone,路线,站序,参观对象,停留时间,关闭时间\nS-0,丁站,X,T,1,centers/C-3,20,17:00\nS-1,甲站,X,T,2,centers/C-0,20,17:00\nS-2,丙站,X,T,3,centers/C-2,20,\n")
	for _, of := range []string{"zones", "centers", "tours", "stops"} {
		beltmap(t, folder, "import", of+".csv", "--as", of, "--db", "x.gpkg").says(t, 0, "added")
	}
	return folder
}

func TestToursAreImportedListedPlannedAndKeptAsDrafts(t *testing.T) {
	folder := toured(t)
	beltmap(t, folder, "tour", "list", "--db", "x.gpkg").says(t, 0, "T\tpublished\t3\t示例路线")
	plan := beltmap(t, folder, "tour", "plan", "T", "--db", "x.gpkg", "--first", "S-1", "--late", "20", "--mode", "bus", "--write")
	plan.says(t, 0, "group 1", "09:20\t09:20\t09:40\tS-1", "a gap of 0.0 %", "as a draft")
	if first, second := strings.Index(plan.stdout, "\tS-2\t"), strings.Index(plan.stdout, "\tS-0\t"); first < 0 || second < first {
		t.Errorf("not the best order:\n%s", plan.stdout)
	}
	beltmap(t, folder, "tour", "list", "--db", "x.gpkg").says(t, 0, "T\tdraft\t3")
	beltmap(t, folder, "tour", "plan", "--stop", "centers/C-1", "--stop", "centers/C-0", "--groups", "2", "--start", "08:00", "--db", "x.gpkg").says(t, 0, "group 2", "08:00\t08:00\t08:20")
	for said, args := range map[string][]string{
		`there is no tour "none"`:           {"none"},
		`no stop or target "centers/none"`:  {"--stop", "centers/none"},
		"stands there twice":                {"--stop", "centers/C-0", "--stop", "centers/C-0"},
		`no stop or target "S-9"`:           {"T", "--last", "S-9"},
		"99 groups":                         {"T", "--groups", "99"},
		"the start or the number of people": {"T", "--late=-600"},
	} {
		beltmap(t, folder, append([]string{"tour", "plan", "--db", "x.gpkg"}, args...)...).sentence(t, said)
	}
	beltmap(t, folder, "tour", "plan", "--db", "x.gpkg").says(t, 2, "either the id of a tour or stops")
	beltmap(t, folder, "tour", "plan", "T", "--start", "9", "--db", "x.gpkg").says(t, 2, "not a time of day")
}

// Rows of stops that cannot be are refused with row and field, those that can be are taken, what was there stays, and a story keeps its markup as text.
func TestStopsThatCannotBeAreNamedByRowAndNothingIsLost(t *testing.T) {
	folder := toured(t)
	write(t, folder, "bad.csv", "id,名称,zone,路线,站序,参观对象,停留时间,开放时间,关闭时间,讲解词\nS-3,无停留,X,T,4,centers/C-1,0,,,\nS-4,先关后开,X,T,5,centers/C-2,20,10:00,09:00,\nS-5,讲解,X,T,6,centers/C-1,20,,,<b>甲</b>\n")
	got := beltmap(t, folder, "import", "bad.csv", "--as", "stops", "--db", "x.gpkg")
	for _, said := range []string{"row 2\t停留时间\terror\ta stay lasts from 1 to 720 minutes, not 0", "row 3\t关闭时间\terror\tit closes at 09:00, which is not after it opens at 10:00", "added 1, changed 0, unchanged 0, removed 0, rejected rows 2"} {
		if !strings.Contains(got.stdout, said) {
			t.Errorf("not said: %q in %s", said, got.stdout)
		}
	}
	out := beltmap(t, folder, "export", "--db", "x.gpkg", "--collection", "stops", "-").stdout
	if strings.Count(out, `"id":"S-`) != 8 || !strings.Contains(out, `"story_zh":"<b>甲</b>"`) { // four, each named twice
		t.Errorf("%s", out)
	}
}

func TestToursAreWrittenToBeTakenAlong(t *testing.T) {
	folder := toured(t)
	text := func(file string) string {
		said, err := exec.Command("pdftotext", filepath.Join(folder, file), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
	beltmap(t, folder, "settings", "set", "map_review_number=皖S(2026)1号", "--db", "x.gpkg").says(t, 0)
	beltmap(t, folder, "tour", "export", "T", "t.pdf", "--db", "x.gpkg", "--public-url", "https://map.example.cn/").says(t, 0, "tours/T (3 stops) is written to t.pdf")
	if got := text("t.pdf"); !strings.Contains(got, "https://map.example.cn/t/T\n") || !strings.Contains(got, "示例路线") || !strings.Contains(got, "皖S(2026)1号") {
		t.Errorf("%s", got)
	}
	beltmap(t, folder, "tour", "export", "T", "t.pdf", "--db", "x.gpkg").says(t, 0)
	if got := text("t.pdf"); !strings.Contains(got, "No QR code") {
		t.Errorf("a leaflet of no address does not say so: %s", got)
	}
	beltmap(t, folder, "tour", "export", "T", "t.gpx", "--db", "x.gpkg").says(t, 0, "t.gpx")
	beltmap(t, folder, "tour", "export", "T", "t.ics", "--db", "x.gpkg").sentence(t, "has no date")
	beltmap(t, folder, "tour", "export", "none", "t.pdf", "--db", "x.gpkg").sentence(t, `there is no tour "none"`)
	beltmap(t, folder, "tour", "export", "T", "t.doc", "--db", "x.gpkg").says(t, 2, ".pdf, .gpx, .kml or .ics")
	beltmap(t, folder, "tour", "export", "T", "t.pdf", "--db", "x.gpkg", "--public-url", "map").says(t, 2, "--public-url")
	if _, err := os.Stat(filepath.Join(folder, "t.ics")); err == nil {
		t.Error("a calendar is half written")
	}
}

func TestRoundsGiveEachTeamARunSheet(t *testing.T) {
	folder := toured(t)
	got := beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg", "--zone", "X", "--of", "centers", "--teams", "2", "--days", "3", "--finish", "10:00")
	got.says(t, 0, "day 1, team 1", "day 1, team 2", "1 days")
	for _, id := range []string{"C-0", "C-1", "C-2", "C-3"} {
		if strings.Count(got.stdout, "centers/"+id+"\t") != 1 {
			t.Errorf("%s is not visited once:\n%s", id, got.stdout)
		}
	}
	beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg", "--stop", "centers/C-0", "--base", "centers/C-1", "--finish", "09:15").says(t, 0, "there is no time for \"甲中心\"")
	phased := beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg", "--zone", "X", "--of", "centers", "--teams", "1", "--days", "2", "--phase", "centers/C-1=2", "--priority", "centers/C-0=5").stdout
	if second := strings.Index(phased, "day 2, team 1"); second < 0 || strings.Index(phased, "centers/C-1\t") < second || strings.Index(phased, "centers/C-0\t") > second {
		t.Errorf("the second phase is not on the second day:\n%s", phased)
	}
	beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg", "--zone", "X", "--of", "centers", "--phase", "centers/none=1").sentence(t, `no stop or target "centers/none"`)
	beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg", "--zone", "none").sentence(t, "there is no zone none")
	beltmap(t, folder, "tour", "rounds", "--db", "x.gpkg").says(t, 2, "--zone")
}
