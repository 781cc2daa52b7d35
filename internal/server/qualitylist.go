package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/quality"
	"beltmap/geo/world"
	"github.com/gorilla/mux"
)

const csvType = "text/csv; charset=utf-8"

// qualityList answers a page of the records that one measure counts, as JSON or CSV.
func (s *Server) qualityList(w http.ResponseWriter, r *http.Request) error {
	id := mux.Vars(r)["measure"]
	m, ok := quality.Parse(id)
	if !ok {
		return notFound(phrase.QualityMeasureUnknown.With(id))
	}
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return name == "zone" || name == "stale_days" || name == "limit" || name == "after"
	})
	if err != nil {
		return err
	}
	now := s.app.World()
	q, err := given.qualityRequest(m, now.Settings().Integer(geo.SurveyDays))
	if err != nil {
		return err
	}
	report, err := s.qualityOf(r, now)
	if err != nil {
		return err
	}
	var items []quality.Item
	var matched int
	var more bool
	if err := s.work(r, func(ctx context.Context) (err error) {
		items, matched, more, err = report.Page(ctx, now, q)
		return err
	}); err != nil {
		return err
	}
	lang, path := languageOf(r), s.base(r)+"/api/quality/"+id
	links := []link{{Href: hrefOf(path, given, ""), Rel: "self", Type: jsonType, Title: phrase.LinkSelf.In(lang)}}
	if more {
		next := link{Href: hrefOf(path, given, items[len(items)-1].String()), Rel: "next", Type: jsonType, Title: phrase.LinkNext.In(lang)}
		links = append(links, next)
		w.Header()["Link"] = []string{"<" + next.Href + `>; rel="next"`}
	}
	if given["f"] == "csv" {
		if r.Method == http.MethodGet {
			if err := s.enterExport(r, "quality/"+m.String(), "csv"); err != nil {
				return err
			}
		}
		return s.document(w, r, csvType, lang, qualityCSV(now, items))
	}
	listed := make([]qualityItem, 0, len(items))
	for _, item := range items {
		listed = append(listed, s.qualityItem(r, now, item))
	}
	return s.json(w, r, jsonType, lang, struct {
		Measure  definition    `json:"measure"`
		AsOf     string        `json:"as_of"`
		Version  geo.Cursor    `json:"version"`
		Matched  int           `json:"numberMatched"`
		Returned int           `json:"numberReturned"`
		Items    []qualityItem `json:"items"`
		Links    []link        `json:"links"`
	}{definitions(q.StaleDays)[m], now.Day().String(), now.Version(), matched, len(listed), listed, links})
}

func (p parameters) qualityRequest(m quality.Measure, usualDays int) (q quality.Request, err error) {
	q.Measure = m
	if err := p.format("json", "csv"); err != nil {
		return q, err
	}
	if q.StaleDays, err = p.staleDays(usualDays); err != nil {
		return q, err
	}
	if q.Limit, err = p.limit(defaultLimit, maxLimit); err != nil {
		return q, err
	}
	if q.Zone, err = p.qualityZone(); err != nil {
		return q, err
	}
	if after, given := p["after"]; given {
		ref, ok := quality.ParseRef(after)
		if !ok {
			return q, badParameter("after", phrase.RefMalformed.With(after))
		}
		q.After = ref
	}
	return q, nil
}

// qualityZone is the zone that is asked about: nil for all, "" for the records of none.
func (p parameters) qualityZone() (*string, error) {
	zone, given := p["zone"]
	switch {
	case !given:
		return nil, nil
	case zone == noZone:
		zone = ""
	case !geo.ValidID(zone):
		return nil, badParameter("zone", phrase.IDMalformed.With(zone))
	}
	return &zone, nil
}

// qualityItem is one record of a list, with a link to it and what speaks against it.
type qualityItem struct {
	Collection string     `json:"collection"`
	ID         string     `json:"id"`
	NameZH     *string    `json:"name_zh"`
	NameEN     *string    `json:"name_en"`
	Zone       *string    `json:"zone"`
	Class      *string    `json:"position_class"`
	SurveyedAt *string    `json:"surveyed_at"`
	SameCode   *string    `json:"same_uscc"`
	SameName   *string    `json:"same_name"`
	Metres     *float64   `json:"metres"`
	Lost       []lostLink `json:"lost_links"`
	Href       *string    `json:"href"`
}

type lostLink struct {
	Property string `json:"property"`
	To       string `json:"to"`
}

func (s *Server) qualityItem(r *http.Request, w *world.World, item quality.Item) qualityItem {
	t := w.Table(item.Collection)
	text := func(f *geo.Field) *string { return textOrNull(t.Value(item.Row, f, geo.PublicSight()).String()) }
	answer := qualityItem{
		Collection: item.Collection.String(), ID: item.ID, NameZH: text(geo.NameZH), NameEN: text(geo.NameEN), Zone: text(geo.Zone),
		Class: text(geo.PositionClass), SurveyedAt: text(geo.SurveyedAt), SameCode: textOrNull(item.SameCode), SameName: textOrNull(item.SameName), Lost: []lostLink{},
	}
	if item.SameName != "" {
		answer.Metres = &item.Metres
	}
	for _, l := range item.Lost {
		answer.Lost = append(answer.Lost, lostLink{l.Field.Name, l.To})
	}
	if item.Collection != geo.Facts { // facts are no items
		answer.Href = textOrNull(s.base(r) + "/api/collections/" + item.Collection.String() + "/items/" + item.ID)
	}
	return answer
}

// qualityCSV is a page as a table with a byte order mark, so that Excel opens it; a cell that a spreadsheet would compute is defused.
func qualityCSV(w *world.World, items []quality.Item) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	_ = out.Write([]string{"collection", "id", "name_zh", "name_en", "zone", "position_class", "surveyed_at", "same_uscc", "same_name", "metres", "lost_links"})
	for _, item := range items {
		t := w.Table(item.Collection)
		row := []string{item.Collection.String(), item.ID}
		for _, f := range []*geo.Field{geo.NameZH, geo.NameEN, geo.Zone, geo.PositionClass, geo.SurveyedAt} {
			row = append(row, t.Value(item.Row, f, geo.PublicSight()).String())
		}
		metres := ""
		if item.SameName != "" {
			metres = strconv.FormatFloat(item.Metres, 'f', 1, 64)
		}
		var lost []string
		for _, l := range item.Lost {
			lost = append(lost, l.Field.Name+"="+l.To)
		}
		row = append(row, item.SameCode, item.SameName, metres, strings.Join(lost, ";"))
		for i, cell := range row {
			if export.Calculated(cell) {
				row[i] = "'" + cell
			}
		}
		_ = out.Write(row)
	}
	out.Flush() // into memory
	return b.Bytes()
}
