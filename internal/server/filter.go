package server

import (
	"net/url"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// filter is what a request wants to see, as a query and as the canonical text that names it in cache keys.
type filter struct {
	query world.Query
	text  string
}

// conditionOf reads the value of one property filter. A coded field refuses a value that the reader cannot meet.
func conditionOf(f *geo.Field, text string, sight geo.Sight) (world.Condition, error) {
	if f.Type == geo.TypeList {
		if strings.ContainsAny(text, ";\uff1b,\uff0c、") {
			return world.Condition{}, badParameter(f.Name, phrase.OneItemOnly.With(f.Name))
		}
		return world.Condition{Field: f, Value: geo.Text(strings.TrimSpace(text))}, knownCode(f, strings.TrimSpace(text), sight)
	}
	v, err := f.Parse(text)
	if err != nil {
		return world.Condition{}, badParameter(f.Name, faultOf(err).text)
	}
	if v.IsNone() {
		return world.Condition{}, badParameter(f.Name, phrase.ParameterEmpty.With(f.Name))
	}
	if i, ok := v.Integer(); ok && f.Type == geo.TypeStars && (i < 0 || i > 5) {
		return world.Condition{}, badParameter(f.Name, phrase.StarsOutOfRange.With(text))
	}
	return world.Condition{Field: f, Value: v}, knownCode(f, v.Text(), sight)
}

func knownCode(f *geo.Field, value string, sight geo.Sight) error {
	codes := codesFor(f, sight)
	if len(codes) == 0 || slices.ContainsFunc(codes, func(c geo.Code) bool { return c.Value == value }) {
		return nil
	}
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c.Value
	}
	return badParameter(f.Name, phrase.CodeUnknown.With(f.Name, value, strings.Join(names, ", ")))
}

// codesFor are the codes of a field that a reader can meet: the public never sees the statuses that tell a member count, and who sees
// those everywhere never sees what the public reads instead.
func codesFor(f *geo.Field, sight geo.Sight) []geo.Code {
	if f != geo.EnterpriseStatus {
		return f.Codes
	}
	var hidden []string
	switch {
	case sight.Internal.None():
		hidden = []string{"eligible", "uncovered"}
	case sight.Internal.All():
		hidden = []string{"none"}
	}
	return slices.DeleteFunc(slices.Clone(f.Codes), func(c geo.Code) bool { return slices.Contains(hidden, c.Value) })
}

// collectionFilter is the filter of one collection's items.
func (p *plan) filter(given parameters, sight geo.Sight) (filter, error) {
	q, err := given.window(sight)
	if err != nil {
		return filter{}, err
	}
	for name, text := range given {
		if reserved(name) {
			continue
		}
		c, err := conditionOf(p.field(name), text, sight)
		if err != nil {
			return filter{}, err
		}
		q.Equal = append(q.Equal, c)
	}
	return filter{query: q}, nil
}

// window is the part of a filter that every collection has: where and when.
func (given parameters) window(sight geo.Sight) (world.Query, error) {
	boxes, err := given.boxes()
	if err != nil {
		return world.Query{}, err
	}
	when, err := given.period()
	if err != nil {
		return world.Query{}, err
	}
	return world.Query{Boxes: boxes, When: when, Sight: sight}, nil
}

// reserved tells whether a parameter is no property.
func reserved(name string) bool {
	switch name {
	case "limit", "bbox", "datetime", "after", "crs", "f", "lang":
		return true
	}
	return false
}

// filterable tells whether a reader may filter any collection by a name.
func (s *Server) filterable(name string, sight geo.Sight) bool {
	return slices.ContainsFunc(geo.Published(), func(c geo.Collection) bool { return s.plan(c, sight).field(name) != nil })
}

// everywhere is a filter over all collections: each property applies to those that have it and, if it is coded, know the value. A value
// that no collection knows is refused.
func (s *Server) everywhere(given parameters, sight geo.Sight) (filter, error) {
	q, err := given.window(sight)
	if err != nil {
		return filter{}, err
	}
	canonical := url.Values{}
	for name, text := range given {
		switch name {
		case "datetime":
			canonical.Set(name, q.When.String())
			continue
		case "bbox":
			canonical.Set(name, text)
			continue
		}
		if reserved(name) {
			continue
		}
		c, err := s.condition(name, text, sight)
		if err != nil {
			return filter{}, err
		}
		q.Equal = append(q.Equal, c)
		canonical.Set(name, c.Value.String())
	}
	return filter{q, canonical.Encode()}, nil
}

// condition is the condition of a property in the first collection that knows the value; mvt.QueryFor carries it to the others.
func (s *Server) condition(name, text string, sight geo.Sight) (c world.Condition, err error) {
	for _, collection := range geo.Published() {
		f := s.plan(collection, sight).field(name)
		if f == nil {
			continue
		}
		if c, err = conditionOf(f, text, sight); err == nil {
			return c, nil
		}
	}
	return c, err
}
