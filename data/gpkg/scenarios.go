package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Scenarios are those in the store's file, in a table that is no layer, so that no other program shows them as facts. In a store that is only read
// nothing can be changed, and a file older than scenarios has none.
func (s *Store) Scenarios() data.Scenarios { return scenarios{s} }

type scenarios struct{ *Store }

// keepsScenarios is the step since which files have scenarios.
const keepsScenarios = 13

func scenariosTable(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx,
		`CREATE TABLE beltmap_scenarios (
			id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, zone TEXT NOT NULL, note TEXT NOT NULL, count INTEGER NOT NULL, version INTEGER NOT NULL,
			created INTEGER NOT NULL, changed INTEGER NOT NULL, creator TEXT NOT NULL, who TEXT NOT NULL, proposals TEXT NOT NULL)`)
}

const scenarioColumns = "id, name, zone, note, count, version, created, changed, creator, who"

func (k scenarios) List(ctx context.Context) ([]data.SavedScenario, error) {
	return k.read(ctx, "gpkg.Scenarios.List", "SELECT "+scenarioColumns+", NULL FROM beltmap_scenarios ORDER BY id")
}

func (k scenarios) Get(ctx context.Context, id string) (saved data.SavedScenario, err error) {
	const op = "gpkg.Scenarios.Get"
	list, err := k.read(ctx, op, oneScenario, id)
	if err != nil {
		return saved, err
	}
	if len(list) == 0 {
		return saved, geo.NotFound(op, phrase.ScenarioMissing.With(id))
	}
	return list[0], nil
}

const oneScenario = "SELECT " + scenarioColumns + ", proposals FROM beltmap_scenarios WHERE id=?"

func (k scenarios) read(ctx context.Context, op, sql string, args ...any) (list []data.SavedScenario, err error) {
	c, err := k.take(ctx, k.readers)
	if err != nil {
		return nil, k.failure(op, err)
	}
	defer func() { k.readers <- c }()
	if k.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_scenarios"); err != nil || len(have) == 0 {
			return nil, k.failure(op, err)
		}
	}
	list, err = c.scenarios(ctx, sql, args...)
	return list, k.failure(op, err)
}

func (c *conn) scenarios(ctx context.Context, sql string, args ...any) (list []data.SavedScenario, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		var s data.SavedScenario
		for i, into := range []*string{&s.ID, &s.Name, &s.Zone, &s.Note, 8: &s.Creator, 9: &s.Who} {
			if into != nil {
				*into, _ = row[i].(string)
			}
		}
		count, _ := row[4].(int64)
		s.Count = int(count)
		s.Version, _ = row[5].(int64)
		created, _ := row[6].(int64)
		changed, _ := row[7].(int64)
		s.Created, s.Changed = time.UnixMicro(created).UTC(), time.UnixMicro(changed).UTC()
		if text, is := row[10].(string); is {
			if err := json.Unmarshal([]byte(text), &s.Proposals); err != nil {
				return &geo.Error{Kind: geo.KindInvalid, Op: "gpkg.Scenarios", Text: phrase.ScenarioDamaged.With(s.ID), Err: err}
			}
		}
		list = append(list, s)
		return nil
	}, sql, args...)
	return list, err
}

// present is a scenario as it is within the connection's transaction; its version is 0 if it is not there.
func (c *conn) present(ctx context.Context, op, id string, expect int64) (before data.SavedScenario, err error) {
	list, err := c.scenarios(ctx, oneScenario, id)
	if err != nil {
		return before, err
	}
	switch {
	case len(list) == 0 && expect == 0:
		return before, nil
	case len(list) == 0:
		return before, geo.NotFound(op, phrase.ScenarioMissing.With(id))
	case expect == 0:
		return before, geo.Conflict(op, phrase.ScenarioThere.With(id))
	case list[0].Version != expect:
		return before, geo.Conflict(op, phrase.ScenarioChanged.With(id, list[0].Version))
	}
	return list[0], nil
}

func (k scenarios) Put(ctx context.Context, change data.ScenarioChange) (now data.SavedScenario, err error) {
	const op = "gpkg.Scenarios.Put"
	if !geo.ValidID(change.ID) {
		return now, geo.Invalid(op, phrase.IDMalformed.With(change.ID))
	}
	proposals, err := json.Marshal(change.Proposals)
	if err != nil {
		return now, k.failure(op, err)
	}
	at := k.options.Now().UTC().Truncate(time.Microsecond)
	now = data.SavedScenario{Scenario: change.Scenario, Count: len(change.Proposals), Version: change.Expect + 1, Created: at, Changed: at, Creator: change.Who.Account, Who: change.Who.Account}
	err = k.write(ctx, op, func(c *conn) error {
		return c.writing(ctx, func() error {
			before, err := c.present(ctx, op, change.ID, change.Expect)
			if err != nil {
				return err
			}
			entry := geo.AuditEntry{Actor: change.Who, Action: geo.ActionScenarioSaved, Object: "scenarios/" + change.ID, After: now.AuditFields(now.Version), Result: geo.ResultDone}
			if before.Version == 0 {
				if have, _, err := c.number(ctx, "SELECT count(*) FROM beltmap_scenarios"); err != nil {
					return err
				} else if have >= geo.MaxScenarios {
					return geo.Conflict(op, phrase.ScenariosFull.With(geo.MaxScenarios))
				}
			} else {
				now.Created, now.Creator = before.Created, before.Creator
				entry.Before = before.AuditFields(before.Version)
			}
			err = c.exec(ctx, "INSERT OR REPLACE INTO beltmap_scenarios ("+scenarioColumns+", proposals) VALUES (?,?,?,?,?,?,?,?,?,?,?)", now.ID, now.Name, now.Zone, now.Note, now.Count,
				now.Version, now.Created.UnixMicro(), now.Changed.UnixMicro(), now.Creator, now.Who, string(proposals))
			if err != nil {
				return err
			}
			return k.audit(c, []geo.AuditEntry{entry})
		})
	})
	if err != nil {
		return data.SavedScenario{}, err
	}
	return now, nil
}

func (k scenarios) Delete(ctx context.Context, id string, expect int64, who geo.Actor) error {
	const op = "gpkg.Scenarios.Delete"
	return k.write(ctx, op, func(c *conn) error {
		return c.writing(ctx, func() error {
			before, err := c.present(ctx, op, id, expect)
			if err != nil {
				return err
			}
			if before.Version == 0 {
				return geo.NotFound(op, phrase.ScenarioMissing.With(id))
			}
			if err := c.exec(ctx, "DELETE FROM beltmap_scenarios WHERE id=?", id); err != nil {
				return err
			}
			return k.audit(c, []geo.AuditEntry{{Actor: who, Action: geo.ActionScenarioDrop, Object: "scenarios/" + id, Before: before.AuditFields(before.Version), Result: geo.ResultDone}})
		})
	})
}
