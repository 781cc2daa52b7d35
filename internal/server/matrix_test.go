package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/internal/auth"
	"beltmap/internal/server"
	"beltmap/tiles"
	"github.com/paulmach/orb"
)

// sentinel is a value that only who sees internal fields of a zone may ever meet, as it is written in any answer.
type sentinel struct {
	zone  string
	field *geo.Field // nil for how a position was found
	value geo.Value
}

func (s sentinel) String() string { return s.value.String() }

// guarded is a world of two zones with a record of each collection in both. Each internal value occurs once. One enterprise has members
// enough and an instructor, the other has neither: both statuses tell more to those who may know.
func guarded() (records []geo.Record, secrets []sentinel) {
	next := int64(7_610_000)
	number := func() int64 { next += 1013; return next }
	for i, zone := range []string{"CZ", "NG"} {
		at := []orb.Point{{118.31, 32.3}, {118.98, 30.63}}[i]
		for _, c := range geo.AllCollections() {
			r := geo.New(c)
			r.ID, r.Zone, r.NameZH, r.NameEN = idIn(zone, c), zone, "甲"+c.String(), zone+" "+c.String()
			if geo.SchemaOf(c).Shapes&geo.PointShape != 0 {
				r.Geometry = at
				r.Position = geo.Position{Class: geo.Exact, Source: fmt.Sprintf("origin-%d", number()), CRS: "GCJ-02", X: float64(number()) / 65536, Y: float64(number()) / 65536}
				for _, v := range []geo.Value{geo.Text(r.Position.Source), geo.Number(r.Position.X), geo.Number(r.Position.Y)} {
					secrets = append(secrets, sentinel{zone, nil, v})
				}
			}
			for _, f := range internalFields(c) {
				v := geo.Integer(number())
				if f.Type == geo.TypeNumber {
					v = geo.Number(float64(number()) + 0.625)
				}
				if zone == "NG" && (f == geo.FullMembers || f == geo.Instructors) {
					r.Set(f, geo.Integer(0))
					continue
				}
				r.Set(f, v)
				secrets = append(secrets, sentinel{zone, f, v})
			}
			if c == geo.Belts { // along which the enterprise stands, though it takes no part
				r.Geometry, r.Position.Class = orb.LineString{{at[0] - 0.01, at[1]}, {at[0] + 0.01, at[1]}}, geo.Exact
			}
			if c == geo.Tours {
				r.Set(geo.TourStatus, geo.Text(geo.TourPublished))
			}
			r.Set(geo.TourOf, geo.Text(idIn(zone, geo.Tours)))
			r.Set(geo.Target, geo.Text("centers/"+idIn(zone, geo.Centers)))
			if c == geo.Enterprises {
				r.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
				r.Set(geo.USCC, geo.Text(map[string]string{"CZ": "91110000101623741K", "NG": "911101066976941872"}[zone]))
			}
			records = append(records, r)
		}
	}
	return records, secrets
}

// idIn is the id of a zone's one record in a collection.
func idIn(zone string, c geo.Collection) string {
	if c == geo.Zones {
		return zone
	}
	return zone + "-" + c.String()
}

func internalFields(c geo.Collection) (fields []*geo.Field) {
	for _, f := range geo.SchemaOf(c).Fields {
		if f.Class == geo.Internal {
			fields = append(fields, f)
		}
	}
	return fields
}

