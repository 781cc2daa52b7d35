package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/roads"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// roadsCommand are the verbs about roads.
type roadsCommand struct {
	Import roadsImportCommand `cmd:"" help:"${cmd_roads_import}"`
}

type roadsImportCommand struct {
	File  string `arg:"" name:"file" help:"${arg_roads_file}"`
	DB    string `name:"db" help:"${flag_import_db}" placeholder:"FILE"`
	BBox  string `name:"bbox" help:"${flag_bbox}" placeholder:"W,S,E,N"`
	Plain bool   `name:"graph-only" help:"${flag_graph_only}"`
}

// maxAstray is how many records that lie astray are named.
const maxAstray = 20

func (c *roadsImportCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	box, err := c.box()
	if err != nil {
		return 0, err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return 0, geo.Unavailable("beltmap.roads", phrase.RoadUnreadable.With(c.File), err)
	}
	defer file.Close()
	stop := s.waiting(phrase.DoingRoads)
	extract, err := roads.Read(s.ctx, file, roads.Options{Name: c.File, Box: box})
	stop()
	if err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{Styles: layerStyles(), Create: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	if err := c.keep(s, store, extract); err != nil {
		return 0, err
	}
	return exitOK, c.tell(s, store, extract)
}

// box is the box of --bbox, nil without it.
func (c *roadsImportCommand) box() (*orb.Bound, error) {
	if c.BBox == "" {
		return nil, nil
	}
	parts, numbers := strings.Split(c.BBox, ","), [4]float64{}
	for i, part := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || len(parts) != len(numbers) || !(x >= -180 && x <= 180) || i%2 == 1 && (x < -90 || x > 90) {
			return nil, misuse(phrase.UsageMistyped.With("--bbox", c.BBox))
		}
		numbers[i] = x
	}
	return &orb.Bound{Min: orb.Point{numbers[0], numbers[1]}, Max: orb.Point{numbers[2], numbers[3]}}, nil
}

// keep puts the graph and what is drawn of it into the store, in one transaction.
func (c *roadsImportCommand) keep(s *session, store *gpkg.Store, extract *roads.Extract) error {
	name := filepath.Base(c.File)
	batch, err := extract.Batch(s.ctx, store, "roads import "+name, !c.Plain)
	if err != nil {
		return err
	}
	batch = s.watched(batch.By(geo.CommandLine(), geo.ActionImport, ""), len(extract.IDs))
	version, err := store.Roads().Keep(s.ctx, data.RoadGraph{Bytes: extract.Graph.Encode(), Source: name, Credit: roads.Credit}, batch)
	if err != nil {
		return err
	}
	nodes, edges := extract.Graph.Len()
	s.say(phrase.RoadsKept.With(c.DB, int64(version), extract.Ways, nodes, edges))
	if extract.Restrictions+extract.Unread > 0 {
		s.say(phrase.RoadsTurns.With(extract.Restrictions, extract.Unread))
	}
	return nil
}

// tell says how the roads hang together, and which records lie where they lead nowhere.
func (c *roadsImportCommand) tell(s *session, store *gpkg.Store, extract *roads.Extract) error {
	for i, p := range []road.Profile{road.Foot, road.Bus} {
		parts := extract.Graph.Parts(p)
		if len(parts.Sizes) == 0 {
			s.say(phrase.RoadsNoneFor.With(phrase.RoadProfiles()[i]))
			continue
		}
		rest := 0
		for _, n := range parts.Sizes[1:] {
			rest += n
		}
		s.say(phrase.RoadsParts.With(phrase.RoadProfiles()[i], parts.Sizes[0], len(parts.Sizes)-1, rest))
	}
	astray, count, err := roads.AstrayOf(s.ctx, store, extract.Graph, maxAstray)
	if err != nil {
		return err
	}
	for _, a := range astray {
		how := phrase.RoadOnIsland
		if a.Roadless {
			how = phrase.RoadFarOff
		}
		s.say(how.With(a.Ref, a.Name))
	}
	if count > len(astray) {
		s.say(phrase.RoadMoreAstray.With(count - len(astray)))
	}
	s.say(phrase.RoadsOwed.With(roads.Credit))
	return nil
}
