package server

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// usualCorridor is how wide a corridor is that is listed, in metres, unless the request says so.
const usualCorridor = 500

// neighborList is one answer about who stands near a belt and takes no part in it: all of them, and those of this page.
type neighborList struct {
	covered
	belt  string
	all   *coverage.Neighbors
	page  []coverage.Neighbor
	links []link
}

type neighbor struct {
	ID       string    `json:"id"`
	NameZH   *string   `json:"name_zh"`
	NameEN   *string   `json:"name_en"`
	Zone     *string   `json:"zone"`
	Industry *string   `json:"industry"`
	Metres   float64   `json:"metres"`
	Status   string    `json:"status"`
	Point    orb.Point `json:"point"`
}

// neighborCounts is what stands beside the list.
type neighborCounts struct {
	Matched   int        `json:"numberMatched"`
	Returned  int        `json:"numberReturned"`
	Within    int        `json:"within"`
	Unlocated int        `json:"unlocated"`
	Passport  provenance `json:"passport"`
	Links     []link     `json:"links"`
}

// neighbors answers the enterprises that stand near a belt and take no part in it, a page at a time or as a file.
func (s *Server) neighbors(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return slices.Contains([]string{"belt", "corridor", "zone", "as_of", "limit", "after"}, name)
	})
	if err != nil {
		return err
	}
	c, err := s.covering(r, given)
	if err != nil {
		return err
	}
	l := &neighborList{covered: *c, belt: given["belt"]}
	if !geo.ValidID(l.belt) {
		return badParameter("belt", phrase.BeltWanted.With(l.belt))
	}
	if l.Corridor, err = given.corridor(); err != nil {
		return err
	}
	if l.Corridor == 0 {
		l.Corridor = usualCorridor
	}
	limit, err := given.pageOrFile()
	if err != nil {
		return err
	}
	if err := s.work(r, func(ctx context.Context) error {
		if err := s.turnTo(ctx, r, &l.covered, given); err != nil {
			return err
		}
		return l.find(ctx, given["after"], limit)
	}); err != nil {
		return err
	}
	return s.writeNeighbors(w, r, l, given)
}

func (l *neighborList) find(ctx context.Context, after string, limit int) (err error) {
	if !isCurrent(l.world.Table(geo.Belts), l.belt) {
		return notFound(phrase.AreaMissing.With("belt", l.belt))
	}
	l.all, err = coverage.FindNeighbors(ctx, l.world, l.belt, l.Corridor, l.Zone)
	switch {
	case err != nil:
		return err
	case l.all == nil:
		return badParameter("belt", phrase.BeltShapeless.With(l.belt))
	}
	l.page = l.all.List
	if after != "" {
		row, there := l.world.Table(geo.Enterprises).Find(after)
		i := slices.IndexFunc(l.page, func(n coverage.Neighbor) bool { return there && n.Row == row })
		if i < 0 {
			return badParameter("after", phrase.GapAfterMissing.With(after))
		}
		l.page = l.page[i+1:]
	}
	l.page = l.page[:min(limit, len(l.page))]
	return nil
}

