package coverage

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// MostScanCells bounds the cells of a scan, whose time grows with their square.
const MostScanCells = 1000

// HotspotRequest asks where gaps cluster.
type HotspotRequest struct {
	Area    world.Condition
	Polygon orb.Geometry // in place of Area, as of a GapRequest
	Zone    *string      // with a polygon
	Measure *Measure     // the gaps are those of the denominator that this does not count, in place of those that are due or uncovered
	Sight   geo.Sight
	By      Cells
	Width   float64 // metres between the sides of a hexagon
	Alpha   float64 // the level of significance
	Runs    int     // of the permutation test; no p-value is below 1/(Runs+1)
}

// Hotspots are the clusters of gaps in an area. Population and Gaps count located enterprises that lie in a cell, and of which it is known whether they are gaps.
type Hotspots struct {
	Population, Gaps            int
	Cells                       int
	Unlocated, Unknown, Outside int // enterprises that no cell counts: without a place, not known to be gaps or not, in no grid
	Unstated                    int // nor with a measure those of which it is not stated whether they operate
	Unseen                      int
	Clusters                    []Hotspot // the likeliest first
}

// Hotspot is a circle in which gaps are more frequent than outside of it by more than chance makes likely.
type Hotspot struct {
	Center     orb.Point // of the cell in the middle: the mean of its enterprises
	Radius     float64   // metres to the farthest cell's
	Cells      []string
	Population int
	Gaps       int
	Expected   float64 // gaps if they were spread evenly
	Ratio      float64 // log likelihood ratio
	P          float64
}

// FindHotspots looks for clusters by Kulldorff's spatial scan statistic with the Bernoulli model (M. Kulldorff, A spatial scan statistic,
// Communications in Statistics – Theory and Methods 26, 1997, pp. 1481–1496): circles around every cell that grow cell by cell to half of the enterprises, each with the likelihood ratio of
// gaps being more frequent inside; the p-value is the rank of a circle's ratio among the greatest ratios of runs in which as many gaps are dealt out among the same enterprises at
// random. Since the greatest of all circles is compared, many circles need no further correction: where gaps are spread by chance alone, an area shows any
// cluster with probability Alpha at most. Further clusters overlap no likelier one; their p-values are conservative. The same request has the same answer.
func FindHotspots(ctx context.Context, w *world.World, q HotspotRequest) (*Hotspots, error) {
	all, unlocated, unseen, err := judge(ctx, w, GapRequest{Area: q.Area, Polygon: q.Polygon, Zone: q.Zone, Measure: q.Measure, Sight: q.Sight})
	if err != nil {
		return nil, err
	}
	h := &Hotspots{Unlocated: unlocated, Unseen: unseen}
	known := all[:0]
	for _, e := range all {
		switch {
		case q.Measure != nil && !e.measured:
			h.Unstated++
		case !e.known:
			h.Unknown++
		default:
			known = append(known, e)
		}
	}
	cells, names := cellsOf(w, known, q.By, q.Width)
	if h.Cells = len(names); h.Cells > MostScanCells {
		return nil, geo.Invalid("coverage.FindHotspots", phrase.HotspotCells.With(h.Cells, MostScanCells))
	}
	s := newScanner(known, cells, names)
	h.Population, h.Gaps, h.Outside = s.population, s.gaps, len(known)-s.population
	if s.gaps == 0 || s.gaps == s.population {
		return h, nil
	}
	h.Clusters, err = s.clusters(ctx, q.Alpha, q.Runs)
	return h, err
}

// scanner is a scan under way.
type scanner struct {
	names            []string
	centers          []orb.Point
	sizes, found     []int32 // enterprises and gaps of each cell
	population, gaps int
	order            [][]int32 // the cells around each, nearest first, as far as circles grow
	xlogx            []float64 // x ln x of every count
}

func newScanner(all []judged, cells []int, names []string) *scanner {
	n := len(names)
	s := &scanner{names: names, centers: make([]orb.Point, n), sizes: make([]int32, n), found: make([]int32, n)}
	for i, e := range all {
		cell := cells[i]
		if cell < 0 {
			continue
		}
		s.sizes[cell]++
		s.population++
		k := float64(s.sizes[cell])
		for axis := range 2 {
			s.centers[cell][axis] += (e.at[axis] - s.centers[cell][axis]) / k
		}
		if e.gap {
			s.found[cell]++
			s.gaps++
		}
	}
	s.xlogx = make([]float64, s.population+1)
	for x := 2; x <= s.population; x++ {
		s.xlogx[x] = float64(x) * math.Log(float64(x))
	}
	s.arrange()
	return s
}

