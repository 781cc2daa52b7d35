package server

import (
	"context"
	"io"
	"net/http"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

// roundsAnswer is a run sheet for each team and day. Minutes are those under way.
type roundsAnswer struct {
	Start       string       `json:"start"`
	Finish      string       `json:"finish"`
	Teams       int          `json:"teams"`
	Days        int          `json:"days"` // that are used
	Base        *string      `json:"base"`
	Travel      int          `json:"travel"`
	Bound       int          `json:"bound"` // below which no rounds to the same targets on as many days are
	Gap         float64      `json:"gap"`
	Attribution *string      `json:"attribution"`
	Sheets      []roundSheet `json:"sheets"`
	Left        []leftTarget `json:"left"`
}

type roundSheet struct {
	Day    int         `json:"day"`
	Team   int         `json:"team"`
	Phase  int         `json:"phase"`
	Travel int         `json:"travel"`
	Ends   string      `json:"ends"` // back at the base if there is one
	Stops  []roundStop `json:"stops"`
	Back   *legTimes   `json:"back"` // null without a base
}

type roundStop struct {
	stopTimes
	Priority int `json:"priority"`
}

// leftTarget is a target that stands on no sheet, and why.
type leftTarget struct {
	Stop     string  `json:"stop"`
	NameZH   string  `json:"name_zh"`
	NameEN   *string `json:"name_en"`
	Reason   string  `json:"reason"`
	Priority *int    `json:"priority"` // null where it does not matter
	TextZH   string  `json:"text_zh"`
	TextEN   string  `json:"text_en"`
}

// noTime is why a target is left out that has a place.
const noTime = "no_time"

// answer writes rounds down.
func (what *inspected) answer(r *tour.Rounds, found *tour.Itineraries) *roundsAnswer {
	a := &roundsAnswer{Start: geo.Clock(r.Start).String(), Finish: geo.Clock(r.Finish).String(), Teams: r.Teams, Days: found.Days, Travel: found.Travel, Bound: found.Bound,
		Gap: found.Gap(), Sheets: []roundSheet{}, Left: []leftTarget{}}
	base := -1
	if what.base != nil {
		base = len(what.stops)
		a.Base = &what.base.ID
	}
	way := func(from, to int) *legTimes {
		if from < 0 || to < 0 {
			return nil
		}
		leg := &r.Legs[from][to]
		return &legTimes{leg.Mode.String(), leg.Minutes, leg.Metres, leg.Estimated}
	}
	for _, sheet := range found.Sheets {
		s := roundSheet{Day: sheet.Day, Team: sheet.Team, Phase: sheet.Phase, Travel: sheet.Travel}
		last, ends := base, 0
		for _, stay := range sheet.Stays {
			s.Stops = append(s.Stops, roundStop{stayOf(&what.stops[stay.Stop], stay, way(last, stay.Stop)), what.priority[stay.Stop]})
			last, ends = stay.Stop, stay.Leave
		}
		if s.Back = way(last, base); s.Back != nil {
			ends += s.Back.Minutes
		}
		s.Ends = geo.Clock(ends).String()
		a.Sheets = append(a.Sheets, s)
	}
	left := func(stop *tour.Stop, reason string, priority *int, said phrase.Phrase) {
		text := said.With(tour.NameOf(stop))
		a.Left = append(a.Left, leftTarget{stop.ID, stop.NameZH, textOrNull(stop.NameEN), reason, priority, text.ZH, text.EN})
	}
	for _, i := range found.Left {
		left(&what.stops[i], noTime, &what.priority[i], phrase.RoundsLeft)
	}
	for i := range what.unplaced {
		left(&what.unplaced[i], tour.NoPlace, nil, phrase.TourNoPlace)
	}
	return a
}

// roundFormats are the values of f for rounds.
func roundFormats() []string { return []string{"json", "csv", "xlsx", "sse"} }

// roundsFile answers run sheets as a table: all of them, or in a workbook a sheet a team.
func (s *Server) roundsFile(w http.ResponseWriter, r *http.Request, now *world.World, a *roundsAnswer, format string) error {
	lang := languageOf(r)
	all := a.lines(lang)
	write := func(ctx context.Context, out io.Writer) error {
		sheet := sheetOf("rounds", lang, all)
		return sheet.WriteCSV(ctx, out)
	}
	if format == "xlsx" {
		write = func(ctx context.Context, out io.Writer) error { return export.Workbook(ctx, out, a.book(lang, all)...) }
	}
	return s.sheetFile(w, r, format, "rounds-"+now.Day().String(), phrase.RoundsFile.In(phrase.Chinese)+"-"+now.Day().String(), write)
}

// roundLine is a line of a run sheet: a stay, the way back, or what is left out, which is of no team.
type roundLine struct {
	team   int
	values []geo.Value
}

// lines are all run sheets, team by team.
func (a *roundsAnswer) lines(lang phrase.Lang) (lines []roundLine) {
	text, whole := geo.Text, func(n int) geo.Value { return geo.Integer(int64(n)) }
	way := func(leg *legTimes) []geo.Value {
		if leg == nil {
			return make([]geo.Value, 4)
		}
		mode, how := phrase.RoundsOnFoot, phrase.RoundsByRoad
		if leg.Mode == tour.Bus.String() {
			mode = phrase.RoundsByBus
		}
		if leg.Estimated {
			how = phrase.RoundsStraight
		}
		return []geo.Value{text(mode.In(lang)), whole(leg.Minutes), whole(leg.Metres), text(how.In(lang))}
	}
	for team := range a.Teams {
		for _, sheet := range a.Sheets {
			if sheet.Team != team+1 {
				continue
			}
			head := []geo.Value{whole(sheet.Team), whole(sheet.Day), whole(sheet.Phase)}
			for k, stop := range sheet.Stops {
				line := append(append(head[:3:3], whole(k+1)), way(stop.Leg)...)
				line = append(line, text(stop.Arrive), text(stop.Begin), text(stop.Leave), text(stop.Stop), text(stop.NameZH), textOrNone(stop.NameEN), whole(stop.Priority), geo.Value{})
				lines = append(lines, roundLine{sheet.Team, line})
			}
			if sheet.Back != nil {
				line := append(append(head[:3:3], geo.Value{}), way(sheet.Back)...)
				lines = append(lines, roundLine{sheet.Team, append(line, text(sheet.Ends), geo.Value{}, geo.Value{}, text(*a.Base), geo.Value{}, geo.Value{}, geo.Value{}, text(phrase.RoundsBack.In(lang)))})
			}
		}
	}
	for _, left := range a.Left {
		line := append(make([]geo.Value, 11), text(left.Stop), text(left.NameZH), textOrNone(left.NameEN), geo.Value{}, text(phrase.Text{ZH: left.TextZH, EN: left.TextEN}.In(lang)))
		if left.Priority != nil {
			line[14] = whole(*left.Priority)
		}
		lines = append(lines, roundLine{0, line})
	}
	return lines
}

func textOrNone(s *string) geo.Value {
	if s == nil {
		return geo.Value{}
	}
	return geo.Text(*s)
}

// book is a sheet for each team that is sent out, and one for what is left out.
func (a *roundsAnswer) book(lang phrase.Lang, all []roundLine) (book []export.Sheet) {
	for team := range a.Teams + 1 {
		number := (team + 1) % (a.Teams + 1) // those of no team last
		var own []roundLine
		for _, line := range all {
			if line.team == number {
				own = append(own, line)
			}
		}
		name := phrase.RoundsLeftSheet.In(lang)
		if number > 0 {
			name = phrase.RoundsTeam.With(number).In(lang)
		}
		if len(own) > 0 {
			book = append(book, sheetOf(name, lang, own))
		}
	}
	return book
}

func sheetOf(name string, lang phrase.Lang, lines []roundLine) export.Sheet {
	var head []string
	for _, p := range []phrase.Phrase{phrase.RoundsTeamHead, phrase.RoundsDayHead, phrase.RoundsPhaseHead, phrase.RoundsNumberHead, phrase.RoundsModeHead, phrase.RoundsMinutesHead, phrase.RoundsMetresHead,
		phrase.RoundsWayHead, phrase.RoundsArriveHead, phrase.RoundsBeginHead, phrase.RoundsLeaveHead, phrase.RoundsTargetHead, geo.NameZH.Label, geo.NameEN.Label, phrase.RoundsPriorityHead, phrase.RoundsNoteHead} {
		head = append(head, p.In(lang))
	}
	return export.Sheet{Name: name, Head: head, Rows: len(lines), Row: func(i int, into []geo.Value) []geo.Value { return append(into, lines[i].values...) }}
}
