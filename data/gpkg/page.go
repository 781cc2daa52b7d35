package gpkg

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// Reading a million rows through SQLite's interface costs more than anything else at a start: each column of each row is copied several
// times. What the rows lie in, though, is a documented and stable format (sqlite.org/fileformat2.html): pages of a B-tree with one record a row.
// The types here read tables straight from those pages. See Store.frozen for when that is allowed.

var errPage = errors.New("a page of the file is not what it should be")

const (
	interiorPage = 0x05
	leafPage     = 0x0d
)

// pages is the file as numbered pages.
type pages struct {
	file   io.ReaderAt
	size   int    // of a page
	usable int    // what of a page is not reserved
	count  uint32 // pages in the file
}

// openPages reads the file's header.
func openPages(file io.ReaderAt) (*pages, error) {
	var head [100]byte
	if _, err := file.ReadAt(head[:], 0); err != nil {
		return nil, errPage
	}
	size := int(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 65536
	}
	p := &pages{file: file, size: size, usable: size - int(head[20]), count: binary.BigEndian.Uint32(head[28:])}
	const utf8 = 1
	if size < 512 || size&(size-1) != 0 || p.usable < 480 || !sameCounter(head) || binary.BigEndian.Uint32(head[56:]) != utf8 {
		return nil, errPage
	}
	return p, nil
}

// sameCounter tells whether the header's number of pages is to be believed, which it is not after a very old writer.
func sameCounter(head [100]byte) bool { return [4]byte(head[24:28]) == [4]byte(head[92:96]) }

// read reads pages from first on into buffer, whose length is a multiple of the page size.
func (p *pages) read(first uint32, buffer []byte) error {
	n := uint32(len(buffer) / p.size)
	if first == 0 || uint64(first)+uint64(n) > uint64(p.count)+1 {
		return errPage
	}
	if _, err := p.file.ReadAt(buffer, int64(first-1)*int64(p.size)); err != nil {
		return err
	}
	return nil
}

// leaves lists the leaf pages of a table's tree, in the order of the keys.
func (p *pages) leaves(root uint32) ([]uint32, error) {
	budget := int(p.count) // each page belongs to one place of one tree: who visits more goes in circles
	return p.descend(root, &budget, nil)
}

