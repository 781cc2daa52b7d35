package ingest

import (
	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

const mostMoves = 5000 // places looked at: more would not tell more

// moves are the places that rows declare to be in WGS 84, to be held against what is known: where the store has the same records, and the
// outlines of their zones.
type moves struct {
	claimed, known []crs.WGS84
	rows           []int32
}

func (m *moves) note(before *node, r *geo.Record, row int32) {
	at, is := r.Geometry.(orb.Point)
	if !is || r.Position.CRS != "" || r.Position.Class != geo.Exact {
		return
	}
	if before.stored && before.located && len(m.claimed) < mostMoves {
		m.claimed, m.known = append(m.claimed, crs.WGS84(at)), append(m.known, crs.WGS84(before.point()))
	}
	if len(m.rows) < mostMoves {
		m.rows = append(m.rows, row)
	}
}

// inspectDatum says if positions declared to be in WGS 84 lie as those of a Chinese map service do.
func (s *survey) inspectDatum() {
	if shift := crs.ShiftedLikeGCJ02(s.moves.claimed, s.moves.known); shift.Refutes() {
		s.report.remark("", "datum", shift.Text())
		return
	}
	var placed []crs.Placed
	for _, row := range s.moves.rows {
		kept := s.rows.at(row)
		if kept.rejected {
			continue
		}
		n := s.nodes.at(kept.node)
		if n.zone >= 0 && s.areas[n.zone] != nil {
			placed = append(placed, crs.Placed{Claimed: crs.WGS84(n.point()), Outline: s.areas[n.zone]})
		}
	}
	if drift := crs.ShiftedOutOf(placed); drift.Refutes() {
		s.report.remark("", "datum", drift.Text())
	}
}
