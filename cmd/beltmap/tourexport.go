package main

import (
	"bytes"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"beltmap/data/export"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
	"beltmap/internal/handout"
	"beltmap/internal/paper"
)

type tourExportCommand struct {
	Tour      string `arg:"" name:"tour" help:"${arg_tour}"`
	Out       string `arg:"" name:"out" help:"${arg_tour_out}"`
	DB        string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	PublicURL string `name:"public-url" help:"${flag_tour_url}" placeholder:"URL"`
}

// run writes a tour to be taken along: as what the name of the file says, whole or not at all.
func (c *tourExportCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	extension := strings.ToLower(filepath.Ext(c.Out))
	formats := export.TourFormats()
	format := slices.IndexFunc(formats, func(f export.TourFormat) bool { return f.Extension == extension })
	if format < 0 && extension != ".pdf" {
		return 0, misuse(phrase.TourFormat.With(c.Out))
	}
	if at, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http") {
		return 0, misuse(phrase.UsageMistyped.With("--public-url", c.PublicURL))
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	w, err := s.worldFrom(store)
	if err != nil {
		return 0, err
	}
	found, there := tour.Find(w, c.Tour, geo.FullSight())
	if !there {
		return 0, geo.NotFound("beltmap.tour", phrase.TourMissing.With(c.Tour))
	}
	legs, credit, err := s.legsFrom(store, w)
	if err != nil {
		return 0, err
	}
	passages := tour.Itinerary(found, legs)
	if !slices.ContainsFunc(passages, func(p tour.Passage) bool { return p.Leg != nil && !p.Leg.Estimated }) {
		credit = ""
	}
	var body []byte
	if format < 0 {
		body, err = c.leaflet(w, &handout.Tour{Route: found, Passages: passages, Credit: credit, Lang: s.lang, Day: w.Day(), URL: c.url()})
	} else {
		var out bytes.Buffer
		err = formats[format].Write(&out, &export.Tour{Route: found, Passages: passages, Credit: credit, Lang: s.lang, Made: w.Day().Start(), Version: int64(w.Version()), URL: c.url()})
		body = out.Bytes()
	}
	if err != nil {
		return 0, err
	}
	if _, err := writeWhole(c.Out, func(to io.Writer) (int, error) { return to.Write(body) }); err != nil {
		return 0, cannotWrite(c.Out, err)
	}
	s.say(phrase.TourExported.With(found.Record.Ref(), len(found.Stops), c.Out))
	return exitOK, nil
}

// url is where the tour's page is found, "" if nobody says.
func (c *tourExportCommand) url() string {
	if c.PublicURL == "" {
		return ""
	}
	return strings.TrimSuffix(c.PublicURL, "/") + "/t/" + url.PathEscape(c.Tour)
}

// leaflet is the tour on paper.
func (c *tourExportCommand) leaflet(w *world.World, h *handout.Tour) (body []byte, err error) {
	fonts, err := paper.Load()
	if err != nil {
		return nil, err
	}
	if h.Groups, err = tour.InGroups(h.Route, h.Passages, h.Route.Groups); err != nil {
		return nil, err
	}
	h.Draft, h.Review = h.Route.Record.Get(geo.TourStatus).Text() != geo.TourPublished, w.Settings().Get(geo.ReviewNumber).Text()
	for i := range h.Route.Stops {
		h.Honors = append(h.Honors, tour.HonorsOf(w, h.Route.Stops[i].Target))
	}
	if box, there := handout.GroundBox(h.Passages); there {
		ground, whole := tour.GroundIn(w, box)
		h.Ground, h.GroundCut = ground, !whole
	}
	return handout.Leaflet(h, fonts)
}
