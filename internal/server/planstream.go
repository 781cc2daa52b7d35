package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"beltmap/geo/phrase"
)

// readPlan reads what is to be planned. What it does not know it refuses.
func readPlan(r *http.Request, into any) error {
	body, err := readBody(r, []string{jsonType})
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return &fault{kind: problemInvalid, text: phrase.TourRequest.With(shortened(err.Error())), err: err}
	}
	return nil
}

// wantsEvents tells whether a client wants to hear how far a plan is.
func wantsEvents(r *http.Request, given parameters) bool {
	return given["f"] == "sse" || strings.Contains(r.Header.Get("Accept"), eventStream) && given["f"] == ""
}

// streamed tells by events how far a plan is, and then its result under a name or what is wrong. Nothing is sent by who computes, so that a slow client
// holds no core; whoever goes away ends it.
func (s *Server) streamed(w http.ResponseWriter, r *http.Request, name string, compute func(r *http.Request, progress func(share float64)) (any, error)) error {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	shares, done := make(chan float64, 1), make(chan struct{})
	var answer any
	var failed error
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil { // as the guard does for what runs in the request's own goroutine
				failed = fmt.Errorf("planning: %v", p)
			}
		}()
		answer, failed = compute(r.WithContext(ctx), func(share float64) {
			select {
			case shares <- share:
			default: // the one before is not sent yet
			}
		})
	}()
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	beat := time.NewTicker(200 * time.Millisecond)
	defer beat.Stop()
	for ended := false; !ended; {
		select {
		case <-done:
			ended = true
		case <-beat.C:
			select {
			case share := <-shares:
				if err := sendEvent(w, "progress", map[string]float64{"share": share}); err != nil {
					cancel()
					<-done
					return clientGone(err)
				}
			default:
			}
		}
	}
	if failed == nil {
		return clientGone(sendEvent(w, name, answer))
	}
	if r.Context().Err() != nil {
		return clientGone(failed)
	}
	said := faultOf(failed)
	return clientGone(sendEvent(w, "problem", problem{Type: said.kind.ProblemType(), Title: said.kind.title.In(languageOf(r)), Status: said.kind.status,
		Detail: said.text.In(languageOf(r)), DetailZH: said.text.ZH, DetailEN: said.text.EN}))
}

func sendEvent(w http.ResponseWriter, name string, data any) error {
	body, err := json.Marshal(data)
	if err == nil {
		_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, body)
	}
	return errors.Join(err, http.NewResponseController(w).Flush())
}
