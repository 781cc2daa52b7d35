package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// The bounds and defaults of what clusters are looked for with.
const (
	usualCell, leastCell, mostCell = 500.0, 50.0, 20_000.0 // metres
	usualAlpha                     = 0.05
	usualRuns, leastRuns, mostRuns = 199, 99, 999
	usualDetour                    = 1.3
)

// hotspotFigures is all of an answer but its clusters.
type hotspotFigures struct {
	Cells     int        `json:"cells"`
	Unlocated int        `json:"unlocated"`
	Outside   int        `json:"in_no_cell"`
	Unstated  int        `json:"operation_unstated"`
	Unseen    int        `json:"unseen"`
	Passport  provenance `json:"passport"`
}

type hotspot struct {
	Center      orb.Point `json:"center"`
	Radius      float64   `json:"radius"`
	Cells       []string  `json:"cells"`
	Enterprises int       `json:"enterprises"`
	Gaps        int       `json:"gaps"`
	Expected    float64   `json:"expected"`
	Ratio       float64   `json:"log_likelihood_ratio"`
	P           float64   `json:"p"`
}

// hotspots answers where the gaps of an area, or of a polygon that is sent, cluster.
func (s *Server) hotspots(w http.ResponseWriter, r *http.Request) error {
	given, err := gapParameters(r, "measure", "by", "metres", "alpha", "runs", "sheet")
	if err != nil {
		return err
	}
	if err := given.format(gapFormats()...); err != nil {
		return err
	}
	sheet, err := given.sheet(hotspotSheets())
	if err != nil {
		return err
	}
	by, err := given.choice("by", coverage.CellsNames())
	if err != nil {
		return err
	}
	q := coverage.HotspotRequest{Sight: askerOf(r).sight, By: coverage.Cells(by)}
	if q.Measure, err = given.measureIfAny(); err != nil {
		return err
	}
	if q.Width, err = given.decimal("metres", usualCell, leastCell, mostCell); err != nil {
		return err
	}
	if q.Alpha, err = given.decimal("alpha", usualAlpha, 0.001, 0.2); err != nil {
		return err
	}
	runs, err := given.decimal("runs", usualRuns, leastRuns, mostRuns)
	if err != nil {
		return err
	}
	if q.Runs = int(runs); float64(q.Runs) != runs {
		return badParameter("runs", phrase.NumberUnfit.With("runs", given["runs"], plain(leastRuns), plain(mostRuns)))
	}
	where, err := s.gapsWhere(r, given)
	if err != nil {
		return err
	}
	q.Area, q.Polygon, q.Zone = where.area.condition, where.polygon, where.zone
	var found *coverage.Hotspots
	if err := s.work(r, func(ctx context.Context) (err error) {
		if err := s.turnOn(ctx, &where); err != nil {
			return err
		}
		found, err = coverage.FindHotspots(ctx, where.world, q)
		return err
	}); err != nil {
		return err
	}
	list := []hotspot{}
	for _, h := range found.Clusters {
		list = append(list, hotspot{h.Center, h.Radius, h.Cells, h.Population, h.Gaps, h.Expected, h.Ratio, h.P})
	}
	parameters := where.enter(map[string]any{"by": coverage.CellsNames()[by], "metres": q.Width, "alpha": q.Alpha, "runs": q.Runs,
		"method": "Kulldorff 1997, Bernoulli", "most_of_population": 0.5})
	lang, definition := languageOf(r), phrase.HotspotsDefinition.With()
	if m := q.Measure; m != nil {
		parameters["measure"], definition = m.String(), phrase.HotspotsMeasured.With(m.Label(), m.Meaning())
	}
	passport := provenanceOf(where.world, lang, definition, parameters, geo.Enterprises, geo.Organizations).counting(found.Gaps, found.Population, found.Unknown)
	return s.writeHotspots(w, r, &where, given["f"], sheet, list, hotspotFigures{found.Cells, found.Unlocated, found.Outside, found.Unstated, found.Unseen, passport})
}

type scale struct {
	By          string   `json:"by"`
	Metres      *float64 `json:"metres"`
	Units       int      `json:"units"`
	Left        int      `json:"in_no_unit"`
	Numerator   int      `json:"numerator"`
	Denominator int      `json:"denominator"`
	Unknown     int      `json:"unknown"`
	Rate        *float64 `json:"rate"`
	Spread      *spread  `json:"spread"`
}

type spread struct {
	Least     float64 `json:"least"`
	Lower     float64 `json:"lower_quartile"`
	Median    float64 `json:"median"`
	Upper     float64 `json:"upper_quartile"`
	Greatest  float64 `json:"greatest"`
	Deviation float64 `json:"standard_deviation"`
}

type reachPoint struct {
	Metres       float64  `json:"metres"`
	Minutes      *float64 `json:"minutes"`
	Organization int      `json:"organization"`
	Center       int      `json:"center"`
}

