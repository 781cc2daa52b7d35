package geocode_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
)

func TestTheServiceIsAskedAsItsDocumentationSays(t *testing.T) {
	long := "滁州市" + strings.Repeat("上海北路", 30)
	for _, c := range []struct {
		service, path, text, key string
		also                     map[string]string
		longest                  int
	}{
		{"amap", "/v3/geocode/geo", "address", "key", map[string]string{"output": "JSON"}, 240},
		{"baidu", "/geocoding/v3/", "address", "ak", map[string]string{"output": "json", "ret_coordtype": ""}, 84},
		{"tianditu", "/geocoder", "ds", "tk", nil, 270},
		{"nominatim", "/search", "q", "key", map[string]string{"format": "jsonv2"}, 240},
	} {
		t.Run(c.service, func(t *testing.T) {
			b := newBench(t, c.service, nil, reply{body: good[c.service]})
			b.answer(long)
			r := b.asked[0]
			q := r.URL.Query()
			if r.Method != "GET" || r.URL.Path != c.path || q.Get(c.key) != key || r.Header.Get("User-Agent") != "beltmap" {
				t.Errorf("%s %s, key %q, %q", r.Method, r.URL.Path, q.Get(c.key), r.Header.Get("User-Agent"))
			}
			if text := q.Get(c.text); !strings.Contains(text, "滁州市上海北路") || len(text) > c.longest || strings.ContainsRune(text, '�') {
				t.Errorf("%d bytes: %q", len(text), text)
			}
			for name, want := range c.also {
				if q.Get(name) != want {
					t.Errorf("%s is %q, want %q", name, q.Get(name), want)
				}
			}
		})
	}
}

func TestWhatIsAskedOfARow(t *testing.T) {
	b := newBench(t, "amap", nil, reply{body: good["amap"]})
	for _, c := range []struct {
		name  string
		q     geocode.Query
		text  string
		level string
	}{
		{"an address as it is", geocode.Query{Address: " 滁州市  上海北路88号 ", ZoneName: "滁州经开区"}, "滁州市 上海北路88号", ""},
		{"a street in the row's zone", geocode.Query{Address: "上海北路88号", ZoneName: "滁州经济技术开发区"}, "滁州经济技术开发区上海北路88号", ""},
		{"a name in the row's zone", geocode.Query{Name: "惠科光电", ZoneName: "滁州经济技术开发区"}, "滁州经济技术开发区惠科光电", ""},
		{"a zone named in the address already", geocode.Query{Address: "滁州经济技术开发区上海北路", ZoneName: "滁州经济技术开发区"}, "滁州经济技术开发区上海北路", ""},
		{"a bar, which would be two addresses", geocode.Query{Address: "滁州市上海路1号|2号"}, "滁州市上海路1号 2号", ""},
		{"two forms of one character", geocode.Query{Address: "滁州市 Cafe\u0301"}, "滁州市 Caf\u00e9", ""},
		{"a name alone is too little", geocode.Query{Name: "惠科光电"}, "", "no address"},
		{"nothing", geocode.Query{}, "", "no address"},
		{"a number that looks like a person's", geocode.Query{Address: "滁州市上海路1号 13800138000"}, "", "personal data"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(b.asked)
			a, err := b.geocode(c.q)
			if err != nil {
				t.Fatal(err)
			}
			if c.text == "" {
				if len(b.asked) != before || a.Class != geo.Unlocated || a.Level != c.level {
					t.Errorf("asked %d times: %+v", len(b.asked)-before, a)
				}
				return
			}
			if _, kept := b.kept(c.text); !kept {
				t.Errorf("%q was not asked", c.text)
			}
		})
	}
}

func TestAStoppedRunGoesOnWhereItWas(t *testing.T) {
	b := newBench(t, "amap", nil, reply{body: good["amap"]})
	address := func(i int) geocode.Query {
		return geocode.Query{Address: fmt.Sprint("滁州市上海北路", i, "号")}
	}
	for i := range 3 {
		b.answer(address(i).Address)
	}
	base := "http://" + b.asked[0].Host
	if err := b.store.Close(); err != nil {
		t.Fatal(err)
	}
	b.open() // the next day, in another process
	b.make(base, nil)
	for i := range 5 {
		if a := b.answer(address(i).Address); a.Class != geo.Exact {
			t.Fatalf("%+v", a)
		}
	}
	if len(b.asked) != 5 {
		t.Errorf("asked %d times for 5 addresses", len(b.asked))
	}
}

func TestTheDaysQuotaHoldsAcrossRestartsUntilMidnightInShanghai(t *testing.T) {
	quota := func(o *geocode.Options) { o.DailyQuota = 3 }
	b := newBench(t, "baidu", quota, reply{status: 503}, reply{body: good["baidu"]})
	b.now = time.Date(2026, 3, 4, 23, 50, 0, 0, geo.Shanghai)
	b.answer("滁州市上海北路1号") // two requests: the first failed and counts
	b.answer("滁州市上海北路2号")
	for range 2 {
		if e := b.fails("滁州市上海北路3号", geo.KindUnavailable); !strings.Contains(e.Text.EN, "3 times today") || len(b.asked) != 3 {
			t.Fatalf("asked %d times: %v", len(b.asked), e)
		}
		base := "http://" + b.asked[0].Host
		if err := b.store.Close(); err != nil {
			t.Fatal(err)
		}
		b.open()
		b.make(base, quota)
	}
	b.answer("滁州市上海北路1号") // what is kept costs nothing
	b.now = b.now.Add(15 * time.Minute)
	b.answer("滁州市上海北路3号")
	if len(b.asked) != 4 {
		t.Errorf("asked %d times", len(b.asked))
	}
}

