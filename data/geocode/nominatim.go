package geocode

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// nominatim speaks the search of Nominatim servers, format jsonv2 (nominatim.org/release-docs, Search and Output). Their `importance` is how famous a
// place is, not how well it fits; so, as with AMap, far-apart hits are what doubt is read from.
type nominatim struct{}

func (nominatim) name() string        { return "nominatim" }
func (nominatim) says() phrase.Phrase { return phrase.Nominatim }
func (nominatim) address() string     { return "" }
func (nominatim) needsKey() bool      { return false }
func (nominatim) perSecond() float64  { return 1 }
func (nominatim) threshold() float64  { return 0.6 }
func (nominatim) longest() int        { return 240 }

func (nominatim) query(text string, key secret) (string, url.Values) {
	q := url.Values{"q": {text}, "format": {"jsonv2"}, "limit": {"5"}, "countrycodes": {"cn"}, "accept-language": {"zh-CN"}}
	if key != "" {
		q.Set("key", string(key))
	}
	return "/search", q
}

// nominatimPlace is one place of an answer.
type nominatimPlace struct {
	Lat         figure `json:"lat"`
	Lon         figure `json:"lon"`
	PlaceRank   figure `json:"place_rank"`
	AddressType words  `json:"addresstype"` // absent on older servers
	Category    words  `json:"category"`
	Type        words  `json:"type"`
	DisplayName words  `json:"display_name"`
}

func (nominatim) decode(status int, body []byte) (hit, *fault) {
	if f := ofStatus(status); f != nil {
		return hit{}, f
	}
	body = bytes.TrimSpace(body)
	if len(body) > 0 && body[0] == '{' {
		return hit{}, nominatimFault(body)
	}
	var list []nominatimPlace
	if json.Unmarshal(body, &list) != nil || body[0] != '[' {
		return hit{}, unreadable()
	}
	var xs, ys []float64
	var h hit
	best := 0
	for _, p := range list {
		x, y := float64(p.Lon), float64(p.Lat)
		if math.IsNaN(x+y) || !onEarth(x, y) {
			continue
		}
		if !h.Found {
			best = p.rank()
			h = hit{Found: true, Level: p.kind() + "/" + strconv.Itoa(best), Matched: string(p.DisplayName), X: x, Y: y}
		}
		if p.rank() >= best { // a town of the same name is no rival to a street
			xs, ys = append(xs, x), append(ys, y)
		}
	}
	if h.Found {
		h.Score = alone(xs, ys)
	}
	return h, nil
}

func nominatimFault(body []byte) *fault {
	var a struct {
		Error json.RawMessage `json:"error"`
	}
	var detail struct {
		Code    words `json:"code"`
		Message words `json:"message"`
	}
	if json.Unmarshal(body, &a) != nil || len(a.Error) == 0 {
		return unreadable()
	}
	if json.Unmarshal(a.Error, &detail) != nil {
		var said words
		if json.Unmarshal(a.Error, &said) != nil {
			return unreadable()
		}
		return &fault{kind: refused, said: string(said)}
	}
	if code, err := strconv.Atoi(string(detail.Code)); err == nil {
		if f := ofStatus(code); f != nil {
			f.said += " " + string(detail.Message)
			return f
		}
	}
	return &fault{kind: refused, said: string(detail.Message)}
}

func (p *nominatimPlace) rank() int {
	if r := float64(p.PlaceRank); r >= 0 && r <= 30 {
		return int(r)
	}
	return 0
}

// kind is the address type, or on older servers what comes near it.
func (p *nominatimPlace) kind() string {
	switch {
	case p.AddressType != "":
		return string(p.AddressType)
	case p.Category == "highway":
		return "road"
	case p.Category == "place" || p.Category == "landuse":
		return string(p.Type)
	}
	return string(p.Category)
}

// class goes by the address type, and for the many kinds of houses and roads by the rank: 30 is a house, 26 to 29 a road.
func (nominatim) class(h hit) geo.Precision {
	at := max(strings.LastIndexByte(h.Level, '/'), 0)
	kind, rankText := h.Level[:at], strings.TrimPrefix(h.Level[at:], "/")
	switch kind {
	case "city", "state", "province", "country", "region":
		return geo.Unlocated
	case "county", "district", "city_district":
		return geo.County
	case "town", "village", "suburb", "hamlet", "neighbourhood", "quarter", "municipality", "borough", "subdistrict":
		return geo.Town
	case "industrial", "commercial", "retail", "landuse":
		return geo.InZone
	case "road", "street", "square":
		return geo.Street
	}
	switch rank, _ := strconv.Atoi(rankText); {
	case rank >= 30:
		return geo.Exact
	case rank >= 26:
		return geo.Street
	}
	return geo.Unlocated
}

func (nominatim) point(h hit) (crs.WGS84, string) { return crs.WGS84{h.X, h.Y}, "" }
