package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"weak"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/privacy"
	"beltmap/geo/world"
)

// releases remembers what totals were published (data.Releases).
type releases interface {
	After(ctx context.Context, known int) ([]string, error)
	Append(ctx context.Context, known int, text string) error
}

// members keeps what was published, and the totals of the last World that somebody asked about.
type members struct {
	turn      chan struct{} // held by whoever uses the rest
	world     weak.Pointer[world.World]
	rules     privacy.Rules
	family    []privacy.Line
	known     int // releases that lines came from
	lines     []privacy.Line
	published map[privacy.Cell]*privacy.Line
}

func rulesOf(s geo.Settings) privacy.Rules {
	return privacy.Rules{K: int64(s.Integer(geo.PrivacyK)), Contributors: s.Integer(geo.PrivacyContributors)}
}

const releaseTries = 3 // that another process published meanwhile happens once a quarter

// membersOf is the totals as they are in a World, and as they are published. What has never been published is decided on once a World.
func (s *Server) membersOf(r *http.Request, w *world.World) (family []privacy.Line, published map[privacy.Cell]*privacy.Line, err error) {
	m := &s.members
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-r.Context().Done():
		return nil, nil, r.Context().Err()
	}
	rules := rulesOf(w.Settings())
	if m.world == weak.Make(w) && m.rules == rules {
		return m.family, m.published, nil
	}
	err = s.work(r, func(ctx context.Context) error {
		family = privacy.Family(w)
		if s.options.Releases == nil {
			return nil
		}
		return m.release(ctx, s.options.Releases, rules, family, w.Day())
	})
	if err != nil {
		return nil, nil, err
	}
	m.world, m.rules, m.family, m.published = weak.Make(w), rules, family, privacy.Published(m.lines)
	return m.family, m.published, nil
}

// release reads what others published and publishes what is due. What cannot be remembered is not published.
func (m *members) release(ctx context.Context, kept releases, rules privacy.Rules, family []privacy.Line, day geo.Day) error {
	for try := 1; ; try++ {
		texts, err := kept.After(ctx, m.known)
		if err != nil {
			return err
		}
		for _, text := range texts {
			var lines []privacy.Line
			if err := json.Unmarshal([]byte(text), &lines); err != nil {
				return err
			}
			m.lines, m.known = append(m.lines, lines...), m.known+1
		}
		next := privacy.Release(rules, m.lines, family, day)
		if len(next) == 0 {
			return nil
		}
		text, err := json.Marshal(next)
		if err != nil {
			return err
		}
		switch err = kept.Append(ctx, m.known, string(text)); {
		case err == nil:
			m.lines, m.known = append(m.lines, next...), m.known+1
			return nil
		case geo.KindOf(err) == geo.KindUnavailable:
			return nil // the file can only be read
		case geo.KindOf(err) != geo.KindConflict || try == releaseTries:
			return err
		}
	}
}

// memberTotal is one total as it is answered.
type memberTotal struct {
	ID            string     `json:"id"`
	NameZH        *string    `json:"name_zh"`
	NameEN        *string    `json:"name_en"`
	Total         *int64     `json:"total"`
	Organizations int        `json:"organizations"`
	Unknown       int        `json:"unknown"`
	AsOf          string     `json:"as_of"`
	Version       geo.Cursor `json:"version"`
	Exact         bool       `json:"exact"`
	Stated        bool       `json:"stated"`
	Reason        *string    `json:"reason"`
	ReasonZH      *string    `json:"reason_zh"`
	ReasonEN      *string    `json:"reason_en"`
}

// memberTotals answers the totals of members by zone and by belt: those of the reader's zones as they are, the others as they are published.
func (s *Server) memberTotals(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	now, sight := s.app.World(), askerOf(r).sight
	family, published, err := s.membersOf(r, now)
	if err != nil {
		return err
	}
	totals := map[geo.Collection][]memberTotal{geo.Zones: {}, geo.Belts: {}}
	for i := range family {
		l := &family[i]
		totals[l.Collection] = append(totals[l.Collection], totalOf(now, l, published[l.Cell], sight))
	}
	for _, list := range totals {
		slices.SortFunc(list, func(a, b memberTotal) int { return strings.Compare(a.ID, b.ID) })
	}
	definition, settings := phrase.MembersDefinition.With(), now.Settings()
	return s.json(w, r, jsonType, lang, struct {
		AsOf         string           `json:"as_of"`
		Version      geo.Cursor       `json:"version"`
		RuleVersion  int              `json:"rule_version"`
		Settings     string           `json:"settings_hash"`
		Parameters   map[string]int64 `json:"parameters"`
		Sources      []string         `json:"sources"`
		DefinitionZH string           `json:"definition_zh"`
		DefinitionEN string           `json:"definition_en"`
		Zones        []memberTotal    `json:"zones"`
		Belts        []memberTotal    `json:"belts"`
	}{now.Day().String(), now.Version(), privacy.RuleVersion, now.SettingsHash(), map[string]int64{"k": int64(settings.Integer(geo.PrivacyK)), "contributors": int64(settings.Integer(geo.PrivacyContributors)), "percent": privacy.Percent},
		[]string{geo.Organizations.String()}, definition.ZH, definition.EN, totals[geo.Zones], totals[geo.Belts]})
}

// totalOf is a total as a reader may know it. Why one is withheld is not said: that it is small would be news, too.
func totalOf(w *world.World, l, published *privacy.Line, sight geo.Sight) memberTotal {
	t := w.Table(l.Collection)
	answer := memberTotal{ID: l.ID, Stated: l.Stated}
	if row, ok := t.Find(l.ID); ok {
		answer.NameZH, answer.NameEN = textOrNull(t.Value(row, geo.NameZH, geo.PublicSight()).Text()), textOrNull(t.Value(row, geo.NameEN, geo.PublicSight()).Text())
	}
	count := func(l *privacy.Line) {
		answer.Organizations, answer.Unknown, answer.AsOf, answer.Version = len(l.Contributions)+l.Unknown, l.Unknown, l.AsOf.String(), l.Version
	}
	say := func(l *privacy.Line) {
		count(l)
		n := l.Members()
		answer.Total = &n
	}
	withhold := func(code string, why phrase.Text) {
		count(l)
		answer.Reason, answer.ReasonZH, answer.ReasonEN = &code, &why.ZH, &why.EN
	}
	none := len(l.Contributions) == 0
	switch inside := !slices.ContainsFunc(l.Zones, func(zone string) bool { return sight.Class(zone) != geo.Internal }); {
	case none && l.Unknown == 0: // which is not that there are none
		withhold("unlisted", phrase.MembersUnlisted.With())
	case inside && !none:
		say(l)
		answer.Exact = true
	case published != nil:
		say(published)
	case none:
		withhold("unknown", phrase.MembersUnknown.With())
	default:
		withhold("withheld", phrase.MembersWithheld.With())
	}
	return answer
}
