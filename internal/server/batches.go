package server

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/gorilla/mux"
)

// batchAnswer is one batch of the history.
type batchAnswer struct {
	Version  int64  `json:"version"`
	Time     string `json:"time"`
	Note     string `json:"note"`
	Added    *int   `json:"added"` // null if unknown
	Changed  *int   `json:"changed"`
	Removed  *int   `json:"removed"`
	Undoable bool   `json:"undoable"`
}

func batchAnswerOf(b data.BatchInfo) batchAnswer {
	a := batchAnswer{Version: int64(b.Cursor), Time: b.Time.UTC().Format(time.RFC3339), Note: b.Note, Undoable: b.Kept}
	if b.Counted {
		a.Added, a.Changed, a.Removed = &b.Added, &b.Changed, &b.Removed
	}
	return a
}

// batches lists what was written, the last first.
func (s *Server) batches(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "limit" || name == "before" })
	if err == nil {
		err = given.format("json")
	}
	if err != nil {
		return err
	}
	limit, err := given.limit(defaultLimit, maxLimit)
	if err != nil {
		return err
	}
	before, err := given.number("before")
	if err != nil {
		return err
	}
	list := []batchAnswer{}
	for b, err := range s.options.Batches.History(r.Context()) {
		if err != nil {
			return err
		}
		if before != 0 && int64(b.Cursor) >= before {
			continue
		}
		if list = append(list, batchAnswerOf(b)); len(list) == limit {
			break
		}
	}
	return s.json(w, r, jsonType, languageOf(r), map[string]any{"batches": list})
}

// number is a positive number among the parameters, 0 if it is not given.
func (p parameters) number(name string) (int64, error) {
	text, given := p[name]
	if !given {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, badParameter(name, phrase.BatchMalformed.With(text))
	}
	return n, nil
}

// undo takes a batch back, if all that it is about is the editor's, as it was and as it will be.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	who, text := askerOf(r), mux.Vars(r)["version"]
	if _, err := plainRequest(r, "json"); err != nil {
		return err
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if err != nil || version < 1 {
		return &fault{kind: problemInvalid, text: phrase.BatchMalformed.With(shortened(text))}
	}
	if err := s.mayWrite(r, who); err != nil {
		return err
	}
	a, err := attemptOf(r, who, nil)
	if err != nil {
		return err
	}
	unhurried(w)
	if err := s.turn(r.Context()); err != nil {
		return err
	}
	defer s.next()
	done, again, err := s.before(r.Context(), a)
	if err != nil {
		return err
	}
	if !again {
		if done, err = s.takeBack(r, who, geo.Cursor(version), a.key); err != nil {
			return err
		}
	}
	w.Header().Set("Beltmap-Version", strconv.FormatInt(int64(done.Cursor), 10))
	return s.answerWritten(w, r, http.StatusOK, map[string]int64{"version": int64(done.Cursor), "undone": version})
}

func (s *Server) takeBack(r *http.Request, who asker, version geo.Cursor, key string) (done data.BatchInfo, err error) {
	batch, err := s.options.Batches.Inverse(r.Context(), version)
	if err != nil {
		return done, err
	}
	if err := s.app.Refresh(r.Context()); err != nil {
		return done, err
	}
	now, changes := s.app.World(), batch.Changes
	batch.Changes = func(yield func(*geo.Change, error) bool) {
		for change, err := range changes {
			if err == nil {
				if before, after := sides(now, change); forbidden(who, before, after) {
					err = &geo.Error{Kind: geo.KindDenied, Op: "server.undo", Text: phrase.UndoOutside.With(change.Record.Ref())}
				}
			}
			if !yield(change, err) || err != nil {
				return
			}
		}
	}
	batch.Key = key
	done.Cursor, err = s.app.Apply(r.Context(), batch.By(who.actor(r), geo.ActionUndo, "batches/"+strconv.FormatInt(int64(version), 10)))
	return done, err
}

// unhurried lets a request take as long as a large file does.
func unhurried(w http.ResponseWriter) {
	c, until := http.NewResponseController(w), time.Now().Add(uploadTime)
	_, _ = c.SetReadDeadline(until), c.SetWriteDeadline(until) // a connection that knows no deadlines has none to lengthen
}

// answerWritten answers what a change made, which nobody keeps.
func (s *Server) answerWritten(w http.ResponseWriter, r *http.Request, status int, doc any) error {
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"], h["Cache-Control"] = []string{jsonType}, []string{"no-store"}
	h["Content-Language"] = []string{languageOf(r).Tag()}
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	return clientGone(err)
}
