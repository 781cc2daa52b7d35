package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/data/ingest"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

var fileTypes = map[string]string{
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"gpkg": "application/geopackage+sqlite3", "kml": "application/vnd.google-earth.kml+xml",
}

// read imports a downloaded file and returns what it holds by id.
func (a *answer) imported(format string) map[string]geo.Record {
	a.t.Helper()
	file := ingest.File{Name: "enterprises." + format, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(a.body)), nil }}
	in, err := ingest.Read(context.Background(), []ingest.File{file}, ingest.Options{As: geo.Enterprises})
	if err != nil {
		a.t.Fatalf("%s: %v", a.path, err)
	}
	records := map[string]geo.Record{}
	for change, err := range in.Batch.Changes {
		if err != nil {
			a.t.Fatal(err)
		}
		if change.Record.Collection == geo.Enterprises {
			records[strings.Clone(change.Record.ID)] = change.Record.Clone()
		}
	}
	return records
}

func TestADownloadHoldsWhatTheItemsHoldInEveryFormat(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	const filter = "/api/collections/enterprises/items?belts=CZ-B-SHANGHAI-ROAD"
	want := s.get(filter + "&limit=1000").is(http.StatusOK).collection().ids()
	for format, mediaType := range fileTypes {
		a := s.get(filter + "&f=" + format).is(http.StatusOK)
		if got := a.header.Get("Content-Type"); got != mediaType {
			t.Errorf("%s: type %s", format, got)
		}
		disposition := a.header.Get("Content-Disposition")
		if !strings.Contains(disposition, `filename="enterprises-2026-03-01.`+format+`"`) || !strings.Contains(disposition, "filename*=UTF-8''%E4%BC%81%E4%B8%9A-2026-03-01."+format) {
			t.Errorf("%s: %s", format, disposition)
		}
		var got []string
		for id := range a.imported(format) {
			got = append(got, id)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || len(got) != 20 {
			t.Errorf("%s holds %v, the items are %v", format, got, want)
		}
		tag := a.header.Get("Etag")
		if again := s.get(filter+"&f="+format, "If-None-Match", tag); again.status != http.StatusNotModified || tag == "" {
			t.Errorf("%s: %d for tag %q", format, again.status, tag)
		}
		head := s.do(http.MethodHead, filter+"&f="+format)
		if head.is(http.StatusOK); len(head.body) > 0 || head.header.Get("Content-Type") != mediaType {
			t.Errorf("%s: HEAD answers %q, %s", format, head.body, head.header.Get("Content-Type"))
		}
	}
}

func TestADownloadShowsNothingInternalToThePublic(t *testing.T) {
	records := secretRecords()
	records[1].Position.Source, records[1].Position.CRS, records[1].Position.X, records[1].Position.Y = "geheim", "GCJ-02", 117.2554321, 31.7954321
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		s := serve(t, class, records)
		for format := range fileTypes {
			a := s.get("/api/collections/enterprises/items?f=" + format).is(http.StatusOK)
			r := a.imported(format)["S-1"]
			members, known := r.Get(geo.FullMembers).Integer()
			if class == geo.Internal {
				if p := r.Position; members != 76543 || p.Source != "geheim" || p.CRS != "GCJ-02" || p.X != 117.2554321 {
					t.Errorf("%s hides from an intranet what it may read: %+v", format, r)
				}
				continue
			}
			told := fmt.Sprintf("%+v", r)
			for _, secret := range []string{"76543", "65437", "5437.625", "4376.125", "geheim", "117.2554321", "position_source", "position_x", "full_members"} {
				if strings.Contains(told, secret) || bytes.Contains(a.body, []byte(secret)) {
					t.Errorf("%s shows %s to the public", format, secret)
				}
			}
			if known || r.NameZH != "保密测试企业" {
				t.Errorf("%s: %+v", format, r)
			}
		}
	}
}

func TestADownloadComesInAnySystem(t *testing.T) {
	s := serve(t, geo.Public, secretRecords())
	for _, system := range []string{"4490", "gcj02", "bd09", "4548", "EPSG:4527", "3857"} {
		r := s.get("/api/collections/enterprises/items?f=csv&crs=" + system).is(http.StatusOK).imported("csv")["S-1"]
		if p, is := r.Geometry.(orb.Point); !is || max(p[0]-117.25, 117.25-p[0], p[1]-31.8, 31.8-p[1]) > 1e-7 {
			t.Errorf("%s comes back at %v", system, r.Geometry)
		}
	}
}

func TestWhatADownloadCannotDoIsRefusedByName(t *testing.T) {
	s := serve(t, geo.Public, secretRecords())
	for query, parameter := range map[string]string{
		"f=csv&limit=5": "limit", "f=csv&after=S-1": "after", "f=csv&crs=mars2": "crs", "crs=gcj02": "crs", "f=geojson&crs=4490": "crs", "f=kml&crs=gcj02": "crs",
		"f=pdf": "f", "f=csv&colour=red": "colour", "f=csv&full_members=3": "full_members", "f=csv&bbox=1,2,3": "bbox",
	} {
		s.get("/api/collections/enterprises/items?"+query).problem(http.StatusBadRequest, parameter)
	}
}

// Two clients that take their files slowly hold both places; the third is told to come again, and gets its file once they have gone.
func TestOnlyTwoDownloadsAreMadeAtOnce(t *testing.T) {
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH, zone.Zone = "Z", "区", "Z"
	records := []geo.Record{zone}
	for i := range 8_000 {
		r := geo.New(geo.Enterprises)
		r.ID, r.Zone, r.NameZH, r.NameEN = fmt.Sprintf("E%05d", i), "Z", fmt.Sprintf("企业 %05d", i)+strings.Repeat("长", 180), strings.Repeat("long name ", 19)
		r.Source = strings.Repeat("源", 180)
		records = append(records, r)
	}
	s := serve(t, geo.Public, records)
	path := "/api/collections/enterprises/items?f=csv"
	var slow []*http.Response
	for range 2 {
		request, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := (&http.Transport{DisableCompression: true}).RoundTrip(request)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatal(response, err)
		}
		slow = append(slow, response)
	}
	third := s.get(path)
	third.problem(http.StatusServiceUnavailable, "")
	if third.header.Get("Retry-After") != "5" || third.header.Get("Content-Disposition") != "" {
		t.Errorf("headers %v", third.header)
	}
	if s.get("/api/collections/enterprises/items?limit=1").is(http.StatusOK); t.Failed() {
		return
	}
	for _, response := range slow {
		_ = response.Body.Close()
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if a := s.get(path + "&id=E00001"); a.status == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the places are not given back")
		}
	}
}
