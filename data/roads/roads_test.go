package roads_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/roads"
	"beltmap/geo"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
)

var background = context.Background()

type tags = map[string]string

// cross is a junction 5 of four roads, each about 900 m: 1 west, 2 north, 3 east, 4 south. What a test adds to it decides the ways.
func cross() *extract {
	e := &extract{nodes: []node{{1, 118.30, 32.30, nil}, {2, 118.31, 32.308, nil}, {3, 118.32, 32.30, nil}, {4, 118.31, 32.292, nil}, {5, 118.31, 32.30, nil}}}
	for i := int64(1); i <= 4; i++ {
		e.ways = append(e.ways, way{10 * i, []int64{i, 5}, tags{"highway": "residential"}})
	}
	return e
}

func places() map[string]orb.Point {
	return map[string]orb.Point{"west": {118.302, 32.30}, "north": {118.31, 32.306}, "east": {118.318, 32.30}, "south": {118.31, 32.294}}
}

func TestTagsDecideWhoGoesWhere(t *testing.T) {
	restriction := func(rule string, more ...string) *extract {
		e := cross()
		r := relation{id: 7, from: 10, via: 5, to: 20, tags: tags{"type": "restriction", "restriction": rule}}
		for i := 0; i+1 < len(more); i += 2 {
			r.tags[more[i]] = more[i+1]
		}
		e.relations = append(e.relations, r)
		return e
	}
	with := func(i int, key, value string) *extract {
		e := cross()
		e.ways[i].tags[key] = value
		return e
	}
	bollard := cross()
	bollard.nodes[4].tags = tags{"barrier": "bollard"}
	viaWay := restriction("no_left_turn")
	viaWay.relations[0].viaWay = true
	for _, c := range []struct {
		name      string
		extract   *extract
		from, to  string
		bus, foot bool
	}{
		{"a plain crossing", cross(), "west", "north", true, true},
		{"a turn that is forbidden", restriction("no_left_turn"), "west", "north", false, true},
		{"straight on where a turn is forbidden", restriction("no_left_turn"), "west", "east", true, true},
		{"the other way round", restriction("no_left_turn"), "north", "west", true, true},
		{"a turn that is the only one", restriction("only_left_turn"), "west", "north", true, true},
		{"straight on where only a turn is allowed", restriction("only_left_turn"), "west", "east", false, true},
		{"a turn forbidden for all but buses", restriction("no_left_turn", "except", "psv"), "west", "north", true, true},
		{"a turn forbidden by way of a way", viaWay, "west", "north", true, true},
		{"along a one-way", with(0, "oneway", "yes"), "west", "north", true, true},
		{"against a one-way", with(0, "oneway", "yes"), "north", "west", false, true},
		{"against a one-way that is none for buses", func() *extract { e := with(0, "oneway", "yes"); e.ways[0].tags["oneway:bus"] = "no"; return e }(), "north", "west", true, true},
		{"a one-way drawn against its direction", with(0, "oneway", "-1"), "north", "west", true, true},
		{"a private road", with(0, "access", "private"), "west", "north", false, false},
		{"a road for buses alone", func() *extract { e := with(0, "motor_vehicle", "no"); e.ways[0].tags["bus"] = "yes"; return e }(), "west", "north", true, true},
		{"a footway", with(0, "highway", "footway"), "west", "north", false, true},
		{"a motorway against its direction", with(0, "highway", "motorway"), "north", "west", false, false},
		{"past a bollard", bollard, "west", "north", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := roads.Read(background, bytes.NewReader(c.extract.file()), roads.Options{Name: "a.osm.pbf"})
			if err != nil {
				t.Fatal(err)
			}
			for p, want := range map[road.Profile]bool{road.Bus: c.bus, road.Foot: c.foot} {
				r, err := road.NewNetwork(e.Graph, 4).Route(places()[c.from], places()[c.to], p)
				// Who may not use the road at all is taken to the nearest that he may use, which the crossing is a part of.
				got := err == nil && r.From.Metres < 5 && r.To.Metres < 5 && r.Metres < 2500
				if got != want {
					t.Errorf("%v: %v, want %v (%+v, %v)", p, got, want, r, err)
				}
			}
		})
	}
}

