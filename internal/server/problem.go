package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// fault is an error that knows its HTTP answer. What the client reads is text; err is for the log.
type fault struct {
	kind      *problemKind
	text      phrase.Text
	parameter string // the parameter at fault, "" if none
	allow     string // for a method that does not fit: those that do
	challenge string // for who may try as somebody else: how, as WWW-Authenticate
	accept    string // for a kind of content that does not fit: those that do
	fields    []fieldFault
	err       error
}

// fieldFault is one thing that is wrong with one field of what was sent: a property, "geometry", "id", or "" for the whole.
type fieldFault struct {
	field string
	text  phrase.Text
}

// unprocessable says what is wrong with a record that was sent.
func unprocessable(ref string, fields []fieldFault) error {
	f := &fault{kind: problemUnprocessable, text: phrase.EditFaults.With(ref, len(fields)), fields: fields}
	if len(fields) == 1 {
		f.text = fields[0].text
	}
	return f
}

func (f *fault) Error() string {
	s := f.kind.slug + ": " + f.text.EN
	if f.err != nil {
		s += ": " + f.err.Error()
	}
	return s
}

func (f *fault) Unwrap() error { return f.err }

// problemKind is one row of the table of what can go wrong: the last part of the problem's type, its status and its title.
type problemKind struct {
	slug   string
	status int
	title  phrase.Phrase
}

var (
	problemInvalid       = &problemKind{"invalid", http.StatusBadRequest, phrase.TitleInvalid}
	problemParameter     = &problemKind{"invalid-parameter", http.StatusBadRequest, phrase.TitleParameter}
	problemNotFound      = &problemKind{"not-found", http.StatusNotFound, phrase.TitleNotFound}
	problemGone          = &problemKind{"gone", http.StatusGone, phrase.TitleGone}
	problemMethod        = &problemKind{"method-not-allowed", http.StatusMethodNotAllowed, phrase.TitleMethod}
	problemConflict      = &problemKind{"conflict", http.StatusConflict, phrase.TitleConflict}
	problemSignIn        = &problemKind{"unauthenticated", http.StatusUnauthorized, phrase.TitleSignIn}
	problemDenied        = &problemKind{"denied", http.StatusForbidden, phrase.TitleDenied}
	problemTooLarge      = &problemKind{"too-large", http.StatusRequestEntityTooLarge, phrase.TitleTooLarge}
	problemMediaType     = &problemKind{"unsupported-media-type", http.StatusUnsupportedMediaType, phrase.TitleMediaType}
	problemPrecondition  = &problemKind{"precondition-failed", http.StatusPreconditionFailed, phrase.TitlePrecondition}
	problemMustCondition = &problemKind{"precondition-required", http.StatusPreconditionRequired, phrase.TitleMustCondition}
	problemUnprocessable = &problemKind{"unprocessable", http.StatusUnprocessableEntity, phrase.TitleUnprocessable}
	problemUnavailable   = &problemKind{"unavailable", http.StatusServiceUnavailable, phrase.TitleUnavailable}
	problemInternal      = &problemKind{"internal", http.StatusInternalServerError, phrase.TitleInternal}
)

// problemOf is the one table from kinds of error to problems.
func problemOf(k geo.Kind) *problemKind {
	switch k {
	case geo.KindInvalid:
		return problemInvalid
	case geo.KindNotFound:
		return problemNotFound
	case geo.KindConflict:
		return problemConflict
	case geo.KindDenied:
		return problemDenied
	case geo.KindUnavailable:
		return problemUnavailable
	}
	return problemInternal
}

// ProblemType is the stable type of a problem; a URN, because the problem is the same wherever the server stands.
func (k *problemKind) ProblemType() string { return "urn:problem-type:beltmap:" + k.slug }

func badParameter(name string, text phrase.Text) error {
	return &fault{kind: problemParameter, text: text, parameter: name}
}

func notFound(text phrase.Text) error { return &fault{kind: problemNotFound, text: text} }

// faultOf turns any error into what the client is told about it; what it does not know it keeps to the log.
func faultOf(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &fault{kind: problemUnavailable, text: phrase.ServerSlow.With(), err: err}
	}
	var e *geo.Error
	if errors.As(err, &e) && e.Kind != geo.KindInternal {
		return &fault{kind: problemOf(e.Kind), text: e.Text, err: err}
	}
	return &fault{kind: problemInternal, text: phrase.ServerFailed.With(), err: err}
}

// problem is RFC 9457's object, with the detail in both languages beside the one the client reads.
type problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
	DetailZH  string         `json:"detail_zh"`
	DetailEN  string         `json:"detail_en"`
	Parameter string         `json:"parameter,omitempty"`
	Errors    []fieldProblem `json:"errors,omitempty"`
}

// fieldProblem is a fieldFault as the client reads it.
type fieldProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (f *fault) fieldsIn(lang phrase.Lang) (all []fieldProblem) {
	for _, one := range f.fields {
		all = append(all, fieldProblem{one.field, one.text.In(lang)})
	}
	return all
}

// answerProblem writes a fault. It is the only way an error leaves the server.
func answerProblem(w http.ResponseWriter, r *http.Request, f *fault) {
	lang := languageOf(r)
	body, err := json.Marshal(problem{
		Type: f.kind.ProblemType(), Title: f.kind.title.In(lang), Status: f.kind.status, Detail: f.text.In(lang),
		DetailZH: f.text.ZH, DetailEN: f.text.EN, Parameter: f.parameter, Errors: f.fieldsIn(lang),
	})
	if err != nil { // cannot happen: a struct of strings
		body = []byte(`{}`)
	}
	h := w.Header()
	for _, name := range []string{"Etag", "Content-Encoding", "Content-Crs", "Last-Modified", "Location"} {
		h.Del(name)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", lang.Tag())
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Vary", "Accept-Language")
	h.Set("Cache-Control", "no-store")
	if f.allow != "" {
		h.Set("Allow", f.allow)
	}
	if f.accept != "" {
		h.Set("Accept", f.accept)
		if f.accept == mergePatchType {
			h.Set("Accept-Patch", f.accept)
		}
	}
	if f.challenge != "" {
		h.Set("WWW-Authenticate", f.challenge)
	}
	if f.kind.status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(f.kind.status)
	_, _ = w.Write(body) // the client may be gone
}
