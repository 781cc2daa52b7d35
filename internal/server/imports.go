package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/gorilla/mux"
)

// importAnswer is what an upload would do, or did.
type importAnswer struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Expires     *string        `json:"expires"` // null once it is written
	Report      *ingest.Report `json:"report"`
	Differences []difference   `json:"differences"` // the first of them
	Outside     outsideAnswer  `json:"outside"`
}

// outsideAnswer are the records of zones that are not the editor's; with any of them nothing is written.
type outsideAnswer struct {
	Count   int      `json:"count"`
	Records []string `json:"records"` // the first of them
}

func (one *upload) answer(written bool) importAnswer {
	a := importAnswer{ID: one.id, Name: one.name, Report: one.report, Differences: one.found.list, Outside: outsideAnswer{one.found.outsideCount, one.found.outside}}
	if !written {
		expires := one.expires.UTC().Format(time.RFC3339)
		a.Expires = &expires
	}
	if a.Differences == nil {
		a.Differences = []difference{}
	}
	if a.Outside.Records == nil {
		a.Outside.Records = []string{}
	}
	return a
}

// uploadFile takes a file, reads it and says what it would change.
func (s *Server) uploadFile(w http.ResponseWriter, r *http.Request) error {
	who := askerOf(r)
	given, err := parseParameters(r.URL.RawQuery, importParameter)
	if err != nil {
		return err
	}
	options, err := importOptions(given)
	if err == nil {
		err = s.mayWrite(r, who)
	}
	if err == nil {
		err = s.uploads.room(who.Account)
	}
	if err != nil {
		return err
	}
	if err := s.uploads.begin(); err != nil {
		return err
	}
	defer s.uploads.end()
	one, err := receive(w, r, given)
	if err != nil {
		return err
	}
	one.account, one.options, one.expires = who.Account, options, time.Now().Add(uploadLasts)
	s.uploads.keep(one)
	in, found, err := s.readUpload(r.Context(), one, who)
	if err != nil {
		s.uploads.drop(one.id)
		return err
	}
	one.report, one.found = in.Report, found
	w.Header().Set("Location", s.base(r)+"/api/imports/"+one.id)
	return s.answerWritten(w, r, http.StatusCreated, one.answer(false))
}

// uploadState says once more what an upload would change, as it was when it was read.
func (s *Server) uploadState(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	one, err := s.uploads.find(mux.Vars(r)["import"], askerOf(r).Account)
	if err != nil {
		return err
	}
	if err := s.uploads.begin(); err != nil { // it may be read anew just now
		return err
	}
	answer := one.answer(false)
	s.uploads.end()
	return s.json(w, r, jsonType, lang, answer)
}

// uploadDrop drops an upload.
func (s *Server) uploadDrop(w http.ResponseWriter, r *http.Request) error {
	who := askerOf(r)
	one, err := s.uploads.find(mux.Vars(r)["import"], who.Account)
	if err == nil {
		err = s.mayWrite(r, who)
	}
	if err == nil {
		err = s.uploads.begin()
	}
	if err != nil {
		return err
	}
	defer s.uploads.end()
	s.uploads.drop(one.id)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// uploadCommit writes an upload, if it still changes what it was said to change.
func (s *Server) uploadCommit(w http.ResponseWriter, r *http.Request) error {
	who, id := askerOf(r), mux.Vars(r)["import"]
	if _, err := plainRequest(r, "json"); err != nil {
		return err
	}
	if err := s.mayWrite(r, who); err != nil {
		return err
	}
	if err := s.uploads.begin(); err != nil {
		return err
	}
	defer s.uploads.end()
	one, err := s.uploads.find(id, who.Account)
	if err != nil {
		return err
	}
	unhurried(w)
	if err := s.turn(r.Context()); err != nil {
		return err
	}
	defer s.next()
	in, found, err := s.readUpload(r.Context(), one, who)
	if err != nil {
		return err
	}
	same := found.sum == one.found.sum
	one.report, one.found = in.Report, found
	switch {
	case !same:
		return geo.Conflict("server.import", phrase.UploadMoved.With())
	case found.outsideCount > 0:
		return &fault{kind: problemDenied, text: phrase.UploadOutside.With(found.outsideCount, strings.Join(found.outside, ", "))}
	case in.Report.Changes() == 0:
		return geo.Conflict("server.import", phrase.UploadEmpty.With())
	}
	batch := in.Batch.By(who.actor(r), geo.ActionImport, "")
	batch.Key = "import " + one.id // what was confirmed twice is written once
	version, err := s.app.Apply(r.Context(), batch)
	if err != nil {
		return err
	}
	one.report.Batch = int64(version)
	answer := one.answer(true)
	s.uploads.drop(one.id)
	w.Header().Set("Beltmap-Version", strconv.FormatInt(int64(version), 10))
	return s.answerWritten(w, r, http.StatusOK, answer)
}

// importParameter tells whether a parameter belongs to an upload.
func importParameter(name string) bool {
	switch name {
	case "filename", "as", "zone", "crs", "encoding", "strict", "replace_zone", "as_of":
		return true
	}
	return false
}

// importOptions reads how a file is to be read; they are those of `beltmap import`.
func importOptions(given parameters) (o ingest.Options, err error) {
	o = ingest.Options{Zone: given["zone"], CRS: given["crs"], Encoding: given["encoding"]}
	if as, is := given["as"]; is {
		if o.As, err = geo.ParseCollection(as); err != nil {
			return o, badParameter("as", phrase.CollectionUnknown.With(as))
		}
	}
	if o.AsOf, err = geo.ParseDay(given["as_of"]); err != nil {
		return o, badParameter("as_of", faultOf(err).text)
	}
	for name, to := range map[string]*bool{"strict": &o.Strict, "replace_zone": &o.ReplaceZone} {
		switch text := given[name]; text {
		case "true":
			*to = true
		case "", "false":
		default:
			return o, badParameter(name, phrase.TruthMalformed.With(name, text))
		}
	}
	return o, nil
}
