package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// Scenarios keeps what was proposed. Scenarios are no records: they make no version of the store, and no batch, snapshot or export has them. Every
// change is entered in the audit log, with the scenario before and after, in the same transaction.
type Scenarios interface {
	// List lists the scenarios by id, without their proposals.
	List(ctx context.Context) ([]SavedScenario, error)

	// Get is one scenario. It fails with kind not_found.
	Get(ctx context.Context, id string) (SavedScenario, error)

	// Put keeps a scenario that passed its Check, as a new version: one more than the one expected, so that the first is 1. Kinds of failure: invalid (an id
	// that cannot be one), conflict (a version other than expected, or more scenarios than geo.MaxScenarios), not_found (an expected one that is
	// not there), unavailable.
	Put(ctx context.Context, change ScenarioChange) (SavedScenario, error)

	// Delete removes a scenario. Kinds of failure: not_found, conflict (a version other than expected), unavailable.
	Delete(ctx context.Context, id string, expect int64, who geo.Actor) error
}

// ScenarioChange is a scenario to be kept.
type ScenarioChange struct {
	geo.Scenario
	Expect int64 // the version that it replaces, 0 for a new one
	Who    geo.Actor
}

// SavedScenario is a scenario as it is kept.
type SavedScenario struct {
	geo.Scenario
	Count   int   // of proposals
	Version int64 // 1, 2, 3 …
	Created time.Time
	Changed time.Time // to the microsecond
	Creator string    // the account, "" for the command line
	Who     string    // that of the last change
}
