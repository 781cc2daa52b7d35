package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/app"
)

const (
	changesPath         = "/api/changes"
	eventStream         = "text/event-stream"
	defaultMaxListeners = 4096
	defaultPatience     = 5 * time.Second  // for a listener to take what it is told, before it is dropped
	heartbeat           = 15 * time.Second // so that proxies keep the connection, and the dead are found
)

// changes tells what changes as it does, as server-sent events, until the client goes or the server stops. A stream is no request in flight: it
// waits, and has a bound of its own. Whoever does not take what is written within some seconds is dropped, and resumes from what it saw last.
func (s *Server) changes(w http.ResponseWriter, r *http.Request) error {
	since, resuming, err := sinceOf(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	if r.Method == http.MethodHead {
		return nil
	}
	if s.listeners.Add(1) > s.maxListeners {
		s.listeners.Add(-1)
		h.Set("Retry-After", "10")
		return &fault{kind: problemUnavailable, text: phrase.ListenersFull.With()}
	}
	defer s.listeners.Add(-1)
	s.inFlight.Add(-1)
	defer s.inFlight.Add(1)
	return s.listen(w, r, since, resuming)
}

// sinceOf is the version after which a client wants to go on, if it says so. A browser says it in a header, and in that alone when it comes back
// by itself.
func sinceOf(r *http.Request) (since geo.Cursor, resuming bool, err error) {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "after" })
	if err != nil {
		return 0, false, err
	}
	if err := given.format("sse"); err != nil {
		return 0, false, err
	}
	text, resuming := given["after"]
	since, ok := versionOf(text)
	if resuming && !ok {
		return 0, false, badParameter("after", phrase.SinceMalformed.With(text))
	}
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		if since, ok = versionOf(last); !ok {
			since = -1 // of another server, perhaps: it must read everything again
		}
		resuming = true
	}
	return since, resuming, nil
}

func versionOf(text string) (geo.Cursor, bool) {
	v, err := strconv.ParseInt(text, 10, 64)
	return geo.Cursor(v), err == nil && v >= 0
}

func (s *Server) listen(w http.ResponseWriter, r *http.Request, since geo.Cursor, resuming bool) error {
	out := &events{w: w, control: http.NewResponseController(w), patience: s.patience, sight: askerOf(r).sight}
	_ = out.control.SetReadDeadline(time.Time{}) // the request is read; that of the server is for those that are not
	l, missed, known := s.app.Listen(), []app.Step(nil), true
	if resuming {
		l, missed, known = s.app.Resume(since)
	}
	out.begin(l.Version())
	if !known {
		out.reset(l.Version())
	}
	stopping, beat := stoppingOf(r.Context()), time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		for i := range missed {
			out.step(&missed[i])
		}
		if err := out.send(); err != nil {
			return clientGone(err)
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-stopping:
			return nil
		case <-beat.C:
			missed, out.pending = nil, append(out.pending, ":\n\n"...)
		case <-l.More():
			if missed, known = l.Next(); !known {
				out.reset(l.Version())
			}
		}
	}
}

// events writes them to one listener. Nothing is kept between two of them: there are thousands.
type events struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	sight    geo.Sight
	pending  []byte
}

// begin names the version from which the client goes on if it is cut off before the first event.
func (o *events) begin(at geo.Cursor) {
	o.pending = append(o.pending, "retry: 2000\n"...)
	o.event("begin", at, stepEvent{Version: at})
}

// reset tells the client to read everything again.
func (o *events) reset(at geo.Cursor) { o.event("reset", at, stepEvent{Version: at, All: true}) }

func (o *events) step(step *app.Step) {
	e := stepEvent{Version: step.Version, All: step.All}
	for _, c := range step.Changes {
		e.Changes = append(e.Changes, o.told(c))
	}
	o.event("change", step.Version, e)
}

// told is a change as this listener may hear of it. Of what may be a draft, or was one, whoever does not see its zone from inside is told that something changed.
func (o *events) told(c app.Change) changeEvent {
	if world.KeepsDrafts(c.Collection) && o.sight.Class(c.Zone) != geo.Internal {
		return changeEvent{Op: geo.Update.String(), Collection: c.Collection.String(), Zone: c.Zone}
	}
	return changeEvent{c.Op.String(), c.Collection.String(), c.ID, c.Zone}
}

type stepEvent struct {
	Version geo.Cursor    `json:"version"`
	All     bool          `json:"all,omitempty"`
	Changes []changeEvent `json:"changes,omitempty"`
}

type changeEvent struct {
	Op         string `json:"op"`
	Collection string `json:"collection"`
	ID         string `json:"id,omitempty"` // "" of what the listener may not be shown
	Zone       string `json:"zone"`
}

func (o *events) event(name string, id geo.Cursor, data stepEvent) {
	body, err := json.Marshal(data) // on one line, as an event must be
	if err != nil {
		return // cannot happen: a struct of texts and numbers
	}
	o.pending = append(append(o.pending, "event: "+name+"\nid: "...), strconv.FormatInt(int64(id), 10)...)
	o.pending = append(append(append(o.pending, "\ndata: "...), body...), "\n\n"...)
}

// send writes what is pending within the patience, and lets the connection rest again.
func (o *events) send() error {
	_ = o.control.SetWriteDeadline(time.Now().Add(o.patience))
	_, err := o.w.Write(o.pending)
	if err == nil {
		err = o.control.Flush()
	}
	_ = o.control.SetWriteDeadline(time.Time{})
	o.pending = nil
	return err
}

// stoppingKey is under which the context of a request has the channel that is closed when the server stops. Answers are let finish; streams,
// which never would, end by it.
type stoppingKey struct{}

func stoppingOf(ctx context.Context) <-chan struct{} {
	done, _ := ctx.Value(stoppingKey{}).(<-chan struct{})
	return done
}
