package world

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"github.com/paulmach/orb"
)

// The slots of fields that derived properties rest on.
var (
	slotStatedGrid  = ownSlot(geo.Enterprises, geo.GridOf)
	slotSurveyed    = ownSlot(geo.Enterprises, geo.SurveyedAt)
	slotFullMembers = ownSlot(geo.Enterprises, geo.FullMembers)
	slotInstructors = ownSlot(geo.Enterprises, geo.Instructors)
	slotOperating   = ownSlot(geo.Enterprises, geo.Operating)
	slotForm        = ownSlot(geo.Organizations, geo.Form)
	slotLevel       = ownSlot(geo.Organizations, geo.OrgLevel)
	slotMembers     = ownSlot(geo.Organizations, geo.Members)
	slotCovers      = ownSlot(geo.Organizations, geo.Covers)
	slotStars       = ownSlot(geo.Organizations, geo.Stars)
	slotScheme      = ownSlot(geo.Organizations, geo.StarScheme)
	slotRatedOn     = ownSlot(geo.Organizations, geo.RatedOn)
	slotActiveOn    = ownSlot(geo.Organizations, geo.ActiveOn)
	slotGridCode    = ownSlot(geo.Grids, geo.GridCode)
)

func ownSlot(c geo.Collection, f *geo.Field) int { return colsCommon + geo.SchemaOf(c).Index(f) }

// eachLink visits the rows in a text of four bytes each.
func eachLink(links string, visit func(Row)) {
	for ; len(links) >= 4; links = links[4:] {
		visit(linkAt(links))
	}
}

func linkAt(links string) Row {
	return Row(uint32(links[0]) | uint32(links[1])<<8 | uint32(links[2])<<16 | uint32(links[3])<<24)
}

func appendLink(b []byte, r Row) []byte {
	return append(b, byte(r), byte(r>>8), byte(r>>16), byte(r>>24))
}

// withLink is links with a row added, if it is not there.
func withLink(links string, r Row) string {
	for rest := links; len(rest) >= 4; rest = rest[4:] {
		if linkAt(rest) == r {
			return links
		}
	}
	return links + string(appendLink(nil, r))
}

// withoutLink is links with a row left out.
func withoutLink(links string, r Row) string {
	for i := 0; i < len(links); i += 4 {
		if linkAt(links[i:]) == r {
			return links[:i] + links[i+4:]
		}
	}
	return links
}

// facts is what an enterprise's status and marks rest on, by the organizations that are current in its World. It does not allocate.
func (t *Table) facts(r Row) status.Facts {
	f := status.Facts{
		FullMembers: countOf(t.cols[slotFullMembers].ints.at(r)),
		Instructors: countOf(t.cols[slotInstructors].ints.at(r)),
		Surveyed:    t.cols[slotSurveyed].ints.at(r) != none,
		Operating:   answerOf(t.cols[slotOperating].ints.at(r)),
		Effective:   status.No,
	}
	orgs := t.world.tables[geo.Organizations]
	for links := t.cols[colCoverers].texts.at(r); len(links) >= 4; links = links[4:] {
		if o := linkAt(links); orgs.flags.at(o)&current != 0 {
			form := status.FormOf(orgs.coded(slotForm, o))
			f.Forms |= form
			if t.world.rules.Counts(form) {
				f.Effective = f.Effective.Or(orgs.effective(o, t.world.rules))
			}
		}
	}
	return f
}

// effective tells whether an organization is, by the rules of any day.
func (t *Table) effective(o Row, rules *status.Rulebook) status.Answer {
	return rules.Effective(status.Rating{
		Rated: ratedOf(t.cols[slotStars].ints.at(o)), Scheme: t.coded(slotScheme, o),
		RatedOn: dayOf(t.cols[slotRatedOn].ints.at(o)), ActiveOn: dayOf(t.cols[slotActiveOn].ints.at(o)),
	})
}

