package geocode

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"beltmap/geo"
)

// decodes demands of whatever bytes a service answers: no panic; a hit that is a place on earth with a score, a class and a form that can be
// kept; or a fault.
func decodes(f *testing.F, s service, seeds ...string) {
	for _, seed := range append(seeds, "", "null", "[]", "{}", "[[]]", `{"status":{}}`, "\ufeff{}", `{"status":[["1"]]}`, `{"status":1e999}`) {
		f.Add(200, []byte(seed))
	}
	f.Add(429, []byte(`{"code":1}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		h, fault := s.decode(status, body)
		if fault != nil {
			return
		}
		if h.Score < 0 || h.Score > 1 || math.IsNaN(h.Score) || h.Confidence < 0 || h.Confidence > 100 {
			t.Fatalf("%+v", h)
		}
		if h.Found && !onEarth(h.X, h.Y) {
			t.Fatalf("%+v is nowhere", h)
		}
		value, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(h.Level + h.Matched) {
			var again hit
			if err := json.Unmarshal(value, &again); err != nil || again != h {
				t.Fatalf("%+v is kept as %+v, %v", h, again, err)
			}
		}
		if p, _ := s.point(h); h.Found && math.IsNaN(p[0]+p[1]) {
			t.Fatalf("%+v is at %v", h, p)
		}
		switch s.class(h) {
		case geo.Exact, geo.Street, geo.InZone, geo.Town, geo.County, geo.Unlocated:
		default:
			t.Fatalf("%+v is of class %q", h, s.class(h))
		}
	})
}

func FuzzAMap(f *testing.F) {
	decodes(f, amap{}, `{"status":"1","info":"OK","infocode":"10000","count":"1","geocodes":[{"formatted_address":"某处","township":[],"location":"118.34,32.27","level":"门牌号"}]}`,
		`{"status":"0","info":"INVALID_USER_KEY","infocode":"10001"}`, `{"status":"1","geocodes":[{"location":"1e3,2"},{"location":[]}]}`)
}

func FuzzTianditu(f *testing.F) {
	decodes(f, tianditu{}, `{"msg":"ok","location":{"score":97,"level":"门址","lon":"118.34","lat":32.27,"keyWord":"某处"},"searchVersion":"6.4.9V","status":"0"}`,
		`{"msg":"非法Key","code":300001,"resolve":"…"}`, `{"status":"0","location":{"lon":"NaN","lat":"Inf"}}`)
}

func FuzzBaidu(f *testing.F) {
	decodes(f, baidu{}, `{"status":0,"result":{"location":{"lng":118.34,"lat":32.27},"precise":1,"confidence":80,"comprehension":100,"level":"门址"}}`,
		`{"status":1,"msg":"Internal Service Error:无相关结果","results":[]}`, `{"status":0,"result":{"location":{"lng":118,"lat":32},"confidence":"NaN","comprehension":-5}}`)
}

func FuzzNominatim(f *testing.F) {
	decodes(f, nominatim{}, `[{"lat":"32.27","lon":"118.34","place_rank":30,"addresstype":"house","display_name":"某处"},{"lat":"31","lon":"117","place_rank":30}]`,
		`{"error":{"code":400,"message":"x"}}`, `{"error":"x"}`, `[{"lat":1e400,"lon":"0x10"}]`)
}

func TestRetryAfterIsReadInBothItsForms(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-1": 0, "x": 0, "99999999999": 0, "Wed, 04 Mar 2026 12:00:30 GMT": 30 * time.Second, "Wed, 04 Mar 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q is %v, want %v", value, got, want)
		}
	}
}

func TestWordsAreCutToWholeCharactersWithoutControls(t *testing.T) {
	if got := short("a\x00b\n" + strings.Repeat("中", 200)); got != "ab"+strings.Repeat("中", 99) {
		t.Errorf("%q", got)
	}
}
