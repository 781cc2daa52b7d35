package geocode

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// amap speaks the geocoder of AMap's Web service, version 3 (lbs.amap.com, 地理/逆地理编码). It gives no score: several far-apart hits are how
// it says that it is not sure.
type amap struct{}

func (amap) name() string        { return "amap" }
func (amap) says() phrase.Phrase { return phrase.AMap }
func (amap) address() string     { return "https://restapi.amap.com" }
func (amap) needsKey() bool      { return true }
func (amap) perSecond() float64  { return 3 }
func (amap) threshold() float64  { return 0.6 }
func (amap) longest() int        { return 240 }

func (amap) query(text string, key secret) (string, url.Values) {
	return "/v3/geocode/geo", url.Values{"address": {text}, "output": {"JSON"}, "key": {string(key)}}
}

func (amap) decode(status int, body []byte) (hit, *fault) {
	if f := ofStatus(status); f != nil {
		return hit{}, f
	}
	var a struct {
		Status   words           `json:"status"`
		Info     words           `json:"info"`
		Infocode words           `json:"infocode"`
		Geocodes json.RawMessage `json:"geocodes"`
	}
	if json.Unmarshal(body, &a) != nil || a.Status == "" {
		return hit{}, unreadable()
	}
	if a.Status != "1" {
		return amapFault(string(a.Infocode), string(a.Info))
	}
	var list []struct {
		Address  words `json:"formatted_address"`
		Location words `json:"location"`
		Level    words `json:"level"`
	}
	if len(a.Geocodes) > 0 && a.Geocodes[0] == '[' && json.Unmarshal(a.Geocodes, &list) != nil {
		return hit{}, unreadable()
	}
	var xs, ys []float64
	var h hit
	for _, g := range list {
		x, y, ok := pairOfText(string(g.Location))
		if !ok || !inChina(x, y) {
			continue
		}
		if xs, ys = append(xs, x), append(ys, y); len(xs) == 1 {
			h = hit{Found: true, Level: string(g.Level), Matched: string(g.Address), X: x, Y: y}
		}
	}
	if h.Found {
		h.Score = alone(xs, ys)
	}
	return h, nil
}

// amapFault tells what an infocode means. What the service cannot make sense of is nothing found, not a failure.
func amapFault(code, info string) (hit, *fault) {
	f := &fault{kind: refused, said: strings.TrimSpace(code + " " + info)}
	switch code {
	case "10003", "10010", "10029", "10044", "10045", "40000", "40003":
		f.kind = spent
	case "10004", "10014", "10015", "10016", "10017", "10019", "10020", "10021", "20003":
		f.kind = passing
	case "10001", "10002", "10005", "10006", "10007", "10008", "10009", "10011", "10012", "10013", "10026", "10041", "40002":
		f.kind = denied
	case "20000", "20012":
		return hit{Level: info}, nil
	default:
		if len(code) == 5 && code[0] == '3' {
			return hit{Level: info}, nil
		}
	}
	return hit{}, f
}

func pairOfText(s string) (x, y float64, ok bool) {
	a, b, found := strings.Cut(s, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(a), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return x, y, found && errX == nil && errY == nil
}

// class: a point of interest may be a whole park, a village is less than its town but no zone, and a city is no position at all.
func (amap) class(h hit) geo.Precision {
	switch h.Level {
	case "门牌号", "单元号", "门址":
		return geo.Exact
	case "兴趣点", "道路", "道路交叉路口", "住宅区", "公交站台", "公交地铁站点", "地铁站":
		return geo.Street
	case "开发区":
		return geo.InZone
	case "乡镇", "村庄", "热点商圈":
		return geo.Town
	case "区县":
		return geo.County
	}
	return geo.Unlocated
}

func (amap) point(h hit) (crs.WGS84, string) {
	p := crs.GCJ02{h.X, h.Y}
	return p.WGS84(), p.System().String()
}
