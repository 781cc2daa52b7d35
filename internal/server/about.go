package server

import (
	"context"
	"net/http"
	"sync"
	"weak"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

const scanStep = 4096 // records looked at between two looks at whether anybody still waits

// abouts are facts about whole collections in one World, each found when first asked for.
type abouts struct {
	mu    sync.Mutex
	world weak.Pointer[world.World] // weak, so that a World that was replaced can go
	found map[geo.Collection]about
}

// about is what a collection's description says.
type about struct {
	bound                   orb.Bound
	placed                  bool       // whether there is any geometry, and so a bound
	validity                geo.Period // from the first day any record is valid to the last, open if any is
	illustrative, synthetic bool
}

// about looks at all records of a collection once a World.
func (s *Server) about(r *http.Request, w *world.World, c geo.Collection) (about, error) {
	s.abouts.mu.Lock()
	this := weak.Make(w)
	if s.abouts.world != this {
		s.abouts.world, s.abouts.found = this, map[geo.Collection]about{}
	}
	a, ok := s.abouts.found[c]
	s.abouts.mu.Unlock()
	if ok {
		return a, nil
	}
	err := s.work(r, func(ctx context.Context) (err error) {
		a, err = look(ctx, w.Table(c))
		return err
	})
	if err != nil {
		return about{}, err
	}
	s.abouts.mu.Lock()
	if s.abouts.world == this {
		s.abouts.found[c] = a
	}
	s.abouts.mu.Unlock()
	return a, nil
}

func look(ctx context.Context, t *world.Table) (about, error) {
	a := about{}
	openFrom, openTo, first := false, false, true
	from, to := t.Column(geo.ValidFrom, geo.PublicSight()), t.Column(geo.ValidTo, geo.PublicSight())
	class := t.Column(geo.PositionClass, geo.PublicSight())
	err := each(ctx, t, world.Query{When: &geo.Period{}}, func(r world.Row) {
		f, u := from.Value(r).Day(), to.Value(r).Day()
		openFrom, openTo = openFrom || f == 0, openTo || u == 0
		if first || f < a.validity.From {
			a.validity.From = f
		}
		a.validity.To = max(a.validity.To, u)
		first = false
		switch geo.Precision(class.Value(r).Text()) {
		case geo.Illustrative:
			a.illustrative = true
		case geo.Synthetic:
			a.synthetic = true
		}
		var b orb.Bound
		if p, ok := t.Point(r); ok {
			b = orb.Bound{Min: p, Max: p}
		} else if g := t.Geometry(r); g != nil {
			b = g.Bound()
		} else {
			return
		}
		if !a.placed {
			a.bound, a.placed = b, true
		}
		a.bound = a.bound.Union(b)
	})
	if openFrom {
		a.validity.From = 0
	}
	if openTo {
		a.validity.To = 0
	}
	return a, err
}

// each visits the matching records in no order, and gives up when the context ends.
func each(ctx context.Context, t *world.Table, q world.Query, visit func(world.Row)) error {
	left := scanStep
	t.Scan(q, func(r world.Row) bool {
		visit(r)
		if left--; left > 0 {
			return true
		}
		left = scanStep
		return ctx.Err() == nil
	})
	return ctx.Err()
}
