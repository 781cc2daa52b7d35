package roads

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// maxRefs is how many points the roads of an extract may have: those of a large province, at 20 bytes each.
const maxRefs = 1 << 27

// Options say what to read of an extract.
type Options struct {
	Name string     // of the file, for what is said of it
	Box  *orb.Bound // only what lies in there, nil for all
	Read func(done int64)
}

// Extract is what was read.
type Extract struct {
	Graph        *road.Graph
	Lines        []orb.LineString // the roads that a map shows, by the ids of their ways
	IDs          []int64
	Ways         int
	Restrictions int // that hold in the graph
	Unread       int // restrictions by way of a way, or with a condition
}

// Read reads an extract, which it goes through twice. It fails with kind invalid, in one sentence that names the file; with kind unavailable, or with the
// context's error.
func Read(ctx context.Context, file io.ReadSeeker, o Options) (*Extract, error) {
	d := drawing{options: o, box: o.Box}
	if b := o.Box; b != nil && (b.Min[0] >= b.Max[0] || b.Min[1] >= b.Max[1]) {
		return nil, geo.Invalid("roads.Read", phrase.RoadBoxEmpty.With())
	}
	if err := d.pass(ctx, file, d.wayOrRelation, func(s *osmpbf.Scanner) {
		s.SkipNodes = true
		s.FilterWay = func(w *osm.Way) bool { return wayOf(w.Tags).access != 0 && len(w.Nodes) > 1 }
		s.FilterRelation = func(r *osm.Relation) bool { return r.Tags.Find("type") == "restriction" }
	}); err != nil {
		return nil, err
	}
	d.know()
	if err := d.pass(ctx, file, d.node, func(s *osmpbf.Scanner) {
		s.SkipWays, s.SkipRelations = true, true
		s.FilterNode = func(n *osm.Node) bool { // of many decoders at once
			_, found := slices.BinarySearch(d.known, int64(n.ID))
			return found
		}
	}); err != nil {
		return nil, err
	}
	draft := d.draft()
	if len(draft.Edges) == 0 {
		if o.Box != nil {
			return nil, geo.Invalid("roads.Read", phrase.RoadNoneInBox.With(o.Name))
		}
		return nil, geo.Invalid("roads.Read", phrase.RoadNone.With(o.Name))
	}
	extract := d.extract
	var err error
	extract.Graph, err = road.Build(ctx, draft)
	return &extract, err
}

// pass goes through the file once.
func (d *drawing) pass(ctx context.Context, file io.ReadSeeker, take func(osm.Object) error, skip func(*osmpbf.Scanner)) error {
	const op = "roads.Read"
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return geo.Unavailable(op, phrase.RoadUnreadable.With(d.options.Name), err)
	}
	from := &blocks{from: file}
	scanner := osmpbf.New(ctx, from, runtime.GOMAXPROCS(0))
	defer scanner.Close()
	skip(scanner)
	for scanner.Scan() {
		if err := take(scanner.Object()); err != nil {
			return err
		}
		if d.scanned++; d.scanned&0xffff == 0 && d.options.Read != nil {
			d.options.Read(int64(d.scanned))
		}
	}
	switch err := scanner.Err(); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errCut):
		return geo.Invalid(op, phrase.RoadFileCut.With(d.options.Name, from.read))
	case errors.Is(err, errNotPBF):
		return geo.Invalid(op, phrase.RoadFileNotPBF.With(d.options.Name))
	case errors.Is(err, errPlain):
		return geo.Invalid(op, phrase.RoadFilePlain.With(d.options.Name))
	default:
		e := geo.Invalid(op, phrase.RoadFileDamaged.With(d.options.Name, from.read))
		e.Err = err
		return e
	}
}

// drawing is a graph in the making. Points of the format are known by ids; once the ways are read, by their places among the sorted ids.
type drawing struct {
	options Options
	box     *orb.Bound
	extract Extract
	scanned int
	ways    []way
	ids     []int64  // of the ways
	refsAt  []uint32 // where the points of each way begin, and the end
	refs    []int64
	turns   []restriction
	known   []int64 // the ids of all points, sorted
	at      []road.Point
	used    []uint8 // how often each point stands in ways, 2 for more than once; 2 for ends, too
	blocked []bool
	minor   []uint32 // ways that a map does not show
}

const missing = math.MinInt32 // the latitude of a point that the extract lacks or that lies outside the box

func (d *drawing) wayOrRelation(o osm.Object) error {
	switch o := o.(type) {
	case *osm.Way:
		if len(d.refs)+len(o.Nodes) > maxRefs {
			return geo.Invalid("roads.Read", phrase.RoadFileLarge.With(d.options.Name, maxRefs))
		}
		d.ways, d.ids, d.refsAt = append(d.ways, wayOf(o.Tags)), append(d.ids, int64(o.ID)), append(d.refsAt, uint32(len(d.refs)))
		if !plainRoad(o.Tags.Find("highway")) {
			d.minor = append(d.minor, uint32(len(d.ways)-1))
		}
		for _, n := range o.Nodes {
			d.refs = append(d.refs, int64(n.ID))
		}
	case *osm.Relation:
		switch t, ok, known := restrictionOf(o); {
		case ok:
			d.turns = append(d.turns, t)
		case known:
			d.extract.Unread++
		}
	}
	return nil
}

// know sorts the ids of the points and counts how often each is used.
func (d *drawing) know() {
	d.refsAt = append(d.refsAt, uint32(len(d.refs)))
	d.known = slices.Clone(d.refs)
	slices.Sort(d.known)
	d.known = slices.Compact(d.known)
	d.at, d.used, d.blocked = make([]road.Point, len(d.known)), make([]uint8, len(d.known)), make([]bool, len(d.known))
	for i := range d.at {
		d.at[i].Lat = missing
	}
	for i := range d.ways {
		refs := d.refs[d.refsAt[i]:d.refsAt[i+1]]
		for k, id := range refs {
			p, _ := slices.BinarySearch(d.known, id)
			refs[k] = int64(p)
			d.use(uint32(p))
			if k == 0 || k == len(refs)-1 {
				d.used[p] = 2
			}
		}
	}
	for _, t := range d.turns {
		if p, found := slices.BinarySearch(d.known, t.via); found {
			d.used[p] = 2
		}
	}
}

func (d *drawing) use(p uint32) { d.used[p] = min(2, d.used[p]+1) }

func (d *drawing) node(o osm.Object) error {
	n, ok := o.(*osm.Node)
	if !ok {
		return nil
	}
	p, found := slices.BinarySearch(d.known, int64(n.ID))
	if !found || !(n.Lon >= -180 && n.Lon <= 180 && n.Lat >= -90 && n.Lat <= 90) || d.box != nil && !d.box.Contains(orb.Point{n.Lon, n.Lat}) {
		return nil
	}
	d.at[p] = road.PointOf(orb.Point{n.Lon, n.Lat})
	if blocking(n.Tags) {
		d.blocked[p], d.used[p] = true, 2
	}
	return nil
}