func TestIslandsAreFoundAndNothingLeadsThere(t *testing.T) {
	c := cross()
	c.nodes = append(c.nodes, node{8, 118.40, 32.30, nil}, node{9, 118.41, 32.30, nil})
	c.ways = append(c.ways, way{80, []int64{8, 9}, tags{"highway": "residential"}})
	e, err := roads.Read(background, bytes.NewReader(c.file()), roads.Options{Name: "a.osm.pbf"})
	if err != nil {
		t.Fatal(err)
	}
	parts, island := e.Graph.Parts(road.Foot), orb.Point{118.405, 32.3005}
	if len(parts.Sizes) != 2 || parts.Sizes[0] != 5 || parts.Sizes[1] != 2 {
		t.Errorf("%v", parts.Sizes)
	}
	for at, want := range map[orb.Point]road.Where{places()["west"]: road.Mainland, island: road.Island, {119, 33}: road.Roadless} {
		if got := parts.Of(at); got != want {
			t.Errorf("%v is %v, want %v", at, got, want)
		}
	}
	n := road.NewNetwork(e.Graph, 4)
	for at, says := range map[orb.Point]string{island: "no road leads from (118.302, 32.3) to (118.405, 32.3005)", {119, 33}: "there is no road to be used within 1000 m of (119, 33)"} {
		if _, err := n.Route(places()["west"], at, road.Foot); geo.KindOf(err) != geo.KindNotFound || !strings.Contains(err.Error(), says) {
			t.Errorf("%v", err)
		}
	}
	if legs, err := n.Matrix(background, []orb.Point{places()["west"], island, places()["east"]}, road.Bus); err != nil || legs[0][1].Known || !legs[0][2].Known {
		t.Errorf("%v, %v", legs, err)
	}
	if said := astray(t, e.Graph, map[string]orb.Point{"W": places()["west"], "I": island, "L": {118.3, 32.3099}, "O": {119, 33}}); said != "places/I on an island" {
		t.Errorf("astray are %s", said)
	}
	near, err := n.Within(places()["west"], road.Foot, 15*60)
	if err != nil || len(near) != 2 {
		t.Errorf("within a kilometre lie %v, %v", near, err) // the junction and the western end
	}
}

