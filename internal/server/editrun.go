package server

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// run makes a change, one at a time, and answers it. What decide looks at cannot be changed by another request meanwhile; if another process
// does, the store notices by the version.
func (e *edit) run(w http.ResponseWriter, status int, decide func(*world.World) (geo.Change, *geo.Record, error)) error {
	if err := e.turn(e.r.Context()); err != nil {
		return err
	}
	id, version, err := e.write(status, decide)
	e.next()
	if err != nil {
		return err
	}
	return e.answer(w, status, id, version)
}

// turn waits until no other change is under way; next lets the next one go.
func (s *Server) turn(ctx context.Context) error {
	select {
	case s.edits <- struct{}{}:
		return nil
	case <-ctx.Done():
		return clientGone(ctx.Err())
	}
}

func (s *Server) next() { <-s.edits }

// write decides and writes, unless the same was asked and done before.
func (e *edit) write(status int, decide func(*world.World) (geo.Change, *geo.Record, error)) (id string, version geo.Cursor, err error) {
	done, again, err := e.before(e.r.Context(), e.attempt)
	if err != nil {
		return "", 0, err
	}
	if again {
		_, id, _ := strings.Cut(strings.TrimPrefix(done.Note, e.r.Method+" "), "/")
		return id, done.Cursor, nil
	}
	change, before, err := decide(e.app.World())
	if err != nil {
		return "", 0, err
	}
	id = change.Record.ID
	if change.Op == geo.Update && change.Record.Equal(before) {
		return id, 0, nil // nothing to do, nothing to enter, and nothing to take back
	}
	batch := geo.BatchOf(e.r.Method+" "+change.Record.Ref(), change)
	batch.Key = e.attempt.key
	actor := e.who.actor(e.r)
	batch.Log = func(o geo.Outcome) []geo.AuditEntry {
		if change.Op == geo.Delete {
			return []geo.AuditEntry{o.Edit(actor, before, nil)}
		}
		return []geo.AuditEntry{o.Edit(actor, before, &change.Record)}
	}
	version, err = e.app.Apply(e.r.Context(), batch)
	return id, version, e.lostRace(err, &change)
}

// before is the batch that a request made when it was sent before, if it was.
func (s *Server) before(ctx context.Context, a attempt) (done data.BatchInfo, again bool, err error) {
	if a.key == "" || s.options.Batches == nil {
		return done, false, nil
	}
	done, again, err = s.options.Batches.Keyed(ctx, a.prefix)
	if err == nil && again && done.Key != a.key {
		err = &fault{kind: problemUnprocessable, text: phrase.IdempotencyReused.With()}
	}
	return done, again, err
}

// lostRace tells a version that another process changed from other conflicts: it is the same to the client as one that was changed before.
func (e *edit) lostRace(failed error, change *geo.Change) error {
	kind := geo.KindOf(failed)
	if failed == nil || change.Op == geo.Insert || kind != geo.KindConflict && kind != geo.KindNotFound || e.app.Refresh(e.r.Context()) != nil {
		return failed
	}
	table := e.app.World().Table(e.collection)
	row, there := table.Find(change.Record.ID)
	switch {
	case !there:
		return &fault{kind: problemPrecondition, text: phrase.ItemGone.With(change.Record.Ref()), err: failed}
	case table.Version(row) != change.Expect:
		return moved(change.Record.Ref(), table.Version(row))
	}
	return failed
}

// answer answers a change with the record as it is now, its ETag, and the version of the store that the change made, 0 if it was as it is already.
func (e *edit) answer(w http.ResponseWriter, status int, id string, version geo.Cursor) error {
	h := w.Header()
	if version != 0 {
		h.Set("Beltmap-Version", strconv.FormatInt(int64(version), 10))
	}
	h.Set("Cache-Control", "no-store")
	on := e.plan(e.collection, e.who.sight).read(e.app.World(), e.who.sight, 1)
	row, there := on.table.Find(id)
	if !there || status == http.StatusNoContent {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	self := e.base(e.r) + "/api/collections/" + e.collection.String() + "/items/" + url.PathEscape(id)
	if status == http.StatusCreated {
		h.Set("Location", self)
	}
	body := e.itemBody(e.r, on, row, nil, nil)
	lang := languageOf(e.r)
	h["Content-Type"], h["Content-Crs"], h["Content-Language"] = []string{geoJSON}, []string{contentCRS}, []string{lang.Tag()}
	h["Etag"] = []string{`"` + itemTag(on.table.Version(row)) + tagOf(body) + "." + e.who.tag() + `"`}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, err := w.Write(body)
	return clientGone(err)
}