// arrange sorts the cells around each as far as they hold half of the enterprises.
func (s *scanner) arrange() {
	n := len(s.names)
	s.order = make([][]int32, n)
	far, around := make([]float64, n), make([]int32, n)
	for i := range n {
		for k := range n {
			far[k], around[k] = plane.Distance(s.centers[i], s.centers[k]), int32(k)
		}
		slices.SortFunc(around, func(a, b int32) int { return cmp.Or(cmp.Compare(far[a], far[b]), cmp.Compare(a, b)) })
		inside, end := 0, 0
		for end < n && 2*(inside+int(s.sizes[around[end]])) <= s.population {
			inside += int(s.sizes[around[end]])
			end++
		}
		s.order[i] = slices.Clone(around[:end])
	}
}

// ratio is the logarithm of the likelihood ratio of c gaps among n enterprises inside, 0 where they are not more frequent than outside.
func (s *scanner) ratio(c, n int) float64 {
	all, gaps := s.population, s.gaps
	if c*all <= gaps*n {
		return 0
	}
	x := s.xlogx
	return x[c] + x[n-c] - x[n] + x[gaps-c] + x[all-n-gaps+c] - x[all-n] - x[gaps] - x[all-gaps] + x[all]
}

// best is the best circle around a cell for some gaps of each cell: its ratio and how many cells it has.
func (s *scanner) best(i int, found []int32) (ratio float64, cells int) {
	c, n := 0, 0
	for k, cell := range s.order[i] {
		c, n = c+int(found[cell]), n+int(s.sizes[cell])
		if r := s.ratio(c, n); r > ratio {
			ratio, cells = r, k+1
		}
	}
	return ratio, cells
}

// clusters are the circles that chance does not make likely.
func (s *scanner) clusters(ctx context.Context, alpha float64, runs int) (list []Hotspot, err error) {
	chance, err := s.chance(ctx, runs)
	if err != nil {
		return nil, err
	}
	type circle struct {
		middle, cells int
		ratio         float64
	}
	var circles []circle
	for i := range s.names {
		if ratio, cells := s.best(i, s.found); cells > 0 {
			circles = append(circles, circle{i, cells, ratio})
		}
	}
	slices.SortFunc(circles, func(a, b circle) int { return cmp.Or(cmp.Compare(b.ratio, a.ratio), cmp.Compare(a.middle, b.middle)) })
	taken := make([]bool, len(s.names))
	for _, c := range circles {
		beyond := len(chance) - firstAtLeast(chance, c.ratio)
		p := float64(1+beyond) / float64(runs+1)
		if p > alpha {
			break // the others are no likelier
		}
		inside := s.order[c.middle][:c.cells]
		if slices.ContainsFunc(inside, func(cell int32) bool { return taken[cell] }) {
			continue
		}
		list = append(list, s.hotspot(c.middle, inside, c.ratio, p))
		for _, cell := range inside {
			taken[cell] = true
		}
	}
	return list, nil
}

// firstAtLeast is the place of the first that is not below x, but for what rounding makes of equal ratios.
func firstAtLeast(sorted []float64, x float64) int {
	at, _ := slices.BinarySearch(sorted, x-1e-9*max(1, x))
	return at
}

func (s *scanner) hotspot(middle int, inside []int32, ratio, p float64) Hotspot {
	h := Hotspot{Center: s.centers[middle], Ratio: ratio, P: p}
	for _, cell := range inside {
		h.Cells = append(h.Cells, s.names[cell])
		h.Population += int(s.sizes[cell])
		h.Gaps += int(s.found[cell])
		h.Radius = max(h.Radius, plane.Distance(h.Center, s.centers[cell]))
	}
	h.Expected = float64(s.gaps) * float64(h.Population) / float64(s.population)
	return h
}

// chance are the greatest ratios of runs in which the gaps are dealt out anew, ascending.
func (s *scanner) chance(ctx context.Context, runs int) ([]float64, error) {
	random := rand.New(rand.NewPCG(1997, 1481)) // the same runs for the same request
	deck := make([]int32, 0, s.population)
	for cell, n := range s.sizes {
		for range n {
			deck = append(deck, int32(cell))
		}
	}
	greatest := make([]float64, runs)
	found := make([]int32, len(s.names))
	for run := range greatest {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		clear(found)
		for i := range s.gaps {
			k := i + random.IntN(len(deck)-i)
			deck[i], deck[k] = deck[k], deck[i]
			found[deck[i]]++
		}
		for i := range s.names {
			ratio, _ := s.best(i, found)
			greatest[run] = max(greatest[run], ratio)
		}
	}
	slices.Sort(greatest)
	return greatest, nil
}
