package gpkg

import (
	"context"
	"crypto/rand"
	"database/sql/driver"
	"fmt"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// migration is one numbered step from an older file to a newer one.
type migration struct {
	number int64
	note   string
	run    func(context.Context, *Store, *conn) error
}

// migrations lists the steps in order. Numbers are never used twice, and a step that was released is never changed. Whoever adds a
// field or a collection to geo's schema appends a step that runs syncTables.
func migrations() []migration {
	return []migration{
		{1, "system tables, collections, batches and changes", first},
		{keepsBefore, "what records were before each batch", second},
		{keepsHashes, "hashes of the rows, by which changes of other programs show", third},
		{keepsAnswers, "what services answered", fourth},
		{keepsGround, "ground", syncTables},
		{keepsAccounts, "accounts, tokens and sessions", sixth},
		{keepsAudit, "the audit log", auditTables},
		{keepsSettings, "settings", settingsTable},
		{keepsReleases, "what totals of members were published", releasesTable},
		{datesRatings, "days on which organizations were rated and last active", syncTables},
		{keepsStops, "stops of tours, a record each", stopsTable},
		{keepsRoads, "a road graph", roadsTable},
		{keepsScenarios, "scenarios", scenariosTable},
		{keepsAwaited, "participants of belts that no list has brought yet", syncTables},
	}
}

func first(ctx context.Context, s *Store, c *conn) error {
	if err := c.script(ctx, gpkgfile.SystemTables()[2:]...); err != nil {
		return err
	}
	if err := syncTables(ctx, s, c); err != nil {
		return err
	}
	if err := c.script(ctx, gpkgfile.StyleTable()...); err != nil {
		return err
	}
	return c.script(ctx,
		`CREATE TABLE beltmap_batches (
			cursor INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, key TEXT NOT NULL UNIQUE, note TEXT NOT NULL, time INTEGER NOT NULL, token TEXT NOT NULL)`,
		`CREATE TABLE beltmap_changes (
			seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, cursor INTEGER NOT NULL REFERENCES beltmap_batches(cursor),
			op TEXT NOT NULL, collection TEXT, id TEXT, zone TEXT)`,
		`CREATE INDEX beltmap_changes_cursor ON beltmap_changes (cursor)`,
		// The version before any batch, so that a reader of an empty file can tell it from another empty file.
		fmt.Sprintf(`INSERT INTO beltmap_batches VALUES (0, 'created', 'created', %d, %s)`,
			s.options.Now().UnixMicro(), gpkgfile.Quote(rand.Text())))
}

// datesRatings is the step since which files have the days of ratings and activities.
const datesRatings = 10

// keepsAwaited is the step since which belts keep the participants that nobody has brought yet.
const keepsAwaited = 14

// keepsBefore is the step since which batches keep what they change.
const keepsBefore = 2

// second makes the tables of before-images. Batches from before have no counts, which is how they are told.
func second(ctx context.Context, s *Store, c *conn) error {
	if err := syncTables(ctx, s, c); err != nil {
		return err
	}
	return c.script(ctx,
		"ALTER TABLE beltmap_batches ADD COLUMN added INTEGER",
		"ALTER TABLE beltmap_batches ADD COLUMN changed INTEGER",
		"ALTER TABLE beltmap_batches ADD COLUMN removed INTEGER",
		`CREATE TABLE beltmap_added (
			cursor INTEGER NOT NULL REFERENCES beltmap_batches(cursor), collection TEXT NOT NULL,
			first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (cursor, collection)) WITHOUT ROWID`)
}

// keepsHashes is the step since which batches keep the hashes of rows.
const keepsHashes = 3

// third hashes the rows as they are: what other programs changed before is not known.
func third(ctx context.Context, s *Store, c *conn) error {
	if err := syncTables(ctx, s, c); err != nil {
		return err
	}
	err := c.script(ctx,
		"ALTER TABLE beltmap_batches ADD COLUMN kept INTEGER", // 0 where the counts are known and nothing was kept
		`CREATE TABLE beltmap_sums (
			collection TEXT PRIMARY KEY NOT NULL, rows INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL,
			cursor INTEGER NOT NULL REFERENCES beltmap_batches(cursor)) WITHOUT ROWID`)
	if err != nil {
		return err
	}
	l := newLedger(c, s)
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		err := c.query(ctx, func(row []driver.Value) error {
			name, _ := row[0].(string)
			fid, _ := row[len(row)-1].(int64)
			return l.set(t, fid, name, l.hasher.row(t, row))
		}, t.readAll)
		if err != nil {
			return err
		}
	}
	v, err := c.version(ctx)
	if err != nil {
		return err
	}
	return l.finish(v.cursor)
}

// keepsGround is the step since which files have the collection ground. One that is only read may be older and has none of it.
const keepsGround = 5

// syncTables makes the tables and columns of geo's schema that the file does not have yet, those of before-images and hashes among them.
func syncTables(ctx context.Context, s *Store, c *conn) error {
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		if err := t.sync(ctx, c, t.name, append([]string{t.create()}, gpkgfile.Register(t.schema)...)); err != nil {
			return err
		}
		if err := t.sync(ctx, c, t.before, t.createBefore()); err != nil {
			return err
		}
		if have, err := columnsOf(ctx, c, t.hashes); err != nil {
			return err
		} else if len(have) > 0 {
			continue
		}
		if err := c.script(ctx, t.createHashes()); err != nil {
			return err
		}
	}
	return nil
}

