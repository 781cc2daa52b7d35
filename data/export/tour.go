package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
)

// Tour is a tour to be taken along, as its reader is shown it.
type Tour struct {
	Route    *tour.Route
	Passages []tour.Passage
	Lang     phrase.Lang
	Made     time.Time // of what is written
	Version  int64     // of the World, by which calendars tell the newer of two
	URL      string    // of its page, "" for none
	Credit   string    // to whom the roads are owed that legs follow
}

// TourFormat is one way to take a tour along.
type TourFormat struct {
	Name, Extension, MediaType string
	write                      func(*Tour) ([]byte, error)
}

// TourFormats are all that there are.
func TourFormats() []TourFormat {
	return []TourFormat{
		{"gpx", ".gpx", "application/gpx+xml", gpx},
		{"kml", ".kml", "application/vnd.google-earth.kml+xml", tourKML},
		{"ics", ".ics", "text/calendar; charset=utf-8", calendar},
	}
}

// Write writes a tour. One that cannot be written so, such as one without a date as a calendar, is an error of kind conflict before anything is.
func (f TourFormat) Write(w io.Writer, t *Tour) error {
	body, err := f.write(t)
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}

// Day is when the tour's event is held, none if nobody says.
func (t *Tour) Day() geo.Day {
	if t.Route.Event == nil {
		return 0
	}
	return t.Route.Event.Get(geo.HeldOn).Day()
}

// at is a time of the tour's day.
func (t *Tour) at(c geo.Clock) time.Time { return t.Day().Start().Add(time.Duration(c) * time.Minute) }

// said is a text in the reader's language, or in the other one where there is none.
func (t *Tour) said(zh, en string) string {
	if t.Lang == phrase.English && en != "" || zh == "" {
		return en
	}
	return zh
}

func (t *Tour) name() string { return t.said(t.Route.Record.NameZH, t.Route.Record.NameEN) }

func (t *Tour) nameOf(p *tour.Passage) string { return t.said(p.NameZH, p.NameEN) }

// story is what is told at a stop, with whose words they are.
func (t *Tour) story(p *tour.Passage) string {
	story := t.said(p.StoryZH, p.StoryEN)
	if p.StepFree != "" {
		story = strings.TrimPrefix(story+"\n"+p.StepFree, "\n")
	}
	if story != "" && p.StorySource != "" {
		story += "\n" + p.StorySource
	}
	return story
}

// placed are the stops that have a place, of which a file of places must have at least one.
func (t *Tour) placed(format string) (placed []tour.Passage, err error) {
	for _, p := range t.Passages {
		if p.Located {
			placed = append(placed, p)
		}
	}
	if len(placed) == 0 {
		return nil, geo.Conflict("export.Tour", phrase.TourNoPlaces.With(t.name(), format))
	}
	return placed, nil
}

// between names the leg to a stop by the numbers of its ends.
func (t *Tour) between(p *tour.Passage) string {
	return fmt.Sprintf("%d–%d", t.Passages[p.From].Seq, p.Seq)
}

// way says how a stop is reached, and whether by road.
func (t *Tour) way(leg *tour.Leg) string {
	way, how := phrase.TourOnFoot, phrase.TourLegByRoad
	if leg.Mode == tour.Bus {
		way = phrase.TourByBus
	}
	if leg.Estimated {
		how = phrase.TourLegEstimated
	}
	return way.With(leg.Minutes, leg.Metres).In(t.Lang) + how.In(t.Lang)
}

// notes are what a reader of a file must know of it: how true places and legs are, and what is missing.
func (t *Tour) notes() string {
	var notes, missing []string
	var straight []string
	drawn, byRoad := false, false
	for i := range t.Passages {
		p := &t.Passages[i]
		if !p.Located {
			missing = append(missing, fmt.Sprintf("%d %s", p.Seq, t.nameOf(p)))
		}
		drawn = drawn || p.Located && p.Class == geo.Illustrative
		if p.Leg != nil && p.Leg.Estimated {
			straight = append(straight, t.between(p))
		}
		byRoad = byRoad || p.Leg != nil && !p.Leg.Estimated
	}
	if drawn {
		notes = append(notes, phrase.TourPlacesShown.In(t.Lang))
	}
	switch {
	case byRoad && len(straight) > 0:
		notes = append(notes, phrase.TourSomeByRoad.With(strings.Join(straight, ", ")).In(t.Lang))
	case len(straight) > 0:
		notes = append(notes, phrase.TourEstimated.In(t.Lang))
	}
	if t.Credit != "" {
		notes = append(notes, phrase.TourRoads.With(t.Credit).In(t.Lang))
	}
	if len(missing) > 0 {
		notes = append(notes, phrase.TourLeftOut.With(strings.Join(missing, ", ")).In(t.Lang))
	}
	return strings.Join(notes, "\n")
}
