package ingest

import (
	"context"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

const (
	samePlace     = 50.0 // m: two of one name nearer than this are one
	mostNamesakes = 50   // compared with each row
)

// gridArea is the area of a grid of the store or of a row.
type gridArea struct {
	node  int32
	valid geo.Period
	shape orb.Geometry
}

// inspect warns of what no single row shows: the same enterprise twice, places outside their zone, grids over each other.
func (s *survey) inspect() {
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected {
			continue
		}
		s.inspectCode(kept)
		s.inspectName(kept, i)
		s.inspectPlace(kept)
	}
	s.inspectGrids()
	s.inspectHoles()
	s.inspectDatum()
}

func (s *survey) inspectCode(kept *surveyed) {
	if kept.code == 0 {
		return
	}
	if first, _ := s.codes.Get(kept.code); first != kept.node && s.exists(first) && !s.gone[first] {
		s.tell("warning", kept, "duplicate", geo.USCC.Name, "", phrase.TwiceByCode.With(s.whereis(first)))
	}
}

// inspectName compares a row with those of its name that came before it, and with the store.
func (s *survey) inspectName(kept *surveyed, row int32) {
	node := s.nodes.at(kept.node)
	if !node.namesake || kept.collection == geo.Honors || kept.collection == geo.Stops || kept.collection == geo.Facts {
		return
	}
	n, known := s.names.Get(node.name)
	for left := mostNamesakes; known && n >= 0 && left > 0; n, left = s.nodes.at(n).next, left-1 {
		if n == kept.node || !s.exists(n) || s.nodes.at(n).row >= row || s.gone[n] {
			continue
		}
		other := s.nodes.at(n)
		near := node.located && other.located && plane.Distance(node.point(), other.point()) <= samePlace
		address := kept.address != 0 && other.row >= 0 && s.rows.at(other.row).address == kept.address
		if near || address {
			s.tell("warning", kept, "duplicate", geo.NameZH.Name, "", phrase.TwiceByName.With(s.whereis(n)))
			return
		}
	}
}

// whereis names a record for a sentence, with its row if there is one.
func (s *survey) whereis(n int32) phrase.Text {
	if at := s.nodes.at(n).row; at >= 0 {
		kept := s.rows.at(at)
		return phrase.RecordOfRow.With(s.ref(n), s.sources[kept.source].Name, kept.number)
	}
	return phrase.RecordOfStore.With(s.ref(n))
}

func (s *survey) inspectPlace(kept *surveyed) {
	node := s.nodes.at(kept.node)
	if !node.located || node.zone < 0 || kept.collection == geo.Zones {
		return
	}
	area := s.areas[node.zone]
	if area == nil {
		return
	}
	p := node.point()
	if area.Bound().Contains(p) {
		if inside, border := plane.Contains(area, p); inside || border {
			return
		}
	}
	s.tell("warning", kept, "outside_zone", "geometry", "", phrase.OutsideOwnZone.With(s.ref(node.zone)))
}

// inspectGrids compares the grids of rows with each other and with the store's.
func (s *survey) inspectGrids() {
	who, fresh := s.gridAreas()
	if !fresh {
		return
	}
	areas := make([]plane.Region, len(who))
	for i, g := range who {
		areas[i] = plane.Region{Name: string(s.idOf(g.node)), Shape: g.shape}
	}
	_ = plane.EachOverlap(context.WithoutCancel(s.ctx), areas, func(a, b int) bool {
		return who[a].valid.Meets(who[b].valid) && (s.nodes.at(who[a].node).row >= 0 || s.nodes.at(who[b].node).row >= 0)
	}, func(a, b int, area float64) {
		x, y := who[a].node, who[b].node
		if s.nodes.at(x).row < s.nodes.at(y).row {
			x, y = y, x // the later row is warned
		}
		s.tell("warning", s.rows.at(s.nodes.at(x).row), "overlap", "geometry", "", phrase.GridOver.With(s.whereis(y), int64(area+0.5)))
	})
}

// gridAreas are the grids there will be, each as its last row says; fresh if there are rows among them.
func (s *survey) gridAreas() (areas []gridArea, fresh bool) {
	last := map[int32]int{}
	for i := range s.grids {
		n := s.grids[i].node
		last[n] = i // what a row says counts, and rows come last
		fresh = fresh || s.nodes.at(n).row >= 0
	}
	for i, g := range s.grids {
		if last[g.node] == i && s.exists(g.node) && !s.gone[g.node] {
			areas = append(areas, g)
		}
	}
	return areas, fresh
}

// inspectHoles notes once a zone, if the files bring it or grids of it, the places that none of its grids in force covers: those of its area
// if it has one, else those its grids enclose.
func (s *survey) inspectHoles() {
	grids, _ := s.gridAreas()
	parts, fresh := map[int32][]orb.Geometry{}, map[int32]bool{}
	var zones []int32
	for _, g := range grids {
		n := s.nodes.at(g.node)
		if n.zone < 0 || g.valid.To != 0 {
			continue
		}
		if parts[n.zone] == nil {
			zones, fresh[n.zone] = append(zones, n.zone), s.nodes.at(n.zone).row >= 0
		}
		parts[n.zone] = append(parts[n.zone], g.shape)
		fresh[n.zone] = fresh[n.zone] || n.row >= 0
	}
	for _, zone := range zones {
		if !fresh[zone] || s.ctx.Err() != nil {
			continue
		}
		count, m2, told := plane.Holes(s.areas[zone], parts[zone])
		switch ref := s.ref(zone); {
		case !told:
			s.report.remark("", "hole", phrase.HolesUntold.With(ref, plane.MostHoleCorners))
		case count > 0:
			s.report.remark("", "hole", phrase.GridHoles.With(ref, count, int64(m2+0.5)))
		}
	}
}
