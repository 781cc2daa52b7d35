package crs_test

import (
	"fmt"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/crs"
	"pgregory.net/rapid"
)

func TestASystemIsKnownByAllItsNames(t *testing.T) {
	for want, names := range map[string]string{
		"EPSG:4326": "wgs84|WGS84|WGS 84|wgs-84|4326|EPSG:4326|epsg:4326|EPSG 4326|CRS84|OGC:CRS84|urn:ogc:def:crs:OGC:1.3:CRS84|urn:ogc:def:crs:EPSG::4326|http://www.opengis.net/def/crs/EPSG/0/4326|https://www.opengis.net/def/crs/OGC/1.3/CRS84|http://www.opengis.net/def/crs/OGC/0/CRS84|http://www.opengis.net/gml/srs/epsg.xml#4326|GCS_WGS_1984|ＷＧＳ８４",
		"EPSG:4490": "cgcs2000|CGCS 2000|4490|EPSG:4490|urn:ogc:def:crs:EPSG:9.9:4490|China Geodetic Coordinate System 2000|GCS_China_Geodetic_Coordinate_System_2000|国家2000|2000国家大地坐标系",
		"GCJ-02":    "gcj02|GCJ-02|GCJ 02|gcj_02|amap|高德|火星坐标|腾讯",
		"BD-09":     "bd09|BD-09|bd_09|bd09ll|Baidu|百度",
		"EPSG:3857": "3857|EPSG:3857|web mercator|WGS 84 / Pseudo-Mercator|WGS_1984_Web_Mercator_Auxiliary_Sphere|EPSG:900913|urn:ogc:def:crs:EPSG::3857",
		"EPSG:4513": "4513|EPSG:4513|CGCS2000 / 3-degree Gauss-Kruger zone 25|CGCS2000_3_Degree_GK_Zone_25",
		"EPSG:4527": "4527|CGCS2000 / 3-degree Gauss-Krüger zone 39|CGCS2000 / 3-degree Gauss-Krueger zone 39|CGCS2000_3_degree_GK_zone_39|urn:ogc:def:crs:EPSG::4527",
		"EPSG:4533": "4533|CGCS2000_3_Degree_GK_Zone_45",
		"EPSG:4534": "4534|CGCS2000_3_Degree_GK_CM_75E",
		"EPSG:4548": "4548|EPSG:4548|CGCS2000 / 3-degree Gauss-Kruger CM 117E|CGCS2000_3_Degree_GK_CM_117E",
		"EPSG:4554": "4554|CGCS2000_3_Degree_GK_CM_135E",
	} {
		for _, name := range strings.Split(names, "|") {
			s, err := crs.Parse(" " + name + "\t")
			if err != nil || s.String() != want {
				t.Errorf("%q is %s, want %s (%v)", name, s, want, err)
			}
		}
	}
}

func TestAnUnknownSystemIsSaidWithThoseThatAreKnown(t *testing.T) {
	for _, name := range []string{
		"", " ", "4512", "4555", "4491", "32650", "EPSG:32650", "EPSG:", "EPSG:4490:4490:1", "EPSG:-4326", "+4326", "4326.0", "wgs72", "utm50n", "urn:ogc:def:crs:", "urn:ogc:def:crs:EPSG",
		"urn:ogc:def:crs:OGC:1.3:CRS83", "urn:ogc:def:crs:OGC:1.3:CRS27", "urn:ogc:def:crs:IAU::4326", "http://www.opengis.net/gml/srs/epsg.xml#", "CGCS2000_3_Degree_GK_Zone_24", "CGCS2000_3_Degree_GK_CM_118E",
		"CGCS2000_3_Degree_GK_Zone_", "CGCS2000 / Gauss-Kruger zone 20", "本地坐标系", "\xff\xfe", strings.Repeat("4326", 100), "99999999999999999999",
	} {
		s, err := crs.Parse(name)
		if err == nil || geo.KindOf(err) != geo.KindInvalid || s != (crs.System{}) {
			t.Errorf("%.60q is %s (%v)", name, s, err)
			continue
		}
		if said := err.Error(); !strings.Contains(said, "4534–4554") || len(said) > 600 {
			t.Errorf("%.60q: %s", name, said)
		}
	}
}

func TestAnOlderDatumIsRefusedWithTheReason(t *testing.T) {
	for _, name := range []string{"西安80", "Xian_1980_3_Degree_GK_CM_117E", "Xian 1980 / 3-degree Gauss-Kruger zone 39", "北京54", "Beijing 1954", "EPSG:4610", "4214"} {
		if _, err := crs.Parse(name); err == nil || !strings.Contains(err.Error(), "older than CGCS2000") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestEverySystemIsOneNameAndOneCode(t *testing.T) {
	seen := map[crs.System]bool{}
	labels := map[string]bool{}
	for _, s := range crs.KnownSystems() {
		back, err := crs.Parse(s.String())
		if err != nil || back != s {
			t.Errorf("%s is read as %s (%v)", s, back, err)
		}
		if code := s.EPSG(); code != 0 {
			if back, ok := crs.FromEPSG(code); !ok || back != s || s.String() != fmt.Sprintf("EPSG:%d", code) {
				t.Errorf("%s has the code %d, which is %s", s, code, back)
			}
		}
		label := s.Label()
		if label.ZH == "" || label.EN == "" || labels[label.EN] || labels[label.ZH] || strings.Contains(label.EN+label.ZH, "%!") {
			t.Errorf("%s is called %q, %q", s, label.ZH, label.EN)
		}
		if s.NorthingFirst() != (s.EPSG() >= 4513) || s.Geographic() != strings.Contains("EPSG:4326 EPSG:4490 GCJ-02 BD-09", s.String()) {
			t.Errorf("%s: northing first %v, degrees %v", s, s.NorthingFirst(), s.Geographic())
		}
		seen[s], labels[label.EN], labels[label.ZH] = true, true, true
	}
	if len(seen) != 47 {
		t.Errorf("%d systems are known, want 47", len(seen))
	}
	if !seen[crs.System{}] || (crs.System{}).String() != "EPSG:4326" {
		t.Error("the zero value is not WGS 84")
	}
	for want, s := range map[string]crs.System{
		"EPSG:4326": crs.WGS84{}.System(), "EPSG:4490": crs.CGCS2000{}.System(), "GCJ-02": crs.GCJ02{}.System(), "BD-09": crs.BD09{}.System(),
	} {
		if s.String() != want {
			t.Errorf("the points of %s say that they are of %s", want, s)
		}
	}
}

func TestCodesBesideTheKnownOnesAreNotKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.Int().Draw(t, "code")
		s, ok := crs.FromEPSG(code)
		if ok != (s.EPSG() == code) || !ok && s != (crs.System{}) {
			t.Fatalf("%d is %s, %v", code, s, ok)
		}
	})
}

// Whatever is given as a name, the answer is a system that is known by its own name, or one sentence of bounded length.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"EPSG:4548", "urn:ogc:def:crs:EPSG:9.9:4490", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "CGCS2000_3_Degree_GK_CM_117E", "高德", "ＷＧＳ８４", "西安80", "\xff"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s, err := crs.Parse(name)
		if err != nil {
			if geo.KindOf(err) != geo.KindInvalid || len(err.Error()) > 800 {
				t.Fatalf("%q: %v", name, err)
			}
			return
		}
		if back, err := crs.Parse(s.String()); err != nil || back != s {
			t.Fatalf("%q is %s, which is read as %s (%v)", name, s, back, err)
		}
	})
}
