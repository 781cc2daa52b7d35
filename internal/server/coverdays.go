package server

import (
	"context"
	"sync"
	"weak"

	"beltmap/geo"
	"beltmap/geo/world"
)

// keptDays is how many past days of the present version are kept, those asked for last.
const keptDays = 4

// pastDays keeps Worlds on past days of the version that was asked about last.
type pastDays struct {
	turn chan struct{} // held by whoever makes one, so that one does and the others take what it made
	mu   sync.Mutex
	of   weak.Pointer[world.World]
	days []*world.World
}

// worldOn is a World on another day.
func (s *Server) worldOn(ctx context.Context, w *world.World, day geo.Day) (*world.World, error) {
	if day == w.Day() {
		return w, nil
	}
	if then := s.pastDays.kept(w, day); then != nil {
		return then, nil
	}
	select {
	case s.pastDays.turn <- struct{}{}:
		defer func() { <-s.pastDays.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if then := s.pastDays.kept(w, day); then != nil {
		return then, nil
	}
	then := w.AsOf(day)
	s.pastDays.keep(w, then)
	return then, ctx.Err()
}

func (p *pastDays) kept(w *world.World, day geo.Day) *world.World {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of != weak.Make(w) {
		return nil
	}
	for _, then := range p.days {
		if then.Day() == day {
			return then
		}
	}
	return nil
}

func (p *pastDays) keep(w, then *world.World) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if this := weak.Make(w); p.of != this {
		p.of, p.days = this, nil
	}
	if p.days = append(p.days, then); len(p.days) > keptDays {
		p.days = append([]*world.World(nil), p.days[1:]...)
	}
}