// sync makes one table, or the columns it lacks.
func (t *table) sync(ctx context.Context, c *conn, name string, create []string) error {
	have, err := columnsOf(ctx, c, name)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		return c.script(ctx, create...)
	}
	for _, column := range t.columns {
		if !have[column.name] {
			if err := c.script(ctx, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", quoted(name), quoted(column.name), column.sqlType)); err != nil {
				return err
			}
		}
	}
	return nil
}

func columnsOf(ctx context.Context, c *conn, table string) (map[string]bool, error) {
	have := map[string]bool{}
	err := c.query(ctx, func(row []driver.Value) error {
		if name, ok := row[0].(string); ok {
			have[name] = true
		}
		return nil
	}, "SELECT name FROM pragma_table_info(?)", table)
	return have, err
}

const migrationTable = `CREATE TABLE IF NOT EXISTS beltmap_migrations (
	number INTEGER PRIMARY KEY NOT NULL, note TEXT NOT NULL, time INTEGER NOT NULL)`

// migrate runs the steps that the file has not seen, all in one transaction.
func (s *Store) migrate(ctx context.Context, c *conn) (err error) {
	if made, _, err := c.number(ctx, "SELECT 1 FROM sqlite_schema WHERE name='beltmap_migrations'"); err != nil {
		return err
	} else if made == 1 {
		if missing, err := c.missing(ctx); err != nil || len(missing) == 0 {
			return err
		}
	}
	if err := c.script(ctx, "BEGIN IMMEDIATE", migrationTable); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = c.script(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	missing, err := c.missing(ctx) // again: another process may have been faster
	if err != nil {
		return err
	}
	for _, m := range missing {
		if err := m.run(ctx, s, c); err != nil {
			return err
		}
		if err := c.exec(ctx, "INSERT INTO beltmap_migrations VALUES (?,?,?)", m.number, m.note, s.options.Now().UnixMicro()); err != nil {
			return err
		}
	}
	return c.script(ctx, "COMMIT")
}

// missing lists the steps that the file has not seen.
func (c *conn) missing(ctx context.Context) (steps []migration, err error) {
	done := map[int64]bool{}
	err = c.query(ctx, func(row []driver.Value) error {
		n, _ := row[0].(int64)
		done[n] = true
		return nil
	}, "SELECT number FROM beltmap_migrations")
	for _, m := range migrations() {
		if !done[m.number] {
			steps = append(steps, m)
		}
	}
	return steps, err
}

// checkBuilt refuses to write to a table that another program made anew (ogr2ogr -overwrite does that), without what keeps its ids unique and
// its zones there.
func (s *Store) checkBuilt(ctx context.Context, c *conn) error {
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		_, built, err := c.number(ctx, `SELECT 1 FROM pragma_index_list(?1) AS l WHERE l."unique" AND NOT l.partial
			AND (SELECT group_concat(name) FROM pragma_index_info(l.name))='id'
			AND (?2 OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(?1) WHERE "from"='zone' AND "table"='zones'))`, t.name, id == geo.Facts)
		if err != nil {
			return err
		}
		if !built {
			return geo.Invalid("gpkg.Store", s.says(phrase.StoreRebuilt, t.name))
		}
	}
	return nil
}

// checkSchema refuses a file of a newer program, and one that lacks a table or column it should have.
func (s *Store) checkSchema(ctx context.Context, c *conn) error {
	const op = "gpkg.Open"
	steps := migrations()
	known := steps[len(steps)-1].number
	done, _, err := c.number(ctx, "SELECT max(number) FROM beltmap_migrations")
	if err != nil {
		return err
	}
	if done > known {
		return geo.Invalid(op, s.says(phrase.StoreNewer, done, known))
	}
	if missing, err := c.missing(ctx); err != nil || len(missing) > 0 {
		return err // the missing ones are about to be made
	}
	others := []string{"beltmap_batches", "beltmap_changes", "beltmap_added", "beltmap_sums", "beltmap_cache", "beltmap_requests", "beltmap_accounts",
		"beltmap_tokens", "beltmap_sessions", "audit_log", "beltmap_audit", "beltmap_settings", "beltmap_releases", "beltmap_roads", "beltmap_scenarios"}
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		for _, name := range []string{t.name, t.before} {
			have, err := columnsOf(ctx, c, name)
			if err != nil {
				return err
			}
			for _, column := range t.columns {
				if !have[column.name] {
					return geo.Invalid(op, s.says(phrase.StoreHasNoTable, name+"."+column.name))
				}
			}
		}
		others = append(others, t.hashes)
	}
	for _, name := range others {
		if have, err := columnsOf(ctx, c, name); err != nil {
			return err
		} else if len(have) == 0 {
			return geo.Invalid(op, s.says(phrase.StoreHasNoTable, name))
		}
	}
	return nil
}
