package server

import (
	"bytes"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// pageSource is where a position comes from that an editor gave.
const pageSource = "page"

// settlePosition says where the position of a changed record comes from. A shape that stays keeps all that is known of it, which no answer
// shows; one that was drawn anew comes from the page, unless the request says from where. A point that was put somewhere is exact, while a line
// or an area keeps its class, for reshaping a sketch leaves a sketch; the request may say otherwise.
func settlePosition(after, before *geo.Record, said jsonObject) {
	classed := said.properties()[geo.PositionClass.Name] != nil
	after.Normalize()
	position := &after.Position
	originated := position.Source != "" || position.CRS != ""
	if before != nil && sameShape(after.Geometry, before.Geometry) {
		after.Geometry = before.Geometry
		given := *position
		if !originated {
			*position = before.Position
		}
		if position.Class = before.Position.Class; classed {
			position.Class = given.Class
		}
		return
	}
	_, isPoint := after.Geometry.(orb.Point)
	switch {
	case classed || before == nil:
	case after.Geometry == nil:
		position.Class = geo.Unlocated
	case isPoint || before.Geometry == nil:
		position.Class = geo.Exact
	default:
		position.Class = before.Position.Class
	}
	if after.Geometry != nil && !originated {
		position.Source = pageSource
	}
}

// sameShape tells whether two geometries are written alike, however their rings are wound.
func sameShape(a, b orb.Geometry) bool {
	return bytes.Equal(appendGeometry(nil, a), appendGeometry(nil, b))
}
