package geo_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"beltmap/geo"
	"pgregory.net/rapid"
)

func TestAnUnknownValueIsNotZeroAndZeroIsKnown(t *testing.T) {
	for name, v := range map[string]geo.Value{
		"the empty text": geo.Text(""), "no day": geo.OnDay(0), "an empty list": geo.List(), "not a number": geo.Number(math.NaN()),
		"infinity": geo.Number(math.Inf(-1)), "the zero value": {}, "an empty joined list": geo.ListOfJoined(""),
	} {
		if !v.IsNone() || v.String() != "" || v != (geo.Value{}) {
			t.Errorf("%s is known as %q", name, v)
		}
	}
	for name, v := range map[string]geo.Value{"zero": geo.Integer(0), "zero point zero": geo.Number(0), "no": geo.Boolean(false)} {
		if v.IsNone() {
			t.Errorf("%s is unknown", name)
		}
	}
}

func TestAValueIsReadAsItsOwnTypeOnly(t *testing.T) {
	v := geo.Integer(-7)
	if i, ok := v.Integer(); i != -7 || !ok {
		t.Errorf("integer %d %v", i, ok)
	}
	if x, ok := v.Number(); x != -7 || !ok {
		t.Errorf("an integer as a number is %v %v", x, ok)
	}
	if _, ok := geo.Number(1).Integer(); ok {
		t.Error("a number is an integer")
	}
	if _, known := geo.Text("true").Boolean(); known || geo.Text("a").Day() != 0 || geo.Integer(3).Text() != "" || geo.Text("a").Items() != nil {
		t.Error("a value is read as what it is not")
	}
}

func TestListsContainTheirItemsAndNoParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.StringMatching(`[a-c]{1,3}`), 1, 6).Draw(t, "items")
		v := geo.List(items...)
		probe := rapid.StringMatching(`[a-c]{1,3}`).Draw(t, "probe")
		if got, want := v.Contains(probe), slices.Contains(items, probe); got != want {
			t.Fatalf("%v contains %q: %v", items, probe, got)
		}
		if !slices.Equal(v.Items(), items) || geo.ListOfJoined(v.Joined()) != v {
			t.Fatalf("%v comes back as %v", items, v.Items())
		}
	})
}

func TestDaysAreThoseOfShanghai(t *testing.T) {
	for text, want := range map[string]geo.Day{"": 0, "0001-01-01": 1, "1970-01-01": 719163, "2026-11-23": geo.Date(2026, time.November, 23)} {
		d, err := geo.ParseDay(text)
		if err != nil || d != want || d.String() != text {
			t.Errorf("%q is %d (%s), %v", text, d, d, err)
		}
	}
	for _, text := range []string{"2026-11-31", "2026-1-1", "20261123", "yesterday", "2026-11-23T00:00:00Z", "0000-12-31", "-001-01-01"} {
		if d, err := geo.ParseDay(text); geo.KindOf(err) != geo.KindInvalid || err == nil {
			t.Errorf("%q is the day %s, %v", text, d, err)
		}
	}
	midnight := time.Date(2026, time.November, 23, 16, 0, 0, 0, time.UTC) // 00:00 on the 24th in Shanghai
	if before, after := geo.DayOf(midnight.Add(-1)), geo.DayOf(midnight); before.String() != "2026-11-23" || after != before+1 {
		t.Errorf("around midnight: %s, %s", before, after)
	}
	if !geo.DayOf(midnight).Start().Equal(midnight) {
		t.Error("a day does not start at midnight in Shanghai")
	}
	if d := geo.DayOf(time.Date(1949, 10, 1, 0, 0, 0, 0, geo.Shanghai)); d.String() != "1949-10-01" || string(d.AppendTo(nil)) != "1949-10-01" {
		t.Errorf("before 1970: %s", d)
	}
}

