package server

import (
	"net/http"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

const (
	jsonType       = "application/json"
	mergePatchType = "application/merge-patch+json"
	openAPIType    = "application/vnd.oai.openapi+json;version=3.0"
	htmlType       = "text/html; charset=utf-8"
	crs84          = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	gregorian      = "http://www.opengis.net/def/uid/OGC/0/Gregorian" // the temporal reference system of OGC API extents
)

// plainRequest reads a request of a resource that has no parameters but f and lang.
func plainRequest(r *http.Request, formats ...string) (phrase.Lang, error) {
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err != nil {
		return 0, err
	}
	return languageOf(r), given.format(formats...)
}

// landing is the API's first page: links to everything.
func (s *Server) landing(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	base := s.base(r)
	return s.json(w, r, jsonType, lang, struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Links       []link `json:"links"`
	}{phrase.APITitle.In(lang), phrase.APIDescription.In(lang), []link{
		{base + "/api", "self", jsonType, phrase.LinkSelf.In(lang), lang.Tag()},
		{base + "/api/openapi.json", "service-desc", openAPIType, phrase.LinkServiceDesc.In(lang), ""},
		{base + "/api/docs", "service-doc", "text/html", phrase.LinkServiceDoc.In(lang), ""},
		{base + "/api/conformance", "conformance", jsonType, phrase.LinkConformance.In(lang), ""},
		{base + "/api/collections", "data", jsonType, phrase.LinkData.In(lang), ""},
		{base + "/api/facts", "related", jsonType, phrase.LinkFacts.In(lang), ""},
		{base + "/tiles/belts.json", "related", jsonType, phrase.LinkTiles.In(lang), ""},
		{base + "/attribution", "license", "text/html", phrase.LinkLicense.In(lang), ""},
	}})
}

// conformance lists the conformance classes of OGC API Features Part 1 that the API keeps.
func (s *Server) conformance(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	const class = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
	return s.json(w, r, jsonType, lang, struct {
		ConformsTo []string `json:"conformsTo"`
	}{[]string{class + "core", class + "geojson", class + "oas30"}})
}

// collectionDocument is what OGC API Features says about one collection.
type collectionDocument struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
	Extent      extent   `json:"extent"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  *spatial `json:"spatial,omitempty"`
	Temporal temporal `json:"temporal"`
}

type spatial struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporal struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

func (s *Server) describe(r *http.Request, w *world.World, c geo.Collection, lang phrase.Lang) (collectionDocument, error) {
	about, err := s.about(r, w, c)
	if err != nil {
		return collectionDocument{}, err
	}
	t, path := w.Table(c), s.base(r)+"/api/collections/"+c.String()
	label := geo.SchemaOf(c).Label
	d := collectionDocument{
		ID: c.String(), Title: label.In(lang), Description: phrase.CollectionAbout.With(label, t.Len(), t.Unlocated()).In(lang),
		ItemType: "feature", CRS: []string{crs84}, StorageCRS: crs84,
		Extent: extent{Temporal: temporal{Interval: [][2]*string{{instant(about.validity.From), instant(about.validity.To)}}, TRS: gregorian}},
		Links: []link{
			{path, "self", jsonType, phrase.LinkSelf.In(lang), ""},
			{path + "/items", "items", geoJSON, phrase.LinkItems.In(lang), ""},
			{s.base(r) + "/attribution", "license", "text/html", phrase.LinkLicense.In(lang), ""},
		},
	}
	if about.placed {
		b := about.bound
		d.Extent.Spatial = &spatial{BBox: [][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, CRS: crs84}
	}
	return d, nil
}

// instant is the beginning of a day as a date-time in UTC, nil for an open end.
func instant(d geo.Day) *string {
	if d == 0 {
		return nil
	}
	text := d.Start().UTC().Format("2006-01-02T15:04:05Z")
	return &text
}

// collections describes all collections.
func (s *Server) collections(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	now := s.app.World()
	all := make([]collectionDocument, 0, len(geo.Published()))
	for _, c := range geo.Published() {
		d, err := s.describe(r, now, c, lang)
		if err != nil {
			return err
		}
		all = append(all, d)
	}
	return s.json(w, r, jsonType, lang, struct {
		Links       []link               `json:"links"`
		Collections []collectionDocument `json:"collections"`
	}{[]link{
		{s.base(r) + "/api/collections", "self", jsonType, phrase.LinkSelf.In(lang), ""},
		{s.base(r) + "/tiles/belts.json", "related", jsonType, phrase.LinkTiles.In(lang), ""},
	}, all})
}

// collection describes one collection.
func (s *Server) collection(w http.ResponseWriter, r *http.Request) error {
	c, err := collectionOf(r)
	if err != nil {
		return err
	}
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	d, err := s.describe(r, s.app.World(), c, lang)
	if err != nil {
		return err
	}
	return s.json(w, r, jsonType, lang, d)
}

// page answers the page and its assets.
func (s *Server) page(w http.ResponseWriter, r *http.Request) error {
	if !s.site.Has(r.URL.Path) {
		return notFoundPath(r.URL.Path)
	}
	s.allowWorker(w.Header(), r.URL.Path)
	s.site.ServeHTTP(w, r)
	return nil
}

// healthy says that the process lives.
func (s *Server) healthy(w http.ResponseWriter, r *http.Request) error {
	return s.alive(w, r, "ok")
}

// ready says that a World is there to answer from.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if s.app.World() == nil {
		return &fault{kind: problemUnavailable, text: phrase.ServerStarting.With()}
	}
	return s.alive(w, r, "ready")
}

func (s *Server) alive(w http.ResponseWriter, r *http.Request, status string) error {
	if _, err := plainRequest(r, "json"); err != nil {
		return err
	}
	w.Header()["Cache-Control"] = []string{"no-store"}
	w.Header()["Content-Type"] = []string{jsonType}
	_, err := w.Write([]byte(`{"status":"` + status + "\"}\n"))
	return clientGone(err)
}

// reviewNumber is the map review number that holds: what the operator said, or else what is set.
func (s *Server) reviewNumber(r *http.Request) string {
	if s.options.MapReviewNumber != "" {
		return s.options.MapReviewNumber
	}
	return s.app.Settled().Get(geo.ReviewNumber).Text()
}

// settings answers what the page must know before it draws anything.
func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	now, who := s.app.World(), askerOf(r)
	illustrative, synthetic := false, false
	for _, c := range geo.Published() {
		a, err := s.about(r, now, c)
		if err != nil {
			return err
		}
		illustrative = illustrative || a.illustrative
		synthetic = synthetic || a.synthetic
	}
	return s.json(w, r, jsonType, lang, struct {
		MapReviewNumber string     `json:"map_review_number"`
		Class           string     `json:"class"`
		Day             string     `json:"day"`
		Version         geo.Cursor `json:"version"`
		ProductVersion  string     `json:"product_version"`
		Illustrative    bool       `json:"illustrative"`
		Synthetic       bool       `json:"synthetic"`
		Tianditu        bool       `json:"tianditu"` // there are tiles at /ground/tianditu
		TiandituNumber  string     `json:"tianditu_review_number"`
		Role            string     `json:"role"`    // of whoever asks
		Account         *string    `json:"account"` // null for the public
		Zones           []string   `json:"zones"`   // in which the role holds, "*" for all
	}{s.reviewNumber(r), who.sight.Widest().String(), now.Day().String(), now.Version(), s.options.ProductVersion, illustrative, synthetic, s.options.Tianditu != nil, s.options.TiandituNumber,
		who.Role.String(), textOrNull(who.Account), who.zones()})
}
