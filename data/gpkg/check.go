package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// maxFindings bounds what Check lists: a file with more is as broken.
const maxFindings = 100

// Check looks the file over: SQLite's pages and indexes, the zones that records name, the batches that history names, the GeoPackage marks, the
// hashes that batches keep, and whether another program changed rows. No findings means that the file is whole; whether every value in it can be read a Snapshot tells.
func (s *Store) Check(ctx context.Context) ([]phrase.Text, error) {
	const op = "gpkg.Check"
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return nil, s.failure(op, err)
	}
	defer func() { s.readers <- c }()
	damage, changed, err := s.lookOver(ctx, c)
	found := append(damage, changed...)
	return found[:min(len(found), maxFindings)], s.failure(op, err)
}

// lookOver tells what is wrong with the file itself from what another program may have done to it.
func (s *Store) lookOver(ctx context.Context, c *conn) (damage, changed []phrase.Text, err error) {
	into := func(list *[]phrase.Text) func(phrase.Text) {
		return func(t phrase.Text) {
			if len(*list) < maxFindings {
				*list = append(*list, t)
			}
		}
	}
	err = c.reading(ctx, func() error {
		if err := s.checkPages(ctx, c, into(&damage)); err != nil {
			return err
		}
		note := into(&changed)
		for _, check := range []func(context.Context, *conn, func(phrase.Text)) error{
			s.checkZones, s.checkLinks, s.checkMarks, s.checkLedger, s.checkHashes,
		} {
			if err := check(ctx, c, note); err != nil {
				return err
			}
		}
		return nil
	})
	return damage, changed, err
}

func (s *Store) checkPages(ctx context.Context, c *conn, note func(phrase.Text)) error {
	return c.query(ctx, func(row []driver.Value) error {
		if text, ok := row[0].(string); ok && text != "ok" {
			note(s.says(phrase.StorePageDamaged, text))
		}
		return nil
	}, "PRAGMA integrity_check")
}

func (s *Store) checkZones(ctx context.Context, c *conn, note func(phrase.Text)) error {
	for _, t := range s.tables {
		if t == nil || t.schema.Collection.String() == "facts" {
			continue
		}
		if have, err := columnsOf(ctx, c, t.name); err != nil {
			return err
		} else if len(have) == 0 {
			continue // an older file, open for reading only
		}
		err := c.query(ctx, func(row []driver.Value) error {
			id, _ := row[0].(string)
			zone, _ := row[1].(string)
			note(phrase.StoreDangling.With(t.name+"/"+id, zone))
			return nil
		}, "SELECT id, zone FROM "+quoted(t.name)+" WHERE zone IS NOT NULL AND zone NOT IN (SELECT id FROM zones) LIMIT 100")
		if err != nil {
			return err
		}
	}
	return nil
}

// checkLinks looks for rows of history that belong to no batch. Zones, which have a sentence of their own, are left to checkZones.
func (s *Store) checkLinks(ctx context.Context, c *conn, note func(phrase.Text)) error {
	return c.query(ctx, func(row []driver.Value) error {
		if parent, _ := row[2].(string); parent != "zones" {
			name, _ := row[0].(string)
			note(s.says(phrase.StoreLoose, name, parent))
		}
		return nil
	}, "SELECT DISTINCT \"table\", 0, parent FROM pragma_foreign_key_check")
}

// checkLedger adds up the hashes that batches keep and holds them against the sums that they keep: where these do not agree, the next batch
// would make a sum that no rows have.
func (s *Store) checkLedger(ctx context.Context, c *conn, note func(phrase.Text)) error {
	if !s.hashed {
		return nil
	}
	kept, err := c.sums(ctx)
	if err != nil {
		return err
	}
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		if have, err := columnsOf(ctx, c, t.hashes); err != nil {
			return err
		} else if len(have) == 0 {
			continue // an older file, open for reading only
		}
		var sum tally
		var bad error
		err := c.query(ctx, func(row []driver.Value) error {
			var b bucket
			content, _ := row[0].([]byte)
			if bad = errors.Join(bad, b.decode(content)); bad != nil {
				return nil
			}
			for i := range b.slots {
				if b.slots[i].used {
					sum.add(b.slots[i].digest)
				}
			}
			return nil
		}, t.allHashes)
		if err != nil {
			return err
		}
		if bad != nil || sum != kept[id] {
			note(s.says(phrase.StoreLedgerOff, t.name))
		}
	}
	return nil
}

func (s *Store) checkMarks(ctx context.Context, c *conn, note func(phrase.Text)) error {
	mark, _, err := c.number(ctx, "PRAGMA application_id")
	if err != nil {
		return err
	}
	version, _, err := c.number(ctx, "PRAGMA user_version")
	if err == nil && (mark != gpkgfile.ApplicationID || version != gpkgfile.UserVersion) {
		note(s.says(phrase.StoreWrongMark, mark, version))
	}
	return err
}

func (s *Store) checkHashes(ctx context.Context, c *conn, note func(phrase.Text)) error {
	if !s.hashed || s.inMemory() {
		return nil // a file that nobody can change now may have been changed before
	}
	found, err := s.readAll(ctx, c, nil)
	if err != nil {
		return err
	}
	differ, err := s.differing(ctx, c, found)
	if len(differ) > 0 {
		note(s.outsideText(differ...))
	}
	return err
}
