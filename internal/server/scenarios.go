package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/scenario"
	"beltmap/geo/world"
	"github.com/gorilla/mux"
	"github.com/paulmach/orb"
)

// scenarioAnswer is a kept scenario as it is answered, in lists without its proposals.
type scenarioAnswer struct {
	ID        *string          `json:"id"` // null for one that is not kept
	Name      string           `json:"name"`
	Zone      *string          `json:"zone"`
	Note      *string          `json:"note"`
	Count     int              `json:"count"`
	Version   int64            `json:"version"`
	Created   *string          `json:"created"`
	Changed   *string          `json:"changed"`
	Creator   *string          `json:"creator"`
	ChangedBy *string          `json:"changed_by"`
	Proposals []proposalAnswer `json:"proposals,omitzero"` // none in lists
}

// proposalAnswer is a proposal with what becomes of it on the present facts.
type proposalAnswer struct {
	geo.Proposal
	State    string     `json:"state"`
	Reason   string     `json:"reason"`
	ReasonZH string     `json:"reason_zh"`
	ReasonEN string     `json:"reason_en"`
	Place    *orb.Point `json:"place"`
}

func scenarioAnswerOf(s *data.SavedScenario) scenarioAnswer {
	at := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		return textOrNull(t.Format(time.RFC3339))
	}
	return scenarioAnswer{textOrNull(s.ID), s.Name, textOrNull(s.Zone), textOrNull(s.Note), s.Count, s.Version, at(s.Created), at(s.Changed), textOrNull(s.Creator), textOrNull(s.Who), nil}
}

// proposalsOf are a scenario's proposals as they are answered.
func proposalsOf(s *scenario.Supposed, lang phrase.Lang) []proposalAnswer {
	all := make([]proposalAnswer, len(s.Verdicts))
	for i := range s.Verdicts {
		v := &s.Verdicts[i]
		all[i] = proposalAnswer{s.Scenario.Proposals[i], proposalState(v), v.Reason.In(lang), v.Reason.ZH, v.Reason.EN, nil}
		if v.Placed {
			all[i].Place = &v.Place
		}
	}
	return all
}

func proposalState(v *scenario.Verdict) string {
	if v.Holds {
		return "applies"
	}
	return "void"
}

// seesScenario tells whether a reader sees all that a scenario of a zone is computed from.
func (a asker) seesScenario(zone string) bool { return a.sight.Class(zone) == geo.Internal }

// mayPropose refuses who may not make scenarios of a zone.
func (a asker) mayPropose(zone string) error {
	if a.MayPropose(zone) {
		return nil
	}
	text := phrase.ScenarioNotYours.With(zone)
	if zone == "" {
		text = phrase.ScenarioAllZones.With()
	}
	return &geo.Error{Kind: geo.KindDenied, Op: "server.scenarios", Text: text}
}

// scenarioStore is where scenarios are kept.
func (s *Server) scenarioStore() (data.Scenarios, error) {
	if s.options.Scenarios == nil {
		return nil, geo.Unavailable("server.scenarios", phrase.ScenariosUnkept.With(), nil)
	}
	return s.options.Scenarios, nil
}

// scenarios answers the list of those that the asker sees.
func (s *Server) scenarios(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "zone" })
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	zone, err := given.qualityZone()
	if err != nil {
		return err
	}
	store, err := s.scenarioStore()
	if err != nil {
		return err
	}
	kept, err := store.List(r.Context())
	if err != nil {
		return err
	}
	who, list := askerOf(r), []scenarioAnswer{}
	for i := range kept {
		if who.seesScenario(kept[i].Zone) && (zone == nil || *zone == kept[i].Zone) {
			list = append(list, scenarioAnswerOf(&kept[i]))
		}
	}
	return s.json(w, r, jsonType, languageOf(r), map[string]any{"scenarios": list})
}

// savedScenario is the one that a path or a parameter names, if the asker sees it; else it is not there.
func (s *Server) savedScenario(r *http.Request, id string) (saved data.SavedScenario, err error) {
	store, err := s.scenarioStore()
	if err != nil {
		return saved, err
	}
	if !geo.ValidID(id) {
		return saved, notFound(phrase.ScenarioMissing.With(shortened(id)))
	}
	if saved, err = store.Get(r.Context(), id); err != nil {
		return saved, err
	}
	if !askerOf(r).seesScenario(saved.Zone) {
		return data.SavedScenario{}, notFound(phrase.ScenarioMissing.With(id))
	}
	return saved, nil
}

