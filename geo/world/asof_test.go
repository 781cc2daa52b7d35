package world_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
)

// Several chunks, ratings of several schemes, and validities of enterprises and organizations that start and end on the days asked for and about them.
func TestAnotherDayInManyChunksIsAWorldBuiltForThatDay(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	settings, err := geo.NewSettings(map[string]string{"star_schemes": "five-star:5:12;three-star:3:0"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	dated := func() geo.Day { return today - geo.Day(r.IntN(900)) }
	there, records := map[string]bool{}, []geo.Record(nil)
	for range 8000 {
		rec := drawEnterprise(r)
		if r.IntN(3) == 0 {
			rec = drawOrganization(r)
			rec.Valid = geo.Period{}
			rec.Set(geo.StarScheme, geo.Text([]string{"five-star", "three-star", "other"}[r.IntN(3)]))
			for _, f := range []*geo.Field{geo.RatedOn, geo.ActiveOn} {
				if r.IntN(4) > 0 {
					rec.Set(f, geo.OnDay(dated()))
				}
			}
			if r.IntN(4) > 0 {
				rec.Set(geo.Stars, geo.Integer(r.Int64N(6)))
			}
		}
		switch r.IntN(20) {
		case 0:
			rec.Valid.From = dated()
		case 1:
			rec.Valid.To = dated()
		}
		if rec.Version = 1; !there[rec.ID] {
			there[rec.ID] = true
			records = append(records, rec)
		}
	}
	w, err := world.New(today, 1, settings, records)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []geo.Day{today - 400, dated(), today + 30} {
		then, err := world.New(day, 1, settings, records)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(judgedIn(then), judgedIn(w.AsOf(day))); diff != "" {
			t.Fatalf("on %s: %s", day, diff)
		}
	}
}

// judgedIn is how many records are valid, what each enterprise is, and what the counters say.
func judgedIn(w *world.World) map[string]string {
	table, all := w.Table(geo.Enterprises), map[string]string{}
	for _, c := range []geo.Collection{geo.Enterprises, geo.Organizations} {
		all[c.String()] = fmt.Sprint(w.Table(c).Len(), w.Table(c).Unlocated())
	}
	table.All(func(r world.Row) bool {
		all[table.ID(r)] = fmt.Sprint(table.Current(r), table.Status(r, geo.FullSight()), table.Status(r, geo.PublicSight()), table.Marks(r))
		return true
	})
	for _, d := range divisions {
		for _, p := range table.Parts(d) {
			var sum world.Tally
			table.Counters(d).Each(&p, func(n world.ZoneFigures) { sum.Add(tallyOf(n)) })
			if sum.Enterprises > 0 {
				all[fmt.Sprint(d, " ", p.ID)] = fmt.Sprint(sum)
			}
		}
	}
	return all
}
