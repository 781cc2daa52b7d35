package export

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// calendar writes a tour as iCalendar (RFC 5545): the tour as one event, of the whole day where no start is known, and one event for each stop whose times
// are. Identifiers follow from those of the records, so that a file that is taken again replaces what was taken before. Times are local to Shanghai.
func calendar(t *Tour) ([]byte, error) {
	if t.Day() == 0 {
		return nil, geo.Conflict("export.Tour", phrase.TourUndated.With(t.name()))
	}
	c := icalendar{tour: t}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//beltmap//tours//"+strings.ToUpper(t.Lang.Tag()[:2]))
	c.line("METHOD", "PUBLISH")
	c.line("BEGIN", "VTIMEZONE") // China has kept one offset since 1991, earlier than any tour
	c.line("TZID", "Asia/Shanghai")
	c.line("BEGIN", "STANDARD")
	c.line("DTSTART", "19910915T000000")
	c.line("TZOFFSETFROM", "+0800")
	c.line("TZOFFSETTO", "+0800")
	c.line("TZNAME", "CST")
	c.line("END", "STANDARD")
	c.line("END", "VTIMEZONE")
	c.whole()
	for i := range t.Passages {
		p := &t.Passages[i]
		if !p.Timed {
			continue
		}
		c.begin(t.Route.Record.ID+"/"+p.ID, phrase.TourOf.With(t.nameOf(p), p.Seq).In(t.Lang))
		c.time("DTSTART", p.Arrive)
		c.time("DTEND", p.Leave)
		c.text("LOCATION", t.nameOf(p))
		c.text("DESCRIPTION", t.story(p))
		if p.Class != geo.Illustrative { // a made-up place must not lead anybody anywhere
			c.line("GEO", string(appendDegrees(append(appendDegrees(nil, p.Point[1]), ';'), p.Point[0])))
		}
		c.line("END", "VEVENT")
	}
	c.line("END", "VCALENDAR")
	return []byte(c.b.String()), nil
}

// icalendar is a calendar as it is written.
type icalendar struct {
	tour *Tour
	b    strings.Builder
}

// whole is the tour as an event.
func (c *icalendar) whole() {
	t := c.tour
	c.begin(t.Route.Record.ID, t.name())
	var stops []string
	ends := geo.Clock(t.Route.Start)
	for i := range t.Passages {
		p := &t.Passages[i]
		row := strconv.Itoa(p.Seq) + ". " + t.nameOf(p)
		if p.Timed {
			row += fmt.Sprintf(" %s–%s", p.Arrive, p.Leave)
			ends = p.Leave
		}
		stops = append(stops, row)
	}
	if last := len(t.Passages) - 1; last >= 0 && t.Passages[last].Timed {
		c.time("DTSTART", geo.Clock(t.Route.Start))
		c.time("DTEND", ends)
	} else {
		c.line("DTSTART;VALUE=DATE", t.Day().Start().Format("20060102"))
		c.line("DTEND;VALUE=DATE", t.Day().Start().AddDate(0, 0, 1).Format("20060102"))
	}
	c.text("DESCRIPTION", strings.TrimSpace(strings.Join(stops, "\n")+"\n"+t.notes()))
	if t.URL != "" {
		c.line("URL", t.URL)
	}
	c.line("END", "VEVENT")
}

func (c *icalendar) begin(id, summary string) {
	sum := sha256.Sum256([]byte("beltmap tour " + id))
	c.line("BEGIN", "VEVENT")
	c.line("UID", fmt.Sprintf("%x@beltmap", sum[:16]))
	c.line("DTSTAMP", c.tour.Made.UTC().Format("20060102T150405Z"))
	c.line("SEQUENCE", strconv.FormatInt(c.tour.Version&(1<<31-1), 10))
	c.text("SUMMARY", summary)
}

func (c *icalendar) time(name string, at geo.Clock) {
	c.line(name+";TZID=Asia/Shanghai", c.tour.at(at).In(geo.Shanghai).Format("20060102T150405"))
}

// text is a line whose value is text, in which separators are escaped (RFC 5545, 3.3.11), and none where there is none.
func (c *icalendar) text(name, value string) {
	if value != "" {
		c.line(name, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(value))
	}
}

// line writes a content line, folded so that none is longer than 75 octets and no character is cut (RFC 5545, 3.1).
func (c *icalendar) line(name, value string) {
	rest, room := name+":"+value, 75
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.b.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], 74
	}
	c.b.WriteString(rest + "\r\n")
}
