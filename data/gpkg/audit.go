package gpkg

import (
	"context"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// AuditLog is the audit log in the store's file. In a store that is only read nothing can be entered, and a file older than the log has none.
func (s *Store) AuditLog() data.AuditLog { return auditLog{s} }

type auditLog struct{ *Store }

// keepsAudit is the step since which files have an audit log.
const keepsAudit = 7

// auditTables are the log and, in one row, where it begins and ends: what tells a log whose end was cut off.
func auditTables(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx,
		`CREATE TABLE audit_log (
			seq INTEGER PRIMARY KEY NOT NULL, time INTEGER NOT NULL, account TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL, action TEXT NOT NULL,
			object TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, result TEXT NOT NULL, hash TEXT NOT NULL)`,
		`CREATE TABLE beltmap_audit (
			id INTEGER PRIMARY KEY NOT NULL CHECK (id=1), seq INTEGER NOT NULL, hash TEXT NOT NULL, count INTEGER NOT NULL,
			base_seq INTEGER NOT NULL, base_hash TEXT NOT NULL)`,
		`INSERT INTO beltmap_audit VALUES (1, 0, '`+geo.AuditHash{}.String()+`', 0, 0, '`+geo.AuditHash{}.String()+`')`)
}

const auditColumns = "seq, time, account, role, address, action, object, before, after, result, hash"

// audit enters entries within the connection's transaction.
func (s *Store) audit(c *conn, entries []geo.AuditEntry) error {
	if len(entries) == 0 {
		return nil
	}
	ctx := context.Background() // a cancelable statement costs a multiple
	state, err := s.auditState(ctx, c)
	if err != nil {
		return err
	}
	for i := range entries {
		e := entries[i]
		e.Time = s.options.Now()
		state.Head = state.Head.Append(&e)
		err := c.exec(ctx, "INSERT INTO audit_log ("+auditColumns+") VALUES (?,?,?,?,?,?,?,?,?,?,?)", e.Seq, e.Time.UnixMicro(), e.Account, e.Role, e.Address,
			string(e.Action), e.Object, e.Before, e.After, e.Result, e.Hash.String())
		if err != nil {
			return err
		}
	}
	return c.exec(ctx, "UPDATE beltmap_audit SET seq=?, hash=?, count=?", state.Head.Seq, state.Head.Hash.String(), state.Count+int64(len(entries)))
}

// auditState reads the row of the log's ends. Without it, or if it is none, the log is not what it was.
func (s *Store) auditState(ctx context.Context, c *conn) (state data.AuditState, err error) {
	found := false
	err = c.query(ctx, func(row []driver.Value) error {
		head, wellHead := linkOf(row[0], row[1])
		base, wellBase := linkOf(row[3], row[4])
		count, counted := row[2].(int64)
		state, found = data.AuditState{Base: base, Head: head, Count: count}, wellHead && wellBase && counted
		return nil
	}, "SELECT seq, hash, count, base_seq, base_hash FROM beltmap_audit")
	if err == nil && !found {
		err = geo.Invalid("gpkg.AuditLog", s.says(phrase.AuditNoHead))
	}
	return state, err
}

func linkOf(seq, hash driver.Value) (geo.AuditLink, bool) {
	n, ok := seq.(int64)
	text, _ := hash.(string)
	h, well := geo.ParseAuditHash(text)
	return geo.AuditLink{Seq: n, Hash: h}, ok && well
}

// entryOf reads a row. What is not of its column's type is not as it was entered, and no hash would show it.
func entryOf(row []driver.Value) (e geo.AuditEntry, well bool) {
	at, well := row[1].(int64)
	e.Seq, _ = row[0].(int64)
	e.Time = time.UnixMicro(at).UTC()
	var hash string
	for i, to := range []*string{&e.Account, &e.Role, &e.Address, (*string)(&e.Action), &e.Object, &e.Before, &e.After, &e.Result, &hash} {
		text, ok := row[i+2].(string)
		*to, well = text, well && ok
	}
	var ok bool
	e.Hash, ok = geo.ParseAuditHash(hash)
	return e, well && ok
}

// hasAudit tells whether the file has a log: an older one that is only read has none.
func (s *Store) hasAudit(ctx context.Context, c *conn) (bool, error) {
	if !s.options.ReadOnly {
		return true, nil
	}
	have, err := columnsOf(ctx, c, "audit_log")
	return len(have) > 0, err
}

func (l auditLog) Read(ctx context.Context, after int64, visit func(*geo.AuditEntry) error) (state data.AuditState, err error) {
	err = l.walk(ctx, after, func(s data.AuditState) error { state = s; return nil }, func(e *geo.AuditEntry, _ bool) error { return visit(e) })
	return state, l.failure("gpkg.AuditLog.Read", err)
}