// astray says which of some places lie where roads lead nowhere.
func astray(t *testing.T, g *road.Graph, at map[string]orb.Point) string {
	t.Helper()
	store, err := gpkg.OpenMemory(background, gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var changes []geo.Change
	for id, point := range at {
		r := geo.New(geo.Places)
		r.ID, r.NameZH, r.Geometry, r.Position.Class = id, "点", point, geo.Exact
		changes = append(changes, geo.Change{Op: geo.Put, Record: r})
	}
	if _, err := store.Apply(background, geo.BatchOf("places", changes...)); err != nil {
		t.Fatal(err)
	}
	list, count, err := roads.AstrayOf(background, store, g, 20)
	if err != nil || count != len(list) {
		t.Fatalf("%d of %v, %v", count, list, err)
	}
	var said []string
	for _, a := range list {
		said = append(said, a.Ref+map[bool]string{true: " far from any road", false: " on an island"}[a.Roadless])
	}
	slices.Sort(said)
	return strings.Join(said, ", ")
}

func TestAFileThatIsNoExtractIsRefusedInOneSentence(t *testing.T) {
	good := cross().file()
	plain, none := cross(), &extract{nodes: cross().nodes}
	plain.plain = true
	bad := bytes.Clone(good)
	bad[len(bad)-20] ^= 0xff
	bomb := append(block("OSMHeader", nil), block("OSMData", make([]byte, 33<<20))...)
	for _, c := range []struct {
		name, says string
		file       []byte
		box        *orb.Bound
	}{
		{"nothing", "is no PBF file", nil, nil},
		{"text", "is no PBF file", []byte("<osm version='0.6'/>"), nil},
		{"cut short", "is cut short", good[:len(good)-9], nil},
		{"cut in a length", "is cut short", good[:len(good)-len(lastBlock(good))+2], nil},
		{"a byte changed", "is damaged", bad, nil},
		{"a block that grows", "is damaged", bomb, nil},
		{"nodes one by one", "not packed densely", plain.file(), nil},
		{"no roads", "there are no roads", none.file(), nil},
		{"a box elsewhere", "no roads within --bbox", good, &orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}},
		{"an empty box", "--bbox is empty", good, &orb.Bound{Min: orb.Point{119, 32}, Max: orb.Point{118, 33}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := roads.Read(background, bytes.NewReader(c.file), roads.Options{Name: "a.osm.pbf", Box: c.box})
			if geo.KindOf(err) != geo.KindInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

// lastBlock is the last block of a file.
func lastBlock(file []byte) []byte {
	i := bytes.LastIndex(file, []byte("OSMData"))
	return file[i-6:]
}

func TestRoadsAreDrawnInPlaceOfThoseThatWere(t *testing.T) {
	store, err := gpkg.OpenMemory(background, gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	apply := func(e *extract, draw bool) string {
		read, err := roads.Read(background, bytes.NewReader(e.file()), roads.Options{Name: "a.osm.pbf"})
		if err != nil {
			t.Fatal(err)
		}
		batch, err := read.Batch(background, store, "roads", draw)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Roads().Keep(background, data.RoadGraph{Bytes: read.Graph.Encode(), Credit: roads.Credit}, batch); err != nil {
			t.Fatal(err)
		}
		g, kept, err := roads.Load(background, store.Roads())
		if err != nil || len(g.Edges) != len(read.Graph.Edges) || kept.Credit != roads.Credit {
			t.Fatalf("%+v, %v", kept, err)
		}
		var ids []string
		if _, err := store.Snapshot(background, func(list []geo.Record) error {
			for i := range list {
				ids = append(ids, list[i].ID+" "+list[i].Source)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(ids)
		return strings.Join(ids, ", ")
	}
	without := cross()
	without.ways[0].tags["highway"] = "footway" // in the graph and not drawn
	const credit = " © OpenStreetMap contributors"
	for _, c := range []struct {
		extract *extract
		draw    bool
		want    string
	}{
		{cross(), true, "OSM-W10" + credit + ", OSM-W20" + credit + ", OSM-W30" + credit + ", OSM-W40" + credit},
		{without, true, "OSM-W20" + credit + ", OSM-W30" + credit + ", OSM-W40" + credit},
		{cross(), false, ""},
	} {
		if got := apply(c.extract, c.draw); got != c.want {
			t.Errorf("drawn are %s, want %s", got, c.want)
		}
	}
}

// delaware is the extract in paulmach/osm's tests, which lies in the module cache.
func delaware(t testing.TB) string {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	file := filepath.Join(strings.TrimSpace(string(out)), "testdata", "delaware-latest.osm.pbf")
	if _, missing := os.Stat(file); err != nil || missing != nil {
		t.Fatalf("the extract of Delaware, which comes with github.com/paulmach/osm, is not in the module cache: %v", errors.Join(err, missing))
	}
	return file
}

// Junctions of Dover in the extract of Delaware: gonum's ways over the arcs and allowed turns, from the middle of an arc to those of all others.
func TestWaysInDoverAreThoseOfDijkstra(t *testing.T) {
	file, err := os.Open(delaware(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	e, err := roads.Read(background, file, roads.Options{Name: "delaware", Box: &orb.Bound{Min: orb.Point{-75.56, 39.14}, Max: orb.Point{-75.50, 39.18}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, edges := e.Graph.Len(); edges < 1000 || e.Restrictions == 0 {
		t.Fatalf("%d edges, %d restrictions", edges, e.Restrictions)
	}
	seed := rand.Uint64()
	random, g := rand.New(rand.NewPCG(seed, 0)), e.Graph
	n := road.NewNetwork(g, 4)
	for _, p := range []road.Profile{road.Foot, road.Bus} {
		w, cost := turns(g, p)
		var points []orb.Point
		var ends []uint32
		for len(points) < 40 {
			i := random.IntN(len(g.Nodes))
			if r, err := n.Route(g.Nodes[i].Degrees(), g.Nodes[i].Degrees(), p); err == nil && r.From.Metres < 0.01 {
				points, ends = append(points, g.Nodes[i].Degrees()), append(ends, uint32(i))
			}
		}
		legs, err := n.Matrix(background, points, p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			trees := map[int64]path.Shortest{}
			for k := range points {
				if ends[i] == ends[k] {
					continue
				}
				want := best(g, w, cost, trees, points[i], points[k], p)
				got := math.Inf(1)
				if leg := legs[i][k]; leg.Known {
					if got = leg.Seconds * 100; p == road.Foot {
						got = leg.Metres * 100
					}
				}
				if got != want && math.Abs(got-want) > 5 {
					t.Fatalf("%v from %v to %v: %v, Dijkstra %v (seed %d)", p, points[i], points[k], got, want, seed)
				}
			}
		}
	}
}

// turns is the graph of arcs for gonum, and what each costs.
func turns(g *road.Graph, p road.Profile) (*simple.WeightedDirectedGraph, map[int64]float64) {
	w, cost := simple.NewWeightedDirectedGraph(0, math.Inf(1)), map[int64]float64{}
	banned, closed, begin := map[road.Ban]bool{}, map[uint32]bool{}, map[uint32][]road.Arc{}
	if p == road.Bus {
		for _, b := range g.Bans {
			banned[b] = true
		}
		for _, c := range g.Closed {
			closed[c] = true
		}
	}
	ends := map[road.Arc]uint32{}
	for i, e := range g.Edges {
		price, open := float64(max(1, e.Length)), [2]bool{e.Access&road.OnFoot != 0, e.Access&road.OnFoot != 0}
		if p == road.Bus {
			price, open = max(1, math.Round(float64(e.Length)*3.6/float64(e.Speed))), [2]bool{e.Access&road.BusForward != 0, e.Access&road.BusBackward != 0}
		}
		for against, from := range []uint32{e.From, e.To} {
			if a := road.ArcOf(uint32(i), against == 1); open[against] {
				begin[from] = append(begin[from], a)
				ends[a], cost[int64(a)] = e.From+e.To-from, price
				w.AddNode(simple.Node(a))
			}
		}
	}
	for a, v := range ends {
		for _, b := range begin[v] {
			if a != b && !closed[v] && !banned[road.Ban{From: a, To: b}] {
				w.SetWeightedEdge(w.NewWeightedEdge(simple.Node(a), simple.Node(b), cost[int64(b)]))
			}
		}
	}
	return w, cost
}

// best is the least cost from one junction to another when each is a place at the end of the edge that it snaps to. The trees are kept from one
// goal to the next of the same beginning, for they are what is dear.
func best(g *road.Graph, w *simple.WeightedDirectedGraph, cost map[int64]float64, trees map[int64]path.Shortest, from, to orb.Point, p road.Profile) float64 {
	a, _ := g.Spot(from, p)
	b, _ := g.Spot(to, p)
	edge, share := a.Edge()
	goal, where := b.Edge()
	least := math.Inf(1)
	for _, first := range []int64{int64(edge) << 1, int64(edge)<<1 | 1} {
		if w.Node(first) == nil {
			continue
		}
		tree, grown := trees[first]
		if !grown {
			tree = path.DijkstraFrom(simple.Node(first), w)
			trees[first] = tree
		}
		for _, last := range []int64{int64(goal) << 1, int64(goal)<<1 | 1} {
			if w.Node(last) == nil {
				continue
			}
			left, used := 1-share, where
			if first&1 == 1 {
				left = share
			}
			if last&1 == 1 {
				used = 1 - where
			}
			if first != last {
				least = min(least, left*cost[first]+tree.WeightTo(last)-(1-used)*cost[last])
			} else if on := used - (1 - left); on >= 0 {
				least = min(least, on*cost[first])
			}
		}
	}
	return least
}
