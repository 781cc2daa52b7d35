package gpkg

import (
	"context"
	"database/sql/driver"

	"beltmap/geo"
)

// pageRecords is how many records visit gets at a time.
const pageRecords = 1024

// row fills a record from a row of columns and geometry, whatever follows them.
func (t *table) row(row []driver.Value, r *geo.Record) error {
	begin(t, r)
	for i, v := range row[:len(t.columns)+1] {
		c, some := cellOf(v)
		if !some {
			continue
		}
		var err error
		if i == len(t.columns) {
			err = c.asGeometry(r)
		} else {
			err = t.columns[i].read(r, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cellOf is a cell as SQL gives it out or takes it in.
func cellOf(v driver.Value) (c cell, some bool) {
	switch v := v.(type) {
	case int64:
		return cell{kind: integer, bits: v}, true
	case bool:
		return cell{kind: integer, bits: int64(bit(v))}, true
	case float64:
		return cell{kind: real, real: v}, true
	case string:
		return cell{kind: text, text: v}, true
	case []byte:
		return cell{kind: blob, text: string(v)}, true
	}
	return cell{}, false
}

// readRows visits all records by SQL, in order: the plain way, for what is in memory and where the file's pages cannot be read. Without visit
// nothing but the sums is made.
func (s *Store) readRows(ctx context.Context, c *conn, visit func([]geo.Record) error) (sums tallies, err error) {
	var h hasher
	records := make([]geo.Record, 0, pageRecords)
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		if id == geo.Ground || id == geo.Stops {
			if have, err := columnsOf(ctx, c, t.name); err != nil {
				return sums, err
			} else if len(have) == 0 {
				continue // older than keepsGround or keepsStops
			}
		}
		records = records[:0]
		err := c.query(ctx, func(row []driver.Value) error {
			sums[id].add(h.row(t, row))
			if visit == nil {
				return nil
			}
			if len(records) == cap(records) {
				if err := visit(records); err != nil {
					return err
				}
				records = records[:0]
			}
			records = records[:len(records)+1]
			return t.row(row, &records[len(records)-1])
		}, t.readAll)
		if err == nil && len(records) > 0 {
			err = visit(records)
		}
		if err != nil {
			return sums, err
		}
	}
	return sums, nil
}