// ratedOf tells whether stars are a number.
func ratedOf(stars int64) status.Answer {
	switch stars {
	case none:
		return status.Unstated
	case unratedStars:
		return status.No
	}
	return status.Yes
}

func answerOf(i int64) status.Answer {
	switch i {
	case none:
		return status.Unstated
	case 0:
		return status.No
	}
	return status.Yes
}

func countOf(i int64) int32 {
	if i == none {
		return status.UnknownCount
	}
	return int32(min(max(i, 0), math.MaxInt32))
}

// judge is an enterprise's internal and public status, in one byte, and its marks.
func (t *Table) judge(r Row) (state uint8, marks status.Marks) {
	f, rules := t.facts(r), t.world.rules
	internal, _ := status.Of(f, rules.Internal)
	public, _ := status.Of(f, rules.Public)
	return uint8(internal) | uint8(public)<<4, rules.Marks(f)
}

// flagsOf is what a living row's flags say apart from stacked; form is that of its geometry.
func (t *Table) flagsOf(r Row, form uint8) uint8 {
	f := alive | form
	if t.validity(r).Holds(t.world.day) {
		f |= current
	}
	if form != 0 && geo.Precision(t.coded(colClass, r)).Located() {
		f |= drawable
	}
	return f
}

// formOf is the flag of a geometry, 0 for none.
func formOf(g orb.Geometry) uint8 {
	switch g.(type) {
	case nil:
		return 0
	case orb.Point:
		return point
	}
	return shaped
}

// deriveGrid is the grid whose polygon holds an enterprise's point: of the current drawable grids that it lies in or on the border of, the
// one of the lowest code; false if there is none or the enterprise is no drawable point. near lists grids to look at, or is nil to search.
func (t *Table) deriveGrid(r Row, near []Row) (grid Row, found bool) {
	if t.flags.at(r)&(drawable|point) != drawable|point {
		return 0, false
	}
	grids := t.world.tables[geo.Grids]
	at := plane.RectAt(t.xy.at(r))
	p := t.place.at(r).units()
	try := func(g Row) bool {
		s := grids.shapes.at(g)
		if plane.Rect(s.box).Meets(at) && (!found || grids.codeBefore(g, grid)) {
			if inside, border := plane.Contains(s.whole, p); inside || border {
				grid, found = g, true
			}
		}
		return true
	}
	if near == nil {
		grids.holders(at, try)
	}
	for _, g := range near {
		try(g)
	}
	return grid, found
}

// effectiveGrid is the number of an enterprise's grid in the dictionary: the stated one, else the derived one.
func (t *Table) effectiveGrid(r Row) int64 {
	if stated := t.cols[slotStatedGrid].ints.at(r); stated != none {
		return stated
	}
	if g, found := t.deriveGrid(r, nil); found {
		return t.cols[colGrid].dict.code(t.world.tables[geo.Grids].ID(g))
	}
	return none
}

// holders visits the current drawable grids whose box meets a rectangle.
func (t *Table) holders(rect plane.Rect, visit func(Row) bool) {
	t.InRect(rect, func(g Row) bool {
		return t.flags.at(g)&(current|shaped) != current|shaped || visit(g)
	})
}

// codeBefore orders grids by code, a grid without one by its id.
func (t *Table) codeBefore(a, b Row) bool {
	return cmp.Or(cmp.Compare(t.gridCode(a), t.gridCode(b)), cmp.Compare(t.ID(a), t.ID(b))) < 0
}

func (t *Table) gridCode(r Row) string {
	if code := t.cols[slotGridCode].texts.at(r); code != "" {
		return code
	}
	return t.ID(r)
}

// eachItem visits the elements of a joined list without allocating.
func eachItem(joined string, visit func(string)) {
	for rest, more := joined, joined != ""; more; {
		var item string
		item, rest, more = strings.Cut(rest, "\x1f")
		visit(item)
	}
}

// unique is rows without repetition.
func unique(rows []Row) []Row {
	rows = slices.Clone(rows)
	slices.Sort(rows)
	return slices.Compact(rows)
}
