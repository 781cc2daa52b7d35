package handout

import (
	"fmt"

	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/paper"
)

// groupsAcross is how many groups' times stand side by side; the others follow in a table of their own.
const groupsAcross = 4

// column is one of a table: how wide it is, what heads it and what stands in it.
type column struct {
	width float64
	title string
	cell  func(row int) string
}

// times is the table of stops: how each is reached, how long one stays and, where that is known, when each group is there.
func (l *leaflet) times() {
	if len(l.tour.Passages) == 0 {
		return
	}
	l.chapter(phrase.LeafletTimes, 15)
	groups := l.tour.Groups
	if len(groups) < 2 {
		groups = [][]tour.Passage{l.tour.Passages}
	}
	if !l.tour.Passages[0].Timed {
		l.table(l.columns(nil, 0, 1))
		return
	}
	for from := 0; from < len(groups); from += groupsAcross {
		if from > 0 {
			l.Y += 4
		}
		l.table(l.columns(groups[from:min(len(groups), from+groupsAcross)], from, len(groups)))
	}
}

// columns are those of a table of some groups, the first of which has the number from, of all.
func (l *leaflet) columns(groups [][]tour.Passage, from, all int) []column {
	at := l.tour.Passages
	columns := []column{{10, "", func(i int) string { return fmt.Sprint(at[i].Seq) }},
		{0, l.say(phrase.LeafletStop), func(i int) string { name, _ := said(l.tour.Lang, at[i].NameZH, at[i].NameEN); return name }}}
	if all == 1 {
		columns = append(columns, column{56, l.say(phrase.LeafletWay), func(i int) string { return l.way(&at[i]) }})
	}
	for g, passages := range groups {
		title := l.say(phrase.LeafletHours)
		if all > 1 {
			title = phrase.LeafletGroup.With(from + g + 1).In(l.tour.Lang)
		}
		columns = append(columns, column{26, title, func(i int) string {
			if !passages[i].Timed {
				return "–"
			}
			return fmt.Sprintf("%v–%v", passages[i].Arrive, passages[i].Leave)
		}})
	}
	if all == 1 {
		columns = append(columns, column{26, l.say(phrase.LeafletStay), func(i int) string {
			stay := phrase.LeafletMinutes
			if !at[i].DwellKnown {
				stay = phrase.LeafletAbout
			}
			return stay.With(at[i].Visit.Dwell).In(l.tour.Lang)
		}})
	}
	rest := paper.Across
	for _, c := range columns {
		rest -= c.width
	}
	columns[1].width = rest
	return columns
}

// table sets a row a stop. A row stands on one page; each page begins with the titles.
func (l *leaflet) table(columns []column) {
	const pad = 1.2
	heading := func() {
		l.row(columns, func(c column) string { return c.title }, paper.Type{Size: 9, Bold: true, Color: gray, Most: 2}, -1)
	}
	heading()
	for i := range l.tour.Passages {
		of := paper.Type{Size: 9.5, Color: black, Most: 3}
		high := 0.0
		for _, c := range columns {
			high = max(high, l.Block(c.cell(i), of, c.width-2).Height())
		}
		if !l.Fits(high + 2*pad) {
			l.Turn()
			heading()
		}
		l.row(columns, func(c column) string { return c.cell(i) }, of, i)
	}
}

// row sets the cells of a row, which leads to its stop, and a line below.
func (l *leaflet) row(columns []column, cell func(column) string, of paper.Type, stop int) {
	const pad = 1.2
	x, high := paper.Margin, 0.0
	for _, c := range columns {
		b := l.Block(cell(c), of, c.width-2)
		l.Put(b, x+1, l.Y+pad)
		x, high = x+c.width, max(high, b.Height())
	}
	if stop >= 0 {
		l.LinkTo(l.places[stop], paper.Margin, l.Y, paper.Across, high+2*pad)
	}
	l.Y += high + 2*pad
	l.Line(paper.Pen{Width: 0.2, Color: hair}, paper.Point{X: paper.Margin, Y: l.Y}, paper.Point{X: paper.Margin + paper.Across, Y: l.Y})
}