// asked are the requests that the matrix makes of a path of the table.
func asked(path string) []string {
	items := func(suffixes ...string) (all []string) {
		for _, c := range geo.Published() {
			for _, suffix := range suffixes {
				all = append(all, "/api/collections/"+c.String()+suffix)
			}
		}
		return all
	}
	switch path {
	case "/tiles/belts/{z}/{x}/{y}.mvt":
		var all []string
		for _, at := range []orb.Point{{118.31, 32.3}, {118.98, 30.63}} {
			for _, zoom := range []uint8{0, 10, 16} {
				a := tiles.At(plane.Mercator(at), zoom)
				address := fmt.Sprintf("/tiles/belts/%d/%d/%d.mvt", a.Z, a.X, a.Y)
				all = append(all, address, address+"?zone=NG", address+"?datetime=2026-01-01")
			}
		}
		return all
	case "/api/collections/{collection}":
		return items("")
	case "/api/collections/{collection}/items":
		return append(items("/items", "/items?zone=NG&limit=10", "/items?bbox=118,32,119,33"),
			"/api/collections/enterprises/items?f=geojson", "/api/collections/enterprises/items?datetime=2020-01-01/..")
	case "/api/collections/{collection}/items/{item}":
		all := items("/items/CZ-none")
		for _, c := range geo.Published() {
			for _, zone := range []string{"CZ", "NG"} {
				all = append(all, "/api/collections/"+c.String()+"/items/"+idIn(zone, c))
			}
		}
		return all
	case "/api/tours/candidates":
		return []string{path, path + "?belt=CZ-belts&metres=500", path + "?zone=NG&stars=3"}
	case "/t/{tour}/qr.svg":
		return []string{"/t/CZ-tours/qr.svg", "/t/NG-tours/qr.svg?lang=en", "/t/none/qr.svg"}
	case "/t/{tour}":
		return []string{"/t/CZ-tours", "/t/NG-tours?lang=en", "/t/none"}
	case "/api/tours/{tour}", "/api/tours/{tour}/timetable":
		suffix := strings.TrimPrefix(path, "/api/tours/{tour}")
		paths := []string{"/api/tours/CZ-tours" + suffix, "/api/tours/NG-tours" + suffix, "/api/tours/none" + suffix}
		if suffix == "" {
			paths = append(paths, "/api/tours/CZ-tours?f=gpx", "/api/tours/NG-tours?f=kml", "/api/tours/CZ-tours?f=ics", "/api/tours/NG-tours?f=html", "/api/tours/CZ-tours?f=pdf")
		}
		return paths
	case "/api/imports/{import}":
		return []string{"/api/imports/none"}
	case "/api/settings/{key}":
		return []string{"/api/settings/all", "/api/settings/privacy_k"}
	case "/api/audit":
		return []string{path, path + "?after=0&limit=1", path + "?account=desk-cz&before=3"}
	case "/api/batches":
		return []string{path, path + "?limit=1&before=9"}
	case "/api/counts":
		return []string{path, path + "?zone=NG", path + "?bbox=118,32,119,33", path + "?status=work_only"}
	case "/api/facts":
		return []string{path, path + "?zone=CZ"}
	case "/api/quality":
		return []string{path, path + "?zone=CZ&stale_days=10"}
	case "/api/quality/{measure}":
		return []string{"/api/quality/stale?stale_days=10", "/api/quality/never_surveyed", "/api/quality/duplicates?f=csv", "/api/quality/stale?stale_days=10&f=csv"}
	case "/api/coverage":
		return []string{path, path + "?by=grid&zone=NG", path + "?by=belt&corridor=500&f=geojson", path + "?by=size&f=csv", path + "?as_of=2026-01-01"}
	case "/api/coverage/series":
		return []string{path, path + "?by=industry&zone=CZ&from=2025-01-01&to=2026-01-01&step=month"}
	case "/api/coverage/corridor":
		return []string{path + "?belt=CZ-belts", path + "?belt=NG-belts&corridor=20000&f=geojson", path + "?belt=NG-belts&corridor=20000&f=csv&as_of=2026-01-01"}
	case "/api/gaps":
		return []string{path + "?zone=CZ", path + "?zone=NG&f=geojson", path + "?grid=CZ-grids&status=eligible", path + "?zone=NG&measure=effective&as_of=2026-01-01", path + "?zone=NG&f=csv", path + "?zone=CZ&f=xlsx"}
	case "/api/gaps/hotspots":
		return []string{path + "?zone=CZ&by=grid", path + "?zone=NG&measure=work&as_of=2026-01-01", path + "?zone=CZ&by=grid&f=geojson", path + "?zone=NG&f=csv", path + "?zone=CZ&f=csv&sheet=cells", path + "?zone=CZ&f=xlsx"}
	case "/api/gaps/sensitivity":
		return []string{path + "?zone=CZ&minutes=5,15", path + "?zone=NG&measure=single&as_of=2026-01-01", path + "?zone=CZ&minutes=5&f=csv", path + "?zone=NG&f=xlsx"}
	case "/api/service-grids":
		return []string{path + "?zone=CZ", path + "?zone=NG&minutes=30", path + "?zone=NG&f=geojson", path + "?zone=CZ&f=csv", path + "?zone=NG&f=csv&sheet=fix&as_of=2026-01-01", path + "?zone=NG&f=xlsx"}
	case "/api/scenarios":
		return []string{path, path + "?zone=CZ", path + "?zone=~"}
	case "/api/scenarios/{scenario}":
		return []string{"/api/scenarios/S-CZ", "/api/scenarios/S-NG", "/api/scenarios/none"}
	case "/api/scenarios/{scenario}/coverage":
		return []string{"/api/scenarios/S-CZ/coverage?by=grid", "/api/scenarios/S-NG/coverage", "/api/scenarios/S-NG/coverage?f=csv"}
	case "/api/scenarios/{scenario}/difference":
		return []string{"/api/scenarios/S-CZ/difference", "/api/scenarios/S-NG/difference?f=geojson", "/api/scenarios/S-NG/difference?f=csv"}
	case "/api/matrix":
		return []string{path, path + "?zone=NG", path + "?zone=CZ&f=csv", path + "?as_of=2026-01-10"}
	case "/api/peers":
		return []string{path + "?zone=CZ&k=3", path + "?zone=NG&measure=work", path + "?zone=NG&f=csv"}
	case "/api/readiness":
		return []string{path + "?zone=CZ", path + "?zone=NG&f=xlsx"}
	case "/api/siting/joint-branches":
		return []string{path + "?zone=CZ", path + "?zone=NG&unknown=true&across=true&f=geojson", path + "?zone=CZ&f=csv"}
	case "/api/siting/centers":
		return []string{path + "?zone=CZ&p=1", path + "?zone=NG&p=1&demand=employees&f=geojson", path + "?zone=NG&p=1&model=p_median&f=xlsx"}
	case "/api/search":
		return []string{path + "?q=%E7%94%B2", path + "?q=NG-enterprises", path + "?q=9111", path + "?q=76"}
	case "/ground/tianditu/{layer}/{z}/{x}/{y}":
		return []string{"/ground/tianditu/vec/1/1/1"}
	case "/api/route":
		return []string{path + "?from=118.31,32.3&to=118.32,32.31", path + "?from=118.31,32.3&to=118.32,32.31&profile=bus"}
	case "/assets/{asset:.*}":
		return []string{"/assets/nothing.js"}
	case "/tiles/belts.json", "/api", "/api/", "/api/changes", "/api/conformance", "/api/openapi.json", "/api/docs", "/api/collections", "/api/settings", "/api/members", "/api/tours", "/api/session", "/api/session/oidc", "/api/session/oidc/callback", "/attribution",
		"/attribution/notices", "/healthz", "/readyz", "/metrics", "/":
		return []string{path}
	}
	return nil
}