// scenario answers one scenario, each proposal with what becomes of it on the present facts.
func (s *Server) scenario(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	saved, err := s.savedScenario(r, mux.Vars(r)["scenario"])
	if err != nil {
		return err
	}
	var answer scenarioAnswer
	err = s.work(r, func(context.Context) (err error) {
		answer, err = s.judged(&saved, lang)
		return err
	})
	if err != nil {
		return err
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return s.taggedDocument(w, r, jsonType, lang, append(body, '\n'), itemTag(geo.Cursor(saved.Version)))
}

func (s *Server) judged(saved *data.SavedScenario, lang phrase.Lang) (scenarioAnswer, error) {
	supposed, err := scenario.Suppose(s.app.World(), &saved.Scenario)
	if err != nil {
		return scenarioAnswer{}, err
	}
	answer := scenarioAnswerOf(saved)
	answer.Proposals = proposalsOf(supposed, lang)
	return answer, nil
}

// insertScenario keeps a new scenario.
func (s *Server) insertScenario(w http.ResponseWriter, r *http.Request) error {
	return s.putScenario(w, r, http.StatusCreated, func(data.Scenarios) (data.SavedScenario, error) {
		return data.SavedScenario{Scenario: geo.Scenario{ID: "S-" + rand.Text()[:16]}}, nil
	})
}

// replaceScenario makes a new version of one.
func (s *Server) replaceScenario(w http.ResponseWriter, r *http.Request) error {
	return s.putScenario(w, r, http.StatusOK, func(store data.Scenarios) (data.SavedScenario, error) {
		return s.expectedScenario(r, store)
	})
}

// expectedScenario is the one that a change is about, if the asker may change it and it is as expected.
func (s *Server) expectedScenario(r *http.Request, store data.Scenarios) (before data.SavedScenario, err error) {
	id := mux.Vars(r)["scenario"]
	if !geo.ValidID(id) {
		return before, notFound(phrase.ScenarioMissing.With(shortened(id)))
	}
	expect, err := expectationOf(r, "scenarios/"+id)
	if err != nil {
		return before, err
	}
	if before, err = store.Get(r.Context(), id); err != nil {
		return before, err
	}
	if err := askerOf(r).mayPropose(before.Zone); err != nil {
		return before, err
	}
	if !expect.holds(geo.Cursor(before.Version)) {
		return before, &fault{kind: problemPrecondition, text: phrase.ScenarioChanged.With(id, before.Version)}
	}
	return before, nil
}

// putScenario reads, checks and keeps what was sent in the place of what find says, version 0 for a new one.
func (s *Server) putScenario(w http.ResponseWriter, r *http.Request, status int, find func(data.Scenarios) (data.SavedScenario, error)) error {
	who := askerOf(r)
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	store, err := s.scenarioStore()
	if err != nil {
		return err
	}
	if err := s.mayWrite(r, who); err != nil {
		return err
	}
	before, err := find(store)
	if err != nil {
		return err
	}
	sent, err := readScenario(r, s.app.World())
	if err != nil {
		return err
	}
	if err := who.mayPropose(sent.Zone); err != nil {
		return err
	}
	sent.ID = before.ID
	saved, err := store.Put(r.Context(), data.ScenarioChange{Scenario: sent, Expect: before.Version, Who: who.actor(r)})
	if err != nil {
		return lostScenario(err, before.Version)
	}
	answer, err := s.judged(&saved, lang)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", `"`+strings.TrimSuffix(itemTag(geo.Cursor(saved.Version)), ".")+`"`)
	if status == http.StatusCreated {
		w.Header().Set("Location", s.base(r)+"/api/scenarios/"+saved.ID)
	}
	return s.answerWritten(w, r, status, answer)
}

// lostScenario tells a version that was changed or removed since it was looked at from other conflicts.
func lostScenario(err error, expected int64) error {
	if kind := geo.KindOf(err); expected != 0 && (kind == geo.KindConflict || kind == geo.KindNotFound) {
		return &fault{kind: problemPrecondition, text: faultOf(err).text, err: err}
	}
	return err
}

// deleteScenario removes one.
func (s *Server) deleteScenario(w http.ResponseWriter, r *http.Request) error {
	who := askerOf(r)
	if _, err := plainRequest(r, "json"); err != nil {
		return err
	}
	store, err := s.scenarioStore()
	if err != nil {
		return err
	}
	if err := s.mayWrite(r, who); err != nil {
		return err
	}
	before, err := s.expectedScenario(r, store)
	if err != nil {
		return err
	}
	if err := store.Delete(r.Context(), before.ID, before.Version, who.actor(r)); err != nil {
		return lostScenario(err, before.Version)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// readScenario reads and checks a body. What an answer says beside what can be set is passed over, so that an answer can be sent back.
func readScenario(r *http.Request, now *world.World) (read geo.Scenario, err error) {
	body, err := readBody(r, []string{jsonType})
	if err != nil {
		return read, err
	}
	var sent scenarioAnswer
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err = decoder.Decode(&sent); err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errNotOneObject
		}
	}
	if err != nil {
		return read, &fault{kind: problemInvalid, text: phrase.ScenarioBody.With(), err: err}
	}
	orNone := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	read = geo.Scenario{Name: sent.Name, Zone: orNone(sent.Zone), Note: orNone(sent.Note)}
	for i := range sent.Proposals {
		read.Proposals = append(read.Proposals, sent.Proposals[i].Proposal)
	}
	read.Normalize()
	var faults []fieldFault
	for _, f := range read.Check() {
		if faults = append(faults, fieldFault{f.Field, f.Text}); len(faults) == mostFaults {
			break
		}
	}
	if len(faults) == 0 && read.Zone != "" && !isCurrent(now.Table(geo.Zones), read.Zone) {
		faults = append(faults, fieldFault{"zone", phrase.AreaMissing.With("zone", read.Zone)})
	}
	if len(faults) > 0 {
		return read, unprocessable("scenarios", faults)
	}
	return read, nil
}

// mostFaults is how many faults of a scenario are listed.
const mostFaults = 100
