package handout

import (
	"fmt"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/paper"
)

// Inks of the leaflet.
const (
	black paper.Color = 0x1f2328
	gray  paper.Color = 0x555b61
	hair  paper.Color = 0xc9c4b8
	shade paper.Color = 0xf3f0e9
	alert paper.Color = 0x8a2b0e
)

// leaflet is a tour as it is set on paper.
type leaflet struct {
	*paper.Sheet
	tour    *Tour
	view    *view
	places  []paper.Place // of the stops, in order
	sources []string      // in the order in which they are first referred to
}

// Leaflet is a tour on sheets of A4: its map, its times by group, its stories in short, and a QR code of its page.
func Leaflet(t *Tour, fonts *paper.Fonts) ([]byte, error) {
	if n := len(t.Passages); n > tour.MaxStops {
		return nil, geo.Conflict("handout.Leaflet", phrase.TourManyStops.With(n, tour.MaxStops))
	}
	v := viewOf(t)
	l := &leaflet{Sheet: fonts.Sheet(v.Title, t.Lang.Tag(), t.Day.Start()), tour: t, view: v}
	for range t.Passages {
		l.places = append(l.places, l.Place())
	}
	l.head()
	l.mapped()
	l.times()
	l.stories()
	l.end()
	return l.Bytes()
}

// say is a phrase in the leaflet's language.
func (l *leaflet) say(p phrase.Phrase) string { return p.In(l.tour.Lang) }

// text sets a text from margin to margin.
func (l *leaflet) text(text string, of paper.Type) {
	l.Flow(l.Block(text, of, paper.Across), paper.Margin)
}

// chapter is a heading that stands on one page with so much of what follows.
func (l *leaflet) chapter(p phrase.Phrase, follows float64) {
	l.Y += 4
	l.Need(9 + follows)
	l.Chapter(l.say(p))
	l.text(l.say(p), paper.Type{Size: 13, Bold: true, Color: black})
	l.Y++
}

// other is a name in the language that is not the leaflet's, "" if there is none or it is the one that is shown already.
func (l *leaflet) other(zh, en string) string {
	if zh == "" || en == "" {
		return ""
	}
	if l.tour.Lang == phrase.English {
		return zh
	}
	return en
}

// head is what the tour is called in both languages and when it is, and the QR code beside that.
func (l *leaflet) head() {
	const side = 32.0
	width := paper.Across - side - 6
	column := func(text string, of paper.Type) {
		b := l.Block(text, of, width)
		l.Put(b, paper.Margin, l.Y)
		l.Y += b.Height()
	}
	if l.view.State != "" {
		state := l.view.State
		if l.tour.Route.Record.Get(geo.TourStatus).Text() == geo.TourWithdrawn {
			state = l.say(phrase.LeafletWithdrawn)
		}
		column(state, paper.Type{Size: 11, Bold: true, Color: alert, Most: 2})
	}
	r := &l.tour.Route.Record
	column(l.view.Title, paper.Type{Size: 20, Bold: true, Color: black, Most: 3})
	column(l.other(r.NameZH, r.NameEN), paper.Type{Size: 11, Color: gray, Most: 2})
	l.Y++
	date := l.view.Date
	if date == "" {
		date = l.say(phrase.LeafletUndated)
	}
	if e := l.tour.Route.Event; e != nil {
		column(l.view.Event, paper.Type{Size: 11, Color: black, Most: 2})
		column(l.other(e.NameZH, e.NameEN), paper.Type{Size: 9, Color: gray, Most: 2})
	}
	column(date+" · "+l.view.Times, paper.Type{Size: 11, Color: black, Most: 2})
	if l.tour.URL != "" {
		l.Y++
		address := l.Block(l.tour.URL, paper.Type{Size: 9, Color: gray, Most: 3}, width)
		l.Put(address, paper.Margin, l.Y)
		l.LinkOut(l.tour.URL, paper.Margin, l.Y, address.Wide(), address.Height())
		l.Y += address.Height()
	}
	l.Y = max(l.Y, l.code(side))
	l.Y += 3
}

// code sets the QR code at the upper right, or says why there is none. It gives how far down it reaches.
func (l *leaflet) code(side float64) (bottom float64) {
	small := paper.Type{Size: 8, Color: gray, Most: 4}
	x := paper.Width - paper.Margin - side
	put := func(text string, y float64) float64 {
		b := l.Block(text, small, side)
		l.Put(b, x, y)
		return y + b.Height()
	}
	if l.tour.URL == "" {
		return put(l.say(phrase.LeafletNoAddress), paper.Margin)
	}
	c, err := codeOf(l.tour.URL)
	if err != nil {
		return put(l.say(phrase.LeafletLongURL), paper.Margin)
	}
	l.Modules(c.dark, c.size, x, paper.Margin, side)
	l.LinkOut(l.tour.URL, x, paper.Margin, side, side)
	return put(l.say(phrase.LeafletScan), paper.Margin+side+1)
}

