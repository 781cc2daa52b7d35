package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// handler answers a request or returns why it could not. Once it has begun to write it returns only errors of the client's going.
type handler func(w http.ResponseWriter, r *http.Request) error

// effort says how dear a resource is, and so what guards it.
type effort uint8

const (
	cheap  effort = iota // answered from memory at once
	costly               // looks at many records, within Server.work
	vital                // answered even when the server sheds load
)

// adapt makes the rows of one path an http.Handler: it finds the row of the method, checks the role and answers the error.
func (s *Server) adapt(rows ...route) http.Handler {
	var methods []string
	handlers := make([]handler, len(rows))
	for i, row := range rows {
		handlers[i] = row.handler(s)
		methods = append(methods, row.methods...)
	}
	allow := strings.Join(append(methods, http.MethodOptions), ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(rows, func(row route) bool { return slices.Contains(row.methods, r.Method) })
		if i < 0 {
			s.answerMethod(w, r, allow)
			return
		}
		if !bounded(w, r, rows[i].deed.body()) {
			return
		}
		if rows[i].role > auth.Public {
			if err := askerOf(r).mustBe(rows[i].role); err != nil {
				s.enterRefusal(r, err)
				s.answerError(w, r, err)
				return
			}
		}
		if err := handlers[i](w, r); err != nil {
			if rows[i].role >= auth.Editor {
				s.enterRefusal(r, err)
			}
			s.answerError(w, r, err)
		}
	})
}

// bounded lets no more than so many bytes of body in, or answers that there are more.
func bounded(w http.ResponseWriter, r *http.Request, most int64) bool {
	if r.ContentLength > most {
		w.Header().Set("Connection", "close")
		text := phrase.BodyTooLarge.With(most >> 10)
		if slices.Contains(readOnly(), r.Method) {
			text = phrase.BodyUnwanted.With()
		}
		answerProblem(w, r, &fault{kind: problemTooLarge, text: text})
		return false
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, most)
	}
	return true
}

func (s *Server) answerMethod(w http.ResponseWriter, r *http.Request, allow string) {
	if r.Method == http.MethodOptions {
		h := w.Header()
		h.Set("Allow", allow)
		if s.openTo(r) { // other origins read what is public, and change nothing
			h.Set("Access-Control-Allow-Methods", strings.Join(append(readOnly(), http.MethodOptions), ", "))
			h.Set("Access-Control-Allow-Headers", "Accept-Language, If-None-Match, Last-Event-ID")
			h.Set("Access-Control-Max-Age", "86400")
		}
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answerProblem(w, r, &fault{kind: problemMethod, text: phrase.MethodUnfit.With(r.URL.Path, r.Method, allow), allow: allow})
}

// answerError answers an error, unless the client is gone or the answer has begun, and logs what the operator should know.
func (s *Server) answerError(w http.ResponseWriter, r *http.Request, err error) {
	var gone *goneError
	if errors.As(err, &gone) || (errors.Is(err, context.Canceled) && r.Context().Err() != nil) {
		s.metrics.gone.Inc()
		panic(http.ErrAbortHandler) // half an answer may be out, and must not look whole
	}
	f := faultOf(err)
	if f.kind == problemInternal {
		s.log.LogAttrs(r.Context(), slog.LevelError, "request failed", slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	answerProblem(w, r, f)
}

// guard is the outermost handler: headers on every answer, the limit on requests in flight, and what to do about a panic.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = s.passedOn(r)
		s.secure(w.Header(), r)
		a := &recorder{ResponseWriter: w}
		began := time.Now()
		defer func() {
			if p := recover(); p != nil {
				s.answerPanic(a, r, p)
			}
			s.metrics.observe(a.status, a.written, time.Since(began), r.URL.Path == changesPath)
		}()
		if !s.enter(r.URL.Path) {
			s.metrics.shed.Inc()
			answerProblem(a, r, &fault{kind: problemUnavailable, text: phrase.ServerBusy.With()})
			return
		}
		defer s.inFlight.Add(-1)
		s.serveAs(next, a, r)
	})
}

// serveAs lets a request through once it is known who asks. What tells whether the server lives is told to anybody.
func (s *Server) serveAs(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if !vitalPath(r.URL.Path) {
		err := s.limits.byAddress(w, r)
		var known *http.Request
		if err == nil {
			known, err = s.identify(r)
		}
		if err == nil {
			err = s.limits.byAccount(w, r, askerOf(known))
		}
		if err != nil {
			if !slices.Contains(readOnly(), r.Method) {
				s.enterRefusal(r, err)
			}
			s.answerError(w, r, err)
			return
		}
		r = known
	}
	next.ServeHTTP(w, r)
}

// enter counts a request in, unless there are too many already; it always counts, so that leaving is one subtraction.
func (s *Server) enter(path string) bool {
	if n := s.inFlight.Add(1); n > s.maxInFlight && !vitalPath(path) {
		s.inFlight.Add(-1)
		return false
	}
	return true
}

func (s *Server) answerPanic(a *recorder, r *http.Request, p any) {
	if p == http.ErrAbortHandler { // the server's own way of breaking a connection
		panic(p)
	}
	s.metrics.panics.Inc()
	s.log.LogAttrs(r.Context(), slog.LevelError, "panic while answering", slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
	if a.status != 0 { // half an answer is out: only breaking the connection tells the client
		panic(http.ErrAbortHandler)
	}
	answerProblem(a, r, &fault{kind: problemInternal, text: phrase.ServerFailed.With()})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status  int
	written int64
}

func (a *recorder) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *recorder) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.written += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *recorder) Unwrap() http.ResponseWriter { return a.ResponseWriter }
