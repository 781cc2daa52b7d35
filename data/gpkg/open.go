package gpkg

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// present makes sure that there is a file to open, and makes one where that is wanted.
func (s *Store) present(ctx context.Context) error {
	const op = "gpkg.Open"
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && s.options.Create && !s.options.ReadOnly:
		return s.create(ctx)
	case errors.Is(err, fs.ErrNotExist):
		return geo.NotFound(op, s.says(phrase.StoreMissing))
	case err != nil:
		return geo.Unavailable(op, s.says(phrase.StoreUnreadable), err)
	case info.IsDir():
		return geo.Invalid(op, s.says(phrase.StoreIsFolder))
	case info.Size() == 0:
		return geo.Invalid(op, s.says(phrase.StoreEmpty))
	}
	return nil
}

// open connects to a file that is there.
func (s *Store) open(ctx context.Context) error {
	mode := readWrite
	switch {
	case s.still:
		mode = immutable
	case s.options.ReadOnly:
		mode = s.readOnlyAccess()
		s.still = mode == immutable
	}
	before, err := os.Stat(s.path)
	if err != nil {
		s.fillPools(nil, nil)
		return err
	}
	c, err := dial(s.path, mode)
	if err != nil {
		s.fillPools(nil, nil)
		return err
	}
	err = s.identify(ctx, c)
	if now, gone := os.Stat(s.path); err == nil && (gone != nil || !os.SameFile(before, now)) {
		err = geo.Unavailable("gpkg.Open", s.says(phrase.StoreReplaced), gone) // by a restore, for which the connection has waited
	}
	if err != nil {
		s.fillPools(c, nil)
		return err
	}
	if mode == readWrite {
		err = s.prepareToWrite(ctx, c)
		mode = reading
	}
	var readers []*conn
	for range numReaders {
		if err == nil {
			var r *conn
			r, err = dial(s.path, mode)
			readers = append(readers, r)
		}
	}
	if err == nil {
		var done int64
		done, _, err = c.number(ctx, "SELECT max(number) FROM beltmap_migrations")
		s.hashed = done >= keepsHashes
	}
	s.fillPools(c, readers)
	return err
}

// fillPools puts the connections where release finds them, nil for those that could not be had.
func (s *Store) fillPools(writer *conn, readers []*conn) {
	s.writer <- writer
	for i := range numReaders {
		if i < len(readers) {
			s.readers <- readers[i]
		} else {
			s.readers <- nil
		}
	}
}

// readOnlyAccess is the way to read without ever changing a record. Where the folder can be written to, SQLite keeps its log and the
// log's index beside the file and removes them at the end; where it cannot, a file without a log is read as one that nobody changes.
func (s *Store) readOnlyAccess() access {
	if f, err := os.CreateTemp(filepath.Dir(s.path), ".probe-*"); err == nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
		return reading
	}
	if log, err := os.Stat(s.path + "-wal"); err == nil && log.Size() > 0 {
		return readOnly
	}
	return immutable
}

// identify refuses what is not a file of ours, without changing it.
func (s *Store) identify(ctx context.Context, c *conn) error {
	const op = "gpkg.Open"
	mark, _, err := c.number(ctx, "PRAGMA application_id")
	if err != nil {
		return err
	}
	_, ours, err := c.number(ctx, "SELECT 1 FROM sqlite_schema WHERE name='beltmap_migrations'")
	if err != nil {
		return err
	}
	_, foreign, err := c.number(ctx, "SELECT 1 FROM sqlite_schema WHERE name='gpkg_contents'")
	switch {
	case err != nil:
		return err
	case !ours && foreign:
		return geo.Invalid(op, s.says(phrase.StoreForeign))
	case !ours:
		return geo.Invalid(op, s.says(phrase.StoreNotSQLite))
	case mark != gpkgfile.ApplicationID:
		version, _, _ := c.number(ctx, "PRAGMA user_version")
		return geo.Invalid(op, s.says(phrase.StoreWrongMark, mark, version))
	}
	return s.checkSchema(ctx, c)
}

// prepareToWrite puts the file into WAL mode, migrates it and learns at once whether it can be written at all.
func (s *Store) prepareToWrite(ctx context.Context, c *conn) error {
	mode, _, err := c.text(ctx, "PRAGMA journal_mode=WAL")
	if err != nil {
		return err
	}
	if mode != "wal" {
		return geo.Unavailable("gpkg.Open", s.says(phrase.StoreReadOnly), nil)
	}
	if err := c.script(ctx, "PRAGMA cache_size=-65536", "PRAGMA journal_size_limit=67108864", "BEGIN IMMEDIATE", "ROLLBACK"); err != nil {
		return err
	}
	if err := s.migrate(ctx, c); err != nil {
		return err
	}
	if err := s.checkBuilt(ctx, c); err != nil {
		return err
	}
	return s.writeStyles(ctx, c)
}
