package geocode

import (
	_ "embed"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// table is written by internal/placegen.
//
//go:embed places.tsv
var table string

// rung is a division's place in the hierarchy.
type rung uint8

const (
	city rung = iota
	county
	area // a development zone or the like that statistics count as a county or a town
	town
)

// division is one division of Anhui, or a statistical unit of that rung.
type division struct {
	code, name string
	full       string // with the names of its parents before it
	rung       rung
	city       int32 // the city it lies in, by its place in the table
	county     int32 // the county, none if it is a city, or not a part of one county
	point      crs.WGS84
	located    bool
}

const none int32 = -1

// divisions reads the table, parents first.
func divisions() ([]division, error) {
	var all []division
	byCode := map[string]int32{}
	for line := range strings.Lines(table) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 2 && len(f) != 4 {
			return nil, damagedTable(line)
		}
		d := division{code: f[0], name: f[1], full: f[1], city: none, county: none}
		if len(f) == 4 {
			var errs [2]error
			d.point[0], errs[0] = strconv.ParseFloat(f[2], 64)
			d.point[1], errs[1] = strconv.ParseFloat(f[3], 64)
			if errs[0] != nil || errs[1] != nil {
				return nil, damagedTable(line)
			}
			d.located = true
		}
		self := int32(len(all))
		if !d.join(self, all, byCode) {
			return nil, damagedTable(line)
		}
		byCode[d.code] = self
		all = append(all, d)
	}
	return all, nil
}

// join finds a division's rung and parents.
func (d *division) join(self int32, all []division, byCode map[string]int32) bool {
	statistical := len(d.code) >= 6 && d.code[4] == '7'
	switch {
	case len(d.code) == 6 && d.code[4:] == "00":
		d.rung, d.city = city, self
		return true
	case len(d.code) == 6:
		up, known := byCode[d.code[:4]+"00"]
		if !known {
			return false
		}
		d.rung, d.city, d.county, d.full = county, up, self, all[up].name+d.name
		if statistical {
			d.rung, d.county, d.full = area, none, areaName(all[up].name, d.name)
		}
		return true
	case len(d.code) == 9:
		up, known := byCode[d.code[:6]]
		if !known {
			return false
		}
		d.rung, d.city, d.county, d.full = town, all[up].city, all[up].county, all[up].full+d.name
		if _, suffix := townStem(d.name); suffix == "" {
			d.rung = area
		}
		return true
	}
	return false
}

// areaName is a zone's name as people write it: after its city, once.
func areaName(city, name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "安徽省"), "安徽")
	if strings.HasPrefix(name, strings.TrimSuffix(city, "市")) {
		return name
	}
	return city + name
}

func damagedTable(line string) error {
	return &geo.Error{Kind: geo.KindInternal, Op: "geocode.NewGazetteer", Text: phrase.PlacesDamaged.With(line)}
}
