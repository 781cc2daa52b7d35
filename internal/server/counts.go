package server

import (
	"context"
	"net/http"
	"slices"

	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"beltmap/tiles/mvt"
)

const (
	facetRecords = 50_000 // above so many matching records the values of their fields are not counted
	facetValues  = 50     // values a facet lists at most, the most frequent first
)

// count is how many records of a collection match.
type count struct {
	Matched   int                       `json:"matched"`
	Located   int                       `json:"located"`
	Unlocated int                       `json:"unlocated"`
	ByStatus  map[string]int            `json:"by_status,omitempty"`
	Facets    map[string]map[string]int `json:"facets,omitempty"`
}

// counts answers how many records match, per collection. A filter applies to the collections that have the property, as on tiles.
func (s *Server) counts(w http.ResponseWriter, r *http.Request) error {
	sight := askerOf(r).sight
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return name == "datetime" || name == "bbox" || s.filterable(name, sight)
	})
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	f, err := s.everywhere(given, sight)
	if err != nil {
		return err
	}
	now := s.app.World()
	all := map[string]*count{}
	err = s.work(r, func(ctx context.Context) error {
		for _, c := range geo.Published() {
			q := mvt.QueryFor(c, f.query) // as on tiles, which have no boxes
			q.Boxes = f.query.Boxes
			n, err := s.count(ctx, now.Table(c), q)
			if err != nil {
				return err
			}
			all[c.String()] = n
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.json(w, r, jsonType, languageOf(r), struct {
		Collections map[string]*count `json:"collections"`
		AsOf        string            `json:"as_of"`
		Version     geo.Cursor        `json:"version"`
	}{all, now.Day().String(), now.Version()})
}

func (s *Server) count(ctx context.Context, t *world.Table, q world.Query) (*count, error) {
	n := &count{}
	facets, statuses := s.facets(t, q.Sight), t.Statuses(q.Sight)
	var byStatus [status.Count]int
	enterprises := t.Collection() == geo.Enterprises
	err := each(ctx, t, q, func(r world.Row) {
		n.Matched++
		if t.Drawable(r) {
			n.Located++
		}
		if enterprises {
			byStatus[statuses.At(r)]++
		}
		if n.Matched <= facetRecords {
			for i := range facets {
				facets[i].add(r)
			}
		}
	})
	n.Unlocated = n.Matched - n.Located
	if enterprises {
		n.ByStatus = map[string]int{}
		for _, code := range codesFor(geo.EnterpriseStatus, q.Sight) { // no record is said as 0, not left out
			is, _ := status.Parse(code.Value)
			n.ByStatus[code.Value] = byStatus[is]
		}
	}
	if n.Matched > 0 && n.Matched <= facetRecords {
		n.Facets = map[string]map[string]int{}
		for _, f := range facets {
			n.Facets[f.name] = f.most()
		}
	}
	return n, err
}

// facet counts the values of one field.
type facet struct {
	name   string
	column world.Column
	values map[string]int
}

// facets are the fields by whose values people narrow a list down.
func (s *Server) facets(t *world.Table, sight geo.Sight) []facet {
	var all []facet
	p := s.plan(t.Collection(), sight)
	for _, name := range []string{"industry", "form", "stars", "kind", "level", "position_class"} {
		if f := p.field(name); f != nil {
			all = append(all, facet{name, t.Column(f, sight), map[string]int{}})
		}
	}
	return all
}

func (f *facet) add(r world.Row) {
	if v := f.column.Value(r); !v.IsNone() {
		f.values[v.String()]++
	}
}

// most are the most frequent values.
func (f *facet) most() map[string]int {
	if len(f.values) <= facetValues {
		return f.values
	}
	numbers := make([]int, 0, len(f.values))
	for _, n := range f.values {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	least := numbers[len(numbers)-facetValues]
	for value, n := range f.values {
		if n < least {
			delete(f.values, value)
		}
	}
	return f.values
}
