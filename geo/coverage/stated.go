package coverage

import (
	"math"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// Stated is a rate that a fact states of a zone, grid, belt or alliance. It stands beside the computed rate and is never merged with it.
type Stated struct {
	ID        string
	Measure   Measure
	Value     float64 // if Known
	Known     bool
	Qualifier string
	Unit      string
	Period    string
	Source    string
	Conflicts []string // the ids of facts that contradict it
}

// indicators are the names by which facts state rates, as the article and the zones' reports have them.
var indicators = []struct {
	name string
	of   Measure
}{
	{"党组织组建率", Organizational}, {"组织覆盖率", Organizational}, {"党的组织覆盖率", Organizational}, {"党组织覆盖率", Organizational},
	{"单独组建率", Single}, {"工作覆盖率", Work}, {"党的工作覆盖率", Work}, {"有效覆盖率", Effective},
}

// StatedOf are the rates that facts valid on the World's day state of a division's parts, by the parts' ids and in the order of their own.
func StatedOf(w *world.World, by By) map[string][]Stated {
	c, all := by.Collection(), map[string][]Stated{}
	if c == 0 {
		return all
	}
	t := w.Table(geo.Facts)
	rows, _ := t.Page(world.Query{}, "", t.Len())
	for _, row := range rows {
		text := func(f *geo.Field) string { return t.Value(row, f, geo.PublicSight()).String() }
		part, of := strings.CutPrefix(text(geo.Subject), c.String()+"/")
		measure, is := indicated(text(geo.NameZH))
		if !of || !is {
			continue
		}
		s := Stated{ID: t.ID(row), Measure: measure, Qualifier: text(geo.FactQualifier), Unit: text(geo.FactUnit), Period: text(geo.FactPeriod), Source: text(geo.Source),
			Conflicts: append([]string{}, t.Value(row, geo.ConflictsWith, geo.PublicSight()).Items()...)}
		s.Value, s.Known = t.Value(row, geo.FactValue, geo.PublicSight()).Number()
		all[part] = append(all[part], s)
	}
	return all
}

// indicated is the measure that an indicator names.
func indicated(name string) (Measure, bool) {
	for _, i := range indicators {
		if i.name == strings.TrimSpace(name) {
			return i.of, true
		}
	}
	return 0, false
}

// Differs tells whether a computed rate, in per cent and rounded to as many decimals as are stated, is another; nil where that cannot be told.
func (s *Stated) Differs(f *Figures) *bool {
	share, known := f.Rate(s.Measure).Share()
	if !known || !s.Known || s.Unit != "%" || s.Qualifier != "" && s.Qualifier != "exact" {
		return nil
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(s.Value, 'f', -1, 64), ".")
	scale := math.Pow(10, float64(len(decimals)))
	is := math.Round(share*100*scale) != math.Round(s.Value*scale)
	return &is
}

// NameOf is what a part is called: the names of its record, the label of its code; nothing for a name that nobody described.
func (b By) NameOf(w *world.World, id string) phrase.Text {
	switch {
	case id == "":
		return phrase.PartNone.With()
	case b == BySize:
		return map[string]phrase.Phrase{"micro": phrase.SizeMicro, "small": phrase.SizeSmall, "medium": phrase.SizeMedium, "large": phrase.SizeLarge}[id].With()
	case b == ByClass:
		label, _ := geo.EnterpriseClass.CodeLabel(id)
		return label.With()
	case b == ByIndustry:
		if label, is := geo.Industry.CodeLabel(id); is {
			return label.With()
		}
		return phrase.Text{ZH: id}
	}
	t := w.Table(b.Collection())
	row, there := t.Find(id)
	if !there {
		return phrase.Text{}
	}
	text := func(f *geo.Field) string { return t.Value(row, f, geo.PublicSight()).Text() }
	return phrase.Text{ZH: text(geo.NameZH), EN: text(geo.NameEN)}
}

var byLabels = [...]phrase.Phrase{
	ByZone: phrase.ByZoneLabel, ByGrid: phrase.ByGridLabel, ByBelt: phrase.ByBeltLabel, ByIndustry: phrase.ByIndustryLabel, BySize: phrase.BySizeLabel,
	ByClass: phrase.ByClassLabel, ByAlliance: phrase.ByAllianceLabel,
}

// Definition says in words what a request counts under the settings of a World.
func (q *Request) Definition(w *world.World, area bool) phrase.Text {
	settings := w.Settings()
	what := phrase.CoverageOfArea.With()
	if !area {
		what = phrase.CoverageOfParts.With(byLabels[q.By])
		if q.Corridor != 0 {
			corridor := phrase.CoverageOfCorridor.With(q.Corridor)
			what = phrase.Text{ZH: what.ZH + corridor.ZH, EN: what.EN + " " + corridor.EN}
		}
	}
	var denominator phrase.Phrase
	for _, code := range geo.Denominator.Codes {
		if code.Value == settings.Get(geo.Denominator).Text() {
			denominator = code.Label
		}
	}
	var forms phrase.Text
	for i, code := range settings.Get(geo.CountedForms).Items() {
		label, _ := geo.Form.CodeLabel(code)
		if i > 0 {
			forms.ZH, forms.EN = forms.ZH+"、", forms.EN+", "
		}
		forms.ZH, forms.EN = forms.ZH+label.ZH, forms.EN+label.EN
	}
	return phrase.CoverageMeans.With(what, w.Day(), denominator, forms)
}
