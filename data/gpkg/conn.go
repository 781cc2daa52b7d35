package gpkg

import (
	"context"
	"database/sql/driver"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// conn is one connection with its prepared statements. It is driven without database/sql, whose bookkeeping costs more than SQLite
// does for a row. One goroutine at a time.
type conn struct {
	db       *sqlite3.SQLiteConn
	prepared map[string]*sqlite3.SQLiteStmt
	named    []driver.NamedValue
}

// access is what a connection may do to its file.
type access string

const (
	readWrite access = "mode=rw&_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL"
	reading   access = "mode=rw&_busy_timeout=5000&_query_only=on"
	creating  access = "mode=rwc&_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL"
	readOnly  access = "mode=ro&_busy_timeout=5000"
	immutable access = "mode=ro&immutable=1"
	drafting  access = "mode=rw&_busy_timeout=5000&_journal_mode=OFF&_synchronous=OFF" // what fails is thrown away
	seizing   access = "mode=rw&_busy_timeout=500&_synchronous=FULL&_locking_mode=EXCLUSIVE"
	inMemory  access = "mode=memory&_foreign_keys=on"
)

func dial(path string, a access) (*conn, error) {
	if a != inMemory {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		path = filepath.ToSlash(absolute)
		if !strings.HasPrefix(path, "/") {
			path = "/" + path // a drive letter
		}
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + string(a)
	db, err := (&sqlite3.SQLiteDriver{}).Open(dsn)
	if err != nil {
		return nil, err
	}
	c := &conn{db: db.(*sqlite3.SQLiteConn), prepared: map[string]*sqlite3.SQLiteStmt{}}
	if a == readWrite {
		if err := addSpatialFunctions(c.db); err != nil {
			_ = c.close()
			return nil, err
		}
	}
	return c, nil
}

func (c *conn) close() error {
	for _, s := range c.prepared {
		_ = s.Close()
	}
	return c.db.Close()
}

func (c *conn) prepare(sql string) (*sqlite3.SQLiteStmt, error) {
	if s := c.prepared[sql]; s != nil {
		return s, nil
	}
	s, err := c.db.Prepare(sql)
	if err != nil {
		return nil, err
	}
	c.prepared[sql] = s.(*sqlite3.SQLiteStmt)
	return c.prepared[sql], nil
}

// exec runs one statement without results. It goes by the driver's Query, which binds and steps in one crossing into C.
func (c *conn) exec(ctx context.Context, sql string, args ...any) error {
	return c.query(ctx, nil, sql, args...)
}

// script runs statements that are needed once.
func (c *conn) script(ctx context.Context, statements ...string) error {
	for _, sql := range statements {
		if _, err := c.db.ExecContext(ctx, sql, nil); err != nil {
			return err
		}
	}
	return nil
}

// query visits the rows of a statement; the row is valid during the visit.
func (c *conn) query(ctx context.Context, visit func(row []driver.Value) error, sql string, args ...any) (err error) {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	c.named = c.named[:0]
	for i, arg := range args {
		if n, ok := arg.(int); ok {
			arg = int64(n)
		}
		c.named = append(c.named, driver.NamedValue{Ordinal: i + 1, Value: arg})
	}
	rows, err := s.QueryContext(ctx, c.named)
	if err != nil {
		return err
	}
	defer func() {
		if closed := rows.Close(); err == nil {
			err = closed
		}
	}()
	if visit == nil {
		return nil // Query took the one step there is
	}
	row := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(row); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
		if err := visit(row); err != nil {
			return err
		}
	}
}

// number is the first column of a query's first row as an integer, and whether there was such a row.
func (c *conn) number(ctx context.Context, sql string, args ...any) (n int64, found bool, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		n, found = row[0].(int64)
		return nil
	}, sql, args...)
	return n, found, err
}

// text is the first column of a query's last row as a text, and whether there was one.
func (c *conn) text(ctx context.Context, sql string, args ...any) (s string, found bool, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		switch v := row[0].(type) {
		case string:
			s, found = v, true
		case []byte:
			s, found = string(v), true
		}
		return nil
	}, sql, args...)
	return s, found, err
}