func (p *pages) descend(number uint32, budget *int, out []uint32) ([]uint32, error) {
	page := make([]byte, p.size)
	if err := p.read(number, page); err != nil {
		return nil, err
	}
	if page[0] == leafPage {
		return append(out, number), nil
	}
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if *budget -= cells + 1; *budget < 0 || page[0] != interiorPage || 12+2*cells > p.usable {
		return nil, errPage
	}
	children := make([]uint32, 0, cells+1)
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[12+2*i:]))
		if at+4 > p.usable {
			return nil, errPage
		}
		children = append(children, binary.BigEndian.Uint32(page[at:]))
	}
	children = append(children, binary.BigEndian.Uint32(page[8:]))
	// The children of one page are all leaves or none are: one look saves reading every leaf twice.
	if err := p.read(children[0], page); err != nil {
		return nil, err
	}
	if page[0] == leafPage {
		return append(out, children...), nil
	}
	var err error
	for _, child := range children {
		if out, err = p.descend(child, budget, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// leaf is the content of one leaf page, or of several rows' worth of it: text is the page.
type leaf struct {
	*pages
	text string
}

func (l leaf) uint16(at int) int { return int(l.text[at])<<8 | int(l.text[at+1]) }

// cells is how many rows the page has.
func (l leaf) cells() (int, error) {
	if l.text[0] != leafPage {
		return 0, errPage
	}
	n := l.uint16(3)
	if 8+2*n > l.usable {
		return 0, errPage
	}
	return n, nil
}

// payload is the key and the record of the page's i-th row. Most lie within the page; of the others the rest is fetched.
func (l leaf) payload(i int) (key int64, payload string, err error) {
	rest := l.text[min(l.uint16(8+2*i), l.usable):l.usable]
	size, rest, ok := varint(rest)
	bits, rest, ok2 := varint(rest)
	if !ok || !ok2 || size > math.MaxInt32 {
		return 0, "", errPage
	}
	key = int64(bits)
	total := int(size)
	local := l.local(total)
	if local > len(rest) || local < total && local+4 > len(rest) {
		return 0, "", errPage
	}
	if local == total {
		return key, rest[:total], nil
	}
	next := rest[local : local+4]
	payload, err = l.overflow(rest[:local], total, uint32(next[0])<<24|uint32(next[1])<<16|uint32(next[2])<<8|uint32(next[3]))
	return key, payload, err
}

// local is how many bytes of a payload lie in the leaf itself.
func (p *pages) local(total int) int {
	if total <= p.usable-35 {
		return total
	}
	least := (p.usable-12)*32/255 - 23
	if k := least + (total-least)%(p.usable-4); k <= p.usable-35 {
		return k
	}
	return least
}

func (p *pages) overflow(head string, total int, next uint32) (string, error) {
	if (total-len(head))/(p.usable-4) > int(p.count) {
		return "", errPage // before any memory is taken for it
	}
	out := append(make([]byte, 0, total), head...)
	page := make([]byte, p.size)
	for len(out) < total {
		if err := p.read(next, page); err != nil {
			return "", err
		}
		next = binary.BigEndian.Uint32(page)
		out = append(out, page[4:4+min(p.usable-4, total-len(out))]...)
	}
	return string(out), nil
}

// varint takes a variable-length integer off the front of s: seven bits a byte, most significant first, and a ninth byte whole.
func varint(s string) (v uint64, rest string, ok bool) {
	for i := range min(len(s), 9) {
		if i == 8 {
			return v<<8 | uint64(s[8]), s[9:], true
		}
		v = v<<7 | uint64(s[i]&0x7f)
		if s[i] < 0x80 {
			return v, s[i+1:], true
		}
	}
	return 0, "", false
}

// record takes an SQLite record apart column by column.
type record struct{ types, values string }

func newRecord(payload string) (record, error) {
	size, rest, ok := varint(payload)
	used := len(payload) - len(rest)
	if !ok || size < uint64(used) || size > uint64(len(payload)) {
		return record{}, errPage
	}
	return record{types: payload[used:size], values: payload[size:]}, nil
}

// more tells whether the record has further columns. A row older than a column ends before it.
func (r *record) more() bool { return len(r.types) > 0 }

// null takes the next column if it is NULL, as most are.
func (r *record) null() bool {
	if r.types[0] != 0 {
		return false
	}
	r.types = r.types[1:]
	return true
}

// next is the next column's cell; there must be one.
func (r *record) next() (c cell, err error) {
	code, rest := uint64(r.types[0]), r.types[1:]
	if code >= 0x80 {
		var ok bool
		if code, rest, ok = varint(r.types); !ok {
			return c, errPage
		}
	}
	r.types = rest
	var size uint64
	switch {
	case code >= 12:
		size = (code - 12) / 2
	case code == 10 || code == 11:
		return c, errPage
	default:
		size = uint64([...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[code])
	}
	if size > uint64(len(r.values)) {
		return c, errPage
	}
	value := r.values[:size]
	r.values = r.values[size:]
	switch {
	case code == 0:
		return c, nil
	case code == 7:
		return cell{kind: real, real: math.Float64frombits(uint64(signed(value)))}, nil
	case code <= 6:
		return cell{kind: integer, bits: signed(value)}, nil
	case code <= 9:
		return cell{kind: integer, bits: int64(code - 8)}, nil
	case code%2 == 0:
		return cell{kind: blob, text: value}, nil
	}
	return cell{kind: text, text: value}, nil
}

// signed is a big-endian integer in two's complement.
func signed(s string) int64 {
	v := int64(int8(s[0]))
	for i := 1; i < len(s); i++ {
		v = v<<8 | int64(s[i])
	}
	return v
}