// stories are the stops one after the other, each on one page unless it is long.
func (l *leaflet) stories() {
	const together = 60.0
	for i := range l.tour.Passages {
		told := l.story(i)
		high := 2.0
		for _, b := range told {
			high += b.Height()
		}
		if high = min(high, together); i == 0 {
			l.chapter(phrase.LeafletStories, high)
		}
		l.Y += 2
		l.Need(high)
		l.put(i, told)
	}
}

// inward is how far from the margin a story stands, so that there is room for its number.
const inward = 10.0

// story is one stop: its names, what to know of it, and what is told there.
func (l *leaflet) story(i int) []paper.Block {
	p, s := &l.tour.Passages[i], stopOf(l.tour, i)
	set := func(text string, of paper.Type) paper.Block { return l.Block(text, of, paper.Across-inward) }
	small := func(text string, most int) paper.Block {
		return set(text, paper.Type{Size: 9, Color: gray, Most: most})
	}
	blocks := []paper.Block{set(s.Name, paper.Type{Size: 11.5, Bold: true, Color: black, Most: 3}), small(l.other(p.NameZH, p.NameEN), 3),
		small(strings.Join(l.facts(p, s.Facts), " · "), 4), small(s.StepFree, 6)}
	if len(s.Honors) > 0 {
		blocks = append(blocks, small(phrase.LeafletHonors.With(strings.Join(s.Honors, "; ")).In(l.tour.Lang), 6))
	}
	told := set(s.Story, paper.Type{Size: 10, Color: black, Most: 24})
	if blocks = append(blocks, told); told.Cut() {
		blocks = append(blocks, small(l.say(phrase.LeafletCut), 0))
	}
	return blocks
}

// put sets a story, whose name leads to the stop on the page, with its number beside it.
func (l *leaflet) put(i int, told []paper.Block) {
	p, name := &l.tour.Passages[i], told[0]
	l.Here(l.places[i])
	l.number(p, paper.Point{X: paper.Margin + 3.4, Y: l.Y + 3.1}, 3.2)
	if l.tour.URL != "" {
		l.LinkOut(fmt.Sprintf("%s#stop-%d", l.tour.URL, p.Seq), paper.Margin, l.Y, inward+name.Wide(), name.Height())
	}
	for _, b := range told {
		l.Flow(b, paper.Margin+inward)
	}
}

// facts are what to know of a stop, with the number of its story's source. That nobody is led to it matters on a phone only.
func (l *leaflet) facts(p *tour.Passage, facts []string) []string {
	switch {
	case !p.Located:
		facts = append(facts, l.say(phrase.TourUnplaced))
	case p.Class == geo.Illustrative:
		facts = append(facts, l.say(phrase.LeafletIllustrative))
	}
	if p.StorySource != "" && (p.StoryZH != "" || p.StoryEN != "") {
		facts = append(facts, phrase.LeafletSource.With(l.source(p.StorySource)).In(l.tour.Lang))
	}
	return facts
}

// source is the number of a source. One that several stops name has one number.
func (l *leaflet) source(source string) int {
	for n, known := range l.sources {
		if known == source {
			return n + 1
		}
	}
	l.sources = append(l.sources, source)
	return len(l.sources)
}

// end is what all of it is owed to, of which day it is, and which characters could not be set.
func (l *leaflet) end() {
	small := paper.Type{Size: 8, Color: gray, Most: 5}
	if source := l.tour.Route.Record.Source; source != "" {
		l.source(source)
	}
	if len(l.sources) > 0 {
		l.chapter(phrase.LeafletSources, 8)
		for n, source := range l.sources {
			l.text(fmt.Sprintf("[%d] %s", n+1, source), small)
		}
	}
	l.Y += 2
	if l.tour.Credit != "" {
		l.text(phrase.TourRoads.With(l.tour.Credit).In(l.tour.Lang), small)
	}
	l.text(l.view.AsOf+" · "+l.say(phrase.LeafletLetters), small)
	if missing := l.Missing(); len(missing) > 0 {
		l.text(phrase.LeafletMissing.With(named(missing, l.tour.Lang)).In(l.tour.Lang), small)
	}
}

// named are characters by their numbers, as many as one wants to read.
func named(runes []rune, lang phrase.Lang) string {
	const most = 20
	var names []string
	for _, r := range runes[:min(len(runes), most)] {
		names = append(names, fmt.Sprintf("U+%04X", r))
	}
	all := strings.Join(names, ", ")
	if len(runes) > most {
		all += " " + phrase.LeafletMore.With(len(runes)).In(lang)
	}
	return all
}

// way is how a stop is reached, in short.
func (l *leaflet) way(p *tour.Passage) string {
	if p.Leg == nil {
		return "–"
	}
	if p.Leg.Metres == 0 {
		return l.say(phrase.LeafletThere)
	}
	far := fmt.Sprintf("%d m", p.Leg.Metres)
	if p.Leg.Metres >= 1000 {
		far = fmt.Sprintf("%.1f km", float64(p.Leg.Metres)/1000)
	}
	way := phrase.LeafletWalk
	if p.Leg.Mode == tour.Bus {
		way = phrase.LeafletRide
	}
	said := way.With(p.Leg.Minutes, far).In(l.tour.Lang)
	if p.Leg.Estimated {
		said += phrase.TourLegEstimated.In(l.tour.Lang)
	}
	return said
}
