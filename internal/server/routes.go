package server

import (
	"net/http"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/gorilla/mux"
)

// route is one row of the table of everything the server answers.
type route struct {
	path    string
	methods []string
	class   geo.Class // the class a reader needs to be answered at all
	effort  effort
	handler func(*Server) handler
}

// readOnly are the methods of everything so far: the server changes nothing.
func readOnly() []string { return []string{http.MethodGet, http.MethodHead} }

const tilePrefix = "/tiles/belts/"

// routes is the table. The tile route stands first and under a prefix of its own, because the router tries routes in order.
func routes() []route {
	return []route{
		{tilePrefix + "{z}/{x}/{y}.mvt", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.tile }},
		{"/tiles/belts.json", readOnly(), geo.Public, costly, func(s *Server) handler { return s.tileJSON }},
		{"/api", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.landing }},
		{"/api/", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.landing }},
		{"/api/conformance", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.conformance }},
		{"/api/openapi.json", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.openAPI }},
		{"/api/docs", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.docs }},
		{"/api/collections", readOnly(), geo.Public, costly, func(s *Server) handler { return s.collections }},
		{"/api/collections/{collection}", readOnly(), geo.Public, costly, func(s *Server) handler { return s.collection }},
		{"/api/collections/{collection}/items", readOnly(), geo.Public, costly, func(s *Server) handler { return s.items }},
		{"/api/collections/{collection}/items/{item}", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.item }},
		{"/api/facts", readOnly(), geo.Public, costly, func(s *Server) handler { return s.facts }},
		{"/api/counts", readOnly(), geo.Public, costly, func(s *Server) handler { return s.counts }},
		{"/api/quality", readOnly(), geo.Public, costly, func(s *Server) handler { return s.quality }},
		{"/api/quality/{measure}", readOnly(), geo.Public, costly, func(s *Server) handler { return s.qualityList }},
		{"/api/search", readOnly(), geo.Public, costly, func(s *Server) handler { return s.search }},
		{"/api/settings", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.settings }},
		{"/api/session", append(readOnly(), http.MethodPost, http.MethodDelete), geo.Public, cheap, func(s *Server) handler { return s.session }},
		{"/api/session/oidc", []string{http.MethodGet}, geo.Public, cheap, func(s *Server) handler { return s.openIDBegin }},
		{callbackPath, []string{http.MethodGet}, geo.Public, cheap, func(s *Server) handler { return s.openIDFinish }},
		{"/ground/tianditu/{layer}/{z}/{x}/{y}", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.groundTile }},
		{"/attribution", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.attribution }},
		{"/attribution/notices", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.notices }},
		{"/healthz", readOnly(), geo.Public, vital, func(s *Server) handler { return s.healthy }},
		{"/readyz", readOnly(), geo.Public, vital, func(s *Server) handler { return s.ready }},
		{"/metrics", readOnly(), geo.Public, vital, func(s *Server) handler { return s.loopbackMetrics }},
		{"/", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.page }},
		{"/assets/{asset:.*}", readOnly(), geo.Public, cheap, func(s *Server) handler { return s.page }},
	}
}

// vitalPath tells whether a path is answered even when the server sheds load.
func vitalPath(path string) bool {
	return path == "/healthz" || path == "/readyz" || path == "/metrics"
}

// router joins the table to gorilla/mux. Tiles are matched by their prefix alone and read their address themselves: three variables in a
// pattern would take the router longer than the tile takes the server.
func (s *Server) router() http.Handler {
	root := mux.NewRouter().SkipClean(true)
	root.PathPrefix(tilePrefix).Handler(s.adapt(routes()[0]))
	for _, rt := range routes() {
		if rt.class > s.options.Class {
			continue // to those who may not read it, it does not exist
		}
		if !strings.HasPrefix(rt.path, tilePrefix) {
			root.Handle(rt.path, s.adapt(rt))
		}
	}
	missing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answerProblem(w, r, notFoundPath(r.URL.Path))
	})
	root.NotFoundHandler = missing
	return root
}

func notFoundPath(path string) *fault {
	if len(path) > 200 {
		path = path[:200] + "…"
	}
	return &fault{kind: problemNotFound, text: phrase.PathUnknown.With(path)}
}
