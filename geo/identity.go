package geo

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// MadeID is the id that a record without one gets: its credit code, else a hash of its name and zone, so that the same record read again has the same
// id; "" if it has neither code nor name. Ground, which mostly has neither, is known by its shape.
func (r *Record) MadeID() string {
	if r.Collection == Ground {
		return r.shapeID()
	}
	if code := r.Get(USCC).Text(); code != "" {
		return code
	}
	if r.NameZH == "" {
		return ""
	}
	return hashID([]byte(r.Collection.String() + "\x1f" + r.Zone + "\x1f" + r.NameZH))
}

func hashID(text []byte) string {
	sum := sha256.Sum256(text)
	return "H-" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])[:16]
}

// shapeID is an id made of the geometry as it is stored, "" without one.
func (r *Record) shapeID() string {
	if r.Geometry == nil {
		return ""
	}
	text := []byte(r.Collection.String() + "\x1f" + r.Geometry.GeoJSONType())
	eachPath(rounded(r.Geometry), func(path []orb.Point, _ int, _ bool) bool {
		text = binary.LittleEndian.AppendUint32(text, uint32(len(path)))
		for _, p := range path {
			for _, x := range p {
				text = binary.LittleEndian.AppendUint64(text, uint64(int64(math.Round(x*1e7))))
			}
		}
		return true
	})
	return hashID(text)
}
