package world

import (
	"math"
	"strings"
)

// texts is a column of texts. A chunk keeps its texts one after the other in one string, of which at gives parts without copying.
type texts struct{ chunks []textChunk }

// textChunk has one of two lists of ends, by how long its data is, or none if all its texts are empty, as in the zero chunk.
type textChunk struct {
	end16 []uint16
	end32 []uint32
	data  string
}

func (c *texts) at(r Row) string {
	chunk := &c.chunks[r>>chunkShift]
	if chunk.empty() {
		return ""
	}
	return chunk.at(int(r & chunkMask))
}

func (c *textChunk) empty() bool { return c.data == "" }

func (c *textChunk) at(i int) string {
	if c.end16 != nil {
		from := uint16(0)
		if i > 0 {
			from = c.end16[i-1]
		}
		return c.data[from:c.end16[i]]
	}
	from := uint32(0)
	if i > 0 {
		from = c.end32[i-1]
	}
	return c.data[from:c.end32[i]]
}

func packTexts(values []string) textChunk {
	size := 0
	for _, v := range values {
		size += len(v)
	}
	if size == 0 {
		return textChunk{}
	}
	var data strings.Builder
	data.Grow(size)
	c := chunkOfTexts(len(values), size)
	for i, v := range values {
		data.WriteString(v)
		c.endAt(i, data.Len())
	}
	c.data = data.String()
	return c
}

// textChunkOf is a chunk of texts that stand one after the other.
func textChunkOf(data string, ends []int) textChunk {
	if data == "" {
		return textChunk{}
	}
	c := chunkOfTexts(len(ends), len(data))
	for i, end := range ends {
		c.endAt(i, end)
	}
	c.data = data
	return c
}

func chunkOfTexts(n, size int) textChunk {
	if size <= math.MaxUint16 {
		return textChunk{end16: make([]uint16, n)}
	}
	return textChunk{end32: make([]uint32, n)}
}

func (c *textChunk) endAt(i, end int) {
	if c.end16 != nil {
		c.end16[i] = uint16(end)
	} else {
		c.end32[i] = uint32(end)
	}
}

func (c *textChunk) open(n int) []string {
	values := make([]string, chunkRows)
	if !c.empty() {
		for i := range n {
			values[i] = c.at(i)
		}
	}
	return values
}
