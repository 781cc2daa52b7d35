package server

import (
	"net/http"
	"slices"

	"beltmap/geo/phrase"
	"beltmap/internal/auth"
	"github.com/gorilla/mux"
)

// route is one row of the table of everything the server answers: which role may ask for what, by which methods.
type route struct {
	path    string
	methods []string
	role    auth.Role // the least that is answered at all; what it is shown is up to its sight
	deed    deed
	formats []string // the values of f, the first of which is meant without it; nil where there is no f
	effort  effort
	handler func(*Server) handler
}

// deed is what a route does.
type deed uint8

const (
	shows     deed = iota // what is the same for everybody
	reads                 // the records, as far as the asker sees them
	exports               // the same, and as a file of the whole list too
	signs                 // begins and ends sessions
	edits                 // changes records
	plans                 // computes from what is sent, and changes nothing
	takesFile             // takes a file that may be written later
	measures              // reads, of an area that is sent
	proposes              // changes scenarios, which are no records
)

var deedNames = [...]string{"shows", "reads", "exports", "signs", "edits", "plans", "uploads", "measures", "proposes"}

func (d deed) String() string { return deedNames[d] }

// body is how many bytes of body what is done takes: a file, one record, or little more than credentials.
func (d deed) body() int64 {
	switch d {
	case takesFile:
		return maxUpload + 64<<10 // and what frames it
	case measures:
		return 4 << 20 // an outline of as many corners as are taken
	case edits, plans, proposes:
		return 1 << 20
	}
	return 64 << 10
}

// readOnly are the methods of what changes nothing.
func readOnly() []string { return []string{http.MethodGet, http.MethodHead} }

const tilePrefix = "/tiles/belts/"

