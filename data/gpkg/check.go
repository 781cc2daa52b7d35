package gpkg

import (
	"context"
	"database/sql/driver"

	"beltmap/data/gpkgfile"
	"beltmap/geo/phrase"
)

// maxFindings bounds what Check lists: a file with more is as broken.
const maxFindings = 100

// Check looks the file over: SQLite's pages and indexes, the zones that records name, the GeoPackage marks, and whether another program
// changed rows. No findings means that the file is whole; whether every value in it can be read a Snapshot tells.
func (s *Store) Check(ctx context.Context) ([]phrase.Text, error) {
	const op = "gpkg.Check"
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return nil, s.failure(op, err)
	}
	defer func() { s.readers <- c }()
	var found []phrase.Text
	note := func(t phrase.Text) {
		if len(found) < maxFindings {
			found = append(found, t)
		}
	}
	err = c.reading(ctx, func() error {
		if err := s.checkPages(ctx, c, note); err != nil {
			return err
		}
		if err := s.checkZones(ctx, c, note); err != nil {
			return err
		}
		if err := s.checkMarks(ctx, c, note); err != nil {
			return err
		}
		return s.checkHashes(ctx, c, note)
	})
	return found, s.failure(op, err)
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
	if !s.guarded() {
		return nil
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
