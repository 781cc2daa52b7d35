// Package privacy decides which totals of Party members are published: by zone and by belt, as sums of organizations' counts. A total is withheld
// when it is small, rests on few organizations or on one that outweighs the others (primary suppression), and when it would let something
// withheld, or the count of one or two organizations, be worked out from all that was ever published (complementary suppression). What was
// published is remembered as Lines and never taken back. It keeps nothing itself and knows neither readers nor HTTP. Counts are whole members.
//
// The rules are the usual ones of statistical disclosure control: threshold, p% rule, secondary suppression audited by elimination (Hundepool et
// al., Statistical Disclosure Control, Wiley 2012, chapter 4). Whoever wants to find out is assumed to know which organizations a total is made
// of, which of them changed since, and every total published before.
package privacy

import (
	"slices"
	"strings"

	"beltmap/geo"
)

// RuleVersion numbers the rules; it grows when what is withheld is decided otherwise.
const RuleVersion = 2

const (
	// Contributors is how many organizations a total is made of at least, whatever is set: of two, each knows the other's count.
	Contributors = 3
	// Percent is the p of the p% rule: what all but the two largest organizations have is at least this share of the largest one's count.
	Percent = 10
)

// Rules are what may be set.
type Rules struct {
	K            int64 // the least total that is published
	Contributors int   // organizations that it is made of at least, never fewer than the package's own
}

func (r Rules) contributors() int { return max(r.Contributors, Contributors) }

// Cell is a zone or a belt, whose total it is.
type Cell struct {
	Collection geo.Collection `json:"collection"`
	ID         string         `json:"id"`
}

// Contribution is what one organization adds to a total.
type Contribution struct {
	Org     string `json:"org"`
	Members int64  `json:"members"`
}

// Line is one total at one time, published or withheld. Its contributions are internal.
type Line struct {
	Cell
	AsOf          geo.Day        `json:"as_of"`
	Version       geo.Cursor     `json:"version"`
	Contributions []Contribution `json:"contributions"` // in order of Org, each once
	Unknown       int            `json:"unknown"`       // organizations whose count is not known
	Stated        bool           `json:"stated"`        // whether a public fact states the total anyway
	Shown         bool           `json:"shown"`
	Zones         []string       `json:"-"` // of all its organizations, each once; "" for those of none
}

// Members is the total.
func (l *Line) Members() (sum int64) {
	for _, c := range l.Contributions {
		sum += c.Members
	}
	return sum
}

// Safe tells whether a total may be published if nothing else is: it is at least K, at least three organizations have a part in it, and after the two
// largest there is enough left to hide either from the other.
func (r Rules) Safe(parts []Contribution) bool {
	counts := make([]int64, len(parts))
	for i, c := range parts {
		counts[i] = c.Members
	}
	return r.safe(counts)
}

func (r Rules) safe(counts []int64) bool {
	var sum, first, second int64
	some := 0
	for _, n := range counts {
		sum += n
		if n > 0 {
			some++
		}
		if n > first {
			first, second = n, first
		} else if n > second {
			second = n
		}
	}
	return some >= r.contributors() && sum >= r.K && (sum-first-second)*100 >= first*Percent
}

// quarter is the first day of a day's quarter.
func quarter(d geo.Day) geo.Day {
	t := d.Start()
	return geo.Date(t.Year(), (t.Month()-1)/3*3+1, 1)
}

// Release decides on the totals of a family as they are now. A total that was published in the day's quarter stays as it was; the others are
// published if everything before and they together hold. It returns the lines to remember, none of them if nothing new is published. The same
// arguments give the same lines, whatever their order.
func Release(rules Rules, before, family []Line, day geo.Day) []Line {
	done := map[Cell]bool{}
	for i := range before {
		if l := &before[i]; l.Shown && l.AsOf >= quarter(day) {
			done[l.Cell] = true
		}
	}
	now := make([]Line, 0, len(family))
	for _, l := range family {
		// What is public for another reason counts even when it is not its turn.
		if l.Shown = false; len(l.Contributions) > 0 && (l.Stated || !done[l.Cell]) {
			now = append(now, l)
		}
	}
	slices.SortFunc(now, inOrder)
	choose(rules, before, now)
	now = slices.DeleteFunc(now, func(l Line) bool { return done[l.Cell] })
	if !slices.ContainsFunc(now, func(l Line) bool { return l.Shown }) {
		return nil
	}
	return now
}

// inOrder is the order in which totals are tried: zones before belts, those of many organizations first.
func inOrder(a, b Line) int {
	if a.Collection != b.Collection {
		return int(a.Collection) - int(b.Collection)
	}
	if n := len(b.Contributions) - len(a.Contributions); n != 0 {
		return n
	}
	return strings.Compare(a.ID, b.ID)
}

// Published is the total of each cell that was published last.
func Published(lines []Line) map[Cell]*Line {
	last := map[Cell]*Line{}
	for i := range lines {
		if l := &lines[i]; l.Shown {
			last[l.Cell] = l
		}
	}
	return last
}
