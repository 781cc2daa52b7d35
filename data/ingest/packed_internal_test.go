package ingest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestARowComesOutAsItWasPacked(t *testing.T) {
	text := rapid.OneOf(rapid.Just(""), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		var p packed
		records := make([]geo.Record, rapid.IntRange(1, 5).Draw(t, "records"))
		for i := range records {
			r := geo.New(rapid.SampledFrom(geo.AllCollections()).Draw(t, "collection"))
			r.NameZH, r.NameEN, r.Zone, r.Source = text.Draw(t, "zh"), text.Draw(t, "en"), text.Draw(t, "zone"), text.Draw(t, "source")
			r.Position = geo.Position{Class: geo.Precision(text.Draw(t, "class")), Source: text.Draw(t, "by"), CRS: text.Draw(t, "crs")}
			if r.Position.CRS != "" {
				r.Position.X, r.Position.Y = rapid.Float64().Draw(t, "x"), rapid.Float64().Draw(t, "y")
			}
			switch rapid.IntRange(0, 2).Draw(t, "place") {
			case 1:
				r.Geometry = orb.Point{geo.RoundDegrees(rapid.Float64Range(-180, 180).Draw(t, "lon")), geo.RoundDegrees(rapid.Float64Range(-85, 85).Draw(t, "lat"))}
			case 2:
				r.Geometry = orb.Point{rapid.Float64().Draw(t, "lon"), rapid.Float64().Draw(t, "lat")}
			}
			for j := range geo.SchemaOf(r.Collection).Fields {
				r.SetAt(j, rapid.SampledFrom([]geo.Value{{}, geo.Text(text.Draw(t, "text")), geo.Integer(rapid.Int64().Draw(t, "integer")), geo.Number(rapid.Float64().Draw(t, "number")),
					geo.Boolean(true), geo.Boolean(false), geo.OnDay(geo.Day(rapid.Int32Range(-1<<20, 1<<20).Draw(t, "day"))), geo.List("甲", text.Draw(t, "item"))}).Draw(t, "value"))
			}
			records[i] = r
			p.put(&r)
			if rapid.Bool().Draw(t, "a new piece") {
				p.seal()
			}
		}
		p.seal()
		from := unpacker{pieces: p.pieces}
		var back geo.Record
		for i := range records {
			row := from.next()
			if row.record(&back, records[i].Collection); row != "" || !back.Equal(&records[i]) {
				t.Fatalf("%q is left; packed %+v, unpacked %+v", row, records[i], back)
			}
		}
	})
}

func TestWhatIsKeptOfTheRowsIsWhatTheFilesSayOnceMore(t *testing.T) {
	var table, features strings.Builder
	table.WriteString("企业名称,统一社会信用代码,开发区,网格,示范带,从业人员,是否运营,摸排日期,坐标系,经度,纬度\n")
	for i := range 1500 {
		fmt.Fprintf(&table, "企业 %d,,Z%d,%s,B1;B%d,%d,是,2024-0%d-01,GCJ-02,118.%04d,32.1\n", i/2*(i%3), i%7, [...]string{"", "G1"}[i%2], i%5, i, 1+i%9, i)
		fmt.Fprintf(&features, `{"type":"Feature","collection":"organizations","id":"O%d","geometry":null,"properties":{"name_zh":"支部","covers":["E1"],"stars":%d}}`+"\n", i%1400, i%9)
	}
	fmt.Fprintln(&features, `{"type":"Feature","collection":"enterprises","id":"E1","geometry":{"type":"Point","coordinates":[118.1,32.1]},"properties":{"name_zh":"甲","zone":"Z1"}}`)
	var files []File
	for name, text := range map[string]string{"enterprises.csv": table.String(), "o.ndjson": features.String()} {
		files = append(files, File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(text))), nil }})
	}
	s, err := newSurvey(t.Context(), files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.readAll(); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	changes := func() (all []geo.Record) {
		for change, err := range s.changes {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, owned(&change.Record))
		}
		return all
	}
	kept := changes()
	s.packed = packed{lost: true}
	again := changes()
	if len(kept) != len(again) || len(kept) != s.report.Changes() || s.report.Rejected == 0 {
		t.Fatalf("%d kept, %d read again, %+v", len(kept), len(again), s.report)
	}
	for i := range kept {
		if !kept[i].Equal(&again[i]) {
			t.Errorf("kept %+v, read again %+v", kept[i], again[i])
		}
	}
}

func TestAReaderOfTheBatchMayStopAnywhere(t *testing.T) {
	var table strings.Builder
	table.WriteString("id,name_zh\n")
	for i := range 3001 {
		fmt.Fprintf(&table, "E%d,企业\n", i)
	}
	file := File{Name: "e.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(table.String())), nil }}
	s, err := newSurvey(t.Context(), []File{file}, Options{As: geo.Enterprises})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.readAll(); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 255, 256, 257, 1500, 3001} {
		n := 0
		for range s.changes {
			if n++; n == most {
				break
			}
		}
		if n != most {
			t.Errorf("%d changes instead of %d", n, most)
		}
	}
}