// walk visits the ends of the log and then its entries after a number, each with whether its row is well formed, within one read transaction.
func (l auditLog) walk(ctx context.Context, after int64, begin func(data.AuditState) error, visit func(*geo.AuditEntry, bool) error) error {
	c, err := l.take(ctx, l.readers)
	if err != nil {
		return err
	}
	defer func() { l.readers <- c }()
	if has, err := l.hasAudit(ctx, c); err != nil {
		return err
	} else if !has {
		return begin(data.AuditState{})
	}
	return c.reading(ctx, func() error {
		state, err := l.auditState(ctx, c)
		if err == nil {
			err = begin(state)
		}
		if err != nil {
			return err
		}
		previous, visited := state.Base.Hash, 0
		if after > state.Base.Seq {
			text, _, err := c.text(ctx, "SELECT hash FROM audit_log WHERE seq<=? ORDER BY seq DESC LIMIT 1", after)
			if err != nil {
				return err
			}
			previous, _ = geo.ParseAuditHash(text)
		}
		return c.query(context.WithoutCancel(ctx), func(row []driver.Value) error {
			if visited++; visited&255 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			e, well := entryOf(row)
			e.Previous = previous
			previous = e.Hash
			return visit(&e, well)
		}, "SELECT "+auditColumns+" FROM audit_log WHERE seq>? ORDER BY seq", after)
	})
}

func (l auditLog) Page(ctx context.Context, f data.AuditFilter, before int64, limit int) (list []geo.AuditEntry, err error) {
	const op = "gpkg.AuditLog.Page"
	c, err := l.take(ctx, l.readers)
	if err != nil {
		return nil, l.failure(op, err)
	}
	defer func() { l.readers <- c }()
	if has, err := l.hasAudit(ctx, c); err != nil || !has {
		return nil, l.failure(op, err)
	}
	err = c.query(ctx, func(row []driver.Value) error {
		e, _ := entryOf(row)
		list = append(list, e)
		return nil
	}, "SELECT "+auditColumns+` FROM audit_log WHERE (?1=0 OR seq<?1) AND (?2='' OR account=?2) AND (?3='' OR action=?3) AND (?4='' OR object=?4)
		ORDER BY seq DESC LIMIT ?5`, before, f.Account, string(f.Action), f.Object, limit)
	return list, l.failure(op, err)
}

func (l auditLog) Verify(ctx context.Context, seen ...geo.AuditLink) (state data.AuditState, err error) {
	var chain *geo.AuditChain
	count := int64(0)
	err = l.walk(ctx, -1<<63, func(s data.AuditState) (err error) {
		state = s
		chain, err = geo.NewAuditChain(l.name(), s.Base, seen...)
		return err
	}, func(e *geo.AuditEntry, well bool) error {
		count++
		if err := chain.Add(e); err != nil || well {
			return err
		}
		return geo.Invalid("gpkg.AuditLog.Verify", l.says(phrase.AuditChanged, e.Seq, e.Seq-1))
	})
	if err == nil {
		err = chain.End(state.Head)
	}
	if err == nil && count != state.Count {
		err = geo.Invalid("gpkg.AuditLog.Verify", l.says(phrase.AuditCount, state.Count, count))
	}
	return state, l.failure("gpkg.AuditLog.Verify", err)
}

func (l auditLog) Rotate(ctx context.Context, upTo geo.AuditLink, because geo.AuditEntry) error {
	const op = "gpkg.AuditLog.Rotate"
	return l.write(ctx, op, func(c *conn) error {
		return c.writing(ctx, func() error {
			_, there, err := c.number(ctx, "SELECT 1 FROM audit_log WHERE seq=? AND hash=?", upTo.Seq, upTo.Hash.String())
			if err != nil {
				return err
			}
			young := l.options.Now().Add(-data.AuditRetention)
			_, kept, err := c.number(ctx, "SELECT 1 FROM audit_log WHERE seq<=? AND time>? LIMIT 1", upTo.Seq, young.UnixMicro())
			switch {
			case err != nil:
				return err
			case !there:
				return geo.Conflict(op, l.says(phrase.AuditMoved))
			case kept:
				return geo.Invalid(op, phrase.AuditTooYoung.With(int(data.AuditRetention.Hours()/24), geo.DayOf(young)))
			}
			if err := c.exec(ctx, "DELETE FROM audit_log WHERE seq<=?", upTo.Seq); err != nil {
				return err
			}
			err = c.exec(ctx, "UPDATE beltmap_audit SET base_seq=?1, base_hash=?2, count=(SELECT count(*) FROM audit_log)", upTo.Seq, upTo.Hash.String())
			if err != nil {
				return err
			}
			return l.audit(c, []geo.AuditEntry{because})
		})
	})
}
