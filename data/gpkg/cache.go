package gpkg

import (
	"context"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/text/unicode/norm"
)

// Cache is the cache in the store's file. In a store that is only read nothing can be put, and there is nothing if the file is older than caches.
func (s *Store) Cache() data.Cache { return cache{s} }

type cache struct{ *Store }

// keepsAnswers is the step since which files have a cache.
const keepsAnswers = 4

// fourth makes the tables of the cache.
func fourth(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx,
		`CREATE TABLE beltmap_cache (
			provider TEXT NOT NULL, text TEXT NOT NULL, value TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (provider, text)) WITHOUT ROWID`,
		`CREATE TABLE beltmap_requests (
			provider TEXT NOT NULL, day TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (provider, day)) WITHOUT ROWID`)
}

func (k cache) Get(ctx context.Context, provider, text string) (value data.Cached, found bool, err error) {
	const op = "gpkg.Cache.Get"
	c, err := k.take(ctx, k.readers)
	if err != nil {
		return value, false, k.failure(op, err)
	}
	defer func() { k.readers <- c }()
	if k.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_cache"); err != nil || len(have) == 0 {
			return value, false, k.failure(op, err)
		}
	}
	err = c.query(ctx, func(row []driver.Value) error {
		at, _ := row[1].(int64)
		value.Value, found = row[0].(string)
		value.Time = time.UnixMicro(at).UTC()
		return nil
	}, "SELECT value, time FROM beltmap_cache WHERE provider=? AND text=?", provider, norm.NFC.String(text))
	return value, found, k.failure(op, err)
}

func (k cache) Put(ctx context.Context, provider, text string, value data.Cached) error {
	return k.write(ctx, "gpkg.Cache.Put", func(c *conn) error {
		return c.exec(ctx, "INSERT INTO beltmap_cache VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET value=excluded.value, time=excluded.time",
			provider, norm.NFC.String(text), value.Value, value.Time.UnixMicro())
	})
}

func (k cache) Spend(ctx context.Context, provider string, day geo.Day, limit int) (count int, granted bool, err error) {
	err = k.write(ctx, "gpkg.Cache.Spend", func(c *conn) error {
		n, counted, err := c.number(ctx, `INSERT INTO beltmap_requests VALUES (?1,?2,1)
			ON CONFLICT DO UPDATE SET count=count+1 WHERE ?3=0 OR count<?3 RETURNING count`, provider, day.String(), limit)
		if err != nil || counted {
			count, granted = int(n), counted
			return err
		}
		n, _, err = c.number(ctx, "SELECT count FROM beltmap_requests WHERE provider=? AND day=?", provider, day.String())
		count = int(n)
		return err
	})
	return count, granted, err
}

// write runs something small on the writing connection: one statement, or a transaction of its own. It is that connection so that the guard does
// not take it for another program's.
func (s *Store) write(ctx context.Context, op string, run func(*conn) error) error {
	if s.options.ReadOnly {
		return geo.Unavailable(op, s.says(phrase.StoreReadOnly), nil)
	}
	c, err := s.take(ctx, s.writer)
	if err != nil {
		return s.failure(op, err)
	}
	defer func() { s.writer <- c }()
	if s.path != "" {
		if err := s.stillThere(); err != nil {
			return err
		}
	}
	return s.failure(op, run(c))
}
