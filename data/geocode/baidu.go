package geocode

import (
	"encoding/json"
	"math"
	"net/url"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// baidu speaks Baidu's geocoder, version 3 (lbsyun.baidu.com, 地理编码). Its points are BD-09 unless asked otherwise, and are not asked
// otherwise, so that the pair kept is Baidu's own.
type baidu struct{}

func (baidu) name() string        { return "baidu" }
func (baidu) says() phrase.Phrase { return phrase.Baidu }
func (baidu) address() string     { return "https://api.map.baidu.com" }
func (baidu) needsKey() bool      { return true }
func (baidu) perSecond() float64  { return 3 }
func (baidu) threshold() float64  { return 0.6 }
func (baidu) longest() int        { return 84 }

func (baidu) query(text string, key secret) (string, url.Values) {
	return "/geocoding/v3/", url.Values{"address": {text}, "output": {"json"}, "ak": {string(key)}}
}

func (baidu) decode(status int, body []byte) (hit, *fault) {
	if f := ofStatus(status); f != nil {
		return hit{}, f
	}
	var a struct {
		Status  words           `json:"status"`
		Msg     words           `json:"msg"`
		Message words           `json:"message"`
		Result  json.RawMessage `json:"result"`
	}
	if json.Unmarshal(body, &a) != nil || a.Status == "" {
		return hit{}, unreadable()
	}
	if a.Status != "0" {
		return baiduFault(string(a.Status), string(a.Msg+a.Message))
	}
	var r struct {
		Location *struct {
			Lng figure `json:"lng"`
			Lat figure `json:"lat"`
		} `json:"location"`
		Precise       figure `json:"precise"`
		Confidence    figure `json:"confidence"`
		Comprehension figure `json:"comprehension"`
		Level         words  `json:"level"`
	}
	if len(a.Result) == 0 || a.Result[0] != '{' {
		return hit{}, nil
	}
	if json.Unmarshal(a.Result, &r) != nil {
		return hit{}, unreadable()
	}
	if r.Location == nil || math.IsNaN(float64(r.Location.Lng+r.Location.Lat)) || !inChina(float64(r.Location.Lng), float64(r.Location.Lat)) {
		return hit{}, nil
	}
	h := hit{Found: true, Level: string(r.Level), Score: r.Comprehension.share(), Confidence: 100 * r.Confidence.share(), X: float64(r.Location.Lng), Y: float64(r.Location.Lat)}
	if r.Precise != 1 {
		h.Confidence = math.Min(h.Confidence, 79) // "not exact" and "within 100 m" cannot both be
	}
	return h, nil
}

// baiduFault tells what a status means. Status 1 is an error of the server, and also how it says that there is no such place.
func baiduFault(status, msg string) (hit, *fault) {
	f := &fault{kind: refused, said: strings.TrimSpace(status + " " + msg)}
	switch status {
	case "1":
		if strings.Contains(msg, "无相关结果") {
			return hit{Level: msg}, nil
		}
		f.kind = passing
	case "2", "8":
		return hit{Level: strings.TrimSpace("status " + status + " " + msg)}, nil
	case "4", "301", "302":
		f.kind = spent
	case "401", "402":
		f.kind = passing
	case "3", "5", "9", "101", "102", "200", "201", "202", "203", "210", "211", "220", "230", "240", "250", "251", "252", "260", "261":
		f.kind = denied
	}
	return hit{}, f
}

// class: the level says what was found, the confidence how far off the point may be (80 is 100 m, 60 500 m, 30 5 km), and both bound what
// is claimed.
func (baidu) class(h hit) geo.Precision {
	class := geo.Unlocated
	switch h.Level {
	case "门址", "商务大厦":
		class = geo.Exact
	case "道路", "交叉路口", "桥", "地产小区", "政府机构", "生活服务", "休闲娱乐", "餐饮", "宾馆", "购物", "金融", "教育", "医疗", "汽车服务", "公司企业",
		"停车场", "停车区", "加油站", "火车站", "长途汽车站", "收费站", "飞机场", "港口/码头":
		class = geo.Street
	case "工业园区", "开发区":
		class = geo.InZone
	case "乡镇", "村庄", "商圈", "旅游景点", "绿地":
		class = geo.Town
	case "区县":
		class = geo.County
	}
	bound := geo.Unlocated
	switch {
	case h.Confidence >= 80:
		bound = geo.Exact
	case h.Confidence >= 60:
		bound = geo.Street
	case h.Confidence >= 30:
		bound = geo.Town
	case h.Confidence >= 10:
		bound = geo.County
	}
	if class == geo.InZone && h.Confidence >= 30 {
		return class // the point of a large zone is off by nature
	}
	if rank(bound) < rank(class) {
		return bound
	}
	return class
}

func (baidu) point(h hit) (crs.WGS84, string) {
	p := crs.BD09{h.X, h.Y}
	return p.WGS84(), p.System().String()
}
