package tour

import (
	"cmp"
	"slices"

	"beltmap/geo"
	"beltmap/geo/world"
)

// Honor is an honor that is valid on the World's day.
type Honor struct {
	ID     string `json:"id"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	Level  string `json:"level"` // "" if it is not known
}

// HonorsOf lists the honors of a record, given as collection/id, that are valid on the World's day, by id.
func HonorsOf(w *world.World, subject string) []Honor {
	all := []Honor{}
	if subject == "" {
		return all
	}
	t := w.Table(geo.Honors)
	t.Scan(world.Query{Equal: []world.Condition{{Field: geo.Subject, Value: geo.Text(subject)}}}, func(r world.Row) bool {
		text := func(f *geo.Field) string { return t.Value(r, f, geo.PublicSight()).Text() }
		all = append(all, Honor{t.ID(r), text(geo.NameZH), text(geo.NameEN), text(geo.HonorLevel)})
		return true
	})
	slices.SortFunc(all, func(a, b Honor) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
