package siting

import (
	"context"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// known refuses a zone that does not exist, and one whose internal fields the reader does not see.
func known(w *world.World, zone string, sight geo.Sight) error {
	const op = "siting.zone"
	t := w.Table(geo.Zones)
	if row, there := t.Find(zone); !there || !t.Current(row) {
		return geo.NotFound(op, phrase.SitingZoneUnknown.With(zone))
	}
	if sight.Class(zone) != geo.Internal {
		return &geo.Error{Kind: geo.KindDenied, Op: op, Text: phrase.SitingZoneDenied.With(zone)}
	}
	return nil
}

const step = 4096 // rows between two looks at whether anybody still waits

// inZone visits the records of a zone valid on the World's day.
func inZone(ctx context.Context, t *world.Table, zone string, visit func(world.Row)) error {
	return scan(ctx, t, world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(zone)}}}, visit)
}

func scan(ctx context.Context, t *world.Table, q world.Query, visit func(world.Row)) error {
	left := step
	t.Scan(q, func(r world.Row) bool {
		visit(r)
		if left--; left > 0 {
			return true
		}
		left = step
		return ctx.Err() == nil
	})
	return ctx.Err()
}
