package server

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

const (
	maxDownloads = 2                // at once: each may run over every record, and some go through a temporary file
	stallLimit   = 60 * time.Second // that a client may take for one chunk
)

// download answers all that a filter finds as a file. It has no pages: limit and after do not go with it.
func (s *Server) download(w http.ResponseWriter, r *http.Request, c geo.Collection, format export.Format, given parameters) error {
	for _, name := range []string{"limit", "after"} {
		if _, is := given[name]; is {
			return badParameter(name, phrase.DownloadIsWhole.With(name, format.Name))
		}
	}
	sight := askerOf(r).sight
	o := export.Options{Collection: c, Class: sight.Widest(), Kept: sight.Kept, Lang: languageOf(r)}
	if name, is := given["crs"]; is {
		system, err := crs.Parse(name)
		if err != nil {
			return badParameter("crs", faultOf(err).text)
		}
		if format.Name == "kml" && system != (crs.System{}) {
			return badParameter("crs", phrase.KMLOnlyWGS84.With(system.String()))
		}
		o.System = system
	}
	f, err := s.plan(c, sight).filter(given, sight)
	if err != nil {
		return err
	}
	now := s.app.World()
	if s.downloadHeaders(w, r, now, c, format) {
		return nil
	}
	if r.Method == http.MethodHead {
		return nil
	}
	select {
	case s.downloads <- struct{}{}:
		defer func() { <-s.downloads }()
	default:
		noFile(w.Header())
		w.Header().Set("Retry-After", "5")
		return geo.Unavailable("server.download", phrase.DownloadsBusy.With(), nil)
	}
	if err := s.enterExport(r, c.String(), format.Name); err != nil {
		noFile(w.Header())
		return err
	}
	return s.writeDownload(w, r, now.Table(c), f.query, format, o)
}

// downloadHeaders sets what a file carries and answers 304 if the client has this version. Files are not packed: most are already.
func (s *Server) downloadHeaders(w http.ResponseWriter, r *http.Request, now *world.World, c geo.Collection, format export.Format) (answered bool) {
	h := w.Header()
	etag := fmt.Sprintf(`W/"%d.%s.%s.%s.%s.%s"`, now.Version(), now.Day(), now.SettingsHash()[:8], askerOf(r).tag(), format.Name, languageOf(r).Tag())
	h["Etag"] = []string{etag}
	askerOf(r).keeping(h, "Accept-Language")
	if matchesETag(r.Header, etag) {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	h["Content-Type"] = []string{format.MediaType}
	name := c.String() + "-" + now.Day().String() + format.Extension
	chinese := geo.SchemaOf(c).Label.ZH + "-" + now.Day().String() + format.Extension
	h["Content-Disposition"] = []string{`attachment; filename="` + name + `"; filename*=UTF-8''` + url.PathEscape(chinese)}
	return false
}

func (s *Server) writeDownload(w http.ResponseWriter, r *http.Request, t *world.Table, q world.Query, format export.Format, o export.Options) error {
	out := &downloadWriter{w: w, control: http.NewResponseController(w)}
	_, err := format.Write(r.Context(), out, export.OfTable(t, q), o)
	switch {
	case err == nil:
		return nil
	case out.begun, r.Context().Err() != nil:
		s.log.Debug("a download ended early", "collection", o.Collection.String(), "format", format.Name, "error", err)
		panic(http.ErrAbortHandler) // half a file must not pass for a whole one
	}
	noFile(w.Header())
	return err
}

// noFile takes back what downloadHeaders said: the answer will be an error.
func noFile(h http.Header) {
	for _, name := range []string{"Etag", "Content-Type", "Content-Disposition"} {
		h.Del(name)
	}
}

// downloadWriter gives a client its time for each chunk rather than for the whole file.
type downloadWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (d *downloadWriter) Write(b []byte) (int, error) {
	d.begun = true
	_ = d.control.SetWriteDeadline(time.Now().Add(stallLimit)) // a recorder in a test has none
	return d.w.Write(b)
}

// itemFormats are the values of f for a list: pages, and files.
func itemFormats() []string { return append([]string{"json", "geojson"}, downloadFormats()...) }

// downloadFormats are the values of f that ask for a file.
func downloadFormats() []string {
	var names []string
	for _, f := range export.Formats()[1:] { // GeoJSON has pages
		names = append(names, f.Name)
	}
	return names
}

// QueryOf reads the filters of a collection's items from a raw query, for whoever filters outside of HTTP.
func QueryOf(c geo.Collection, sight geo.Sight, raw string) (world.Query, error) {
	p := newPlan(c, sight)
	given, err := parseParameters(raw, func(name string) bool { return name == "bbox" || name == "datetime" || p.field(name) != nil })
	if err != nil {
		return world.Query{}, plainError(err)
	}
	f, err := p.filter(given, sight)
	if err != nil {
		return world.Query{}, plainError(err)
	}
	return f.query, nil
}

func plainError(err error) error { return geo.Invalid("server.QueryOf", faultOf(err).text) }
