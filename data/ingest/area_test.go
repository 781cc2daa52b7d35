package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// patch is the square of 0.001° (94 m × 111 m) at a place of squared paper, so many wide.
func patch(x, y, wide int) string {
	w, s, d := 118+float64(x)/1000, 32+float64(y)/1000, float64(wide)/1000
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f]]]}`, w, s, w+d, s, w+d, s+d, w, s+d, w, s)
}

// noted are the notes of one kind.
func noted(r *ingest.Report, kind string) (said []string) {
	for _, n := range r.Notes {
		if n.Kind == kind {
			said = append(said, n.EN)
		}
	}
	return said
}

func TestHolesBetweenGridsAreNoted(t *testing.T) {
	grids := func(skip int) (list []string) {
		for i := range 9 {
			if i != skip {
				list = append(list, feature("grids", fmt.Sprint("G", i), patch(i%3, i/3, 1), `"zone":"Z"`))
			}
		}
		return list
	}
	zone := feature("zones", "Z", patch(0, 0, 3), "")
	pointed := feature("zones", "Z", point, "")
	for _, c := range []struct {
		name     string
		features []string
		says     string // "" for nothing
	}{
		{"a corner of the zone's area", append(grids(8), zone), "zones/Z has 1 places that no grid covers, 10"},
		{"a middle without an area", append(grids(4), pointed), "zones/Z has 1 places that no grid covers, 10"},
		{"a corner without an area", append(grids(8), pointed), ""},
		{"nothing", append(grids(-1), zone), ""},
		{"nothing below a grid over others", append(grids(4), zone, feature("grids", "H", patch(0, 0, 2), `"zone":"Z"`)), ""},
		{"below a grid of the past", append(grids(4), zone, feature("grids", "H", patch(1, 1, 1), `"zone":"Z","valid_to":"2020-12-31"`)), "zones/Z has 1 places"},
		{"a grid of another zone", append(grids(4), zone, feature("grids", "H", patch(1, 1, 1), `"zone":"Y"`)), "zones/Z has 1 places"},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, _ := read(t, ingest.Options{}, file("g.geojson", collectionOf(c.features...)))
			got := noted(report, "hole")
			if c.says == "" && len(got) > 0 || c.says != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.says)) {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestAGridThatCrossesItselfDoesNotStopTheRest(t *testing.T) {
	bow := `{"type":"Polygon","coordinates":[[[118,32],[118.1,32.1],[118.1,32],[118,32.1],[118,32]]]}`
	report, _ := read(t, ingest.Options{}, file("g.geojson", collectionOf(feature("zones", "Z", patch(0, 0, 2), ""),
		feature("grids", "X", bow, `"zone":"Z"`), feature("grids", "G", patch(0, 0, 1), `"zone":"Z"`))))
	if got := noted(report, "hole"); report.Rejected != 1 || len(got) != 1 || !strings.Contains(got[0], "has 1 places") {
		t.Errorf("%d %q", report.Rejected, got)
	}
}

func TestAListDeclaredWGS84AndShiftedLikeAMapServiceIsNoted(t *testing.T) {
	for name, says := range map[string]string{"gcj02": "look like GCJ-02", "bd09": "look like BD-09", "wgs84": ""} {
		t.Run(name, func(t *testing.T) {
			system, err := crs.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			var rows strings.Builder
			rows.WriteString("编号,企业名称,开发区,经度,纬度\n")
			for i := range 400 {
				at, err := system.GeometryFromWGS84(orb.Point{118.0005 + float64(i%20)/1000, 32.0005 + float64(i/20)/1000})
				if err != nil {
					t.Fatal(err)
				}
				p := at.(orb.Point)
				fmt.Fprintf(&rows, "E%d,企业%d,Z,%.6f,%.6f\n", i, i, p[0], p[1])
			}
			zone := file("z.geojson", collectionOf(feature("zones", "Z", patch(0, 0, 20), "")))
			report, _ := read(t, ingest.Options{}, zone, file("企业.csv", rows.String()))
			got := noted(report, "datum")
			if says == "" {
				if len(got) > 0 || report.Warnings > 0 {
					t.Errorf("%q", got)
				}
				return
			}
			if len(got) != 1 || !strings.Contains(got[0], says) || report.Rejected > 0 {
				t.Errorf("%q, %d left out", got, report.Rejected)
			}
		})
	}
}

func TestAPairReadInTheWrongSystemIsFoundAndSaid(t *testing.T) {
	for _, c := range []struct {
		name, crs, row, kind, says string
	}{
		{"latitude first, where both could be either", "", "E,甲,32.3,84.5", "doubtful", "looks exchanged"},
		{"a zone number that is not the declared one's", "4526", "E,甲,39622443.97,3575861.6", "outside_crs", "zone 39"},
		{"northing first", "4548", "E,甲,3575861.6,622443.97", "outside_crs", "looks exchanged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, _ := read(t, ingest.Options{As: geo.Enterprises, CRS: c.crs}, file("e.csv", "id,name_zh,lon,lat\n"+c.row+"\n"))
			if len(report.Rows) != 1 || report.Rows[0].Kind != c.kind || !strings.Contains(report.Rows[0].EN, c.says) {
				t.Errorf("%+v", report.Rows)
			}
		})
	}
}
