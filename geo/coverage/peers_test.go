package coverage_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"pgregory.net/rapid"
)

// staged is a town of zones A, B and C with records of the zones, stages of projects and industries.
func staged(t *rapid.T) (*world.World, []geo.Record) {
	_, records := town(t)
	for _, id := range []string{"A", "B", "C"} {
		zone := geo.New(geo.Zones)
		zone.ID, zone.Zone, zone.NameZH = id, id, "区"+id
		records = append(records, zone)
	}
	for i := range records {
		r := &records[i]
		if r.Collection != geo.Enterprises {
			continue
		}
		r.Zone = rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "zone of three")
		for f, values := range map[*geo.Field][]string{geo.ProjectStage: {"", "planned", "construction", "production"}, geo.Industry: {"", "x", "y", "z"}} {
			if v := rapid.SampledFrom(values).Draw(t, f.Name); v != "" {
				r.Set(f, geo.Text(v))
			}
		}
	}
	w, err := world.New(day, 1, geo.Settings{}, slices.Clone(records))
	if err != nil {
		t.Fatal(err)
	}
	return w, records
}

func TestTheMatrixIsThatOfAScanAndThePublicOneTellsNothingOfMembers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, records := staged(t)
		sight := rapid.SampledFrom([]geo.Sight{geo.FullSight(), {}, {Internal: geo.ZonesOf("A")}}).Draw(t, "sight")
		m, err := coverage.MakeMatrix(t.Context(), w, nil, sight)
		if err != nil {
			t.Fatal(err)
		}
		want, out, table := map[string]int{}, []string{}, w.Table(geo.Enterprises)
		for _, r := range records {
			if r.Collection != geo.Enterprises {
				continue
			}
			row, _ := table.Find(r.ID)
			members, stated := r.Get(geo.FullMembers).Integer()
			branch := map[status.Status]string{status.Single: "single", status.Joint: "joint", status.Regional: "joint", status.Unknown: "unknown"}[table.Status(row, sight)]
			switch seen := sight.Class(r.Zone) == geo.Internal; {
			case branch != "":
			case !seen:
				branch = "none"
			case !stated:
				branch = "unknown"
			case members >= 3:
				branch = "due"
			default:
				branch = "not_due"
			}
			project := r.Get(geo.ProjectStage).Text()
			want[project+"/"+branch]++
			if branch == "due" && (project == "construction" || project == "production") {
				out = append(out, r.ID)
			}
		}
		sum := 0
		for project, cells := range m.Cells {
			for b, n := range cells {
				if sum += n; n != want[project+"/"+coverage.BranchStage(b).String()] {
					t.Fatalf("%s/%s: %d, want %v", project, coverage.BranchStage(b), n, want)
				}
				if n > 0 && !slices.Contains(coverage.BranchStagesFor(sight), coverage.BranchStage(b)) {
					t.Fatalf("%s is counted for a reader who has no such column", coverage.BranchStage(b))
				}
			}
		}
		var got []string
		for _, one := range m.Out {
			got = append(got, table.ID(one.Row))
		}
		slices.Sort(out)
		if sum != m.Enterprises || m.Judged != m.InStep+len(m.Out) || !slices.Equal(got, out) && len(out)+len(got) > 0 {
			t.Fatalf("%d of %d, %+v, out of step %q, want %q", sum, m.Enterprises, m, got, out)
		}
	})
}

// Who leads, and what it takes to reach it, by trying; distances by their definition over all industries.
func TestPeersAreMatchedByTheNamedDistanceAndReachTheLeaderByNoFewer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, records := staged(t)
		q := coverage.PeerRequest{Zone: "A", Count: 5, Measure: rapid.SampledFrom(coverage.Measures()).Draw(t, "measure"), Sight: geo.FullSight()}
		found, err := coverage.FindPeers(t.Context(), w, q)
		if err != nil {
			t.Fatal(err)
		}
		size, industries := map[string]float64{}, map[string]map[string]float64{"A": {}, "B": {}, "C": {}}
		for _, r := range records {
			if operating, _ := r.Get(geo.Operating).Boolean(); r.Collection == geo.Enterprises && operating {
				size[r.Zone]++
				if industry := r.Get(geo.Industry).Text(); industry != "" {
					industries[r.Zone][industry]++
				}
			}
		}
		comparable := 0
		for _, zone := range []string{"B", "C"} {
			apart, is := naiveApart(size["A"], size[zone], industries["A"], industries[zone])
			at := slices.IndexFunc(found.Peers, func(p coverage.Peer) bool { return p.Zone == zone })
			if is != (at >= 0) {
				t.Fatalf("%s is compared: %v, want %v", zone, at >= 0, is)
			}
			if is {
				comparable++
				if got := found.Peers[at].Apart.Sum(); math.Abs(got-apart) > 1e-6 {
					t.Fatalf("%s is %f apart, want %f", zone, got, apart)
				}
			}
		}
		if found.Compared != comparable || found.Unmatched != 2-comparable || !slices.IsSortedFunc(found.Peers, func(a, b coverage.Peer) int { return cmp.Compare(a.Apart.Sum(), b.Apart.Sum()) }) {
			t.Fatalf("%+v", found)
		}
		checkReaching(t, append([]coverage.Peer{found.Zone}, found.Peers...), found.Leader)
	})
}

func naiveApart(a, b float64, of, and map[string]float64) (float64, bool) {
	var p, q, sum float64
	for _, industry := range []string{"x", "y", "z"} {
		p, q = p+of[industry], q+and[industry]
	}
	if p == 0 || q == 0 {
		return 0, false
	}
	for _, industry := range []string{"x", "y", "z"} {
		d := math.Sqrt(of[industry]/p) - math.Sqrt(and[industry]/q)
		sum += d * d
	}
	return math.Sqrt(sum/2) + math.Abs(math.Log(a)-math.Log(b)), true
}

func checkReaching(t *rapid.T, all []coverage.Peer, leader string) {
	best := -1.0
	for _, p := range all {
		if share, known := p.Rate.Share(); known {
			best = max(best, share)
		}
	}
	for _, p := range all {
		share, known := p.Rate.Share()
		if known != (p.Place > 0) || known != (p.Reach >= 0) || p.Zone == leader && share != best {
			t.Fatalf("%+v, the best is %f", p, best)
		}
		if !known {
			continue
		}
		more := 0
		for float64(p.Rate.Numerator+more)/float64(p.Rate.Denominator) < best-1e-12 {
			more++
		}
		if p.Reach != more {
			t.Fatalf("%s reaches %f by %d, want %d: %+v", p.Zone, best, p.Reach, more, p.Rate)
		}
	}
	if (best < 0) != (leader == "") {
		t.Fatalf("the leader is %q, the best %f", leader, best)
	}
}
