package main_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestServeWithoutAFileShowsTheSampleAndLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	s := serve(t, folder)
	for path, holds := range map[string]string{
		"/":        "<html",
		"/readyz":  "",
		"/metrics": "beltmap_",
		"/api/collections/enterprises/items?belts=CZ-B-SHANGHAI-ROAD": `"numberMatched":20`,
		"/api/collections/organizations/items?belts=NG-B-NANSHAN":     `"numberMatched":8`,
		"/tiles/belts.json": `"tilejson":"3.0.0"`,
	} {
		if code, body := s.get(t, path); code != 200 || !strings.Contains(body, holds) {
			t.Errorf("%s: %d %.200s", path, code, body)
		}
	}
	if code, _ := s.get(t, "/api/collections/enterprises/items?full_members=1"); code != 400 {
		t.Errorf("the public can filter by members: %d", code)
	}
	s.stop(t)
	if diff := cmp.Diff([]string{}, list(t, folder)); diff != "" {
		t.Error(diff)
	}
}

func TestAnImportBesideARunningServerShowsWithoutARestart(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	write(t, folder, "enterprises.csv", "id,name_zh,lon,lat,zone\nE9,企业九,118.4,32.4,A\n")
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg")
	if code, body := s.get(t, "/api/collections/enterprises/items/E1"); code != 200 || strings.Contains(body, "full_members") {
		t.Errorf("%d %s", code, body)
	}
	beltmap(t, folder, "import", "enterprises.csv", "--db", "a.gpkg").says(t, 0, "added 1")
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if code, _ := s.get(t, "/api/collections/enterprises/items/E9"); code == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the imported enterprise does not show")
		}
	}
}

func TestInternalShowsInternalFieldsAndSaysSo(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg", "--internal", "--review-number", "GS(2026)0001")
	if code, body := s.get(t, "/api/collections/enterprises/items/E1"); code != 200 || !strings.Contains(body, `"full_members":4`) {
		t.Errorf("%d %s", code, body)
	}
	if code, body := s.get(t, "/api/settings"); code != 200 || !strings.Contains(body, "GS(2026)0001") || !strings.Contains(body, `"internal"`) {
		t.Errorf("%d %s", code, body)
	}
	s.stop(t)
	if !strings.Contains(s.stderr.String(), "may read internal fields") {
		t.Errorf("the log does not say that internal fields are open:\n%s", s.stderr)
	}
}

func TestABusyPortIsOneSentence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	beltmap(t, t.TempDir(), "serve", "--listen", l.Addr().String()).sentence(t, l.Addr().String()+" is in use by another program")
	beltmap(t, t.TempDir(), "serve", "--listen", "nowhere.invalid:80").sentence(t, "cannot listen on nowhere.invalid:80")
	beltmap(t, t.TempDir(), "serve", "--listen", "127.0.0.1:0", "--metrics-listen", l.Addr().String()).sentence(t, l.Addr().String()+" is in use")
}

func TestMetricsHaveAListenerOfTheirOwn(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s := serve(t, t.TempDir(), "--metrics-listen", address)
	metrics := &site{url: "http://" + address}
	if code, body := metrics.get(t, "/metrics"); code != 200 || !strings.Contains(body, "beltmap_") {
		t.Errorf("%d %.200s", code, body)
	}
	s.stop(t)
}

func TestEveryFlagHasAVariableAndWhatIsTypedWins(t *testing.T) {
	folder := t.TempDir()
	env := []string{"LANG=en_US.UTF-8", "BELTMAP_DB=e.gpkg", "BELTMAP_ENTERPRISES=50", "BELTMAP_SEED=4"}
	beltmapWith(t, folder, env, "generate").says(t, 0, "50 of them enterprises, are in e.gpkg")
	beltmapWith(t, folder, env, "generate", "--enterprises", "60", "--db", "f.gpkg").says(t, 0, "60 of them enterprises, are in f.gpkg")
	beltmapWith(t, folder, append(env, "BELTMAP_COLLECTION=zones", "BELTMAP_PUBLIC=1"), "export", "-").says(t, 0, `"id":"S001"`)
	beltmapWith(t, folder, append(env, "BELTMAP_ENTERPRISES=many"), "generate").says(t, 2, "--enterprises")
}

func TestAWrongCommandLineEndsWithTwoAndSaysWhy(t *testing.T) {
	for line, says := range map[string]string{
		"":                                    "Usage:",
		"fly":                                 "fly",
		"serve --fly":                         "there is no flag --fly",
		"serve --listen":                      "--listen lacks a value",
		"serve extra":                         "extra",
		"import --db a.gpkg":                  "<file>",
		"import a.geojson":                    "--db is missing",
		"import a.csv --db a.gpkg --as birds": `no collection "birds"`,
		"export --db a.gpkg --collection zones out.shp": "out.shp",
		"export --db a.gpkg out.gpkg":                   "--collection is missing",
		"generate --db a.gpkg":                          "0 synthetic enterprises",
		"generate --enterprises x --db a.gpkg":          "--enterprises",
		"check":                                         "--db is missing",
		"serve --lang fr":                               "--lang",
	} {
		beltmap(t, t.TempDir(), strings.Fields(line)...).says(t, 2, says)
	}
}

func TestHelpNamesEveryCommandAndFlagInBothLanguages(t *testing.T) {
	folder := t.TempDir()
	for lang, words := range map[string][]string{"en": {"Usage:", "serve the map", "Exit codes"}, "zh-CN": {"用法：", "提供地图服务", "退出码"}} {
		beltmap(t, folder, "--help", "--lang", lang).says(t, 0, append(words, "serve", "import", "export", "check", "generate", "version")...)
		for verb, flags := range map[string][]string{
			"serve":  {"--listen", "--db", "--internal", "--review-number", "--public-url", "--metrics-listen", "--tile-cache", "--log-format", "BELTMAP_REVIEW_NUMBER"},
			"import": {"--as", "--db", "--report", "BELTMAP_AS", "FILE…"}, "export": {"--collection", "--public", "BELTMAP_COLLECTION"},
			"check": {"--db"}, "generate": {"--enterprises", "--seed", "BELTMAP_SEED"}, "version": {"--lang"},
		} {
			r := beltmap(t, folder, verb, "--help", "--lang", lang)
			r.says(t, 0, flags...)
			if strings.Contains(r.stdout, "${") || strings.Contains(r.stdout, "%!") {
				t.Errorf("%s", r.stdout)
			}
		}
	}
	beltmap(t, folder, "version").says(t, 0, "beltmap 0.1.0")
}

func TestCheckNamesOverlappingGridsAndTheirArea(t *testing.T) {
	folder := t.TempDir()
	square := func(id, west string) string {
		return `{"type":"Feature","collection":"grids","id":"` + id + `","geometry":{"type":"Polygon","coordinates":[[[` + west + `,32],[118.02,32],[118.02,32.01],[` + west + `,32.01],[` + west +
			`,32]]]},"properties":{"name_zh":"` + id + `"}}`
	}
	write(t, folder, "grids.geojson", `{"type":"FeatureCollection","features":[`+square("G1", "118.00")+","+square("G2", "118.01")+`]}`)
	beltmap(t, folder, "import", "grids.geojson", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "check", "--db", "a.gpkg").says(t, 1, "the grids grids/G1 and grids/G2 overlap by 10", "m²", "errors 1")
}
