package server

import (
	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type sensitivityAnswer struct {
	Scales    []scale      `json:"scales"`
	Curve     []reachPoint `json:"curve"`
	Gaps      int          `json:"gaps"`
	NoWay     int          `json:"way_unknown"`
	Unlocated int          `json:"unlocated"`
	Unstated  int          `json:"operation_unstated"`
	Unseen    int          `json:"unseen"`
	Passport  provenance   `json:"passport"`
}

// scaleLine is one figure of one scale, or of one distance of the curve.
type scaleLine struct {
	part, by, figure phrase.Phrase
	metres, minutes  *float64
	value            geo.Value // none where it is not known
}

// sheets are the answer in long form, a row a figure: all of it, and scales and curve apart.
func (a *sensitivityAnswer) sheets(lang phrase.Lang) (all export.Sheet, book []export.Sheet) {
	scales, curve := a.scaleLines(), a.curveLines()
	return linesSheet("sensitivity", lang, append(scales[:len(scales):len(scales)], curve...)), []export.Sheet{linesSheet("scales", lang, scales), linesSheet("curve", lang, curve)}
}

func (a *sensitivityAnswer) scaleLines() (lines []scaleLine) {
	for i := range a.Scales {
		s := &a.Scales[i]
		by := map[string]phrase.Phrase{"zone": phrase.ScaleZone, "grid": phrase.ScaleGrid, "hexagon": phrase.ScaleHexagon}[s.By]
		add := func(figure phrase.Phrase, value geo.Value) {
			lines = append(lines, scaleLine{phrase.ScalePart, by, figure, s.Metres, nil, value})
		}
		for _, of := range []struct {
			figure phrase.Phrase
			n      int
		}{{phrase.ScaleUnits, s.Units}, {phrase.ScaleLeft, s.Left}, {phrase.ScaleNumerator, s.Numerator}, {phrase.ScaleDenominator, s.Denominator}, {phrase.ScaleUnknown, s.Unknown}} {
			add(of.figure, geo.Integer(int64(of.n)))
		}
		add(phrase.ScaleRate, numberOrNone(s.Rate))
		figures := []phrase.Phrase{phrase.ScaleLeast, phrase.ScaleLower, phrase.ScaleMedian, phrase.ScaleUpper, phrase.ScaleGreatest, phrase.ScaleDeviation}
		values := make([]geo.Value, len(figures))
		if p := s.Spread; p != nil {
			for k, x := range []float64{p.Least, p.Lower, p.Median, p.Upper, p.Greatest, p.Deviation} {
				values[k] = geo.Number(x)
			}
		}
		for k, figure := range figures {
			add(figure, values[k])
		}
	}
	return lines
}

// curveLines begin with the gaps of which the curve speaks.
func (a *sensitivityAnswer) curveLines() []scaleLine {
	whole := func(n int) geo.Value { return geo.Integer(int64(n)) }
	lines := []scaleLine{{part: phrase.CurvePart, figure: phrase.CurveGaps, value: whole(a.Gaps)}, {part: phrase.CurvePart, figure: phrase.CurveNoWay, value: whole(a.NoWay)}}
	for i := range a.Curve {
		p := &a.Curve[i]
		lines = append(lines, scaleLine{phrase.CurvePart, phrase.CurveOrganization, phrase.CurveWithin, &p.Metres, p.Minutes, whole(p.Organization)},
			scaleLine{phrase.CurvePart, phrase.CurveCenter, phrase.CurveWithin, &p.Metres, p.Minutes, whole(p.Center)})
	}
	return lines
}

func linesSheet(name string, lang phrase.Lang, lines []scaleLine) export.Sheet {
	var head []string
	for _, p := range []phrase.Phrase{phrase.ScalePartHead, phrase.ScaleByHead, phrase.ServiceMetres, phrase.ServiceMinutes, phrase.ScaleFigureHead, phrase.ScaleValueHead} {
		head = append(head, p.In(lang))
	}
	return export.Sheet{Name: name, Head: head, Rows: len(lines), Row: func(i int, into []geo.Value) []geo.Value {
		l := &lines[i]
		return append(into, geo.Text(l.part.In(lang)), geo.Text(l.by.In(lang)), numberOrNone(l.metres), numberOrNone(l.minutes), geo.Text(l.figure.In(lang)), l.value)
	}}
}
