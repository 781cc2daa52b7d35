// Package handout makes of a tour what its visitors hold in their hands: a page for the phone, whole without a script, and the same page as one file that
// needs no server. It draws the map itself, as SVG, from the stops and legs alone. It reads no World and answers no request.
package handout

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
)

//go:embed page.html
var pageText string

// Tour is what a page is made of.
type Tour struct {
	Route    *tour.Route
	Passages []tour.Passage
	Honors   [][]tour.Honor // of each stop, valid on the day
	Lang     phrase.Lang
	Day      geo.Day // on which it is made
	Draft    bool
	Review   string // 审图号, "" for none
	Links    Links
	Guide    bool   // whether to link to services that lead there
	Credit   string // to whom the roads are owed that legs follow

	Groups    [][]tour.Passage // how each group passes, where there are several; for paper
	Ground    []tour.Ground    // what lies below the map, bottom first; for paper
	GroundCut bool             // whether some of it was left out
	URL       string           // where the page is found from elsewhere, "" if nobody knows; for paper and the QR code
}

// Links are where a page finds its parts. The file has none: it carries them.
type Links struct {
	Style, Script, Icon, Worker, Scope string
	Self                               string // the page, without a query
	API                                string // the tour in the API
}

// Parts are what a page that is one file carries.
type Parts struct{ Style, Script []byte }

// Page is the page of a tour as HTML.
func Page(t *Tour) ([]byte, error) { return render("page", viewOf(t)) }

// File is the page as one file, to be opened from wherever it was kept. Its own policy lets it load nothing else.
func File(t *Tour, parts Parts) ([]byte, error) {
	v := viewOf(t)
	v.Whole, v.Links, v.Keep = true, Links{}, false
	v.Files = nil
	v.Style, v.Script = template.CSS(parts.Style), template.JS(parts.Script)
	v.StyleHash, v.ScriptHash = hash(parts.Style), hash(parts.Script)
	return render("page", v)
}

// Refusal is a page that says why there is none of the tour.
func Refusal(title, text phrase.Text, lang phrase.Lang, links Links) ([]byte, error) {
	return render("refusal", &view{Lang: lang.Tag(), Title: title.In(lang), State: text.In(lang), Links: links})
}

func hash(part []byte) string {
	sum := sha256.Sum256(part)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func render(name string, v *view) ([]byte, error) {
	t, err := template.New("handout").Parse(pageText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.ExecuteTemplate(&out, name, v)
	return out.Bytes(), err
}

// view is a page in words.
type view struct {
	Lang, Other, OtherTag, OtherName string
	Title, State, Event, Times, AsOf string
	Date                             string // the event's, "" for none
	Words                            map[string]string
	Map                              *Map
	MapLabel, Review                 string
	Notes                            []string
	Stops                            []stopView
	Files                            []fileView
	Links                            Links
	Keep, Whole                      bool
	Style                            template.CSS
	Script                           template.JS
	StyleHash, ScriptHash            string
}

type fileView struct{ Href, Title string }

func viewOf(t *Tour) *view {
	say := func(p phrase.Phrase) string { return p.In(t.Lang) }
	title, _ := said(t.Lang, t.Route.Record.NameZH, t.Route.Record.NameEN)
	v := &view{Lang: t.Lang.Tag(), Other: "?lang=en", OtherTag: "en", OtherName: say(phrase.TourOtherLanguage), Title: title, Map: draw(t.Passages, onPhone()), Links: t.Links,
		AsOf: phrase.TourPlanOf.With(t.Day.String()).In(t.Lang), Keep: !t.Draft, Review: say(phrase.TourUnreviewed), Times: say(phrase.TourNoTimes), Words: words(t.Lang)}
	if t.Lang == phrase.English {
		v.Other, v.OtherTag = "?lang=zh-CN", "zh-CN"
	}
	if t.Draft {
		v.State = say(phrase.TourDraft)
	}
	if t.Review != "" {
		v.Review = phrase.TourReview.With(t.Review).In(t.Lang)
	}
	v.event(t)
	if n := len(t.Passages); n > 0 && t.Passages[0].Timed {
		v.Times = geo.Clock(t.Route.Start).String()
		if last := &t.Passages[n-1]; last.Timed {
			v.Times = phrase.TourFrom.With(v.Times, last.Leave).In(t.Lang)
		}
	}
	if m := v.Map; m != nil {
		v.MapLabel = phrase.TourMapOf.With(len(m.Marks)).In(t.Lang)
		if m.Illustrative {
			v.Notes = append(v.Notes, say(phrase.TourPlacesShown))
		}
		if m.Estimated {
			v.Notes = append(v.Notes, say(phrase.TourDashed))
		}
		if t.Credit != "" {
			v.Notes = append(v.Notes, phrase.TourRoads.With(t.Credit).In(t.Lang))
		}
	}
	for i := range t.Passages {
		v.Stops = append(v.Stops, stopOf(t, i))
	}
	v.files(t)
	return v
}

// event says what the tour belongs to, when that is, and whether it has been.
func (v *view) event(t *Tour) {
	event := t.Route.Event
	if event == nil {
		return
	}
	v.Event, _ = said(t.Lang, event.NameZH, event.NameEN)
	switch event.Get(geo.EventStatus).Text() {
	case "planned":
		v.Event += " · " + phrase.TourPlanned.In(t.Lang)
	case "held":
		v.Event += " · " + phrase.TourHeld.In(t.Lang)
	}
	if day := event.Get(geo.HeldOn).Day(); day != 0 {
		v.Date = day.Start().In(geo.Shanghai).Format(time.DateOnly)
	}
}

func (v *view) files(t *Tour) {
	lang := "&lang=" + t.Lang.Tag()
	v.Files = []fileView{{t.Links.API + "?f=html" + lang, phrase.TourOneFile.In(t.Lang)}, {t.Links.API + "?f=pdf" + lang, phrase.TourPaper.In(t.Lang)},
		{t.Links.Self + "/qr.svg?lang=" + t.Lang.Tag(), phrase.TourCode.In(t.Lang)}}
	if v.Map != nil {
		v.Files = append(v.Files, fileView{t.Links.API + "?f=gpx" + lang, "GPX"}, fileView{t.Links.API + "?f=kml" + lang, "KML"})
	}
	if v.Date != "" {
		v.Files = append(v.Files, fileView{t.Links.API + "?f=ics" + lang, phrase.TourCalendar.In(t.Lang)})
	}
}

// words are what the template and the script say.
func words(lang phrase.Lang) map[string]string {
	all := map[string]string{}
	for name, p := range map[string]phrase.Phrase{"skip": phrase.TourSkip, "stops": phrase.TourStops, "directions": phrase.TourDirections, "take": phrase.TourTake, "before": phrase.TourBefore,
		"next": phrase.TourNext, "bar": phrase.TourBar, "departure": phrase.TourDeparture, "over": phrase.TourOver, "where": phrase.TourWhere, "private": phrase.TourWherePrivate,
		"at": phrase.TourWhereAt, "outside": phrase.TourWhereOutside, "failed": phrase.TourWhereFailed, "offline": phrase.TourOffline, "honors": phrase.TourHonors} {
		all[name] = p.In(lang)
	}
	return all
}

// said is a text in the reader's language, or in the other one where there is none: then foreign is that one's tag.
func said(lang phrase.Lang, zh, en string) (text, foreign string) {
	switch {
	case lang == phrase.English && en == "" && zh != "":
		return zh, phrase.Chinese.Tag()
	case lang == phrase.English:
		return en, ""
	case zh == "" && en != "":
		return en, phrase.English.Tag()
	}
	return zh, ""
}
