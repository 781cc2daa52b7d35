package gpkg

import (
	"context"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Accounts is who may come in, kept in the store's file. In a store that is only read nothing can be changed, and there is nobody if the file is
// older than accounts.
func (s *Store) Accounts() data.Accounts { return accounts{s} }

type accounts struct{ *Store }

// keepsAccounts is the step since which files have accounts.
const keepsAccounts = 6

// sixth makes the tables of accounts. Times are microseconds since 1970, 0 for none.
func sixth(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx,
		`CREATE TABLE beltmap_accounts (
			name TEXT PRIMARY KEY NOT NULL, role TEXT NOT NULL, zones TEXT NOT NULL, password TEXT NOT NULL, provider TEXT NOT NULL,
			disabled INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, epoch INTEGER NOT NULL, failed INTEGER NOT NULL,
			locked INTEGER NOT NULL) WITHOUT ROWID`,
		`CREATE TABLE beltmap_sessions (
			hash BLOB PRIMARY KEY NOT NULL, account TEXT NOT NULL REFERENCES beltmap_accounts(name) ON DELETE CASCADE, epoch INTEGER NOT NULL,
			created INTEGER NOT NULL, expires INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID`,
		`CREATE INDEX beltmap_sessions_account ON beltmap_sessions (account, created)`,
		`CREATE TABLE beltmap_tokens (
			id TEXT PRIMARY KEY NOT NULL, hash BLOB NOT NULL UNIQUE, role TEXT NOT NULL, zones TEXT NOT NULL, note TEXT NOT NULL,
			created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL, revoked INTEGER NOT NULL) WITHOUT ROWID`)
}

// read runs f on a reading connection, or not at all where the file is older than accounts.
func (a accounts) read(ctx context.Context, op string, f func(*conn) error) error {
	c, err := a.take(ctx, a.readers)
	if err != nil {
		return a.failure(op, err)
	}
	defer func() { a.readers <- c }()
	if a.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_accounts"); err != nil || len(have) == 0 {
			return a.failure(op, err)
		}
	}
	return a.failure(op, f(c))
}

// change runs f in one transaction on the writing connection, and enters log in it.
func (a accounts) change(ctx context.Context, op string, log []geo.AuditEntry, f func(*conn) error) error {
	return a.write(ctx, op, func(c *conn) (err error) {
		if err := c.script(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				_ = c.script(context.WithoutCancel(ctx), "ROLLBACK")
			}
		}()
		if err := f(c); err != nil {
			return err
		}
		if err := a.audit(c, log); err != nil {
			return err
		}
		return c.script(ctx, "COMMIT")
	})
}

func (a accounts) Empty(ctx context.Context) (bool, error) {
	some := false
	err := a.read(ctx, "gpkg.Accounts.Empty", func(c *conn) error {
		n, _, err := c.number(ctx, "SELECT EXISTS (SELECT 1 FROM beltmap_accounts) OR EXISTS (SELECT 1 FROM beltmap_tokens)")
		some = n != 0
		return err
	})
	return !some && err == nil, err
}

const accountColumns = "a.name, a.role, a.zones, a.password, a.provider, a.disabled, a.created, a.changed, a.epoch, a.failed, a.locked"

func accountOf(row []driver.Value) (data.Account, error) {
	r := cells(row)
	zones, err := geo.ParseZones(r.text(2))
	return data.Account{
		Name: r.text(0), Role: r.text(1), Zones: zones, Password: r.text(3), Provider: r.text(4), Disabled: r.number(5) != 0,
		Created: r.time(6), Changed: r.time(7), Epoch: r.number(8), Failed: int(r.number(9)), LockedUntil: r.time(10),
	}, err
}

func (a accounts) List(ctx context.Context) (list []data.Account, err error) {
	err = a.read(ctx, "gpkg.Accounts.List", func(c *conn) error {
		return c.query(ctx, func(row []driver.Value) error {
			one, err := accountOf(row)
			list = append(list, one)
			return err
		}, "SELECT "+accountColumns+" FROM beltmap_accounts a ORDER BY a.name")
	})
	return list, err
}

func (a accounts) Find(ctx context.Context, name string) (account data.Account, found bool, err error) {
	err = a.read(ctx, "gpkg.Accounts.Find", func(c *conn) error {
		return c.query(ctx, func(row []driver.Value) (err error) {
			account, err = accountOf(row)
			found = err == nil
			return err
		}, "SELECT "+accountColumns+" FROM beltmap_accounts a WHERE a.name=?", name)
	})
	return account, found, err
}

func (a accounts) Add(ctx context.Context, account data.Account, log ...geo.AuditEntry) error {
	const op = "gpkg.Accounts.Add"
	return a.change(ctx, op, log, func(c *conn) error {
		// The epoch begins with the time, so that sessions of an earlier account of the name never fit.
		_, added, err := c.number(ctx, `INSERT INTO beltmap_accounts VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING RETURNING 1`,
			account.Name, account.Role, account.Zones.String(), account.Password, account.Provider, account.Disabled,
			micros(account.Created), micros(account.Created), a.options.Now().UnixMicro(), account.Failed, micros(account.LockedUntil))
		if err == nil && !added {
			return geo.Conflict(op, phrase.AccountExists.With(account.Name))
		}
		return err
	})
}

func (a accounts) Change(ctx context.Context, name string, change data.AccountChange, log ...geo.AuditEntry) error {
	const op = "gpkg.Accounts.Change"
	var zones, locked any
	if change.Zones != nil {
		zones = change.Zones.String()
	}
	if change.LockedUntil != nil {
		locked = micros(*change.LockedUntil)
	}
	ends := change.Ends()
	return a.change(ctx, op, log, func(c *conn) error {
		_, found, err := c.number(ctx, `UPDATE beltmap_accounts SET role=coalesce(?2,role), zones=coalesce(?3,zones), password=coalesce(?4,password),
			disabled=coalesce(?5,disabled), failed=coalesce(?6,failed), locked=coalesce(?7,locked), changed=iif(?8,?9,changed), epoch=epoch+?8
			WHERE name=?1 RETURNING 1`,
			name, optional(change.Role), zones, optional(change.Password), optional(change.Disabled), optional(change.Failed), locked, ends, micros(change.At))
		switch {
		case err != nil:
			return err
		case !found:
			return geo.NotFound(op, phrase.AccountUnknown.With(name))
		case ends:
			return c.exec(ctx, "DELETE FROM beltmap_sessions WHERE account=?", name)
		}
		return nil
	})
}

func (a accounts) Remove(ctx context.Context, name string, log ...geo.AuditEntry) error {
	const op = "gpkg.Accounts.Remove"
	return a.change(ctx, op, log, func(c *conn) error { // its sessions go by the foreign key
		_, found, err := c.number(ctx, "DELETE FROM beltmap_accounts WHERE name=? RETURNING 1", name)
		if err == nil && !found {
			return geo.NotFound(op, phrase.AccountUnknown.With(name))
		}
		return err
	})
}

// cells reads the columns of a row.
type cells []driver.Value

func (r cells) text(i int) string {
	s, _ := r[i].(string)
	return s
}

func (r cells) number(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

func (r cells) time(i int) time.Time {
	n := r.number(i)
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

func (r cells) hash(i int) (h data.Hash) {
	b, _ := r[i].([]byte)
	copy(h[:], b)
	return h
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// optional is what a pointer points at, NULL for nil.
func optional[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
