package server

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
)

// gapList is one answer about the gaps of an area: all of them, and those of this page with what lies near.
type gapList struct {
	gapWhere
	roads         coverage.Roads // nil for none
	sight         geo.Sight
	measure       *coverage.Measure // nil for none
	statuses      []status.Status
	all           *coverage.Gaps
	page          []coverage.Gap
	order         []int32 // of the page, by row
	organizations []coverage.Reach
	centers       []coverage.Reach
	links         []link
}

// gapFormats are the values of f of lists of gaps.
func gapFormats() []string { return []string{"json", "geojson", "csv", "xlsx"} }

// gaps answers the enterprises of an area, or of a polygon that is sent, without an organization, a page at a time or as a file.
func (s *Server) gaps(w http.ResponseWriter, r *http.Request) error {
	given, err := gapParameters(r, "measure", "status", "limit", "after")
	if err != nil {
		return err
	}
	l, err := s.gapsAsked(r, given)
	if err != nil {
		return err
	}
	if l.gapWhere, err = s.gapsWhere(r, given); err != nil {
		return err
	}
	return s.answerGaps(w, r, l, given)
}

// gapsAsked reads what all requests for gaps have.
func (s *Server) gapsAsked(r *http.Request, given parameters) (l *gapList, err error) {
	if err := given.format(gapFormats()...); err != nil {
		return nil, err
	}
	if _, err := given.pageOrFile(); err != nil {
		return nil, err
	}
	l = &gapList{sight: askerOf(r).sight}
	if roads := s.app.Roads(); roads != nil {
		l.roads = roads
	}
	if l.measure, err = given.measureIfAny(); err != nil {
		return nil, err
	}
	l.statuses, err = given.gapStatuses(l.possible())
	return l, err
}

// pageOrFile is how many records a page has: all of them in a table to take away, which has no pages.
func (p parameters) pageOrFile() (limit int, err error) {
	if !p.isFile() {
		return p.limit(defaultLimit, maxLimit)
	}
	for _, name := range []string{"limit", "after"} {
		if _, is := p[name]; is {
			return 0, badParameter(name, phrase.DownloadIsWhole.With(name, p["f"]))
		}
	}
	return math.MaxInt, nil
}

// isFile tells whether a table to take away is asked for.
func (p parameters) isFile() bool { return p["f"] == "csv" || p["f"] == "xlsx" }

// measureIfAny is the measure that is asked for, nil for none.
func (p parameters) measureIfAny() (*coverage.Measure, error) {
	if _, given := p["measure"]; !given {
		return nil, nil
	}
	m, err := p.measure()
	return &m, err
}

// possible are the statuses that the list may have.
func (l *gapList) possible() []status.Status {
	if l.measure != nil {
		return coverage.MeasuredStatuses()
	}
	return coverage.GapStatuses()
}

func (s *Server) answerGaps(w http.ResponseWriter, r *http.Request, l *gapList, given parameters) error {
	limit, err := given.pageOrFile()
	if err != nil {
		return err
	}
	if err := s.work(r, func(ctx context.Context) error {
		if err := s.turnOn(ctx, &l.gapWhere); err != nil {
			return err
		}
		return l.find(ctx, given["after"], limit)
	}); err != nil {
		return err
	}
	if given.isFile() {
		return s.gapFile(w, r, l, given["f"])
	}
	return s.gapPage(w, r, l, given)
}

// find looks the gaps up, and what lies near those of the page.
func (l *gapList) find(ctx context.Context, after string, limit int) (err error) {
	l.all, err = coverage.FindGaps(ctx, l.world, coverage.GapRequest{Area: l.area.condition, Polygon: l.polygon, Zone: l.zone, Measure: l.measure, Statuses: l.statuses, Sight: l.sight})
	if err != nil {
		return err
	}
	l.page = l.all.List
	if after != "" {
		rest, found := l.all.After(l.world, after)
		if !found {
			return badParameter("after", phrase.GapAfterMissing.With(after))
		}
		l.page = rest
	}
	l.page = l.page[:min(limit, len(l.page))]
	l.order = coverage.ByRow(l.page)
	l.organizations, l.centers = coverage.Surroundings(l.world, l.page, l.order, l.roads)
	return ctx.Err()
}

// last tells whether the page ends the list.
func (l *gapList) last() bool {
	return len(l.page) == 0 || l.page[len(l.page)-1].Row == l.all.List[len(l.all.List)-1].Row
}

func (s *Server) gapPage(w http.ResponseWriter, r *http.Request, l *gapList, given parameters) error {
	lang, path := languageOf(r), s.base(r)+"/api/gaps"
	kind := jsonType
	if given["f"] == "geojson" {
		kind = geoJSON
	}
	l.links = []link{{Href: hrefOf(path, given, ""), Rel: "self", Type: kind, Title: phrase.LinkSelf.In(lang)}}
	if l.polygon != nil {
		l.links = []link{} // which cannot carry the polygon
	} else if !l.last() {
		next := link{Href: hrefOf(path, given, l.world.Table(geo.Enterprises).ID(l.page[len(l.page)-1].Row)), Rel: "next", Type: kind, Title: phrase.LinkNext.In(lang)}
		l.links = append(l.links, next)
		w.Header()["Link"] = []string{"<" + next.Href + `>; rel="next"`}
	}
	buffer := s.buffers.body()
	defer s.buffers.release(buffer)
	scratch := s.buffers.gapScratch()
	defer s.buffers.releaseGaps(scratch)
	b, err := l.append(*buffer, scratch, lang, kind == geoJSON)
	if err != nil {
		return err
	}
	*buffer = b
	if l.polygon != nil {
		return s.document(w, r, kind, lang, b)
	}
	return s.versioned(w, r, kind, lang, l.world, b)
}

// gapStatuses are the statuses that are asked for, in the order of lists.
func (p parameters) gapStatuses(possible []status.Status) ([]status.Status, error) {
	text, given := p["status"]
	if !given {
		return possible, nil
	}
	var names []string
	for _, s := range possible {
		names = append(names, s.String())
	}
	wanted := map[string]bool{}
	for name := range strings.SplitSeq(text, ",") {
		if !slices.Contains(names, name) {
			return nil, badParameter("status", phrase.GapStatusUnfit.With(text, strings.Join(names, ", ")))
		}
		wanted[name] = true
	}
	return slices.DeleteFunc(possible, func(s status.Status) bool { return !wanted[s.String()] }), nil
}
