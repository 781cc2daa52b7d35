package gpkgfile_test

import (
	"encoding/binary"
	"math"
	"path/filepath"
	"testing"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/encoding/wkb"
)

func TestGeometriesOfOtherProgramsAreRead(t *testing.T) {
	head := func(flags byte, envelope int) []byte {
		return append([]byte{'G', 'P', 0, flags, 0xe6, 0x10, 0, 0}, make([]byte, envelope)...)
	}
	line := orb.LineString{{1, 2}, {3, 4}}
	for _, c := range []struct {
		name string
		blob []byte
		want orb.Geometry
	}{
		{"big-endian", append(head(0, 0), wkb.MustMarshal(line, binary.BigEndian)...), line},
		{"an envelope with heights and measures", append(head(9, 64), wkb.MustMarshal(line, binary.LittleEndian)...), line},
		{"an SRS id in the body", append(head(1, 0), ewkb.MustMarshal(line, 4326, binary.LittleEndian)...), line},
		{"a multi-point of one", append(head(1, 0), wkb.MustMarshal(orb.MultiPoint{{1, 2}}, binary.LittleEndian)...), orb.Point{1, 2}},
		{"nothing, by its flag", append(head(0x11, 0), wkb.MustMarshal(orb.Polygon{}, binary.LittleEndian)...), nil},
		{"nothing, by its point", append(head(1, 0), wkb.MustMarshal(orb.Point{math.NaN(), math.NaN()}, binary.LittleEndian)...), nil},
	} {
		got, err := gpkgfile.DecodeForeignGeometry(c.blob)
		if err != nil || (got == nil) != (c.want == nil) || got != nil && !orb.Equal(got, c.want) {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
	for name, g := range map[string]orb.Geometry{"several points": orb.MultiPoint{{1, 2}, {3, 4}}, "no point": orb.MultiPoint{}, "a mixture": orb.Collection{line}} {
		if got, err := gpkgfile.DecodeForeignGeometry(append(head(1, 0), wkb.MustMarshal(g, binary.LittleEndian)...)); geo.KindOf(err) != geo.KindInvalid || err == nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := gpkgfile.DecodeForeignGeometry([]byte("GP")); geo.KindOf(err) != geo.KindInvalid {
		t.Error(err)
	}
}

func TestAForeignFileThatIsNotThereIsUnavailable(t *testing.T) {
	if _, err := gpkgfile.OpenForeign(t.Context(), filepath.Join(t.TempDir(), "a.gpkg"), "a.gpkg"); geo.KindOf(err) != geo.KindUnavailable {
		t.Error(err)
	}
}
