package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"beltmap/data/tianditu"
	"beltmap/geo"
	"beltmap/internal/server"
)

func TestTiandituIsOffUnlessTheOperatorSetAKey(t *testing.T) {
	s := serve(t, geo.Public, nil)
	s.get("/ground/tianditu/vec/8/210/103").problem(http.StatusNotFound, "")
	if s.get("/api/settings").is(200).json()["tianditu"] != false {
		t.Error("settings say it is on")
	}
	if strings.Contains(string(s.get("/attribution").is(200).body), "天地图") {
		t.Error("it is credited, and not there")
	}
}

func TestTiandituComesThroughTheServerWithoutItsKey(t *testing.T) {
	const key = "secret0key"
	refuse := false
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refuse {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, key)
			return
		}
		fmt.Fprint(w, "\x89PNG\r\n\x1a\n", r.URL.Path)
	}))
	defer service.Close()
	proxy, err := tianditu.New(tianditu.Options{Key: key, Dir: t.TempDir(), Base: service.URL})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, geo.Public, nil, func(o *server.Options) { o.Tianditu, o.TiandituNumber = proxy, "GS（2025）1号" })
	tile := s.get("/ground/tianditu/vec/8/210/103").is(200)
	if tile.header.Get("Content-Type") != "image/png" || !strings.HasSuffix(string(tile.body), "/vec_w/wmts") {
		t.Errorf("%q %q", tile.header, tile.body)
	}
	if set := s.get("/api/settings").is(200).json(); set["tianditu"] != true || set["tianditu_review_number"] != "GS（2025）1号" {
		t.Errorf("%v", set)
	}
	for _, lang := range []string{"zh-CN", "en"} {
		if page := string(s.get("/attribution?lang=" + lang).is(200).body); !strings.Contains(page, "GS（2025）1号") || strings.Contains(page, key) {
			t.Errorf("%s: %s", lang, page)
		}
	}
	s.get("/ground/tianditu/ter/8/210/103").problem(http.StatusNotFound, "")
	s.get("/ground/tianditu/vec/8/256/103").problem(http.StatusNotFound, "")
	s.get("/ground/tianditu/vec/8/210/103?tk=x").problem(http.StatusBadRequest, "tk")
	refuse = true
	answer := s.get("/ground/tianditu/vec/8/211/103")
	answer.problem(http.StatusServiceUnavailable, "")
	if answer.header.Get("Retry-After") == "" || strings.Contains(string(answer.body)+s.log.String(), key) {
		t.Errorf("%v %s %s", answer.header, answer.body, s.log)
	}
}
