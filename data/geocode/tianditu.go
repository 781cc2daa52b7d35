package geocode

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// tianditu speaks the geocoder of Tianditu (lbs.tianditu.gov.cn, 地理编码查询). Its service answers with a status in text, its gateway with
// a code and an HTTP status of its own.
type tianditu struct{}

func (tianditu) name() string        { return "tianditu" }
func (tianditu) says() phrase.Phrase { return phrase.Tianditu }
func (tianditu) address() string     { return "https://api.tianditu.gov.cn" }
func (tianditu) needsKey() bool      { return true }
func (tianditu) perSecond() float64  { return 5 }
func (tianditu) threshold() float64  { return 0.7 }
func (tianditu) longest() int        { return 240 }

func (tianditu) query(text string, key secret) (string, url.Values) {
	ds, _ := json.Marshal(map[string]string{"keyWord": text}) // a map of texts always can be
	return "/geocoder", url.Values{"ds": {string(ds)}, "tk": {string(key)}}
}

func (tianditu) decode(status int, body []byte) (hit, *fault) {
	var a struct {
		Status   words `json:"status"`
		Msg      words `json:"msg"`
		Code     words `json:"code"`
		Location *struct {
			Lon     figure `json:"lon"`
			Lat     figure `json:"lat"`
			Score   figure `json:"score"`
			Level   words  `json:"level"`
			KeyWord words  `json:"keyWord"`
		} `json:"location"`
	}
	err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &a)
	if err == nil && a.Code != "" && a.Status == "" {
		return hit{}, gatewayFault(string(a.Code), string(a.Msg))
	}
	if f := ofStatus(status); f != nil {
		return hit{}, f
	}
	switch {
	case err != nil || a.Status == "":
		return hit{}, unreadable()
	case a.Status == "101":
		return hit{Level: string(a.Msg)}, nil
	case a.Status != "0":
		return hit{}, &fault{kind: passing, said: strings.TrimSpace(string(a.Status) + " " + string(a.Msg))}
	case a.Location == nil || math.IsNaN(float64(a.Location.Lon+a.Location.Lat)) || !inChina(float64(a.Location.Lon), float64(a.Location.Lat)):
		return hit{}, nil
	}
	l := a.Location
	return hit{Found: true, Level: string(l.Level), Score: l.Score.share(), Matched: string(l.KeyWord), X: float64(l.Lon), Y: float64(l.Lat)}, nil
}

// gatewayFault: the gateway's codes are many; its words say whether the day is over or the key is wrong.
func gatewayFault(code, msg string) *fault {
	f := &fault{kind: denied, said: strings.TrimSpace(code + " " + msg)}
	for _, word := range []string{"上限", "超限", "超过", "超出", "配额", "次数"} {
		if strings.Contains(msg, word) {
			f.kind = spent
		}
	}
	if strings.Contains(msg, "频") {
		f.kind = passing
	}
	return f
}

// class: 地名地址 is the service's word for both a house and a place's name, so it is believed to the street only.
func (tianditu) class(h hit) geo.Precision {
	switch h.Level {
	case "门址", "门牌号":
		return geo.Exact
	case "地名地址", "兴趣点", "POI", "道路", "道路交叉口", "交叉路口", "小区", "楼宇":
		return geo.Street
	case "开发区", "工业园区":
		return geo.InZone
	case "乡镇", "街道", "乡镇街道", "村", "村庄", "社区":
		return geo.Town
	case "区县", "县", "区":
		return geo.County
	}
	return geo.Unlocated
}

func (tianditu) point(h hit) (crs.WGS84, string) {
	p := crs.CGCS2000{h.X, h.Y}
	return p.WGS84(), p.System().String()
}
