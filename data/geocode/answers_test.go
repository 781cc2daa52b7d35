package geocode_test

import (
	"math"
	"testing"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
)

// What each service answers, in the shape its documentation gives, made-up places in it.
func TestEachServiceIsUnderstoodInItsOwnShape(t *testing.T) {
	for _, c := range []struct {
		name, service, body string
		want                geocode.Answer
	}{
		{"a house, with empty arrays for what is empty", "amap",
			`{"status":"1","info":"OK","infocode":"10000","count":"1","geocodes":[{"formatted_address":"安徽省滁州市琅琊区上海北路88号","country":"中国","province":"安徽省","citycode":"0550","city":"滁州市","district":"琅琊区","township":[],"neighborhood":{"name":[],"type":[]},"building":{"name":[],"type":[]},"adcode":"341102","street":[],"number":"88号","location":"118.340300,32.270500","level":"门牌号"}]}`,
			geocode.Answer{Class: geo.Exact, Level: "门牌号", Score: 1, Matched: "安徽省滁州市琅琊区上海北路88号", CRS: "GCJ-02", X: 118.3403, Y: 32.2705}},
		{"a zone", "amap", amapOne("118.34,32.27", "开发区"), geocode.Answer{Class: geo.InZone, Level: "开发区", Score: 1, Matched: "某处", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"a county", "amap", amapOne("118.34,32.27", "区县"), geocode.Answer{Class: geo.County, Level: "区县", Score: 1, Matched: "某处", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"a city is no position", "amap", amapOne("118.34,32.27", "市"), geocode.Answer{Class: geo.Unlocated, Level: "市", Score: 1, Matched: "某处", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"a level nobody knows", "amap", amapOne("118.34,32.27", "[]"), geocode.Answer{Class: geo.Unlocated, Level: "[]", Score: 1, Matched: "某处", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"two places far apart", "amap",
			`{"status":"1","infocode":"10000","count":"2","geocodes":[{"formatted_address":"甲","location":"118.34,32.27","level":"道路"},{"formatted_address":"乙","location":"117.30,31.80","level":"道路"}]}`,
			geocode.Answer{Class: geo.Unlocated, Level: "道路", Score: 0.5, Matched: "甲", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"two places side by side", "amap",
			`{"status":"1","infocode":"10000","count":"2","geocodes":[{"formatted_address":"甲","location":"118.34,32.27","level":"道路"},{"formatted_address":"乙","location":"118.35,32.28","level":"道路"}]}`,
			geocode.Answer{Class: geo.Street, Level: "道路", Score: 1, Matched: "甲", CRS: "GCJ-02", X: 118.34, Y: 32.27}},
		{"no hits", "amap", `{"status":"1","info":"OK","infocode":"10000","count":"0","geocodes":[]}`, geocode.Answer{Class: geo.Unlocated}},
		{"an address it cannot make sense of", "amap", `{"status":"0","info":"ENGINE_RESPONSE_DATA_ERROR","infocode":"30001"}`, geocode.Answer{Class: geo.Unlocated, Level: "ENGINE_RESPONSE_DATA_ERROR"}},
		{"parameters it does not like", "amap", `{"status":"0","info":"INVALID_PARAMS","infocode":"20000"}`, geocode.Answer{Class: geo.Unlocated, Level: "INVALID_PARAMS"}},
		{"a hit without a location", "amap", `{"status":"1","infocode":"10000","count":"1","geocodes":[{"formatted_address":[],"location":[],"level":[]}]}`, geocode.Answer{Class: geo.Unlocated}},

		{"coordinates as texts", "tianditu",
			`{"msg":"ok","location":{"score":97,"level":"门址","lon":"118.340300","lat":"32.270500","keyWord":"滁州市上海北路88号"},"searchVersion":"6.4.9V","status":"0"}`,
			geocode.Answer{Class: geo.Exact, Level: "门址", Score: 0.97, Matched: "滁州市上海北路88号", CRS: "EPSG:4490", X: 118.3403, Y: 32.2705}},
		{"coordinates as numbers, a status as one, a byte order mark", "tianditu",
			"\ufeff" + `{"msg":"ok","location":{"score":"100","level":"地名地址","lon":118.3403,"lat":32.2705,"keyWord":"滁州"},"status":0}`,
			geocode.Answer{Class: geo.Street, Level: "地名地址", Score: 1, Matched: "滁州", CRS: "EPSG:4490", X: 118.3403, Y: 32.2705}},
		{"a score below the threshold", "tianditu",
			`{"msg":"ok","location":{"score":45,"level":"门址","lon":"118.3403","lat":"32.2705","keyWord":"滁州"},"status":"0"}`,
			geocode.Answer{Class: geo.Unlocated, Level: "门址", Score: 0.45, Matched: "滁州", CRS: "EPSG:4490", X: 118.3403, Y: 32.2705}},
		{"no result", "tianditu", `{"msg":"无结果","status":"101"}`, geocode.Answer{Class: geo.Unlocated, Level: "无结果"}},
		{"an empty location", "tianditu", `{"msg":"ok","location":{"score":0,"level":"","lon":"","lat":"","keyWord":""},"status":"0"}`, geocode.Answer{Class: geo.Unlocated}},
		{"no location at all", "tianditu", `{"msg":"ok","status":"0"}`, geocode.Answer{Class: geo.Unlocated}},
		{"zeros for none", "tianditu", `{"msg":"ok","location":{"score":90,"level":"门址","lon":0,"lat":0},"status":"0"}`, geocode.Answer{Class: geo.Unlocated}},

		{"a house in BD-09", "baidu",
			`{"status":0,"result":{"location":{"lng":118.34693,"lat":32.27662},"precise":1,"confidence":80,"comprehension":100,"level":"门址"}}`,
			geocode.Answer{Class: geo.Exact, Level: "门址", Score: 1, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"a house found inexactly", "baidu", baiduOne(0, 90, 100, "门址"), geocode.Answer{Class: geo.Street, Level: "门址", Score: 1, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"a road within a kilometre", "baidu", baiduOne(0, 50, 90, "道路"), geocode.Answer{Class: geo.Town, Level: "道路", Score: 0.9, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"a house within ten kilometres", "baidu", baiduOne(0, 20, 90, "门址"), geocode.Answer{Class: geo.County, Level: "门址", Score: 0.9, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"a zone", "baidu", baiduOne(0, 40, 100, "工业园区"), geocode.Answer{Class: geo.InZone, Level: "工业园区", Score: 1, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"an address it understood by half", "baidu", baiduOne(1, 80, 40, "门址"), geocode.Answer{Class: geo.Unlocated, Level: "门址", Score: 0.4, CRS: "BD-09", X: 118.34693, Y: 32.27662}},
		{"no such place, said as a server's error", "baidu", `{"status":1,"msg":"Internal Service Error:无相关结果","results":[]}`, geocode.Answer{Class: geo.Unlocated, Level: "Internal Service Error:无相关结果"}},
		{"a parameter it does not like", "baidu", `{"status":2,"message":"Request Parameter Error"}`, geocode.Answer{Class: geo.Unlocated, Level: "status 2 Request Parameter Error"}},
		{"an empty result", "baidu", `{"status":0,"result":[]}`, geocode.Answer{Class: geo.Unlocated}},

		{"a house", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 30, "house") + `]`, geocode.Answer{Class: geo.Exact, Level: "house/30", Score: 1, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"a road", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 26, "road") + `]`, geocode.Answer{Class: geo.Street, Level: "road/26", Score: 1, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"an industrial area", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 22, "industrial") + `]`, geocode.Answer{Class: geo.InZone, Level: "industrial/22", Score: 1, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"roads of one name in two places", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 26, "road") + `,` + nominatimOne("117.3", "31.8", 26, "road") + `]`,
			geocode.Answer{Class: geo.Unlocated, Level: "road/26", Score: 0.5, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"a road, and a town of that name elsewhere", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 26, "road") + `,` + nominatimOne("117.3", "31.8", 16, "town") + `]`,
			geocode.Answer{Class: geo.Street, Level: "road/26", Score: 1, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"a server before address types", "nominatim", `[{"lat":"32.2705","lon":"118.3403","place_rank":26,"category":"highway","type":"tertiary","importance":0.1,"display_name":"上海路"}]`,
			geocode.Answer{Class: geo.Street, Level: "road/26", Score: 1, Matched: "上海路", X: 118.3403, Y: 32.2705}},
		{"a city", "nominatim", `[` + nominatimOne("118.3403", "32.2705", 16, "city") + `]`, geocode.Answer{Class: geo.Unlocated, Level: "city/16", Score: 1, Matched: "某处, 滁州市", X: 118.3403, Y: 32.2705}},
		{"nothing", "nominatim", `[]`, geocode.Answer{Class: geo.Unlocated}},
	} {
		t.Run(c.service+": "+c.name, func(t *testing.T) {
			b := newBench(t, c.service, nil, reply{body: c.body})
			c.want.Provider = c.service
			for _, round := range []string{"asked", "kept"} { // the second time it comes from the cache
				got := b.answer("滁州市上海北路88号")
				c.want.Point = got.Point
				if got != c.want {
					t.Errorf("%s:\n got %+v\nwant %+v", round, got, c.want)
				}
				if got.X != 0 {
					closeTo(t, got)
				}
			}
			if len(b.asked) != 1 {
				t.Errorf("asked %d times", len(b.asked))
			}
		})
	}
}

// closeTo demands that the point is the pair, converted.
func closeTo(t *testing.T, a geocode.Answer) {
	t.Helper()
	want := crs.WGS84{a.X, a.Y}
	switch a.CRS {
	case "GCJ-02":
		want = crs.GCJ02{a.X, a.Y}.WGS84()
	case "BD-09":
		want = crs.BD09{a.X, a.Y}.WGS84()
	}
	if math.Abs(a.Point[0]-want[0]) > 1e-9 || math.Abs(a.Point[1]-want[1]) > 1e-9 {
		t.Errorf("%v, want %v", a.Point, want)
	}
	if shifted := a.Point != (crs.WGS84{a.X, a.Y}); shifted != (a.CRS == "GCJ-02" || a.CRS == "BD-09") {
		t.Errorf("%s: shifted %v", a.CRS, shifted)
	}
}