func (s *Server) writeNeighbors(w http.ResponseWriter, r *http.Request, l *neighborList, given parameters) error {
	l.certify()
	format, path := given["f"], s.base(r)+"/api/coverage/corridor"
	if given.isFile() {
		if r.Method != http.MethodHead {
			if err := s.enterExport(r, "coverage/corridor", format); err != nil {
				return err
			}
		}
		sheet, name := l.sheet(), "-"+l.belt+"-"+l.world.Day().String()
		write := sheet.WriteCSV
		if format == "xlsx" {
			write = sheet.WriteXLSX
		}
		return s.sheetFile(w, r, format, "corridor"+name, phrase.NeighborFile.ZH+name, write)
	}
	kind := jsonType
	if format == "geojson" {
		kind = geoJSON
	}
	l.links = []link{{Href: hrefOf(path, given, ""), Rel: "self", Type: kind, Title: phrase.LinkSelf.In(l.lang)}}
	if n := len(l.page); n > 0 && l.page[n-1].Row != l.all.List[len(l.all.List)-1].Row {
		next := link{Href: hrefOf(path, given, l.world.Table(geo.Enterprises).ID(l.page[n-1].Row)), Rel: "next", Type: kind, Title: phrase.LinkNext.In(l.lang)}
		l.links = append(l.links, next)
		w.Header()["Link"] = []string{"<" + next.Href + `>; rel="next"`}
	}
	counts := neighborCounts{len(l.all.List), len(l.page), l.all.Within, l.all.Unlocated, l.passport, l.links}
	if kind == jsonType {
		return s.json(w, r, kind, l.lang, struct {
			Enterprises []neighbor `json:"enterprises"`
			neighborCounts
		}{l.rows(), counts})
	}
	type feature struct {
		Type       string            `json:"type"`
		ID         string            `json:"id"`
		Geometry   *geojson.Geometry `json:"geometry"`
		Properties neighbor          `json:"properties"`
	}
	features := []feature{}
	for _, n := range l.rows() {
		features = append(features, feature{"Feature", n.ID, geojson.NewGeometry(n.Point), n})
	}
	return s.json(w, r, kind, l.lang, struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
		neighborCounts
	}{"FeatureCollection", features, counts})
}

// rows are the page as it is answered, statuses as the reader sees them.
func (l *neighborList) rows() []neighbor {
	t := l.world.Table(geo.Enterprises)
	statuses, rows := t.Statuses(l.Sight), make([]neighbor, 0, len(l.page))
	for _, n := range l.page {
		text := func(f *geo.Field) *string { return textOrNull(t.Value(n.Row, f, l.Sight).Text()) }
		at, _ := t.Point(n.Row)
		rows = append(rows, neighbor{t.ID(n.Row), text(geo.NameZH), text(geo.NameEN), text(geo.Zone), text(geo.Industry), math.Round(n.Metres*10) / 10,
			statuses.At(n.Row).String(), pairOf(at)})
	}
	return rows
}

// certify makes the passport: of how many stand near, how many take no part.
func (l *neighborList) certify() {
	parameters := map[string]any{"belt": l.belt, "corridor": l.Corridor, "as_of": l.world.Day().String()}
	if l.Zone != nil {
		parameters["zone"] = cmp.Or(*l.Zone, noZone)
	}
	l.passport = provenanceOf(l.world, l.lang, phrase.NeighborsDefinition.With(l.Corridor), parameters, geo.Enterprises, geo.Belts, geo.Organizations).
		counting(len(l.all.List), l.all.Within, l.all.Unlocated)
}

// sheet is the list as a table with a row an enterprise, codes in words.
func (l *neighborList) sheet() export.Sheet {
	t := l.world.Table(geo.Enterprises)
	fields := []*geo.Field{geo.ID, geo.NameZH, geo.NameEN, geo.Zone, geo.GridOf, geo.Industry, geo.EnterpriseClass, geo.Operating}
	head, columns := []string{phrase.GapPlace.In(l.lang), phrase.GapStatusLabel.In(l.lang), phrase.NeighborMetres.In(l.lang)}, []world.Column{}
	for _, f := range fields {
		head, columns = append(head, f.Label.In(l.lang)), append(columns, t.Column(f, l.Sight))
	}
	head = append(head, phrase.SitingLongitude.In(l.lang), phrase.SitingLatitude.In(l.lang))
	rows := l.rows()
	return export.Sheet{Name: "corridor", Head: head, Rows: len(rows), Row: func(i int, into []geo.Value) []geo.Value {
		into = append(into, geo.Integer(int64(i+1)), inWords(geo.EnterpriseStatus, geo.Text(rows[i].Status), l.lang), geo.Number(rows[i].Metres))
		for k, f := range fields {
			into = append(into, inWords(f, columns[k].Value(l.page[i].Row), l.lang))
		}
		return append(into, geo.Number(rows[i].Point[0]), geo.Number(rows[i].Point[1]))
	}}
}
