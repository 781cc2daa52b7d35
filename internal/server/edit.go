package server

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/auth"
	"github.com/gorilla/mux"
)

// edit is one change to one record, asked for over HTTP.
type edit struct {
	*Server
	r          *http.Request
	who        asker
	collection geo.Collection
	id         string // "" where the body says it
	body       []byte
	attempt    attempt
}

// editing reads what every change to an item has in common, before anything is looked up.
func (s *Server) editing(r *http.Request, types ...string) (e edit, err error) {
	e = edit{Server: s, r: r, who: askerOf(r), id: mux.Vars(r)["item"]}
	if e.collection, err = collectionOf(r); err != nil {
		return e, err
	}
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err == nil {
		err = given.format("json", "geojson")
	}
	if err == nil {
		err = s.mayWrite(r, e.who)
	}
	if err == nil && len(types) > 0 {
		e.body, err = readBody(r, types)
	}
	if err == nil {
		e.attempt, err = attemptOf(r, e.who, e.body)
	}
	return e, err
}

// mayWrite refuses what no body can make right: a site that cannot be changed, and a request that another site's page made a browser send. A token
// is sent by nobody who does not know it.
func (s *Server) mayWrite(r *http.Request, who asker) error {
	if s.options.Sample {
		return geo.Conflict("server.edit", phrase.SampleFixed.With())
	}
	if s.options.ReadOnly {
		return geo.Unavailable("server.edit", phrase.ServedReadOnly.With(), nil)
	}
	return s.sameSite(r, who)
}

// sameSite refuses what another site's page made a browser send.
func (s *Server) sameSite(r *http.Request, who asker) error {
	if who.Way == auth.Token {
		return nil
	}
	if s.options.SignIn != nil {
		return s.options.SignIn.CrossOrigin(r)
	}
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return &geo.Error{Kind: geo.KindDenied, Op: "server.edit", Text: phrase.CrossOriginRefused.With(), Err: err}
	}
	return nil
}

// readBody reads a body of one of some types; its size is bounded by the route.
func readBody(r *http.Request, types []string) ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if !slices.Contains(types, kind) {
		return nil, &fault{kind: problemMediaType, text: phrase.MediaTypeUnfit.With(shortened(r.Header.Get("Content-Type")), strings.Join(types, ", ")), accept: strings.Join(types, ", ")}
	}
	body, err := io.ReadAll(r.Body)
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return nil, &fault{kind: problemTooLarge, text: phrase.BodyTooLarge.With(large.Limit >> 10)}
	}
	if err != nil { // cut short by the client, who reads no answer
		return nil, &fault{kind: problemInvalid, text: phrase.BodyMalformed.With(), err: err}
	}
	return body, nil
}

// insertItem adds a record.
func (s *Server) insertItem(w http.ResponseWriter, r *http.Request) error {
	e, err := s.editing(r, geoJSON, jsonType)
	if err != nil {
		return err
	}
	given, err := parseMembers(e.body)
	if err != nil {
		return &fault{kind: problemInvalid, text: phrase.BodyMalformed.With(), err: err}
	}
	return e.run(w, http.StatusCreated, func(now *world.World) (geo.Change, *geo.Record, error) {
		after, err := e.read(given, nil, nil)
		if err != nil {
			return geo.Change{}, nil, err
		}
		return geo.Change{Op: geo.Insert, Record: after}, nil, e.check(now, nil, &after)
	})
}

// replaceItem puts a whole record in the place of another.
func (s *Server) replaceItem(w http.ResponseWriter, r *http.Request) error {
	e, err := s.editing(r, geoJSON, jsonType)
	if err != nil {
		return err
	}
	given, err := parseMembers(e.body)
	if err != nil {
		return &fault{kind: problemInvalid, text: phrase.BodyMalformed.With(), err: err}
	}
	return e.update(w, func(before *geo.Record) (geo.Record, error) { return e.read(given, given, before) })
}

// patchItem changes parts of a record, by a merge patch over its Feature.
func (s *Server) patchItem(w http.ResponseWriter, r *http.Request) error {
	e, err := s.editing(r, mergePatchType)
	if err != nil {
		return err
	}
	patch, err := parseMembers(e.body)
	if err != nil {
		return &fault{kind: problemInvalid, text: phrase.BodyMalformed.With(), err: err}
	}
	return e.update(w, func(before *geo.Record) (geo.Record, error) {
		feature, err := parseMembers(appendStored(nil, before))
		if err != nil {
			return geo.Record{}, err
		}
		merged, _ := mergePatch(map[string]any(feature), map[string]any(patch)).(map[string]any)
		return e.read(merged, patch, before)
	})
}

