package coverage

import (
	"cmp"
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// Profile is what zones are compared by.
type Profile struct {
	Zone       string
	Figures    Figures
	Industries map[string]int // enterprises of the denominator that state one
	Employees  *Employees     // nil where the reader may not see those of every zone
}

// Employees are those of the denominator's enterprises that state them.
type Employees struct {
	Sum      int64
	Stated   int
	Unstated int
}

// Apart is how far two zones are apart. NaN where it is not known: a zone has no denominator, or none of it states an industry.
type Apart struct {
	Industries float64 // Hellinger distance of the shares of industries, 0 to 1
	Size       float64 // |ln| of the ratio of denominators
}

// Sum is the distance by which zones are matched.
func (a Apart) Sum() float64 { return a.Industries + a.Size }

// Peer is a zone beside the one that is asked about.
type Peer struct {
	Profile
	Apart Apart
	Rate  Rate
	Place int // among those compared, 1 leads; 0 for one whose rate is not known; equal rates have equal places
	Reach int // how many more enterprises bring it to the leader's rate; -1 where that is not known
}

// PeerRequest asks which zones are like one, and which of them leads.
type PeerRequest struct {
	Zone    string
	Count   int // of peers
	Measure Measure
	Sight   geo.Sight
}

// Peers are a zone and those like it.
type Peers struct {
	Zone      Peer
	Peers     []Peer // the nearest first, then by id
	Leader    string // the zone of the greatest rate, by id among equals; "" if no rate is known
	Compared  int    // zones that could be compared
	Unmatched int    // zones that could not, for want of enterprises in the denominator or of stated industries
}

// FindPeers matches a zone with those of like size and industries, and ranks them by a measure. It reads counters of zones, and each enterprise once.
func FindPeers(ctx context.Context, w *world.World, q PeerRequest) (*Peers, error) {
	profiles, err := profilesOf(ctx, w, q.Sight)
	if err != nil {
		return nil, err
	}
	found := &Peers{Zone: Peer{Profile: Profile{Zone: q.Zone, Industries: map[string]int{}}}}
	for i := range profiles {
		if profiles[i].Zone == q.Zone {
			found.Zone.Profile = profiles[i]
		}
	}
	for i := range profiles {
		if profiles[i].Zone == q.Zone {
			continue
		}
		apart := apartOf(&found.Zone.Profile, &profiles[i])
		if math.IsNaN(apart.Sum()) {
			found.Unmatched++
			continue
		}
		found.Compared++
		found.Peers = append(found.Peers, Peer{Profile: profiles[i], Apart: apart})
	}
	slices.SortFunc(found.Peers, func(a, b Peer) int {
		return cmp.Or(cmp.Compare(a.Apart.Sum(), b.Apart.Sum()), cmp.Compare(a.Zone, b.Zone))
	})
	found.Peers = found.Peers[:min(q.Count, len(found.Peers))]
	found.rank(q.Measure)
	return found, ctx.Err()
}

// profilesOf are those of the zones with a record, by id.
func profilesOf(ctx context.Context, w *world.World, sight geo.Sight) (all []Profile, err error) {
	t := w.Table(geo.Enterprises)
	shown := sight.ClassOf(geo.Employees) == geo.Public || sight.Internal.All()
	at := map[string]int{}
	if err := Each(w, Request{By: ByZone, Sight: sight}, func(i *Item) {
		if !i.Record {
			return
		}
		p := Profile{Zone: i.ID, Figures: *i.Figures, Industries: map[string]int{}}
		if shown {
			p.Employees = &Employees{}
		}
		at[i.ID] = len(all)
		all = append(all, p)
	}); err != nil {
		return nil, err
	}
	names := t.Column(geo.Zone, geo.PublicSight()).Names()
	of := make([]int, len(names))
	for i, name := range names {
		of[i] = -1
		if place, is := at[name]; is {
			of[i] = place
		}
	}
	industries, employees := t.Column(geo.Industry, geo.PublicSight()), t.Column(geo.Employees, sight)
	err = scan(ctx, t, world.Query{Sight: sight}, func(r world.Row) {
		zone := t.ZoneNumber(r)
		if zone < 0 || of[zone] < 0 || !t.Marks(r).Has(status.InDenominator) {
			return
		}
		p := &all[of[zone]]
		if industry := industries.Value(r).Text(); industry != "" {
			p.Industries[industry]++
		}
		if p.Employees == nil {
			return
		}
		if n, stated := employees.Value(r).Integer(); stated {
			p.Employees.Sum += n
			p.Employees.Stated++
		} else {
			p.Employees.Unstated++
		}
	})
	return all, err
}

// apartOf is the distance of two zones (E. Hellinger 1909: the Euclidean distance of the roots of shares, over √2).
func apartOf(a, b *Profile) Apart {
	apart := Apart{math.NaN(), math.NaN()}
	if a.Figures.Denominator > 0 && b.Figures.Denominator > 0 {
		apart.Size = math.Abs(math.Log(float64(a.Figures.Denominator) / float64(b.Figures.Denominator)))
	}
	total := func(p *Profile) (n int) {
		for _, of := range p.Industries {
			n += of
		}
		return n
	}
	inA, inB := total(a), total(b)
	if inA == 0 || inB == 0 {
		return apart
	}
	var shared []float64
	for industry, n := range a.Industries {
		if m := b.Industries[industry]; m > 0 {
			shared = append(shared, math.Sqrt(float64(n)/float64(inA)*float64(m)/float64(inB)))
		}
	}
	slices.Sort(shared) // so that the sum does not hang on the order of a map
	sum := 0.0
	for _, x := range shared {
		sum += x
	}
	apart.Industries = math.Sqrt(max(0, 1-sum))
	return apart
}

// rank says who leads and what brings the others there.
func (p *Peers) rank(m Measure) {
	all := []*Peer{&p.Zone}
	for i := range p.Peers {
		all = append(all, &p.Peers[i])
	}
	var known []*Peer
	for _, one := range all {
		one.Rate, one.Reach = one.Figures.Rate(m), -1
		if _, is := one.Rate.Share(); is {
			known = append(known, one)
		}
	}
	slices.SortFunc(known, func(a, b *Peer) int { return cmp.Or(compareRates(b.Rate, a.Rate), cmp.Compare(a.Zone, b.Zone)) })
	for i, one := range known {
		one.Place = i + 1
		if i > 0 && compareRates(known[i-1].Rate, one.Rate) == 0 {
			one.Place = known[i-1].Place
		}
		one.Reach = toReach(one.Rate, known[0].Rate)
	}
	if len(known) > 0 {
		p.Leader = known[0].Zone
	}
}

// compareRates compares without rounding.
func compareRates(a, b Rate) int {
	return cmp.Compare(int64(a.Numerator)*int64(b.Denominator), int64(b.Numerator)*int64(a.Denominator))
}

// toReach is the least number of enterprises more in the numerator that makes a rate at least another.
func toReach(r, leader Rate) int {
	wanted := (int64(leader.Numerator)*int64(r.Denominator) + int64(leader.Denominator) - 1) / int64(leader.Denominator)
	return max(0, int(wanted)-r.Numerator)
}