// routes is the table. The tile route stands first and under a prefix of its own, because the router tries routes in order. Rows of one
// path stand together.
func routes() []route {
	return []route{
		{tilePrefix + "{z}/{x}/{y}.mvt", readOnly(), auth.Public, reads, []string{"mvt"}, cheap, func(s *Server) handler { return s.tile }},
		{"/tiles/belts.json", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.tileJSON }},
		{"/api", readOnly(), auth.Public, shows, []string{"json"}, cheap, func(s *Server) handler { return s.landing }},
		{"/api/", readOnly(), auth.Public, shows, []string{"json"}, cheap, func(s *Server) handler { return s.landing }},
		{"/api/conformance", readOnly(), auth.Public, shows, []string{"json"}, cheap, func(s *Server) handler { return s.conformance }},
		{"/api/openapi.json", readOnly(), auth.Public, reads, []string{"json"}, cheap, func(s *Server) handler { return s.openAPI }},
		{"/api/docs", readOnly(), auth.Public, reads, []string{"html"}, cheap, func(s *Server) handler { return s.docs }},
		{"/api/collections", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.collections }},
		{"/api/collections/{collection}", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.collection }},
		{"/api/collections/{collection}/items", readOnly(), auth.Public, exports, itemFormats(), costly, func(s *Server) handler { return s.items }},
		{"/api/collections/{collection}/items", []string{http.MethodPost}, auth.Editor, edits, []string{"json", "geojson"}, cheap, func(s *Server) handler { return s.insertItem }},
		{"/api/collections/{collection}/items/{item}", readOnly(), auth.Public, reads, []string{"json", "geojson"}, cheap, func(s *Server) handler { return s.item }},
		{"/api/collections/{collection}/items/{item}", []string{http.MethodPut}, auth.Editor, edits, []string{"json", "geojson"}, cheap, func(s *Server) handler { return s.replaceItem }},
		{"/api/collections/{collection}/items/{item}", []string{http.MethodPatch}, auth.Editor, edits, []string{"json", "geojson"}, cheap, func(s *Server) handler { return s.patchItem }},
		{"/api/collections/{collection}/items/{item}", []string{http.MethodDelete}, auth.Editor, edits, []string{"json", "geojson"}, cheap, func(s *Server) handler { return s.deleteItem }},
		{"/api/facts", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.facts }},
		{"/api/counts", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.counts }},
		{"/api/quality", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.quality }},
		{"/api/quality/{measure}", readOnly(), auth.Public, exports, []string{"json", "csv"}, costly, func(s *Server) handler { return s.qualityList }},
		{"/api/coverage", readOnly(), auth.Public, exports, coverFormats(), costly, func(s *Server) handler { return s.coverage }},
		{"/api/coverage", []string{http.MethodPost}, auth.Public, measures, coverFormats(), costly, func(s *Server) handler { return s.coverageOf }},
		{"/api/coverage/series", readOnly(), auth.Public, exports, []string{"json", "csv", "xlsx"}, costly, func(s *Server) handler { return s.coverSeries }},
		{"/api/coverage/corridor", readOnly(), auth.Public, exports, coverFormats(), costly, func(s *Server) handler { return s.neighbors }},
		{"/api/gaps", readOnly(), auth.Viewer, exports, gapFormats(), costly, func(s *Server) handler { return s.gaps }},
		{"/api/gaps", []string{http.MethodPost}, auth.Viewer, measures, gapFormats(), costly, func(s *Server) handler { return s.gaps }},
		{"/api/gaps/hotspots", readOnly(), auth.Viewer, exports, gapFormats(), costly, func(s *Server) handler { return s.hotspots }},
		{"/api/gaps/hotspots", []string{http.MethodPost}, auth.Viewer, measures, gapFormats(), costly, func(s *Server) handler { return s.hotspots }},
		{"/api/gaps/sensitivity", readOnly(), auth.Viewer, exports, tableFormats(), costly, func(s *Server) handler { return s.sensitivity }},
		{"/api/gaps/sensitivity", []string{http.MethodPost}, auth.Viewer, measures, tableFormats(), costly, func(s *Server) handler { return s.sensitivity }},
		{"/api/service-grids", readOnly(), auth.Public, exports, serviceFormats(), costly, func(s *Server) handler { return s.serviceGrids }},
		{"/api/scenarios", readOnly(), auth.Viewer, reads, []string{"json"}, cheap, func(s *Server) handler { return s.scenarios }},
		{"/api/scenarios", []string{http.MethodPost}, auth.Analyst, proposes, []string{"json"}, cheap, func(s *Server) handler { return s.insertScenario }},
		{"/api/scenarios/preview", []string{http.MethodPost}, auth.Viewer, plans, []string{"json"}, costly, func(s *Server) handler { return s.previewScenario }},
		{"/api/scenarios/{scenario}", readOnly(), auth.Viewer, reads, []string{"json"}, costly, func(s *Server) handler { return s.scenario }},
		{"/api/scenarios/{scenario}", []string{http.MethodPut}, auth.Analyst, proposes, []string{"json"}, cheap, func(s *Server) handler { return s.replaceScenario }},
		{"/api/scenarios/{scenario}", []string{http.MethodDelete}, auth.Analyst, proposes, []string{"json"}, cheap, func(s *Server) handler { return s.deleteScenario }},
		{"/api/scenarios/{scenario}/coverage", readOnly(), auth.Viewer, exports, tableFormats(), costly, func(s *Server) handler { return s.scenarioCoverage }},
		{"/api/scenarios/{scenario}/difference", readOnly(), auth.Viewer, exports, coverFormats(), costly, func(s *Server) handler { return s.scenarioDifference }},
		{"/api/matrix", readOnly(), auth.Public, exports, tableFormats(), costly, func(s *Server) handler { return s.matrix }},
		{"/api/peers", readOnly(), auth.Public, exports, tableFormats(), costly, func(s *Server) handler { return s.peers }},
		{"/api/readiness", readOnly(), auth.Public, exports, tableFormats(), costly, func(s *Server) handler { return s.readiness }},
		{"/api/siting/joint-branches", readOnly(), auth.Viewer, exports, []string{"json", "geojson", "csv", "xlsx"}, costly, func(s *Server) handler { return s.jointBranches }},
		{"/api/siting/centers", readOnly(), auth.Viewer, exports, []string{"json", "geojson", "csv", "xlsx"}, costly, func(s *Server) handler { return s.centers }},
		{"/api/members", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.memberTotals }},
		{"/api/search", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.search }},
		{"/api/tours", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.tours }},
		{"/api/tours/candidates", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.candidates }},
		{"/api/tours/plan", []string{http.MethodPost}, auth.Viewer, plans, []string{"json", "sse"}, costly, func(s *Server) handler { return s.planTour }},
		{"/api/tours/rounds", []string{http.MethodPost}, auth.Viewer, plans, roundFormats(), costly, func(s *Server) handler { return s.planRounds }},
		{"/api/tours/{tour}", readOnly(), auth.Public, reads, tourFormats(), cheap, func(s *Server) handler { return s.tour }},
		{"/api/tours/{tour}/timetable", readOnly(), auth.Public, reads, []string{"json"}, costly, func(s *Server) handler { return s.timetable }},
		{"/t/{tour}/qr.svg", readOnly(), auth.Public, reads, []string{"svg"}, costly, func(s *Server) handler { return s.tourCode }},
		{"/t/{tour}", readOnly(), auth.Public, reads, []string{"html"}, cheap, func(s *Server) handler { return s.tourPage }},
		{"/api/route", readOnly(), auth.Public, shows, []string{"geojson"}, costly, func(s *Server) handler { return s.route }},
		{"/api/imports", []string{http.MethodPost}, auth.Editor, takesFile, []string{"json"}, costly, func(s *Server) handler { return s.uploadFile }},
		{"/api/imports/{import}", readOnly(), auth.Editor, reads, []string{"json"}, cheap, func(s *Server) handler { return s.uploadState }},
		{"/api/imports/{import}", []string{http.MethodDelete}, auth.Editor, edits, []string{"json"}, cheap, func(s *Server) handler { return s.uploadDrop }},
		{"/api/imports/{import}/commit", []string{http.MethodPost}, auth.Editor, edits, []string{"json"}, costly, func(s *Server) handler { return s.uploadCommit }},
		{"/api/batches", readOnly(), auth.Editor, reads, []string{"json"}, cheap, func(s *Server) handler { return s.batches }},
		{"/api/batches/{version}/undo", []string{http.MethodPost}, auth.Editor, edits, []string{"json"}, costly, func(s *Server) handler { return s.undo }},
		{changesPath, readOnly(), auth.Public, shows, []string{"sse"}, cheap, func(s *Server) handler { return s.changes }},
		{"/api/settings", readOnly(), auth.Public, reads, []string{"json"}, cheap, func(s *Server) handler { return s.settings }},
		{"/api/settings/{key}", readOnly(), auth.Administrator, reads, []string{"json"}, cheap, func(s *Server) handler { return s.setting }},
		{"/api/settings/{key}", []string{http.MethodPut}, auth.Administrator, edits, []string{"json"}, cheap, func(s *Server) handler { return s.setSetting }},
		{"/api/audit", readOnly(), auth.Administrator, reads, []string{"json"}, cheap, func(s *Server) handler { return s.auditLog }},
		{"/api/session", []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete}, auth.Public, signs, []string{"json"}, cheap, func(s *Server) handler { return s.session }},
		{"/api/session/oidc", []string{http.MethodGet}, auth.Public, signs, nil, cheap, func(s *Server) handler { return s.openIDBegin }},
		{callbackPath, []string{http.MethodGet}, auth.Public, signs, nil, cheap, func(s *Server) handler { return s.openIDFinish }},
		{"/ground/tianditu/{layer}/{z}/{x}/{y}", readOnly(), auth.Public, shows, []string{"png"}, cheap, func(s *Server) handler { return s.groundTile }},
		{"/attribution", readOnly(), auth.Public, shows, []string{"html"}, cheap, func(s *Server) handler { return s.attribution }},
		{"/attribution/notices", readOnly(), auth.Public, shows, []string{"text"}, cheap, func(s *Server) handler { return s.notices }},
		{"/healthz", readOnly(), auth.Public, shows, []string{"json"}, vital, func(s *Server) handler { return s.healthy }},
		{"/readyz", readOnly(), auth.Public, shows, []string{"json"}, vital, func(s *Server) handler { return s.ready }},
		{"/metrics", readOnly(), auth.Public, shows, nil, vital, func(s *Server) handler { return s.loopbackMetrics }},
		{"/", readOnly(), auth.Public, shows, nil, cheap, func(s *Server) handler { return s.page }},
		{"/assets/{asset:.*}", readOnly(), auth.Public, shows, nil, cheap, func(s *Server) handler { return s.page }},
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
	rows := routes()
	root.PathPrefix(tilePrefix).Handler(s.adapt(rows[0]))
	for rows = rows[1:]; len(rows) > 0; {
		n := slices.IndexFunc(rows, func(row route) bool { return row.path != rows[0].path })
		if n < 0 {
			n = len(rows)
		}
		root.Handle(rows[0].path, s.adapt(rows[:n]...))
		rows = rows[n:]
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
