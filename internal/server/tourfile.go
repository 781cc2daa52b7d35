package server

import (
	"bytes"
	"net/http"
	"net/url"

	"beltmap/data/export"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

// tourFormats are the values of f for a tour: what programs read, and files to take along.
func tourFormats() []string {
	names := []string{"json", "geojson", "html"}
	for _, f := range export.TourFormats() {
		names = append(names, f.Name)
	}
	return names
}

// tourFile answers a tour as a file to take along.
func (s *Server) tourFile(w http.ResponseWriter, r *http.Request, now *world.World, found *tour.Route, name string) error {
	if name == "html" {
		return s.tourOneFile(w, r, now, found)
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

// tourURL is where a visitor's phone finds a tour.
func (s *Server) tourURL(r *http.Request, found *tour.Route) string {
	return s.base(r) + "/t/" + url.PathEscape(found.Record.ID)
}

// asAttachment names the file that a browser keeps.
func asAttachment(h http.Header, found *tour.Route, extension string) {
	h["Content-Disposition"] = []string{`attachment; filename="tour` + extension + `"; filename*=UTF-8''` + url.PathEscape(found.Record.ID+extension)}
}
