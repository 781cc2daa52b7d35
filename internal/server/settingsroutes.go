package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/app"
	"github.com/gorilla/mux"
)

// allSettings stands where a key does, for all of them.
const allSettings = "all"

// settingAnswer is one setting as administrators see it.
type settingAnswer struct {
	Key     string  `json:"key"`
	Value   string  `json:"value"`
	Default string  `json:"default"`
	Type    string  `json:"type"`
	Unit    *string `json:"unit"`
	Version int64   `json:"version"` // 0 if it was never set
	Pinned  bool    `json:"pinned"`
	LabelZH string  `json:"label_zh"`
	LabelEN string  `json:"label_en"`
	Clause  string  `json:"clause"`
}

func settingAnswerOf(now *app.Settled, setting *geo.Setting, lang phrase.Lang) settingAnswer {
	types := map[geo.Type]string{geo.TypeInteger: "integer", geo.TypeNumber: "number", geo.TypeBoolean: "boolean", geo.TypeList: "list"}
	kind, named := types[setting.Type]
	if !named {
		kind = "text"
	}
	return settingAnswer{setting.Key, now.Get(setting).String(), setting.Default.String(), kind, textOrNull(setting.Unit), now.Versions[setting.Key], now.Pinned(setting),
		setting.Label.ZH, setting.Label.EN, setting.Clause.In(lang)}
}

// setting answers one setting, or all of them with the hash that numbers are given with.
func (s *Server) setting(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	if err := s.app.Settle(r.Context()); err != nil {
		return err
	}
	now, key := s.app.Settled(), mux.Vars(r)["key"]
	if key == allSettings {
		list := []settingAnswer{}
		for _, setting := range geo.SettingSchema() {
			list = append(list, settingAnswerOf(now, setting, lang))
		}
		return s.json(w, r, jsonType, lang, map[string]any{"hash": now.Hash(), "settings": list})
	}
	setting, err := geo.SettingOf(key)
	if err != nil {
		return notFound(faultOf(err).text)
	}
	body, err := json.Marshal(settingAnswerOf(now, setting, lang))
	if err != nil {
		return err
	}
	return s.taggedDocument(w, r, jsonType, lang, append(body, '\n'), itemTag(geo.Cursor(now.Versions[key])))
}

// setSetting makes a new version of a setting.
func (s *Server) setSetting(w http.ResponseWriter, r *http.Request) error {
	who, key := askerOf(r), mux.Vars(r)["key"]
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	setting, err := geo.SettingOf(key)
	if err != nil {
		return notFound(faultOf(err).text)
	}
	if s.options.Settings == nil {
		return geo.Unavailable("server.setSetting", phrase.SettingsUnkept.With(), nil)
	}
	if err := s.mayWrite(r, who); err != nil {
		return err
	}
	expect, err := expectationOf(r, "settings/"+key)
	if err != nil {
		return err
	}
	text, err := readSetting(r)
	if err != nil {
		return err
	}
	if err := s.app.Settle(r.Context()); err != nil {
		return err
	}
	now := s.app.Settled()
	version := now.Versions[key]
	if !expect.holds(geo.Cursor(version)) {
		return &fault{kind: problemPrecondition, text: phrase.SettingElsewhere.With(key, version)}
	}
	if _, _, err := now.Edit(key, text); err != nil {
		return settingFault(err)
	}
	if _, err := s.options.Settings.Set(r.Context(), data.SettingChange{Key: key, Text: text, Expect: version, Who: who.actor(r)}); err != nil {
		if geo.KindOf(err) == geo.KindConflict {
			return &fault{kind: problemPrecondition, text: faultOf(err).text, err: err}
		}
		return settingFault(err)
	}
	if err := s.app.Settle(r.Context()); err != nil {
		return err
	}
	now = s.app.Settled()
	w.Header().Set("Etag", `"`+strings.TrimSuffix(itemTag(geo.Cursor(now.Versions[key])), ".")+`"`)
	return s.answerWritten(w, r, http.StatusOK, settingAnswerOf(now, setting, lang))
}

// settingFault blames the value of a setting.
func settingFault(err error) error {
	if geo.KindOf(err) == geo.KindInvalid {
		return unprocessable("settings", []fieldFault{{"value", faultOf(err).text}})
	}
	return err
}

// readSetting reads {"value": …} as the text that a setting is kept by.
func readSetting(r *http.Request) (string, error) {
	body, err := readBody(r, []string{jsonType})
	if err != nil {
		return "", err
	}
	malformed := &fault{kind: problemInvalid, text: phrase.SettingBody.With()}
	given, err := parseMembers(body)
	if _, said := given["value"]; err != nil || !said || len(given) != 1 {
		return "", malformed
	}
	switch v := given["value"].(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		if v {
			return "true", nil
		}
		return "false", nil
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			text, is := item.(string)
			if !is || strings.ContainsAny(text, ";；,，、") {
				return "", malformed
			}
			items[i] = text
		}
		return strings.Join(items, ";"), nil
	}
	return "", malformed
}
