package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// coverage is what covers an enterprise.
type coverage uint8

const (
	uncovered coverage = iota
	single
	joint
	regional
	instructed
	notSurveyed
)

// deal shuffles the quotas over the enterprises.
func deal(n int, random *rand.Rand) []coverage {
	all := make([]coverage, n)
	at := 0
	give := func(c coverage, count int) {
		for range min(count, n-at) {
			all[at] = c
			at++
		}
	}
	give(single, share(n, shareSingle))
	give(joint, share(n, shareSingle+shareJoint)-share(n, shareSingle))
	give(regional, share(n, shareSingle+shareJoint+shareRegional)-share(n, shareSingle+shareJoint))
	give(instructed, share(n, shareInstructed))
	give(notSurveyed, share(n, shareNotSurveyed))
	random.Shuffle(n, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

var industries = [...]string{"新能源汽车", "智能家电", "新材料", "高端装备制造", "电子信息", "生物医药", "绿色食品", "纺织服装", "现代物流", "商贸服务", "数字经济", "建筑建材"}

var classes = [...]string{"large", "medium", "small_micro", "small_micro", "small_micro", "small_micro", "small_micro", "individual", "individual", "specialized_market"}

func (g *generator) writeEnterprises() {
	g.coverages = deal(g.n, g.random)
	g.places = make([]place, g.n)
	inZones := share(g.n, shareInZones)
	where := make([]bool, g.n) // which enterprises lie in zones
	for i := range inZones {
		where[i] = true
	}
	g.random.Shuffle(g.n, func(i, j int) { where[i], where[j] = where[j], where[i] })
	surveyed := geo.Date(2024, 1, 1)
	for i := range g.n {
		g.places[i] = g.place(i, where[i])
		r := g.out.next(geo.Enterprises)
		r.ID = enterpriseID(i)
		r.NameZH = fmt.Sprintf("合成企业 %07d", i+1)
		r.NameEN = fmt.Sprintf("Synthetic enterprise %07d", i+1)
		r.Geometry = g.places[i].point
		r.Position.Class = geo.Synthetic
		r.Zone = zoneID(int(g.places[i].zone))
		if grid := g.places[i].grid; grid >= 0 {
			r.Set(geo.GridOf, geo.Text(gridID(int(g.places[i].zone), int(grid))))
		}
		r.Set(geo.Industry, geo.Text(industries[g.random.IntN(len(industries))]))
		r.Set(geo.Employees, geo.Integer(int64(1+g.random.ExpFloat64()*60)))
		r.Set(geo.EnterpriseClass, geo.Text(classes[g.random.IntN(len(classes))]))
		r.Set(geo.Operating, geo.Boolean(g.random.IntN(50) != 0))
		g.survey(r, g.coverages[i], surveyed)
	}
}

// survey sets what a survey found: nothing where there was none.
func (g *generator) survey(r *geo.Record, c coverage, from geo.Day) {
	if c == notSurveyed {
		return
	}
	r.Set(geo.SurveyedAt, geo.OnDay(from+geo.Day(g.random.IntN(600))))
	r.Set(geo.FullMembers, geo.Integer(int64(g.random.IntN(6))))
	if c == instructed {
		r.Set(geo.Instructors, geo.Integer(1))
	} else {
		r.Set(geo.Instructors, geo.Integer(0))
	}
}

func (g *generator) place(i int, inZone bool) place {
	if inZone {
		z := int32(g.random.IntN(len(g.zones)))
		p := g.zones[z].scatter(g.random)
		return place{z, g.zones[z].gridAt(p), p}
	}
	p := orb.Point{
		geo.RoundDegrees(anhui.Min[0] + (anhui.Max[0]-anhui.Min[0])*g.random.Float64()),
		geo.RoundDegrees(anhui.Min[1] + (anhui.Max[1]-anhui.Min[1])*g.random.Float64()),
	}
	z := nearest(g.zones, p)
	return place{z, g.zones[z].gridAt(p), p}
}

// writeOrganizations covers the enterprises: one organization each, joint ones of three to five neighbors of a zone, and a regional one a grid
// (and one a zone for those outside its grids).
func (g *generator) writeOrganizations() {
	var apart, together, around []int32
	for i, c := range g.coverages {
		switch c {
		case single:
			apart = append(apart, int32(i))
		case joint:
			together = append(together, int32(i))
		case regional:
			around = append(around, int32(i))
		}
	}
	for _, i := range apart {
		g.organization("single", []int32{i})
	}
	byGrid := func(a, b int32) int {
		p, q := g.places[a], g.places[b]
		if p.zone != q.zone {
			return int(p.zone - q.zone)
		}
		if p.grid != q.grid {
			return int(p.grid - q.grid)
		}
		return int(a - b)
	}
	slices.SortFunc(together, byGrid)
	for len(together) > 0 {
		k := g.jointSize(together)
		g.organization("joint", together[:k])
		together = together[k:]
	}
	slices.SortFunc(around, byGrid)
	for len(around) > 0 {
		k := 1
		for k < len(around) && g.places[around[k]].zone == g.places[around[0]].zone && g.places[around[k]].grid == g.places[around[0]].grid {
			k++
		}
		g.organization("regional", around[:k])
		around = around[k:]
	}
}

// jointSize is three to five, and never leaves one or two behind where that can be helped.
func (g *generator) jointSize(left []int32) int {
	if len(left) <= 5 {
		return len(left)
	}
	k := 3 + g.random.IntN(3)
	if rest := len(left) - k; rest < 3 {
		k = len(left) - 3
	}
	return k
}

// rate dates the rating and the last activity of most organizations, some of them too long ago.
func (g *generator) rate(r *geo.Record) {
	const spread = 500 // days, more than a rating or an activity counts for by default
	last := geo.Date(2026, time.October, 31)
	if r.Get(geo.Stars).Text() != geo.Unrated && g.random.IntN(10) > 0 {
		r.Set(geo.StarScheme, geo.Text("five-star"))
		r.Set(geo.RatedOn, geo.OnDay(last-geo.Day(g.random.IntN(spread))))
	}
	if g.random.IntN(10) > 0 {
		r.Set(geo.ActiveOn, geo.OnDay(last-geo.Day(g.random.IntN(spread))))
	}
}

var starsOf = [...]geo.Value{geo.Integer(5), geo.Integer(4), geo.Integer(4), geo.Integer(3), geo.Integer(3), geo.Integer(3), geo.Integer(2), geo.Text(geo.Unrated)}

func (g *generator) organization(form string, covered []int32) {
	first := g.places[covered[0]]
	r := g.out.next(geo.Organizations)
	g.organizations++
	r.ID = fmt.Sprintf("S-O%07d", g.organizations)
	r.NameZH = fmt.Sprintf("合成党组织 %07d", g.organizations)
	r.NameEN = fmt.Sprintf("Synthetic organization %07d", g.organizations)
	r.Zone = zoneID(int(first.zone))
	r.Geometry = first.point
	r.Position.Class = geo.Synthetic
	r.Set(geo.OrgLevel, geo.Text("branch"))
	r.Set(geo.Form, geo.Text(form))
	r.Set(geo.Stars, starsOf[g.random.IntN(len(starsOf))])
	g.rate(r)
	r.Set(geo.Founded, geo.OnDay(geo.Date(2005, 1, 1)+geo.Day(g.random.IntN(7000))))
	r.Set(geo.Members, geo.Integer(int64(3+g.random.IntN(30))))
	ids := make([]string, len(covered))
	for i, e := range covered {
		ids[i] = enterpriseID(int(e))
	}
	r.Set(geo.Covers, geo.List(ids...))
}
