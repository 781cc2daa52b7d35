package roads

import (
	"context"
	"fmt"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// Credit is what the licence of OpenStreetMap's data (ODbL 1.0) wants shown.
const Credit = "© OpenStreetMap contributors"

// drawnID begins the ids of roads that were drawn; the id of the way follows.
const drawnID = "OSM-W"

// Batch draws the extract's roads as ground, in place of all that were drawn of OpenStreetMap before; with draw false it only takes those away. Paths,
// tracks and service roads are in the graph alone.
func (e *Extract) Batch(ctx context.Context, store data.Store, note string, draw bool) (geo.Batch, error) {
	drawn := map[string]bool{} // whether it stays
	_, err := store.Snapshot(ctx, func(list []geo.Record) error {
		for i := range list {
			if r := &list[i]; r.Collection == geo.Ground && strings.HasPrefix(r.ID, drawnID) && r.Source == Credit {
				drawn[strings.Clone(r.ID)] = false
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return geo.Batch{}, err
	}
	return geo.Batch{Note: note, Changes: func(yield func(*geo.Change, error) bool) {
		for i := 0; draw && i < len(e.IDs); {
			k := i + 1
			for k < len(e.IDs) && e.IDs[k] == e.IDs[i] {
				k++
			}
			r := geo.New(geo.Ground)
			r.ID, r.Source, r.Position.Class = fmt.Sprint(drawnID, e.IDs[i]), Credit, geo.Exact
			r.Geometry = e.Lines[i]
			if k > i+1 {
				r.Geometry = orb.MultiLineString(e.Lines[i:k])
			}
			r.Set(geo.GroundKind, geo.Text("road"))
			drawn[r.ID] = true
			if !yield(&geo.Change{Op: geo.Put, Record: r}, nil) {
				return
			}
			i = k
		}
		for id, stays := range drawn {
			r := geo.New(geo.Ground)
			if r.ID = id; !stays && !yield(&geo.Change{Op: geo.Delete, Record: r}, nil) {
				return
			}
		}
	}}, nil
}

// Load reads the graph that a store keeps, nil if it keeps none. It fails with kind invalid if what is kept is damaged.
func Load(ctx context.Context, from data.Roads) (*road.Graph, data.RoadGraph, error) {
	kept, found, err := from.Load(ctx)
	if err != nil || !found {
		return nil, kept, err
	}
	g, err := road.Decode(kept.Bytes)
	kept.Bytes = nil
	return g, kept, err
}

// Astray is a record that lies on an island of the roads, or far from them all.
type Astray struct {
	Ref      string
	Name     phrase.Text
	Roadless bool
}

// AstrayOf lists the records with a known position within the graph's box from which one gets nowhere on foot: the first so many, and how many there are.
func AstrayOf(ctx context.Context, store data.Store, g *road.Graph, most int) (list []Astray, count int, err error) {
	parts, bound := g.Parts(road.Foot), g.Bound()
	_, err = store.Snapshot(ctx, func(records []geo.Record) error {
		for i := range records {
			r := &records[i]
			at, point := r.Geometry.(orb.Point)
			if !point || !bound.Contains(at) || !r.Position.Class.Located() {
				continue
			}
			where := parts.Of(at)
			if where == road.Mainland {
				continue
			}
			if count++; len(list) < most {
				list = append(list, Astray{strings.Clone(r.Ref()), phrase.Text{ZH: strings.Clone(r.NameZH), EN: strings.Clone(r.NameEN)}, where == road.Roadless})
			}
		}
		return ctx.Err()
	})
	return list, count, err
}