// deleteItem removes a record that no other names.
func (s *Server) deleteItem(w http.ResponseWriter, r *http.Request) error {
	e, err := s.editing(r)
	if err != nil {
		return err
	}
	return e.run(w, http.StatusNoContent, func(now *world.World) (geo.Change, *geo.Record, error) {
		before, err := e.expected(now)
		if err != nil {
			return geo.Change{}, nil, err
		}
		refs, more, err := s.namedBy(r, now, &before)
		if err == nil && len(refs) > 0 {
			err = stillNamed(&before, refs, more)
		}
		return geo.Change{Op: geo.Delete, Record: before, Expect: before.Version}, &before, err
	})
}

// update changes a record that is there.
func (e *edit) update(w http.ResponseWriter, change func(before *geo.Record) (geo.Record, error)) error {
	return e.run(w, http.StatusOK, func(now *world.World) (geo.Change, *geo.Record, error) {
		before, err := e.expected(now)
		if err != nil {
			return geo.Change{}, nil, err
		}
		after, err := change(&before)
		if err == nil {
			err = e.check(now, &before, &after)
		}
		return geo.Change{Op: geo.Update, Record: after, Expect: before.Version}, &before, err
	})
}

// expected is the record that the request is about, as the request expects it. Whoever may not edit it is not told whether it does.
func (e *edit) expected(now *world.World) (before geo.Record, err error) {
	row, there := now.Table(e.collection).Find(e.id)
	if !there {
		return before, notFound(phrase.ItemMissing.With(e.collection.String(), e.id))
	}
	before = now.Table(e.collection).Record(row)
	if err := e.who.mayEdit(&before); err != nil {
		return before, err
	}
	expect, err := expectationOf(e.r, before.Ref())
	if err == nil && !expect.holds(before.Version) {
		err = moved(before.Ref(), before.Version)
	}
	return before, err
}

// mayEdit refuses a record of a zone that is not the editor's. A zone itself is in the zone that it is.
func (a asker) mayEdit(r *geo.Record) error {
	zones := []string{r.Zone}
	if r.Collection == geo.Zones {
		zones = append(zones, r.ID)
	}
	for _, zone := range zones {
		switch {
		case a.MayEdit(zone):
		case zone == "":
			return &fault{kind: problemDenied, text: phrase.NoZoneNotYours.With()}
		default:
			return &fault{kind: problemDenied, text: phrase.ZoneNotYours.With(zone)}
		}
	}
	return nil
}

// read makes a record of a Feature. said is what the request itself says of it, before what it replaces.
func (e *edit) read(feature, said jsonObject, before *geo.Record) (geo.Record, error) {
	if before != nil && feature["id"] == nil {
		feature["id"] = e.id
	}
	text, err := json.Marshal(feature)
	if err != nil {
		return geo.Record{}, err
	}
	after, faults := ingest.Feature(text, e.collection)
	if len(faults) > 0 {
		return after, unprocessable(e.ref(), fieldFaults(faults, feature["id"] != nil))
	}
	if before != nil && after.ID != e.id {
		return after, unprocessable(e.ref(), []fieldFault{{geo.ID.Name, phrase.IDFixed.With(e.id)}})
	}
	settlePosition(&after, before, said)
	return after, e.valid(&after)
}

// fieldFaults are what is wrong with a feature. Where no id was given, one is made of the name, so that a name that is missing is all there is to say.
func fieldFaults(said []ingest.Said, identified bool) (all []fieldFault) {
	for _, f := range said {
		if f.Field != geo.ID.Name || identified || len(said) == 1 {
			all = append(all, fieldFault{f.Field, f.Text})
		}
	}
	return all
}

// valid holds a record to what it must be once its position is settled.
func (e *edit) valid(r *geo.Record) error {
	if f, bad := geo.FirstFault(r.Validate()); bad {
		return unprocessable(e.ref(), []fieldFault{{f.Field, f.Text}})
	}
	return nil
}

func (e *edit) ref() string {
	if e.id == "" {
		return e.collection.String()
	}
	return e.collection.String() + "/" + e.id
}

// check holds a record that is about to be written to what is around it: both where it was and where it is to be must be the editor's, and
// its links must lead somewhere.
func (e *edit) check(now *world.World, before, after *geo.Record) error {
	if err := e.who.mayEdit(after); err != nil {
		return err
	}
	if before == nil {
		if _, there := now.Table(e.collection).Find(after.ID); there {
			return geo.Conflict("server.edit", phrase.RecordExists.With(after.Ref()))
		}
	}
	if lost := lostLinks(now, before, after); len(lost) > 0 {
		return unprocessable(after.Ref(), lost)
	}
	return nil
}
