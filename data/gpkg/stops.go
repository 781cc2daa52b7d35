package gpkg

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/base32"
	"fmt"
	"strconv"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

// keepsStops is the step since which a tour's stops are records of their own. Before it a tour had two lists, of stops and of minutes.
const keepsStops = 11

// formerTour is a tour with the lists that it had.
type formerTour struct {
	fid            int64
	id, zone       string
	version        int64
	targets, dwell []string
}

// stopsTable makes the table of stops, makes a record of each entry of the lists that tours had, and drops the lists. What of an entry
// cannot be a stop's (a text that is no link, a number that is none) is left unknown; the entry stays, under its text as a name.
func stopsTable(ctx context.Context, s *Store, c *conn) error {
	if err := syncTables(ctx, s, c); err != nil {
		return err
	}
	tours := s.tables[geo.Tours]
	have, err := columnsOf(ctx, c, tours.name)
	if err != nil || !have["stops"] || !have["dwell"] {
		return err
	}
	former, err := formerTours(ctx, c)
	if err != nil {
		return err
	}
	if err := c.script(ctx, "ALTER TABLE tours DROP COLUMN stops", "ALTER TABLE tours DROP COLUMN dwell"); err != nil {
		return err
	}
	if len(former) == 0 {
		return nil
	}
	l, fid := newLedger(c, s), int64(0)
	for _, tour := range former {
		err := c.query(ctx, func(row []driver.Value) error { return l.set(tours, tour.fid, tour.id, l.hasher.row(tours, row)) }, tours.readKey, tour.fid)
		if err != nil {
			return err
		}
		for _, stop := range tour.records() {
			fid++
			if err := insertRow(ctx, c, s.tables[geo.Stops], l, fid, &stop); err != nil {
				return err
			}
		}
	}
	v, err := c.version(ctx)
	if err != nil {
		return err
	}
	return l.finish(v.cursor)
}

func formerTours(ctx context.Context, c *conn) (former []formerTour, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		tour := formerTour{}
		tour.fid, _ = row[0].(int64)
		tour.id, _ = row[1].(string)
		tour.zone, _ = row[2].(string)
		tour.version, _ = row[3].(int64)
		for i, to := range []*[]string{&tour.targets, &tour.dwell} {
			text, _ := row[4+i].(string)
			if list, err := gpkgfile.ParseList(text); err == nil {
				*to = list.Items()
			}
		}
		former = append(former, tour)
		return nil
	}, "SELECT fid,+id,+zone,version,+stops,+dwell FROM tours WHERE stops IS NOT NULL OR dwell IS NOT NULL ORDER BY fid")
	return former, err
}

// records are the stops of a tour.
func (tour formerTour) records() (stops []geo.Record) {
	base := tour.id
	if len(base) > geo.MaxIDLength-8 {
		sum := sha256.Sum256([]byte(base))
		base = "T-" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])[:16]
	}
	for i, target := range tour.targets {
		r := geo.New(geo.Stops)
		r.ID, r.Zone, r.NameZH, r.Version = fmt.Sprintf("%s-S%02d", base, i+1), tour.zone, target, geo.Cursor(tour.version)
		r.Set(geo.TourOf, geo.Text(tour.id))
		r.Set(geo.StopNumber, geo.Integer(int64(i+1)))
		if geo.Visitable(target) {
			r.Set(geo.Target, geo.Text(target))
		}
		if i < len(tour.dwell) {
			if n, err := strconv.Atoi(tour.dwell[i]); err == nil && n > 0 && n <= geo.MaxDwell {
				r.Set(geo.Dwell, geo.Integer(int64(n)))
			}
		}
		stops = append(stops, r)
	}
	return stops
}

// insertRow writes a record of a collection without shapes outside of any batch.
func insertRow(ctx context.Context, c *conn, t *table, l *ledger, fid int64, r *geo.Record) error {
	args := make([]any, 0, len(t.columns))
	l.hasher.begin(fid)
	for i := range t.columns {
		v := t.columns[i].write(r)
		l.hasher.cell(&t.columns[i], v)
		args = append(args, v.argument())
	}
	now := l.hasher.sum()
	if err := c.exec(ctx, t.insert, args...); err != nil {
		return err
	}
	switch at, _, err := c.number(ctx, "SELECT last_insert_rowid()"); {
	case err != nil:
		return err
	case at != fid: // the hash is over the key
		return fmt.Errorf("gpkg: %s got the key %d in place of %d", r.Ref(), at, fid)
	}
	return l.set(t, fid, r.ID, now)
}
