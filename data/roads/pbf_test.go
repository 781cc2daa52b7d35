package roads_test

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/klauspost/compress/zlib"
	"google.golang.org/protobuf/encoding/protowire"
)

// extract writes a small PBF file as tests need them.
type extract struct {
	texts     []string
	nodes     []node
	ways      []way
	relations []relation
	plain     bool // nodes one by one
}

type node struct {
	id       int64
	lon, lat float64
	tags     map[string]string
}

type way struct {
	id   int64
	refs []int64
	tags map[string]string
}

type relation struct {
	id            int64
	from, via, to int64
	viaWay        bool
	tags          map[string]string
}

func (e *extract) text(s string) uint64 {
	if e.texts == nil {
		e.texts = []string{""}
	}
	i := slices.Index(e.texts, s)
	if i < 0 {
		i = len(e.texts)
		e.texts = append(e.texts, s)
	}
	return uint64(i)
}

func bytesField(b []byte, n protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, n, protowire.BytesType), content)
}

func number(b []byte, n protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, n, protowire.VarintType), v)
}

// deltas packs numbers as zigzag differences.
func deltas(values ...int64) (b []byte) {
	last := int64(0)
	for _, v := range values {
		b = protowire.AppendVarint(b, protowire.EncodeZigZag(v-last))
		last = v
	}
	return b
}

func (e *extract) tags(b []byte, tags map[string]string) []byte {
	var keys, values []byte
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		keys, values = protowire.AppendVarint(keys, e.text(k)), protowire.AppendVarint(values, e.text(tags[k]))
	}
	return bytesField(bytesField(b, 2, keys), 3, values)
}

// file is the extract as bytes, in blocks of their own for nodes, ways and relations.
func (e *extract) file() []byte {
	out := block("OSMHeader", bytesField(bytesField(nil, 4, []byte("OsmSchema-V0.6")), 4, []byte("DenseNodes")))
	var ids, lons, lats []int64
	var tags []byte
	for _, n := range e.nodes {
		ids, lons, lats = append(ids, n.id), append(lons, int64(n.lon*1e7)), append(lats, int64(n.lat*1e7))
		for _, k := range slices.Sorted(maps.Keys(n.tags)) {
			tags = protowire.AppendVarint(protowire.AppendVarint(tags, e.text(k)), e.text(n.tags[k]))
		}
		tags = protowire.AppendVarint(tags, 0)
	}
	dense := bytesField(bytesField(bytesField(bytesField(nil, 1, deltas(ids...)), 8, deltas(lats...)), 9, deltas(lons...)), 10, tags)
	groups := [][]byte{bytesField(nil, 2, dense), nil, nil}
	if e.plain {
		groups[0] = bytesField(nil, 1, number(nil, 1, 2))
	}
	for _, w := range e.ways {
		groups[1] = bytesField(groups[1], 3, bytesField(e.tags(number(nil, 1, uint64(w.id)), w.tags), 8, deltas(w.refs...)))
	}
	for _, r := range e.relations {
		kind := uint64(0)
		if r.viaWay {
			kind = 1
		}
		var roles []byte
		for _, role := range []string{"from", "via", "to"} {
			roles = protowire.AppendVarint(roles, e.text(role))
		}
		b := bytesField(e.tags(number(nil, 1, uint64(r.id)), r.tags), 8, roles)
		b = bytesField(b, 9, deltas(r.from, r.via, r.to))
		groups[2] = bytesField(groups[2], 4, bytesField(b, 10, []byte{1, byte(kind), 1}))
	}
	var table []byte
	for _, s := range e.texts {
		table = bytesField(table, 1, []byte(s))
	}
	for _, g := range groups {
		out = append(out, block("OSMData", bytesField(bytesField(nil, 1, table), 2, g))...)
	}
	return out
}

// block frames a block, packed as all writers do.
func block(kind string, content []byte) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(content)
	_ = z.Close()
	blob := bytesField(number(nil, 2, uint64(len(content))), 3, packed.Bytes())
	head := number(bytesField(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	out := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	return append(append(out, head...), blob...)
}
