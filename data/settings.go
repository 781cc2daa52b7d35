package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// Settings keeps what administrators set, as texts by the keys of geo.SettingSchema, every version of each. It keeps no defaults and knows nothing
// of values that the operator pins from outside: geo.NewSettings joins them.
type Settings interface {
	// Values lists the present version of every setting that was ever set, by key.
	Values(ctx context.Context) ([]SettingValue, error)

	// Versions lists all versions of one setting, the last first.
	Versions(ctx context.Context, key string) ([]SettingValue, error)

	// Set makes a new version of a setting and returns it; its number is one more than the last, and the first is 1. It is entered in the audit log,
	// with the value before and after, in the same transaction. Kinds of failure: invalid (an unknown key, a value that cannot be, alone or beside
	// the others), conflict (a version other than expected), unavailable.
	Set(ctx context.Context, change SettingChange) (SettingValue, error)
}

// SettingChange is a value to be set.
type SettingChange struct {
	Key    string
	Text   string // as geo.Setting.Parse reads it; "" goes back to the default
	Expect int64  // the version that it replaces, 0 if it was never set
	Who    geo.Actor
}

// SettingValue is one version of a setting.
type SettingValue struct {
	Key     string
	Text    string // "" for the default
	Version int64
	Since   time.Time // to the microsecond
	Who     string    // the account, "" for the command line
}