// readers are the site as each reader of the tests sees it, those who see most first.
type readers []reader

type reader struct {
	*site
	name string
	auth.Identity
}

func readersOf(s *site) readers {
	var all readers
	described := map[geo.Sight]*site{}
	for name, identity := range everyRole() {
		own := s.as(name)
		if same := described[identity.Sight()]; same != nil {
			own.router = same.router
		} else {
			own.describe()
			described[identity.Sight()] = own
		}
		all = append(all, reader{own, name, identity})
	}
	slices.SortFunc(all, func(a, b reader) int { return 2*int(b.Role) - 2*int(a.Role) + strings.Compare(a.name, b.name) })
	return all
}

// on is the readers in a part of a test.
func (all readers) on(t *testing.T) readers {
	here := slices.Clone(all)
	for i := range here {
		other := *here[i].site
		other.t = t
		here[i].site = &other
	}
	return here
}

// The parts share one server, for a description for each reader is dear to read.
func TestEveryRoleSeesWhatItMayAndNoMore(t *testing.T) {
	records, secrets := guarded()
	s := serve(t, geo.Public, records, withRoles)
	for _, zone := range []string{"CZ", "NG"} {
		s.planned(zone, geo.Proposal{Kind: geo.ProposedBranch, Form: "single", Covers: []string{zone + "-enterprises"}})
	}
	all := readersOf(s)
	t.Run("on every route", func(t *testing.T) { everyRoute(t, all.on(t), secrets) })
	t.Run("by no filter on an internal field", func(t *testing.T) { noOracle(t, all.on(t), secrets) })
	t.Run("a status is the internal one in the reader's zones only", func(t *testing.T) { statuses(t, all.on(t)) })
	t.Run("as the table grants it", func(t *testing.T) { granted(t, all.on(t)) })
}