func TestAMonthLaterIsTheSameDayOrTheLastOfAShortMonth(t *testing.T) {
	for from, to := range map[string]string{"2026-01-31": "2026-02-28", "2024-01-31": "2024-02-29", "2026-02-28": "2026-03-28", "2025-12-15": "2026-01-15"} {
		d, err := geo.ParseDay(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddMonths(1).String(); got != to || d.AddMonths(0) != d || d.AddMonths(12) != d.AddMonths(11).AddMonths(1) && d.Start().Day() < 29 {
			t.Errorf("a month after %s is %s, want %s", from, got, to)
		}
	}
}

func TestPeriodsMeetIfTheyShareADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) geo.Period {
			p := geo.Period{From: geo.Day(rapid.IntRange(0, 6).Draw(t, name)), To: geo.Day(rapid.IntRange(0, 6).Draw(t, name))}
			if p.To != 0 && p.To < p.From {
				p.From, p.To = p.To, p.From
			}
			return p
		}
		p, q := draw("p"), draw("q")
		shared := false
		for d := geo.Day(1); d < 10; d++ {
			shared = shared || p.Holds(d) && q.Holds(d)
		}
		if p.Meets(q) != shared || q.Meets(p) != shared {
			t.Fatalf("%s meets %s: %v, share a day: %v", p, q, p.Meets(q), shared)
		}
	})
}

func TestFieldParseReadsWhatPeopleWrite(t *testing.T) {
	for name, c := range map[string]struct {
		field *geo.Field
		text  string
		want  geo.Value
	}{
		"spaces around":         {geo.Industry, "  装备制造 ", geo.Text("装备制造")},
		"nothing":               {geo.Employees, "  ", geo.Value{}},
		"an integer":            {geo.Employees, "1200", geo.Integer(1200)},
		"a number":              {geo.Output, "3.5", geo.Number(3.5)},
		"yes in Chinese":        {geo.Operating, "是", geo.Boolean(true)},
		"no in English":         {geo.Operating, "No", geo.Boolean(false)},
		"a day":                 {geo.SurveyedAt, "2026-11-23", geo.OnDay(geo.Date(2026, time.November, 23))},
		"a list with any comma": {geo.BeltsOf, "A; B,C、D;;", geo.List("A", "B", "C", "D")},
		"a list of nothing":     {geo.BeltsOf, ";、;", geo.Value{}},
		"stars":                 {geo.Stars, "5", geo.Integer(5)},
		"not rated":             {geo.Stars, "unrated", geo.Text(geo.Unrated)},
	} {
		if got, err := c.field.Parse(c.text); err != nil || got != c.want {
			t.Errorf("%s: %q is %v, %v", name, c.text, got, err)
		}
	}
	for _, c := range []struct {
		field *geo.Field
		text  string
	}{
		{geo.Employees, "1.5"}, {geo.Employees, "99999999999999999999"}, {geo.Output, "NaN"}, {geo.Output, "1e999"}, {geo.Output, "3,5"},
		{geo.Operating, "maybe"}, {geo.SurveyedAt, "2026/11/23"}, {geo.Stars, "five"},
	} {
		if v, err := c.field.Parse(c.text); err == nil || geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s: %q is read as %v, %v", c.field.Name, c.text, v, err)
		}
	}
}

// Whatever a cell holds, Parse gives a value of the field's type that reads back as itself, or says that it is invalid.
func FuzzFieldParse(f *testing.F) {
	fields := []*geo.Field{}
	for _, c := range geo.AllCollections() {
		fields = append(fields, geo.SchemaOf(c).Fields...)
	}
	for i, s := range []string{"", "1", "-1", "1.5", "2026-11-23", "是", "a;b", "unrated", "\x1f", "9e99", "、", "\xff;\x00"} {
		f.Add(uint8(i*7), s)
	}
	for i, field := range fields {
		if field.Type == geo.TypeList {
			f.Add(uint8(i), "\x1f;a\x1fb") // the separator of joined lists separates items in a cell too
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, s string) {
		field := fields[int(i)%len(fields)]
		v, err := field.Parse(s)
		if err != nil {
			if geo.KindOf(err) != geo.KindInvalid {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := field.Parse(v.String())
		if err != nil || again.String() != v.String() {
			t.Fatalf("%s: %q is %q, which reads as %q, %v", field.Name, s, v, again, err)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"", "2026-11-23", "0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "2026-11-23 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := geo.ParseDay(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q is %s", s, d)
		}
	})
}