// sensitivity answers how far the figures of an area, or of a polygon that is sent, depend on units and distances.
func (s *Server) sensitivity(w http.ResponseWriter, r *http.Request) error {
	given, err := gapParameters(r, "measure", "metres", "radii", "minutes", "speed", "detour", "distance")
	if err != nil {
		return err
	}
	if err := given.format(tableFormats()...); err != nil {
		return err
	}
	q := coverage.SensitivityRequest{Sight: askerOf(r).sight}
	if q.Measure, err = given.measureIfAny(); err != nil {
		return err
	}
	if q.Widths, err = given.decimals("metres", []float64{250, 500, 1000, 2000}, leastCell, mostCell); err != nil {
		return err
	}
	on, err := s.walked(given)
	if err != nil {
		return err
	}
	if on.roads != nil {
		q.OnRoad = on.roads
	}
	minutes, err := given.radii(&on, &q)
	if err != nil {
		return err
	}
	where, err := s.gapsWhere(r, given)
	if err != nil {
		return err
	}
	q.Area, q.Polygon, q.Zone = where.area.condition, where.polygon, where.zone
	var found *coverage.Sensitivity
	if err := s.work(r, func(ctx context.Context) (err error) {
		if err := s.turnOn(ctx, &where); err != nil {
			return err
		}
		found, err = coverage.LookSensitivity(ctx, where.world, q)
		return err
	}); err != nil {
		return err
	}
	scales, curve := []scale{}, []reachPoint{}
	for _, each := range found.Scales {
		scales = append(scales, scaleAnswer(each))
	}
	for i, p := range found.Curve {
		point := reachPoint{Metres: p.Metres, Organization: p.Organization, Center: p.Center}
		if minutes != nil {
			point.Minutes = &minutes[i]
		}
		curve = append(curve, point)
	}
	parameters := on.enter(where.enter(map[string]any{"metres": q.Widths, "radii": q.Radii}))
	if minutes != nil {
		parameters["minutes"] = minutes
	}
	lang, definition := languageOf(r), phrase.SensitivityDefinition.With(on.said())
	if m := q.Measure; m != nil {
		parameters["measure"], definition = m.String(), phrase.SensitivityMeasured.With(m.Label(), m.Meaning(), on.said())
	}
	passport := provenanceOf(where.world, lang, definition, parameters, geo.Enterprises, geo.Organizations, geo.Centers)
	doc := sensitivityAnswer{scales, curve, found.Gaps, found.NoWay, found.Unlocated, found.Unstated, found.Unseen, passport.counting(found.Gaps, found.Scales[0].Denominator, found.Unlocated)}
	if given.isFile() {
		file := where.file("sensitivity", phrase.SensitivityFile)
		file.csv, file.book = doc.sheets(lang)
		return s.takeAway(w, r, given["f"], file)
	}
	return s.json(w, r, jsonType, lang, doc)
}

func scaleAnswer(c coverage.Scale) scale {
	s := scale{By: c.By, Units: c.Units, Left: c.Left, Numerator: c.Numerator, Denominator: c.Denominator, Unknown: c.Unknown}
	if c.Width > 0 {
		s.Metres = &c.Width
	}
	if share, known := c.Share(); known {
		s.Rate = &share
	}
	if p := c.Spread; p != nil {
		s.Spread = &spread{p.Least, p.Lower, p.Median, p.Upper, p.Greatest, p.Deviation}
	}
	return s
}

// radii are the distances of a curve: in metres, or in minutes on foot, which are then given too.
func (p parameters) radii(on *walk, q *coverage.SensitivityRequest) (minutes []float64, err error) {
	_, inMinutes := p["minutes"]
	if _, inMetres := p["radii"]; inMetres && inMinutes {
		return nil, badParameter("minutes", phrase.NotTogether.With("radii", "minutes"))
	}
	if !inMinutes {
		q.Radii, err = p.decimals("radii", []float64{100, 200, 400, 800, 1600, 3200}, 1, 50_000)
		return nil, err
	}
	if minutes, err = p.decimals("minutes", nil, 1, 120); err != nil {
		return nil, err
	}
	for _, m := range minutes {
		q.Radii = append(q.Radii, on.metres(m))
	}
	return minutes, nil
}

// walking is the speed in km/h and how many times as long as the straight line the way is.
func (p parameters) walking(settings geo.Settings) (speed, detour float64, err error) {
	if speed, err = p.decimal("speed", settings.Number(geo.WalkingSpeed), 2, 7); err != nil {
		return 0, 0, err
	}
	detour, err = p.decimal("detour", usualDetour, 1, 3)
	return speed, detour, err
}

// decimal is a number within bounds.
func (p parameters) decimal(name string, usual, least, most float64) (float64, error) {
	text, given := p[name]
	if !given {
		return usual, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= least && x <= most) {
		return 0, badParameter(name, phrase.NumberUnfit.With(name, text, plain(least), plain(most)))
	}
	return x, nil
}

const mostDecimals = 12

// decimals are ascending numbers within bounds.
func (p parameters) decimals(name string, usual []float64, least, most float64) ([]float64, error) {
	text, given := p[name]
	if !given {
		return usual, nil
	}
	var all []float64
	for part := range strings.SplitSeq(text, ",") {
		x, err := strconv.ParseFloat(part, 64)
		if err != nil || !(x >= least && x <= most) || len(all) > 0 && x <= all[len(all)-1] || len(all) == mostDecimals {
			return nil, badParameter(name, phrase.NumbersUnfit.With(name, text, mostDecimals, plain(least), plain(most)))
		}
		all = append(all, x)
	}
	return all, nil
}

// choice is the place of a value among those there are, the first by default.
func (p parameters) choice(name string, values []string) (int, error) {
	text, given := p[name]
	if !given {
		return 0, nil
	}
	i := slices.Index(values, text)
	if i < 0 {
		return 0, badParameter(name, phrase.ChoiceUnfit.With(name, text, strings.Join(values, ", ")))
	}
	return i, nil
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
