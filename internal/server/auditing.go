package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// What is entered for whoever is not known to be a desk of ours is bounded, so that a flood cannot fill the disk: of one address at most refusalsAtOnce and
// then one a minute, of all of them at most allRefusals and then one every ten seconds, which is under half a megabyte a day. How many were left
// out is said by the next entry.
const (
	refusalsAtOnce = 20
	refusalEvery   = time.Minute
	allRefusals    = 200
	allEvery       = 10 * time.Second
	mostAddresses  = 4096 // that are told apart
)

// auditor enters in the audit log what no batch enters.
type auditor struct {
	log data.AuditLog // nil enters nothing
	now func() time.Time

	mu      sync.Mutex
	of      map[string]*allowance
	all     allowance
	omitted int64
}

// allowance is a bucket of tokens.
type allowance struct {
	left float64
	at   time.Time
}

func (a *allowance) refill(now time.Time, most float64, every time.Duration) {
	if a.at.IsZero() {
		a.left = most
	} else {
		a.left = min(most, a.left+now.Sub(a.at).Seconds()/every.Seconds())
	}
	a.at = now
}

// spare tells whether one more entry of an address is entered, and how many were not since the last that was.
func (a *auditor) spare(address string) (enter bool, omitted int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if len(a.of) >= mostAddresses {
		clear(a.of) // the bound on all of them holds all the same
	}
	own := a.of[address]
	if own == nil {
		own = &allowance{}
		a.of[address] = own
	}
	own.refill(now, refusalsAtOnce, refusalEvery)
	a.all.refill(now, allRefusals, allEvery)
	if own.left < 1 || a.all.left < 1 {
		a.omitted++
		return false, 0
	}
	own.left--
	a.all.left--
	omitted, a.omitted = a.omitted, 0
	return true, omitted
}

// mustEnter enters what must not happen without an entry. A file that can only be read has no log to enter anything in.
func (s *Server) mustEnter(ctx context.Context, e geo.AuditEntry) error {
	if s.audits.log == nil || s.options.ReadOnly {
		return nil
	}
	return s.audits.log.Append(ctx, e)
}

// enterSome enters what anybody can bring about, within the bounds. A log that cannot be written to leaves a line for the operator.
func (s *Server) enterSome(r *http.Request, e geo.AuditEntry) {
	if s.audits.log == nil || s.options.ReadOnly {
		return
	}
	enter, omitted := s.audits.spare(e.Address)
	if !enter {
		return
	}
	if omitted > 0 {
		e.After = fmt.Sprintf(`{"unrecorded_before":%d}`, omitted)
	}
	if err := s.audits.log.Append(context.WithoutCancel(r.Context()), e); err != nil {
		s.log.LogAttrs(r.Context(), slog.LevelWarn, "the audit log takes no entry", slog.String("action", string(e.Action)), slog.Any("error", err))
	}
}

// enterRefusal enters that somebody was refused a change, or what is for administrators.
func (s *Server) enterRefusal(r *http.Request, failed error) {
	f := faultOf(failed)
	if f.kind.status != http.StatusUnauthorized && f.kind.status != http.StatusForbidden {
		return
	}
	s.enterSome(r, geo.AuditEntry{Actor: askerOf(r).actor(r), Action: geo.ActionRefused, Object: r.Method + " " + r.URL.Path, Result: geo.ResultRefused + ": " + f.kind.slug})
}

// enterExport enters that a list is about to be taken as a file. Whoever is a desk of ours gets no file without an entry.
func (s *Server) enterExport(r *http.Request, object, format string) error {
	who := askerOf(r)
	after, err := json.Marshal(map[string]string{"format": format, "query": r.URL.RawQuery})
	if err != nil {
		return err
	}
	e := geo.AuditEntry{Actor: who.actor(r), Action: geo.ActionExport, Object: object, After: string(after), Result: geo.ResultBegun}
	if who.Role == auth.Public || who.Way == auth.Intranet {
		s.enterSome(r, e)
		return nil
	}
	return s.mustEnter(r.Context(), e)
}

// enterSignIn enters a session that began; without an entry there is none.
func (s *Server) enterSignIn(r *http.Request, grant auth.Grant) error {
	err := s.mustEnter(r.Context(), geo.AuditEntry{Actor: asker{Identity: grant.Identity}.actor(r), Action: geo.ActionSignIn, Object: "accounts/" + grant.Account, Result: geo.ResultDone})
	if err != nil {
		return errors.Join(err, s.options.SignIn.SignOut(context.WithoutCancel(r.Context()), grant.Secret))
	}
	return nil
}

// enterSignInRefused enters a sign-in that failed, with the account if there is one of that name: what was typed may be a password.
func (s *Server) enterSignInRefused(r *http.Request, typed string, failed error) {
	if geo.KindOf(failed) != geo.KindDenied {
		return
	}
	e := geo.AuditEntry{Actor: geo.Actor{Address: addressOf(r)}, Action: geo.ActionSignInRefused, Result: geo.ResultRefused}
	if name, known, err := s.options.SignIn.Known(r.Context(), typed); err == nil && known {
		e.Account, e.Object = name, "accounts/"+name
	}
	var paused *auth.Paused
	if errors.As(failed, &paused) {
		e.Result += ": paused"
	}
	s.enterSome(r, e)
}

// auditAnswer is one entry of the log as it is answered.
type auditAnswer struct {
	Seq     int64  `json:"seq"`
	Time    string `json:"time"`
	Account string `json:"account"`
	Role    string `json:"role"`
	Address string `json:"address"`
	Action  string `json:"action"`
	Object  string `json:"object"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Result  string `json:"result"`
	Hash    string `json:"hash"`
}

var errEnough = errors.New("as many as were asked for")

// auditLog answers entries: after a number the first first, else the last first, of an account, an action or an object if asked so.
func (s *Server) auditLog(w http.ResponseWriter, r *http.Request) error {
	if s.audits.log == nil {
		return notFoundPath(r.URL.Path)
	}
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		switch name {
		case "after", "before", "limit", "account", "action", "object":
			return true
		}
		return false
	})
	if err == nil {
		err = given.format("json")
	}
	if err != nil {
		return err
	}
	entries, err := s.auditPage(r.Context(), given)
	if err != nil {
		return err
	}
	answers := make([]auditAnswer, len(entries))
	for i, e := range entries {
		answers[i] = auditAnswer{e.Seq, e.Time.UTC().Format(time.RFC3339Nano), e.Account, e.Role, e.Address, string(e.Action), e.Object, e.Before, e.After, e.Result, e.Hash.String()}
	}
	return s.json(w, r, jsonType, languageOf(r), map[string]any{"entries": answers})
}

func (s *Server) auditPage(ctx context.Context, given parameters) (list []geo.AuditEntry, err error) {
	limit, err := given.limit(defaultLimit, maxLimit)
	if err != nil {
		return nil, err
	}
	before, err := given.number("before")
	if err != nil {
		return nil, err
	}
	filter := data.AuditFilter{Account: given["account"], Action: geo.Action(given["action"]), Object: given["object"]}
	if _, follows := given["after"]; !follows {
		return s.audits.log.Page(ctx, filter, before, limit)
	}
	after := int64(0)
	if given["after"] != "0" {
		if after, err = given.number("after"); err != nil {
			return nil, err
		}
	}
	if before != 0 || filter != (data.AuditFilter{}) {
		return nil, badParameter("after", phrase.AuditAfterAlone.With())
	}
	_, err = s.audits.log.Read(ctx, after, func(e *geo.AuditEntry) error {
		if len(list) == limit {
			return errEnough
		}
		list = append(list, *e)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return list, err
}
