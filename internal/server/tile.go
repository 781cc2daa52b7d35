package server

import (
	"html"
	"net/http"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/auth"
	"beltmap/tiles"
	"github.com/klauspost/compress/gzip"
)

const mvtType = "application/vnd.mapbox-vector-tile"

// tile answers one vector tile. Finished tiles are kept packed, so the body goes out as it is; only for a client that takes no gzip
// it is unpacked. "no-cache" lets clients keep a tile but ask each time whether it still holds, which costs a 304.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	z, rest, _ := strings.Cut(r.URL.Path[len(tilePrefix):], "/")
	x, rest, two := strings.Cut(rest, "/")
	y, named := strings.CutSuffix(rest, ".mvt")
	if !two || !named {
		return notFoundPath(r.URL.Path)
	}
	address, err := tiles.Parse(z, x, y)
	if err != nil {
		return err
	}
	who := askerOf(r)
	f := filter{query: world.Query{Sight: who.sight}}
	if r.URL.RawQuery != "" {
		if f, err = s.tileFilter(r.URL.RawQuery, who.sight); err != nil {
			return err
		}
	}
	body, err := s.app.Tile(r.Context(), address, f.query, f.text)
	if err != nil {
		return err
	}
	return s.answerTile(w, r, who, body)
}

func (s *Server) tileFilter(raw string, sight geo.Sight) (filter, error) {
	given, err := parseParameters(raw, func(name string) bool { return name == "datetime" || s.filterable(name, sight) })
	if err != nil {
		return filter{}, err
	}
	if err := given.format("mvt"); err != nil {
		return filter{}, err
	}
	return s.everywhere(given, sight)
}

func (s *Server) answerTile(w http.ResponseWriter, r *http.Request, who asker, body tiles.Body) error {
	packed := acceptsGzip(r.Header)
	etag := body.ETag
	if !packed { // other bytes, so another strong tag
		etag = strings.TrimSuffix(etag, `"`) + `-id"`
	}
	h := w.Header()
	h["Vary"] = s.values.acceptEncoding
	h["Cache-Control"] = s.values.revalidate
	if who.Role != auth.Public {
		etag = strings.TrimSuffix(etag, `"`) + "." + who.tag() + `"`
		h["Vary"] = s.values.acceptEncodingAs
	}
	h["Etag"] = []string{etag}
	switch {
	case matchesETag(r.Header, etag):
		lean(h)
		w.WriteHeader(http.StatusNotModified)
		return nil
	case len(body.Gzip) == 0:
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	h["Content-Type"] = s.values.tile
	if packed {
		h["Content-Encoding"] = s.values.gzip
		h["Content-Length"] = []string{strconv.Itoa(len(body.Gzip))}
		_, err := w.Write(body.Gzip)
		return clientGone(err)
	}
	z, err := gzip.NewReader(strings.NewReader(string(body.Gzip)))
	if err != nil {
		return err
	}
	_, err = z.WriteTo(w)
	return clientGone(err)
}

// lean leaves out of a 304 what the answer it confirms already said (RFC 9110 §15.4.5): a map asks for the same tiles again and again.
func lean(h http.Header) {
	delete(h, "Content-Security-Policy")
	delete(h, "Referrer-Policy")
	delete(h, "X-Content-Type-Options")
	delete(h, "Access-Control-Expose-Headers")
	delete(h, "X-Frame-Options")
	delete(h, "Cross-Origin-Resource-Policy")
	delete(h, "Cross-Origin-Opener-Policy")
}

// tileJSON describes the tiles, as TileJSON 3.0.0.
func (s *Server) tileJSON(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	now := s.app.World()
	doc := tileJSON{
		TileJSON: "3.0.0", Name: phrase.APITitle.In(lang), Description: phrase.IllustrativeNotice.In(lang), Scheme: "xyz",
		Tiles: []string{s.base(r) + tilePrefix + "{z}/{x}/{y}.mvt"}, MinZoom: 0, MaxZoom: tiles.MaxZoom,
		Attribution: `<a href="` + s.base(r) + `/attribution">` + phrase.LinkLicense.In(lang) + `</a>`,
		Unlocated:   map[string]int{},
	}
	if roads := s.app.Roads(); roads != nil {
		doc.Attribution += ` <a href="https://www.openstreetmap.org/copyright">` + html.EscapeString(roads.Credit) + `</a>`
	}
	all := about{}
	for _, c := range geo.Published() {
		doc.Unlocated[c.String()] = now.Table(c).Unlocated()
		doc.VectorLayers = append(doc.VectorLayers, s.layer(c, lang, askerOf(r).sight))
		a, err := s.about(r, now, c)
		if err != nil {
			return err
		}
		if a.placed && !all.placed {
			all = a
		} else if a.placed {
			all.bound = all.bound.Union(a.bound)
		}
	}
	doc.Bounds = [4]float64{-180, -85.0511287798066, 180, 85.0511287798066}
	doc.Center = [3]float64{0, 0, 0}
	if all.placed {
		b := all.bound
		doc.Bounds = [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		center := b.Center()
		doc.Center = [3]float64{geo.RoundDegrees(center[0]), geo.RoundDegrees(center[1]), 7}
	}
	return s.json(w, r, jsonType, lang, doc)
}

type tileJSON struct {
	TileJSON     string         `json:"tilejson"`
	Name         string         `json:"name"`
	Description  string         `json:"description"`
	Attribution  string         `json:"attribution"`
	Scheme       string         `json:"scheme"`
	Tiles        []string       `json:"tiles"`
	MinZoom      int            `json:"minzoom"`
	MaxZoom      int            `json:"maxzoom"`
	Bounds       [4]float64     `json:"bounds"`
	Center       [3]float64     `json:"center"`
	VectorLayers []vectorLayer  `json:"vector_layers"`
	Unlocated    map[string]int `json:"unlocated"`
}

type vectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// layer describes the layer of one collection with every property its features may carry.
func (s *Server) layer(c geo.Collection, lang phrase.Lang, sight geo.Sight) vectorLayer {
	l := vectorLayer{ID: c.String(), Description: geo.SchemaOf(c).Label.In(lang), MinZoom: 0, MaxZoom: tiles.MaxZoom, Fields: map[string]string{}}
	for _, f := range s.plan(c, sight).fields {
		if f.OnTile {
			l.Fields[f.Name] = tileType(f)
		}
	}
	if geo.SchemaOf(c).Shapes&geo.PointShape != 0 {
		l.Fields["point_count"] = "Number"
	}
	if c == geo.Enterprises {
		for _, name := range []string{"n_single", "n_joint", "n_regional", "n_work_only", "n_none", "n_unknown"} {
			l.Fields[name] = "Number"
		}
	}
	return l
}

func tileType(f *geo.Field) string {
	switch f.Type {
	case geo.TypeInteger, geo.TypeNumber:
		return "Number"
	case geo.TypeBoolean:
		return "Boolean"
	}
	return "String"
}
