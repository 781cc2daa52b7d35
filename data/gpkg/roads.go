package gpkg

import (
	"context"
	"crypto/rand"
	"database/sql/driver"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Roads is the road graph in the store's file. In a store that is only read none can be kept, and a file older than roads has none.
func (s *Store) Roads() data.Roads { return roads{s} }

type roads struct{ *Store }

// keepsRoads is the step since which files keep a road graph.
const keepsRoads = 12

func roadsTable(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx, `CREATE TABLE beltmap_roads (
		one INTEGER PRIMARY KEY NOT NULL CHECK (one=1), sum TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL, credit TEXT NOT NULL, graph BLOB NOT NULL)`)
}

func (k roads) Keep(ctx context.Context, graph data.RoadGraph, drawn geo.Batch) (geo.Cursor, error) {
	if n := len(graph.Bytes); n == 0 || n > data.MaxRoadBytes {
		return 0, geo.Invalid("gpkg.Roads.Keep", phrase.RoadGraphBytes.With(n>>20, data.MaxRoadBytes>>20))
	}
	return k.apply(ctx, drawn, func(c *conn) error {
		return c.exec(context.Background(), "INSERT OR REPLACE INTO beltmap_roads VALUES (1,?,?,?,?,?)",
			rand.Text(), k.options.Now().UnixMicro(), graph.Source, graph.Credit, graph.Bytes)
	})
}

func (k roads) Sum(ctx context.Context) (sum string, err error) {
	err = k.read(ctx, "gpkg.Roads.Sum", "SELECT sum FROM beltmap_roads", func(row []driver.Value) { sum, _ = row[0].(string) })
	return sum, err
}

func (k roads) Load(ctx context.Context) (g data.RoadGraph, found bool, err error) {
	err = k.read(ctx, "gpkg.Roads.Load", "SELECT sum, time, source, credit, graph FROM beltmap_roads", func(row []driver.Value) {
		g.Sum, _ = row[0].(string)
		at, _ := row[1].(int64)
		g.Time = time.UnixMicro(at).UTC()
		g.Source, _ = row[2].(string)
		g.Credit, _ = row[3].(string)
		g.Bytes, found = row[4].([]byte)
	})
	return g, found, err
}

// read visits the one row there may be.
func (k roads) read(ctx context.Context, op, sql string, visit func(row []driver.Value)) error {
	c, err := k.take(ctx, k.readers)
	if err != nil {
		return k.failure(op, err)
	}
	defer func() { k.readers <- c }()
	if k.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_roads"); err != nil || len(have) == 0 {
			return k.failure(op, err)
		}
	}
	return k.failure(op, c.query(ctx, func(row []driver.Value) error { visit(row); return nil }, sql))
}