// everyRoute asks every path of the table as every role.
func everyRoute(t *testing.T, all readers, secrets []sentinel) {
	met := map[string]bool{}
	for turn, row := range server.Rows() {
		if !slices.Contains(row.Methods, http.MethodGet) {
			continue // TestEveryRoleChangesWhatItMayAndNoMore asks those
		}
		paths := asked(row.Path)
		if len(paths) == 0 {
			t.Errorf("nobody asks for %s", row.Path)
		}
		if row.Path == "/api/collections/{collection}/items" {
			paths = append(paths, files(row.Formats)...)
		}
		for _, path := range paths {
			turn++
			order := slices.Clone(all)
			if turn%2 == 0 { // whoever asks first fills what is kept for the next
				slices.Reverse(order)
			}
			answers := map[string]*answer{}
			for _, who := range order {
				a := who.get(path)
				answers[who.name] = a
				who.meets(a, row, secrets, met)
			}
			compared(t, row, path, all, answers)
		}
	}
	for _, secret := range secrets {
		if !met[secret.String()] {
			t.Errorf("no answer shows %s of %s to anybody, so that hiding it shows nothing", secret, secret.zone)
		}
	}
}

// files are the requests for lists in each format that is a file; the dearer ones for those that have internal fields.
func files(formats []string) (paths []string) {
	for _, format := range formats {
		for _, c := range geo.Published() {
			if format != "json" && (format == "csv" || len(internalFields(c)) > 0) {
				paths = append(paths, "/api/collections/"+c.String()+"/items?f="+format)
			}
		}
	}
	return paths
}

// meets holds an answer to what its reader may see.
func (who reader) meets(a *answer, row server.Row, secrets []sentinel, met map[string]bool) {
	who.t.Helper()
	if denied := a.status == http.StatusUnauthorized || a.status == http.StatusForbidden; denied != (who.Role < row.Role) {
		who.t.Errorf("%s as %q: %d", a.path, who.name, a.status)
	}
	if a.status >= 500 || a.status == http.StatusBadRequest {
		who.t.Errorf("%s as %q: %d %.200s", a.path, who.name, a.status, a.body)
	}
	if row.Deed != "shows" && a.status < 300 && who.Role > auth.Public {
		if a.header.Get("Cache-Control") != "private, no-cache" || !strings.HasSuffix(a.header.Get("Vary"), "Authorization, Cookie") {
			who.t.Errorf("%s as %q may be kept for others: %v", a.path, who.name, a.header)
		}
	}
	text := a.plain()
	for _, secret := range secrets {
		if !strings.Contains(text, secret.String()) {
			continue
		}
		met[secret.String()] = true
		if who.Sight().Class(secret.zone) != geo.Internal {
			who.t.Errorf("%s shows %s of %s to %q", a.path, secret, secret.zone, who.name)
		}
	}
	described := row.Path == "/api/openapi.json" || row.Path == "/api/docs" || row.Path == "/api/counts" || strings.HasPrefix(row.Path, "/api/gaps") || strings.HasPrefix(row.Path, "/api/coverage") && who.Role > auth.Public || strings.HasPrefix(row.Path, "/api/scenarios/") || row.Path == "/" || row.Path == "/attribution/notices"
	for status, zone := range map[string]string{"eligible": "CZ", "uncovered": "NG"} {
		if !described && strings.Contains(text, status) && who.Sight().Class(zone) != geo.Internal {
			who.t.Errorf("%s says %s to %q", a.path, status, who.name)
		}
	}
}

// compared holds the answers of one request against each other: what shows everybody the same does, what is public is so for who shows
// nothing, and those who see differently have no tag in common.
func compared(t *testing.T, row server.Row, path string, all readers, answers map[string]*answer) {
	tags := map[string]geo.Sight{}
	for _, who := range all {
		a := answers[who.name]
		if row.Deed == "shows" && !row.Vital && !bytes.Equal(a.body, answers[""].body) {
			t.Errorf("%s is not the same for %q", path, who.name)
		}
		tag := a.header.Get("Etag")
		if seen, is := tags[tag]; is && row.Deed != "shows" && tag != "" && seen != who.Sight() {
			t.Errorf("%s: who sees %s and who sees %s share the tag %s", path, seen, who.Sight(), tag)
		}
		tags[tag] = who.Sight()
	}
}
