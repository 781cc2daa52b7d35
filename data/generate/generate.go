// Package generate makes synthetic data sets of any size, the same for the same seed: development zones tiled by grids, enterprises in
// and between them, and the organizations that cover them. Every position is of class synthetic and no name belongs to anyone. Its
// shares are quotas, exact to one enterprise, not chances, so that a test may count them.
package generate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// What a data set is made of. The shares are per cent of all enterprises.
const (
	MaxEnterprises = 20_000_000

	ZonesAtMost       = 130
	fullSet           = 10_000 // the least enterprises that have all zones
	gridsAcross       = 10     // a zone is tiled 10 × 10
	shareInZones      = 70
	shareSingle       = 20
	shareJoint        = 31
	shareRegional     = 20
	shareInstructed   = 9
	shareNotSurveyed  = 5
	smallestSpread    = 0.6 // km, standard deviation of the enterprises of a zone
	largestSpread     = 2.2
	metersPerLatitude = 111_000.0
	batchSize         = 1000
)

// Anhui is the box that holds every position.
var anhui = orb.Bound{Min: orb.Point{114.88, 29.39}, Max: orb.Point{119.65, 34.65}}

// Records visits the records of a data set of n enterprises, those referred to before those that refer to them except enterprises, which
// come after their zones and grids and before the organizations that cover them. Slices are valid only during the visit.
func Records(n int, seed uint64, visit func([]geo.Record) error) error {
	if n < 1 || n > MaxEnterprises {
		return geo.Invalid("generate.Records", phrase.GenerateTooMany.With(n, MaxEnterprises))
	}
	g := &generator{n: n, out: writer{visit: visit, records: make([]geo.Record, 0, batchSize)}}
	g.random = rand.New(rand.NewPCG(seed, 0x62656c746d6170))
	g.zones = layOut(zonesFor(n), g.random)
	g.writeZones()
	g.writeGrids()
	g.writeEnterprises()
	g.writeOrganizations()
	g.out.flush()
	return g.out.err
}

func zonesFor(n int) int { return max(1, min(ZonesAtMost, n*ZonesAtMost/fullSet)) }

type generator struct {
	n         int
	random    *rand.Rand
	zones     []zone
	coverages []coverage // of each enterprise
	places    []place    // of each enterprise
	out       writer

	organizations int // written so far
}

// place is where an enterprise lies: zone and grid by number, and its point.
type place struct {
	zone, grid int32 // grid -1: outside the zone's polygon
	point      orb.Point
}

// writer hands records on in slices of some hundreds.
type writer struct {
	visit   func([]geo.Record) error
	records []geo.Record
	err     error
}

func (w *writer) next(c geo.Collection) *geo.Record {
	if len(w.records) == cap(w.records) {
		w.flush()
	}
	w.records = w.records[:len(w.records)+1]
	r := &w.records[len(w.records)-1]
	r.Reset(c)
	r.Source = Source
	return r
}

func (w *writer) flush() {
	if w.err == nil && len(w.records) > 0 {
		w.err = w.visit(w.records)
	}
	w.records = w.records[:0]
}

// Source is the source of every record made here.
const Source = "synthetic"

func (g *generator) writeZones() {
	levels := []string{"national", "provincial", "provincial", "other"}
	for i := range g.zones {
		r := g.out.next(geo.Zones)
		r.ID = zoneID(i)
		r.Zone = r.ID
		r.NameZH = fmt.Sprintf("合成开发区 %03d", i+1)
		r.NameEN = fmt.Sprintf("Synthetic zone %03d", i+1)
		r.Position.Class = geo.Synthetic
		r.Geometry = g.zones[i].polygon()
		r.Set(geo.ZoneLevel, geo.Text(levels[i%len(levels)]))
		r.Normalize()
	}
}

func (g *generator) writeGrids() {
	for i := range g.zones {
		for j := range gridsAcross * gridsAcross {
			r := g.out.next(geo.Grids)
			r.ID = gridID(i, j)
			r.Zone = zoneID(i)
			r.NameZH = fmt.Sprintf("合成网格 %03d-%02d", i+1, j)
			r.NameEN = fmt.Sprintf("Synthetic grid %03d-%02d", i+1, j)
			r.Position.Class = geo.Synthetic
			r.Geometry = g.zones[i].grid(j)
			r.Set(geo.GridCode, geo.Text(fmt.Sprintf("%02d", j)))
			r.Set(geo.GridKind, geo.Text("basic"))
			r.Set(geo.GridStatus, geo.Text("active"))
			r.Normalize()
		}
	}
}

func zoneID(i int) string       { return fmt.Sprintf("S%03d", i+1) }
func gridID(i, j int) string    { return fmt.Sprintf("S%03d-G%02d", i+1, j) }
func enterpriseID(i int) string { return fmt.Sprintf("S-E%07d", i+1) }

// share is how many of n a share of per cent is, to the nearest whole.
func share(n, percent int) int { return int(math.Round(float64(n) * float64(percent) / 100)) }
