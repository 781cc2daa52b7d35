package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
)

const header = `# The divisions of Anhui: code, name, longitude and latitude in WGS 84 where a point is known. Written by internal/placegen; do not edit.
# Names and codes: china-division 2.7.0 (MIT), after the statistical division codes of 2023. Points: GeoNames (www.geonames.org), CC BY 4.0; matched by county and name.
`

// write lists cities, counties and towns in the order of their codes, parents first. A city has no point: one in its center would say
// nothing about where in the city something is.
func write(d divisions, m *matcher) []byte {
	var out bytes.Buffer
	out.WriteString(header)
	for _, c := range d.Cities {
		fmt.Fprintf(&out, "%s\t%s\n", c.Adcode, c.Name)
	}
	for _, c := range d.Counties {
		line(&out, c.Adcode, c.Name, m.county(c))
	}
	for _, t := range d.Towns {
		line(&out, t.Code, t.Name, m.town(t))
	}
	return out.Bytes()
}

func line(out *bytes.Buffer, code, name string, p *geoname) {
	fmt.Fprintf(out, "%s\t%s", code, name)
	if p != nil {
		fmt.Fprintf(out, "\t%v\t%v", p.Lon, p.Lat)
	}
	out.WriteByte('\n')
}

// matcher finds the GeoNames place of a division.
type matcher struct {
	byCounty map[string][]*geoname
	byCity   map[string][]*geoname
}

func newMatcher(places []geoname) *matcher {
	m := &matcher{map[string][]*geoname{}, map[string][]*geoname{}}
	for i := range places {
		p := &places[i]
		if len(p.County) != 6 {
			continue
		}
		m.byCounty[p.County] = append(m.byCounty[p.County], p)
		m.byCity[p.County[:4]] = append(m.byCity[p.County[:4]], p)
	}
	return m
}

// county is a point that stands for a county: the place with its name, else its seat, else the one nearest to the middle of
// all its places. Any of them lies in the county, and no more is claimed.
func (m *matcher) county(c division) *geoname {
	in := m.byCounty[c.Adcode]
	for _, fits := range []func(*geoname) bool{
		func(p *geoname) bool { return slices.Contains(p.ZH, c.Name) && p.Kind != "PPLA4" },
		func(p *geoname) bool { return p.Kind == "PPLA3" },
		func(p *geoname) bool { return p.Kind != "PPLA4" },
	} {
		if i := slices.IndexFunc(in, fits); i >= 0 {
			return in[i]
		}
	}
	var x, y float64
	for _, p := range in {
		x, y = x+p.Lon/float64(len(in)), y+p.Lat/float64(len(in))
	}
	var best *geoname
	for _, p := range in {
		if best == nil || math.Hypot(p.Lon-x, p.Lat-y) < math.Hypot(best.Lon-x, best.Lat-y) {
			best = p
		}
	}
	return best
}

// town is the place of a town's name in its county, or in the whole city where the statistical county is no county; none where two places
// far from each other have that name.
func (m *matcher) town(t division) *geoname {
	in := m.byCounty[t.County]
	if t.County[4] == '7' {
		in = m.byCity[t.County[:4]]
	}
	var found *geoname
	for _, p := range in {
		if !called(p, t.Name) {
			continue
		}
		switch {
		case found == nil:
			found = p
		case math.Hypot(p.Lon-found.Lon, p.Lat-found.Lat) > 0.03: // 3 km
			return nil
		case p.Kind == "PPLA3":
			found = p
		}
	}
	return found
}

// called tells whether a place has a town's name, with whatever suffix. The seats called "the walled town of that county" carry the county's
// name before.
func called(p *geoname, town string) bool {
	bare := stem(town)
	if bare == town && !strings.HasSuffix(town, "镇") {
		return false // a park or farm, whose name says nothing about a settlement
	}
	for _, name := range p.ZH {
		of := stem(name)
		if of == bare || p.Kind == "PPLA3" && len([]rune(of)) == 2+len([]rune(bare)) && strings.HasSuffix(of, bare) {
			return true
		}
	}
	return false
}

func stem(name string) string {
	for _, suffix := range []string{"街道", "镇", "乡"} {
		if bare, found := strings.CutSuffix(name, suffix); found && len([]rune(bare)) > 1 {
			return bare
		}
	}
	return name
}
