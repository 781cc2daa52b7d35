package gpkg

import (
	"bytes"
	"context"
	"database/sql/driver"
	"fmt"
	"testing"

	"beltmap/geo"
	"pgregory.net/rapid"
)

// However often the ledger is emptied into the file in between, it holds what a map does.
func TestTheLedgerHoldsWhatAMapDoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := OpenMemory(context.Background(), Options{})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		c := <-s.writer
		defer func() { s.writer <- c }()
		l, tables := newLedger(c, s), []*table{s.tables[geo.Zones], s.tables[geo.Facts]}
		if rapid.Bool().Draw(rt, "always full") {
			l.held = maxBuckets
		}
		type key struct {
			table *table
			fid   int64
		}
		want := map[key]slot{}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			k := key{rapid.SampledFrom(tables).Draw(rt, "table"), rapid.Int64Range(1, 130).Draw(rt, "fid")}
			var err error
			if rapid.Bool().Draw(rt, "drop") {
				delete(want, k)
				err = l.drop(k.table, k.fid)
			} else {
				to := slot{digest{rapid.Uint64().Draw(rt, "high"), rapid.Uint64().Draw(rt, "low")}, rapid.StringN(0, 12, -1).Draw(rt, "id"), true}
				want[k] = to
				err = l.set(k.table, k.fid, to.id, to.digest)
			}
			if err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "full") {
				l.held = maxBuckets
			}
		}
		if err := l.finish(0); err != nil {
			rt.Fatal(err)
		}
		sums, err := c.sums(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		for _, t := range tables {
			var sum tally
			got := map[key]slot{}
			err := c.query(context.Background(), func(row []driver.Value) error {
				var b bucket
				for i := range bucketKeys {
					if err := b.decode(row[1].([]byte)); err != nil {
						return err
					}
					if b.slots[i].used {
						got[key{t, row[0].(int64)*bucketKeys + int64(i)}] = b.slots[i]
						sum.add(b.slots[i].digest)
					}
				}
				return nil
			}, "SELECT bucket, hashes FROM "+quoted(t.hashes))
			if err != nil {
				rt.Fatal(err)
			}
			for k, s := range want {
				if k.table == t && got[k] != s {
					rt.Fatalf("%s %d: %v, want %v", t.name, k.fid, got[k], s)
				}
				if k.table == t {
					delete(got, k)
				}
			}
			if len(got) > 0 || sum != sums[t.schema.Collection] {
				rt.Fatalf("%s: too much %v, sum %v, want %v", t.name, got, sums[t.schema.Collection], sum)
			}
		}
	})
}

// FuzzBucket: any bytes are a bucket or an error, and a bucket's bytes come back.
func FuzzBucket(f *testing.F) {
	b := bucket{}
	b.slots[0] = slot{digest{1, 2}, "E1", true}
	b.slots[31] = slot{digest{3, 4}, "", true}
	f.Add(b.encode(nil))
	f.Add((&bucket{}).encode(nil))
	f.Add([]byte{1, 0, 0, 0, 0xff})
	f.Add(append([]byte{1, 0, 0, 0}, bytes.Repeat([]byte{0xff}, 30)...))
	f.Fuzz(func(t *testing.T, in []byte) {
		var b, again bucket
		if b.decode(in) != nil {
			return
		}
		if err := again.decode(b.encode(nil)); err != nil || again != b {
			t.Fatalf("%v\n%v\n%v", err, again, b)
		}
	})
}

// Two columns of one table with one tag could exchange their values unseen.
func TestColumnsOfATableHaveTagsOfTheirOwn(t *testing.T) {
	for _, t2 := range newTables() {
		if t2 == nil {
			continue
		}
		seen := map[uint32]string{}
		for _, c := range append([]column{t2.shape}, t2.columns...) {
			if other := seen[c.tag]; other != "" {
				t.Errorf("%s.%s and %s have one tag", t2.name, c.name, other)
			}
			seen[c.tag] = c.name
		}
	}
}

// The hash is in files: another way of hashing would take every row of theirs for changed.
func TestTheHashOfARowStaysWhatItIs(t *testing.T) {
	var h hasher
	h.begin(7)
	for _, v := range []any{int64(1), 2.5, "安徽", []byte{1, 2}, nil, true} {
		c := newColumn("c", "TEXT", nil, nil)
		h.value(&c, v)
	}
	if got := fmt.Sprintf("%016x", []uint64{h.sum().high, h.sum().low}); got != "[d03095fb64cf4465 ba5229993ecdf0ae]" {
		t.Fatal(got)
	}
}

// Hashing alone, of a row as data/generate makes them. Read ns/row: with a million enterprises and their organizations there are two million
// rows. Run with: go test -run '^$' -bench Hashing ./data/gpkg
func BenchmarkHashing(b *testing.B) {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH, r.NameEN, r.Source = "Z000-E-0000001", "Z000", "合成企业 0000001", "Synthetic Enterprise 0000001", "synthetic"
	r.Set(geo.Industry, geo.Text("machinery"))
	r.Set(geo.Employees, geo.Integer(70))
	t, h := newTable(geo.SchemaOf(geo.Enterprises)), hasher{}
	var cells []cell
	var columns []*column
	for i := range t.columns {
		if c := t.columns[i].write(&r); c.kind != null {
			cells, columns = append(cells, c), append(columns, &t.columns[i])
		}
	}
	for b.Loop() {
		h.begin(1)
		for i := range cells {
			h.cell(columns[i], cells[i])
		}
		_ = h.sum()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/row")
}
