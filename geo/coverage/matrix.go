package coverage

import (
	"context"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// ProjectStages are the stages of a project as rows of the matrix, in their order; "" for enterprises that state none.
func ProjectStages() []string {
	var all []string
	for _, code := range geo.ProjectStage.Codes {
		all = append(all, code.Value)
	}
	return append(all, "")
}

// BranchStage is how far an enterprise's branch has come, a column of the matrix.
type BranchStage uint8

// The stages of a branch. What lies between NoBranch and Due depends on members: of those unseen, only NoBranch is said.
const (
	BranchUnknown   BranchStage = iota // not surveyed, or, to who sees members, of unknown members
	NoBranch                           // none, as the public reads it: whether one is due is not said
	NotDue                             // none, and fewer full members than it takes
	Due                                // none, and full members enough
	Shared                             // a joint, regional or industry organization
	OwnBranch                          // an organization of its own
	EffectiveBranch                    // an organization of a counted form that is rated and recently active
)

// NumBranchStages bounds arrays indexed by BranchStage.
const NumBranchStages = int(EffectiveBranch) + 1

var branchStages = [NumBranchStages]struct {
	id    string
	label phrase.Phrase
}{
	BranchUnknown: {"unknown", phrase.StageUnknown}, NoBranch: {"none", phrase.StageNone}, NotDue: {"not_due", phrase.StageNotDue}, Due: {"due", phrase.StageDue},
	Shared: {"joint", phrase.StageJoint}, OwnBranch: {"single", phrase.StageSingle}, EffectiveBranch: {"effective", phrase.StageEffective},
}

// String is the stage as answers name it.
func (b BranchStage) String() string { return branchStages[b].id }

// Label is what the stage is called.
func (b BranchStage) Label() phrase.Phrase { return branchStages[b].label }

// BranchStagesFor are the columns that a reader is shown, as StatusesFor has the statuses.
func BranchStagesFor(s geo.Sight) []BranchStage {
	all := []BranchStage{BranchUnknown, NoBranch, NotDue, Due, Shared, OwnBranch, EffectiveBranch}
	return slices.DeleteFunc(all, func(b BranchStage) bool {
		return b == NoBranch && s.Internal.All() || (b == NotDue || b == Due) && s.Internal.None()
	})
}

// StepRule is one row of the table that says which cells of the matrix are in step. The first that holds decides; where none does, it is not known.
type StepRule struct {
	ID       string
	Projects []string      // stages of projects
	Branches []BranchStage // nil for every one
	InStep   bool
	Means    phrase.Phrase
	Clause   phrase.Phrase // where the rule comes from
}

// StepRules are the rules of project and branch. An enterprise of unknown project stage is judged by none, and neither is one under way of which it is
// not known whether a branch is due.
func StepRules() []StepRule {
	underWay := []string{"construction", "trial", "production"}
	return []StepRule{
		{"STEP-PLANNED", []string{"planned"}, nil, true, phrase.StepPlanned, geo.ProjectMonths.Clause},
		{"STEP-COVERED", underWay, []BranchStage{Shared, OwnBranch, EffectiveBranch}, true, phrase.StepCovered, geo.ProjectMonths.Clause},
		{"STEP-NOT-DUE", underWay, []BranchStage{NotDue}, true, phrase.StepNotDue, geo.BranchMembers.Clause},
		{"STEP-DUE", underWay, []BranchStage{Due}, false, phrase.StepDue, geo.ProjectMonths.Clause},
	}
}

// StepOf is the rule that decides a cell, nil if none does.
func StepOf(project string, b BranchStage) *StepRule {
	rules := StepRules()
	for i := range rules {
		if slices.Contains(rules[i].Projects, project) && (rules[i].Branches == nil || slices.Contains(rules[i].Branches, b)) {
			return &rules[i]
		}
	}
	return nil
}

// OutOfStep is an enterprise whose branch lags behind its project.
type OutOfStep struct {
	Row     world.Row
	Project string
	Branch  BranchStage
}

// Matrix counts enterprises by the stage of their project and of their branch.
type Matrix struct {
	Cells       map[string]*[NumBranchStages]int // by the project's stage
	Enterprises int
	InStep      int
	Judged      int         // those that a rule decides
	Unseen      int         // those whose members the reader does not see
	Out         []OutOfStep // of those seen, by id
}

// MakeMatrix looks at the enterprises of a zone, or of all zones for nil, whether they operate or not: a project that is planned does not yet.
func MakeMatrix(ctx context.Context, w *world.World, zone *string, sight geo.Sight) (*Matrix, error) {
	t := w.Table(geo.Enterprises)
	stages := newBrancher(t, sight)
	projects := t.Column(geo.ProjectStage, geo.PublicSight())
	m := &Matrix{Cells: map[string]*[NumBranchStages]int{}}
	verdicts := map[string]*[NumBranchStages]*StepRule{}
	for _, stage := range ProjectStages() {
		m.Cells[stage], verdicts[stage] = new([NumBranchStages]int), new([NumBranchStages]*StepRule)
		for b := range NumBranchStages {
			verdicts[stage][b] = StepOf(stage, BranchStage(b))
		}
	}
	q := world.Query{Sight: sight}
	if zone != nil && *zone != "" {
		q.Equal = []world.Condition{{Field: geo.Zone, Value: geo.Text(*zone)}}
	}
	err := scan(ctx, t, q, func(r world.Row) {
		if zone != nil && *zone == "" && t.ZoneNumber(r) >= 0 {
			return
		}
		project := projects.Value(r).Text()
		if m.Cells[project] == nil {
			project = "" // a stage of no name that we know
		}
		branch := stages.of(r)
		m.Enterprises++
		m.Cells[project][branch]++
		if !stages.seen(r) {
			m.Unseen++
		}
		rule := verdicts[project][branch]
		switch {
		case rule == nil:
			return
		case rule.InStep:
			m.InStep++
		default:
			m.Out = append(m.Out, OutOfStep{r, project, branch})
		}
		m.Judged++
	})
	slices.SortFunc(m.Out, func(a, b OutOfStep) int { return strings.Compare(t.ID(a.Row), t.ID(b.Row)) })
	return m, err
}

// brancher reads the stage of branches for one reader.
type brancher struct {
	t        *world.Table
	statuses world.Statuses
	members  world.Column
	seen     func(world.Row) bool
}

func newBrancher(t *world.Table, sight geo.Sight) *brancher {
	b := &brancher{t, t.Statuses(sight), t.Column(geo.FullMembers, sight), seer(t, sight)}
	if sight.Internal.None() {
		b.seen = func(world.Row) bool { return false }
	}
	return b
}

func (b *brancher) of(r world.Row) BranchStage {
	if b.t.Marks(r).Has(status.Effective) {
		return EffectiveBranch
	}
	s := b.statuses.At(r)
	switch s {
	case status.Single:
		return OwnBranch
	case status.Joint, status.Regional:
		return Shared
	case status.Eligible:
		return Due
	case status.Unknown:
		return BranchUnknown
	}
	if !b.seen(r) {
		return NoBranch
	}
	if _, stated := b.members.Value(r).Integer(); !stated {
		return BranchUnknown // with an instructor, but of unknown members
	}
	return NotDue
}
