package gpkg

import (
	"context"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

func (a accounts) Begin(ctx context.Context, session data.Session) error {
	const op = "gpkg.Accounts.Begin"
	return a.change(ctx, op, nil, func(c *conn) error {
		_, begun, err := c.number(ctx, `INSERT INTO beltmap_sessions SELECT ?1,?2,?3,?4,?5,?6
			WHERE EXISTS (SELECT 1 FROM beltmap_accounts WHERE name=?2 AND epoch=?3 AND NOT disabled) RETURNING 1`,
			session.Hash[:], session.Account, session.Epoch, micros(session.Created), micros(session.Expires), micros(session.Seen))
		if err != nil {
			return err
		}
		if !begun {
			return geo.Conflict(op, phrase.AccountMoved.With(session.Account))
		}
		return c.exec(ctx, `DELETE FROM beltmap_sessions WHERE account=?1 AND hash<>?4 AND (expires<=?2 OR hash NOT IN
			(SELECT hash FROM beltmap_sessions WHERE account=?1 AND hash<>?4 ORDER BY created DESC LIMIT ?3))`,
			session.Account, micros(session.Created), data.MaxSessions-1, session.Hash[:])
	})
}

func (a accounts) Session(ctx context.Context, hash data.Hash) (session data.Session, account data.Account, found bool, err error) {
	err = a.read(ctx, "gpkg.Accounts.Session", func(c *conn) error {
		return c.query(ctx, func(row []driver.Value) (err error) {
			account, err = accountOf(row)
			r := cells(row)
			session = data.Session{Hash: hash, Account: account.Name, Epoch: account.Epoch, Created: r.time(11), Expires: r.time(12), Seen: r.time(13)}
			found = err == nil
			return err
		}, "SELECT "+accountColumns+`, s.created, s.expires, s.seen FROM beltmap_sessions s
			JOIN beltmap_accounts a ON a.name=s.account AND a.epoch=s.epoch WHERE s.hash=?`, hash[:])
	})
	return session, account, found, err
}

func (a accounts) End(ctx context.Context, hash data.Hash) error {
	return a.write(ctx, "gpkg.Accounts.End", func(c *conn) error {
		return c.exec(ctx, "DELETE FROM beltmap_sessions WHERE hash=?", hash[:])
	})
}

func (a accounts) Issue(ctx context.Context, token data.Token, log ...geo.AuditEntry) error {
	const op = "gpkg.Accounts.Issue"
	return a.change(ctx, op, log, func(c *conn) error {
		_, added, err := c.number(ctx, "INSERT INTO beltmap_tokens VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING RETURNING 1",
			token.ID, token.Hash[:], token.Role, token.Zones.String(), token.Note, micros(token.Created), micros(token.Expires),
			micros(token.Used), micros(token.Revoked))
		if err == nil && !added {
			return geo.Conflict(op, phrase.TokenExists.With(token.ID))
		}
		return err
	})
}

const tokenColumns = "SELECT id, hash, role, zones, note, created, expires, used, revoked FROM beltmap_tokens"

func tokenOf(row []driver.Value) (data.Token, error) {
	r := cells(row)
	zones, err := geo.ParseZones(r.text(3))
	return data.Token{
		ID: r.text(0), Hash: r.hash(1), Role: r.text(2), Zones: zones, Note: r.text(4),
		Created: r.time(5), Expires: r.time(6), Used: r.time(7), Revoked: r.time(8),
	}, err
}

func (a accounts) Tokens(ctx context.Context) (list []data.Token, err error) {
	err = a.read(ctx, "gpkg.Accounts.Tokens", func(c *conn) error {
		return c.query(ctx, func(row []driver.Value) error {
			one, err := tokenOf(row)
			list = append(list, one)
			return err
		}, tokenColumns+" ORDER BY created DESC, id")
	})
	return list, err
}

func (a accounts) Token(ctx context.Context, hash data.Hash) (token data.Token, found bool, err error) {
	err = a.read(ctx, "gpkg.Accounts.Token", func(c *conn) error {
		return c.query(ctx, func(row []driver.Value) (err error) {
			token, err = tokenOf(row)
			found = err == nil
			return err
		}, tokenColumns+" WHERE hash=?", hash[:])
	})
	return token, found, err
}

func (a accounts) Revoke(ctx context.Context, id string, at time.Time, log ...geo.AuditEntry) error {
	const op = "gpkg.Accounts.Revoke"
	return a.change(ctx, op, log, func(c *conn) error {
		_, found, err := c.number(ctx, "UPDATE beltmap_tokens SET revoked=iif(revoked=0,?2,revoked) WHERE id=?1 RETURNING 1", id, micros(at))
		if err == nil && !found {
			return geo.NotFound(op, phrase.TokenUnknown.With(id))
		}
		return err
	})
}

func (a accounts) Mark(ctx context.Context, now time.Time, sessions, tokens map[data.Hash]time.Time) error {
	return a.change(ctx, "gpkg.Accounts.Mark", nil, func(c *conn) error {
		for hash, at := range sessions {
			if err := c.exec(ctx, "UPDATE beltmap_sessions SET seen=max(seen,?2) WHERE hash=?1", hash[:], micros(at)); err != nil {
				return err
			}
		}
		for hash, at := range tokens {
			if err := c.exec(ctx, "UPDATE beltmap_tokens SET used=max(used,?2) WHERE hash=?1", hash[:], micros(at)); err != nil {
				return err
			}
		}
		return c.exec(ctx, "DELETE FROM beltmap_sessions WHERE expires<=?", micros(now))
	})
}
