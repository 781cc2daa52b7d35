package server

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/tour"
	"beltmap/geo/world"
	"beltmap/internal/handout"
)

const (
	pdfType = "application/pdf"
	svgType = "image/svg+xml"
)

// tourFormats are the values of f for a tour: what programs read, and files to take along.
func tourFormats() []string {
	names := []string{"json", "geojson", "html", "pdf"}
	for _, f := range export.TourFormats() {
		names = append(names, f.Name)
	}
	return names
}

// tourFile answers a tour as a file to take along.
func (s *Server) tourFile(w http.ResponseWriter, r *http.Request, now *world.World, found *tour.Route, name string) error {
	switch name {
	case "html":
		return s.tourOneFile(w, r, now, found)
	case "pdf":
		return s.tourLeaflet(w, r, now, found)
	}
	lang := languageOf(r)
	for _, f := range export.TourFormats() {
		if f.Name != name {
			continue
		}
		var out bytes.Buffer
		passages, credit := s.passages(now, found)
		err := f.Write(&out, &export.Tour{Route: found, Passages: passages, Credit: credit, Lang: lang, Made: now.Day().Start(), Version: int64(now.Version()), URL: s.tourURL(r, found)})
		if err != nil {
			return err
		}
		asAttachment(w.Header(), found, f.Extension)
		return s.document(w, r, f.MediaType, lang, out.Bytes())
	}
	return notFoundPath(r.URL.Path)
}

// tourLeaflet answers a tour on paper.
func (s *Server) tourLeaflet(w http.ResponseWriter, r *http.Request, now *world.World, found *tour.Route) error {
	h := s.handoutOf(r, now, found, found.Record.Get(geo.TourStatus).Text() != geo.TourPublished)
	h.URL = s.tourURL(r, found)
	groups, err := tour.InGroups(found, h.Passages, found.Groups)
	if err != nil {
		return err
	}
	h.Groups = groups
	var body []byte
	err = s.work(r, func(context.Context) error {
		fonts, err := s.fonts()
		if err != nil {
			return err
		}
		if box, there := handout.GroundBox(h.Passages); there {
			ground, whole := tour.GroundIn(now, box)
			h.Ground, h.GroundCut = ground, !whole
		}
		body, err = handout.Leaflet(h, fonts)
		return err
	})
	if err != nil {
		return err
	}
	asAttachment(w.Header(), found, ".pdf")
	return s.document(w, r, pdfType, h.Lang, body)
}

// tourCode answers the QR code of a tour's page, for whom the page is there.
func (s *Server) tourCode(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "svg")
	if err != nil {
		return err
	}
	found, _, err := s.visited(r, s.app.World())
	if err != nil {
		return err
	}
	body, err := handout.QR(&handout.Tour{Route: found, Lang: lang, URL: s.tourURL(r, found)})
	if err != nil {
		return err
	}
	return s.document(w, r, svgType, lang, body)
}

// tourURL is where a visitor's phone finds a tour.
func (s *Server) tourURL(r *http.Request, found *tour.Route) string {
	return s.base(r) + "/t/" + url.PathEscape(found.Record.ID)
}

// asAttachment names the file that a browser keeps.
func asAttachment(h http.Header, found *tour.Route, extension string) {
	h["Content-Disposition"] = []string{`attachment; filename="tour` + extension + `"; filename*=UTF-8''` + url.PathEscape(found.Record.ID+extension)}
}
