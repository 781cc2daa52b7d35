// Package scenario says what would be if proposed branches, service centers and instructors were there. It makes a hypothetical World of a World by
// the records that the proposals stand for, so that statuses and rates are computed by the very code that computes the facts', and tells of each
// proposal whether it holds, with the reason. The World of the facts stays as it is. It keeps nothing and stores nothing; positions are degrees.
package scenario

import (
	"slices"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Prefix begins the ids of hypothetical records. No id of a record can hold it (geo.ValidID), so that the two never meet.
const Prefix = "~"

// Verdict says what becomes of one proposal in a World.
type Verdict struct {
	Holds  bool
	Reason phrase.Text // why it does not, or that it does
	Record geo.Record  // what it adds: an organization, a center, or the enterprise with its instructors; the zero Record if it does not hold
	Place  orb.Point   // where it is drawn, if Placed: a branch at the center of gravity of its enterprises
	Placed bool
}

// Supposed is a World with what holds of a scenario in it.
type Supposed struct {
	Scenario *geo.Scenario
	World    *world.World // the facts' own if nothing holds
	Verdicts []Verdict    // one for each proposal, in their order
	rows     []world.Row  // the enterprises that proposals which hold concern
}

// Suppose makes the World of a scenario. Proposals are looked at in their order, each after those before it. The scenario must have passed its
// Check. It takes time in proportion to the enterprises named.
func Suppose(facts *world.World, s *geo.Scenario) (*Supposed, error) {
	j := newJudge(facts, s)
	out := &Supposed{Scenario: s, World: facts, Verdicts: make([]Verdict, len(s.Proposals))}
	var changes []geo.Change
	for i := range s.Proposals {
		v := &out.Verdicts[i]
		*v = j.judge(i, &s.Proposals[i])
		if !v.Holds {
			continue
		}
		change := geo.Change{Op: geo.Insert, Record: v.Record}
		if v.Record.Collection == geo.Enterprises {
			change.Op, change.Cursor = geo.Update, v.Record.Version
		}
		changes = append(changes, change)
	}
	out.rows = j.concerned()
	if len(changes) == 0 {
		return out, nil
	}
	next, _, err := facts.Apply(facts.Version(), changes)
	if err != nil {
		return nil, err
	}
	out.World = next
	return out, nil
}

// State is how an enterprise stands in one World.
type State struct {
	Status status.Status
	Marks  status.Marks
}

// Difference is an enterprise that does not stand alike in all of some Worlds.
type Difference struct {
	Row    world.Row // the same in all of them
	States []State   // in the facts, and in each scenario
}

// Differences lists, in the order of their ids, the enterprises whose status, as a reader sees it, or marks differ between the facts and scenarios
// made of them.
func Differences(sight geo.Sight, facts *world.World, supposed ...*Supposed) []Difference {
	tables := []*world.Table{facts.Table(geo.Enterprises)}
	var rows []world.Row
	for _, s := range supposed {
		tables = append(tables, s.World.Table(geo.Enterprises))
		rows = append(rows, s.rows...)
	}
	slices.SortFunc(rows, func(a, b world.Row) int { return compareIDs(tables[0], a, b) })
	var list []Difference
	for _, row := range slices.Compact(rows) {
		states := make([]State, len(tables))
		for i, t := range tables {
			states[i] = State{t.Status(row, sight), t.Marks(row)}
		}
		if slices.ContainsFunc(states, func(s State) bool { return s != states[0] }) {
			list = append(list, Difference{row, states})
		}
	}
	return list
}

func idOf(proposal int) string { return Prefix + strconv.Itoa(proposal+1) }