func TestTheQuotaHoldsWithoutACacheToo(t *testing.T) {
	b := newBench(t, "amap", func(o *geocode.Options) { o.Cache, o.DailyQuota = nil, 2 }, reply{body: good["amap"]})
	b.answer("滁州市上海北路1号")
	b.answer("滁州市上海北路1号") // nothing is kept
	if b.fails("滁州市上海北路1号", geo.KindUnavailable); len(b.asked) != 2 {
		t.Errorf("asked %d times", len(b.asked))
	}
}

func TestNothingFoundIsKeptForThirtyDays(t *testing.T) {
	b := newBench(t, "amap", nil, reply{body: `{"status":"1","infocode":"10000","count":"0","geocodes":[]}`}, reply{body: good["amap"]})
	for _, c := range []struct {
		later time.Duration
		asked int
		class geo.Precision
	}{{0, 1, geo.Unlocated}, {29 * 24 * time.Hour, 1, geo.Unlocated}, {48 * time.Hour, 2, geo.Exact}, {1000 * 24 * time.Hour, 2, geo.Exact}} {
		b.now = b.now.Add(c.later)
		if a := b.answer("滁州市上海北路88号"); a.Class != c.class || len(b.asked) != c.asked {
			t.Errorf("after %v: %+v, asked %d times", c.later, a, len(b.asked))
		}
	}
}

func TestTheThresholdIsAppliedToWhatIsKept(t *testing.T) {
	b := newBench(t, "tianditu", nil, reply{body: tiandituOne(60, "门址")})
	base := ""
	for _, c := range []struct {
		threshold float64
		class     geo.Precision
	}{{0, geo.Unlocated}, {0.5, geo.Exact}, {0.61, geo.Unlocated}, {-1, geo.Exact}} {
		if base != "" {
			b.make(base, func(o *geocode.Options) { o.Threshold = c.threshold })
		}
		if a := b.answer("滁州市上海北路88号"); a.Class != c.class || a.Score != 0.6 || a.Level != "门址" || a.X == 0 {
			t.Errorf("threshold %v: %+v", c.threshold, a)
		}
		base = "http://" + b.asked[0].Host
	}
	if len(b.asked) != 1 {
		t.Errorf("asked %d times", len(b.asked))
	}
}

func TestRequestsAreSpreadOverTime(t *testing.T) {
	b := newBench(t, "amap", func(o *geocode.Options) { o.PerSecond = 50 }, reply{body: good["amap"]})
	start := time.Now()
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if _, err := b.client.Geocode(context.Background(), geocode.Query{Address: fmt.Sprint("滁州市上海北路", i, "号")}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if took := time.Since(start); took < 95*time.Millisecond { // five pauses of 20 ms
		t.Errorf("six requests in %v", took)
	}
}

// fixed answers always the same.
type fixed struct {
	answer geocode.Answer
	err    error
}

func (f fixed) Geocode(context.Context, geocode.Query) (geocode.Answer, error) {
	return f.answer, f.err
}

func TestGeocodersInTurnGiveTheBestThatAgrees(t *testing.T) {
	at := func(class geo.Precision, x, y float64, level string) fixed {
		return fixed{answer: geocode.Answer{Class: class, Point: crs.WGS84{x, y}, Level: level}}
	}
	failing := fixed{err: errors.New("asked")}
	for _, c := range []struct {
		name string
		list geocode.InTurn
		want string
		err  bool
	}{
		{"the better known", geocode.InTurn{at(geo.County, 118.3, 32.3, "a"), at(geo.Exact, 118.4, 32.2, "b")}, "b", false},
		{"the earlier of equals", geocode.InTurn{at(geo.Town, 118.3, 32.3, "a"), at(geo.Town, 118.4, 32.2, "b")}, "a", false},
		{"not one in another city", geocode.InTurn{at(geo.County, 118.3, 32.3, "a"), at(geo.Exact, 116.9, 30.5, "b")}, "a", false},
		{"no further than a street", geocode.InTurn{at(geo.Street, 118.3, 32.3, "a"), failing}, "a", false},
		{"beyond a zone", geocode.InTurn{at(geo.InZone, 118.3, 32.3, "a"), failing}, "a", true},
		{"why there is none", geocode.InTurn{at(geo.Unlocated, 0, 0, "ambiguous"), at(geo.Unlocated, 0, 0, "市")}, "ambiguous", false},
		{"none", nil, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := c.list.Geocode(context.Background(), geocode.Query{})
			if a.Level != c.want || (err != nil) != c.err {
				t.Errorf("%+v, %v", a, err)
			}
		})
	}
}

func TestTheGazetteerFirstAndThenAService(t *testing.T) {
	b := newBench(t, "amap", nil, reply{body: good["amap"]}) // whatever is asked, it is in Chuzhou
	list := geocode.InTurn{gazetteer(t), b.client}
	for _, c := range []struct {
		name, address, provider string
		class                   geo.Precision
	}{
		{"the service where only the city is known", "滁州市上海北路88号", "amap", geo.Exact},
		{"the gazetteer where the service is in another city", "肥西县上派镇上海北路88号", "gazetteer", geo.Town},
	} {
		t.Run(c.name, func(t *testing.T) {
			if a := ask(t, list, geocode.Query{Address: c.address}); a.Provider != c.provider || a.Class != c.class {
				t.Errorf("%+v", a)
			}
		})
	}
}
