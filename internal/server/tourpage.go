package server

import (
	"net/http"
	"net/url"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
	"beltmap/internal/handout"
	"github.com/gorilla/mux"
)

// workerName is the part of the page that keeps tours for when there is no network. It may see to what is below /t/, which is not where it lies.
const workerName = "/assets/tour-worker-"

// tourPage answers a tour as a page for a phone. One that was withdrawn, or never was, gets a page that says so: who opens it has no use for JSON.
func (s *Server) tourPage(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "html")
	if err != nil {
		return err
	}
	now := s.app.World()
	found, draft, err := s.visited(r, now)
	if err != nil {
		return s.noTourPage(w, r, lang, faultOf(err))
	}
	body, err := handout.Page(s.handoutOf(r, now, found, draft))
	if err != nil {
		return err
	}
	return s.document(w, r, htmlType, lang, body)
}

// visited is a tour as the public is shown it, whoever asks, so that nothing else is kept on a phone; a draft is what only its asker is shown.
func (s *Server) visited(r *http.Request, now *world.World) (found *tour.Route, draft bool, err error) {
	if found, there := tour.Find(now, mux.Vars(r)["tour"], geo.PublicSight()); there {
		return found, false, nil
	}
	found, err = s.tourOf(r, now)
	return found, true, err
}

func (s *Server) handoutOf(r *http.Request, now *world.World, found *tour.Route, draft bool) *handout.Tour {
	passages, credit := s.passages(now, found)
	h := &handout.Tour{Route: found, Passages: passages, Credit: credit, Lang: languageOf(r), Day: now.Day(), Draft: draft, Review: s.reviewNumber(r),
		Guide: !s.options.Internal, Links: s.tourLinks()}
	for i := range found.Stops {
		h.Honors = append(h.Honors, tour.HonorsOf(now, found.Stops[i].Target))
	}
	id := url.PathEscape(found.Record.ID)
	h.Links.Self, h.Links.API = s.options.BasePath+"/t/"+id, s.options.BasePath+"/api/tours/"+id
	return h
}

// tourLinks are the parts of a tour's page.
func (s *Server) tourLinks() handout.Links {
	at := func(name, extension string) string { return s.options.BasePath + s.site.Named(name, extension) }
	return handout.Links{Style: at("tour", ".css"), Script: at("tour", ".js"), Icon: at("icon", ".svg"), Worker: at("tour-worker", ".js"), Scope: s.options.BasePath + "/t/"}
}

// tourOneFile answers the page as one file.
func (s *Server) tourOneFile(w http.ResponseWriter, r *http.Request, now *world.World, found *tour.Route) error {
	h := s.handoutOf(r, now, found, found.Record.Get(geo.TourStatus).Text() != geo.TourPublished)
	body, err := handout.File(h, handout.Parts{Style: s.site.Body(s.site.Named("tour", ".css")), Script: s.site.Body(s.site.Named("tour", ".js"))})
	if err != nil {
		return err
	}
	asAttachment(w.Header(), found, ".html")
	return s.document(w, r, htmlType, h.Lang, body)
}

// noTourPage says that there is no tour, or none any more.
func (s *Server) noTourPage(w http.ResponseWriter, r *http.Request, lang phrase.Lang, f *fault) error {
	title := phrase.TourMissingTitle
	switch f.kind {
	case problemGone:
		title = phrase.TourGoneTitle
	case problemNotFound:
	default:
		return f
	}
	body, err := handout.Refusal(title.With(), f.text, lang, s.tourLinks())
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"], h["Content-Language"], h["Vary"], h["Cache-Control"] = []string{htmlType}, []string{lang.Tag()}, []string{"Accept-Language"}, []string{"no-store"}
	w.WriteHeader(f.kind.status)
	_, err = w.Write(body)
	return clientGone(err)
}

// allowWorker lets the service worker see to tours' pages, and to nothing else.
func (s *Server) allowWorker(h http.Header, path string) {
	if strings.HasPrefix(path, workerName) {
		h["Service-Worker-Allowed"] = []string{s.options.BasePath + "/t/"}
	}
}
