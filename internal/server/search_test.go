package server_test

import (
	"net/url"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

type found struct{ collection, id, match string }

func (s *site) search(query string) []found {
	s.t.Helper()
	var all []found
	for _, r := range s.get("/api/search?" + query).is(200).json()["results"].([]any) {
		hit := r.(map[string]any)
		all = append(all, found{hit["collection"].(string), hit["id"].(string), hit["match"].(string)})
	}
	return all
}

func searchable() []geo.Record {
	var all []geo.Record
	for _, r := range []struct {
		c          geo.Collection
		id, zh, en string
	}{
		{geo.Zones, "CF", "长丰（双凤）经济开发区", "Changfeng Zone"}, {geo.Zones, "LA", "六安经济技术开发区", "Lu'an Zone"}, {geo.Zones, "HF", "合肥高新区", "Hefei High-Tech Zone"},
		{geo.Enterprises, "HF-E-1", "安徽长丰精密有限公司", "Precision Works"}, {geo.Enterprises, "HF-E-2", "合肥银行", ""}, {geo.Organizations, "HF-O-1", "合肥高新区党委", "Committee"},
	} {
		record := geo.New(r.c)
		record.ID, record.NameZH, record.NameEN, record.Zone = r.id, r.zh, r.en, "HF"
		if r.c == geo.Enterprises {
			record.Geometry, record.Position.Class = orb.Point{117.2, 31.8}, geo.Exact
		}
		if r.id == "HF-E-1" {
			record.Set(geo.USCC, geo.Text("91110000101623741K"))
		}
		all = append(all, record)
	}
	return all
}

func TestSearchFindsByNamePinyinEnglishAndID(t *testing.T) {
	s := serve(t, geo.Public, searchable())
	for q, want := range map[string]found{
		"长丰": {"zones", "CF", "name"}, "合肥高新区": {"zones", "HF", "name"}, "changfeng": {"zones", "CF", "english"}, "cf": {"zones", "CF", "id"}, "cfsf": {"zones", "CF", "pinyin"},
		"luanj": {"zones", "LA", "pinyin"}, "lajjj": {"zones", "LA", "pinyin"}, "hefeigx": {"zones", "HF", "pinyin"}, "hfgx": {"zones", "HF", "pinyin"}, "HFGX": {"zones", "HF", "pinyin"},
		"high-tech": {"zones", "HF", "english"}, "PRECISION": {"enterprises", "HF-E-1", "english"}, "hf-e-2": {"enterprises", "HF-E-2", "id"}, "hfyh": {"enterprises", "HF-E-2", "pinyin"},
		"yinhang": {"enterprises", "HF-E-2", "pinyin"}, "911100001016": {"enterprises", "HF-E-1", "id"}, "党委": {"organizations", "HF-O-1", "name"}, "hefei gaoxin": {"zones", "HF", "pinyin"},
		"HF": {"zones", "HF", "id"}, "双凤": {"zones", "CF", "name"}, "长丰（双凤）": {"zones", "CF", "name"}, "ＨＦＧＸ": {"zones", "HF", "pinyin"}, "９１１１０": {"enterprises", "HF-E-1", "id"}, "E-1": {"enterprises", "HF-E-1", "id"},
	} {
		got := s.search("q=" + url.QueryEscape(q))
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q: %v, want %v first", q, got, want)
		}
	}
	for _, q := range []string{"zhangfeng", "liuan", "没有这个", "xyz", "!!", "%", "9111000010162374XX"} {
		if got := s.search("q=" + url.QueryEscape(q)); len(got) != 0 {
			t.Errorf("%q found %v", q, got)
		}
	}
}

func TestSearchIsRankedBoundedAndCounted(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	doc := s.get("/api/search?q=" + url.QueryEscape("示范带") + "&limit=5").json()
	if got := doc["results"].([]any); len(got) != 5 || doc["numberMatched"].(float64) < 20 {
		t.Errorf("%d results of %v", len(got), doc["numberMatched"])
	}
	if got := s.search("q=a&limit=100000"); len(got) > 100 {
		t.Errorf("%d results", len(got))
	}
	for _, hit := range s.search("q=nanshan&zone=NG&limit=100") {
		if !strings.HasPrefix(hit.id, "NG") {
			t.Errorf("%v is of another zone", hit)
		}
	}
	s.get("/api/search?q="+strings.Repeat("a", 65)).problem(400, "q")
}

func TestSearchSurvivesHostileQueries(t *testing.T) {
	r := geo.New(geo.Zones)
	r.ID, r.NameZH = "A", strings.Repeat("安", 60)
	s := serve(t, geo.Public, []geo.Record{r})
	for _, q := range []string{strings.Repeat("an", 32), strings.Repeat("a", 63) + "z", strings.Repeat("ana", 21)} {
		s.get("/api/search?q=" + q).is(200) // it answers, and soon
	}
}
