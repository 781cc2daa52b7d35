package roads

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"
	"google.golang.org/protobuf/encoding/protowire"
)

// The bounds of the format (wiki.openstreetmap.org/wiki/PBF_Format).
const (
	maxHeader = 64 << 10
	maxBlock  = 32 << 20
)

// What can be wrong with the blocks of a file.
var (
	errCut    = errors.New("the file ends within a block")
	errNotPBF = errors.New("the file does not begin with a block of the format")
	errBlock  = errors.New("a block is damaged or too large")
	errPlain  = errors.New("nodes are not packed densely, which the decoder cannot read")
)

// blocks hands on the blocks of a file with their contents unpacked. It stands before the decoder since that takes whatever a compressed block grows to,
// and ends the process over sizes below zero and over nodes that are not packed densely.
type blocks struct {
	from  io.Reader
	read  int64  // bytes of the file that are done
	out   []byte // of the block at hand, not yet handed on
	space []byte
	begun bool
}

func (b *blocks) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		if err := b.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

// next reads a block. It fails with io.EOF behind the last.
func (b *blocks) next() error {
	var size [4]byte
	switch _, err := io.ReadFull(b.from, size[:]); {
	case err == io.EOF && b.begun:
		return io.EOF
	case err != nil:
		return b.short(err)
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxHeader || n == 0 {
		return b.broken()
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(b.from, head); err != nil {
		return b.short(err)
	}
	kind, length, ok := header(head)
	if !ok || length > maxBlock || !b.begun && kind != "OSMHeader" {
		return b.broken()
	}
	b.begun = true
	blob := make([]byte, length)
	if _, err := io.ReadFull(b.from, blob); err != nil {
		return b.short(err)
	}
	b.read += int64(4 + len(head) + len(blob))
	content, err := b.unpack(blob)
	if err != nil {
		return err
	}
	if kind == "OSMData" && plainNodes(content) {
		return errPlain
	}
	b.frame(kind, content)
	return nil
}

// broken is what is said of a header that is none.
func (b *blocks) broken() error {
	if !b.begun {
		return errNotPBF
	}
	return errBlock
}

func (b *blocks) short(err error) error {
	switch {
	case err != io.EOF && err != io.ErrUnexpectedEOF:
		return err
	case !b.begun:
		return errNotPBF
	}
	return errCut
}

// header reads a block's header: what it is, and how long what follows.
func header(b []byte) (kind string, length uint64, ok bool) {
	ok = fields(b, func(number protowire.Number, content []byte, value uint64) {
		switch number {
		case 1:
			kind = string(content)
		case 3:
			length = value
		}
	})
	return kind, length, ok && kind != "" && length > 0
}

// unpack is the content of a block, of at most maxBlock bytes.
func (b *blocks) unpack(blob []byte) ([]byte, error) {
	var raw, packed []byte
	if !fields(blob, func(number protowire.Number, content []byte, _ uint64) {
		switch number {
		case 1:
			raw = content
		case 3:
			packed = content
		}
	}) || raw == nil && packed == nil {
		return nil, errBlock
	}
	if raw != nil {
		return raw, nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errBlock
	}
	defer z.Close()
	if b.space == nil {
		b.space = make([]byte, maxBlock)
	}
	n, err := io.ReadFull(z, b.space)
	if err != io.ErrUnexpectedEOF && err != io.EOF { // nil: there is more than may be
		return nil, errBlock
	}
	return b.space[:n], nil
}

// frame puts a block's content back between the format's lengths.
func (b *blocks) frame(kind string, content []byte) {
	blob := protowire.AppendTag(make([]byte, 0, len(content)+16), 1, protowire.BytesType)
	blob = protowire.AppendBytes(blob, content)
	head := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), kind)
	head = protowire.AppendVarint(protowire.AppendTag(head, 3, protowire.VarintType), uint64(len(blob)))
	b.out = append(binary.BigEndian.AppendUint32(b.out[:0], uint32(len(head))), head...)
	b.out = append(b.out, blob...)
}

// plainNodes tells whether a block has nodes that are not packed densely.
func plainNodes(block []byte) (plain bool) {
	fields(block, func(number protowire.Number, group []byte, _ uint64) {
		if number == 2 {
			fields(group, func(number protowire.Number, _ []byte, _ uint64) { plain = plain || number == 1 })
		}
	})
	return plain
}

// fields visits the fields of a message, and tells whether it is one.
func fields(b []byte, visit func(number protowire.Number, content []byte, value uint64)) bool {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return false
		}
		b = b[n:]
		switch kind {
		case protowire.BytesType:
			content, n := protowire.ConsumeBytes(b)
			if n < 0 {
				return false
			}
			visit(number, content, 0)
			b = b[n:]
		case protowire.VarintType:
			value, n := protowire.ConsumeVarint(b)
			if n < 0 {
				return false
			}
			visit(number, nil, value)
			b = b[n:]
		default:
			n := protowire.ConsumeFieldValue(number, kind, b)
			if n < 0 {
				return false
			}
			b = b[n:]
		}
	}
	return true
}
