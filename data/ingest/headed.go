package ingest

import (
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// headed finds the headers of a sheet among its first rows, with the titles above them and the merged cells in them that offices love, and
// passes on the rows below. Cells merged down over several rows of a list stand in each of them.
type headed struct {
	file   string
	name   string
	merged []merge
	to     table

	settled bool
	lines   []int      // of the first rows
	first   [][]string // which wait until the headers are known
	width   int        // columns with a header
	headers []string

	downward map[int][]merge // merged cells of the list by their first row
	standing map[int]stand   // what they hold, by column
}

// stand is a merged cell's value and its last row.
type stand struct {
	value  string
	bottom int
}

// uncomputed stands for a formula without a result: nobody can type it.
const uncomputed = "\x00="

// headerSearch is how many rows are looked at for headers; mergedHeaders how many rows they may take.
const (
	headerSearch  = 20
	mergedHeaders = 4
	maxHeader     = 1000 // bytes of one line of a header
)

func newHeaded(file, name string, merged []merge, to table) *headed {
	return &headed{file: file, name: name, merged: merged, to: to, downward: map[int][]merge{}, standing: map[int]stand{}}
}

// take takes one row; its cells are valid only during the call.
func (h *headed) take(line int, cells []string) error {
	if blank(cells) {
		return nil
	}
	if h.settled {
		return h.pass(line, cells)
	}
	h.lines, h.first = append(h.lines, line), append(h.first, slices.Clone(cells))
	if len(h.first) < headerSearch {
		return nil
	}
	return h.settle()
}

// finish passes on what still waits.
func (h *headed) finish() error {
	if h.settled || len(h.first) == 0 {
		return nil
	}
	return h.settle()
}

// settle finds the headers and passes on the rows that waited.
func (h *headed) settle() error {
	h.settled = true
	at := headerLine(h.first)
	top, bottom := h.block(at)
	h.headers = h.join(top, bottom)
	for h.width = len(h.headers); h.width > 0 && strings.TrimSpace(h.headers[h.width-1]) == ""; h.width-- {
	}
	h.headers = h.headers[:h.width]
	last := h.lines[bottom]
	for _, m := range h.merged {
		if int(m.top) >= last && m.bottom > m.top {
			h.downward[int(m.top)+1] = append(h.downward[int(m.top)+1], m)
		}
	}
	if err := h.to.sheet(h.name, last, h.headers); err != nil {
		return err
	}
	for i := bottom + 1; i < len(h.first); i++ {
		if err := h.pass(h.lines[i], h.first[i]); err != nil {
			return err
		}
	}
	h.first, h.merged = nil, nil
	return nil
}

// pass hands over one row of the list.
func (h *headed) pass(line int, cells []string) error {
	for len(cells) < h.width {
		cells = append(cells, "")
	}
	for column, header := range h.headers {
		if cells[column] == uncomputed && header != "" {
			return h.to.fault(line, "value", phrase.FormulaUncomputed.With(header))
		}
	}
	for _, m := range h.downward[line] {
		if column := int(m.left); column < h.width && strings.TrimSpace(cells[column]) != "" {
			h.standing[column] = stand{cells[column], int(m.bottom) + 1}
		}
	}
	for column, s := range h.standing {
		if line > s.bottom {
			delete(h.standing, column)
		} else if cells[column] == "" {
			cells[column] = s.value
		}
	}
	size := 0
	for _, cell := range cells {
		size += len(cell)
	}
	if size > MaxRowBytes {
		return h.tooLong(line) // what stands in it from above counts, too
	}
	return h.to.row(line, cells, nil)
}

func (h *headed) tooLong(line int) error {
	return geo.Invalid("ingest.XLSX", phrase.SheetRowTooLong.With(h.file, shortened(h.name), line, MaxRowBytes>>20))
}

// block is the first and last of the waiting rows that the headers stand in, given the one with the most known headers: merged cells
// that reach over it widen it, and so do the names below a cell merged across several columns.
func (h *headed) block(at int) (top, bottom int) {
	top, bottom = at, at
	for changed := true; changed; {
		changed = false
		for _, m := range h.merged {
			first, last := h.waiting(m.top), h.waiting(m.bottom)
			if m.top == m.bottom || first < 0 || last < 0 || first > bottom || last < top || max(last, bottom)-min(first, top) >= mergedHeaders {
				continue
			}
			if first < top || last > bottom {
				top, bottom, changed = min(first, top), max(last, bottom), true
			}
		}
	}
	if top == bottom && h.grouped(at) && at+1 < len(h.first) && h.names(at, at+1) {
		bottom++
	}
	if top > 0 && len(h.across(top-1)) > 1 && h.lines[top-1] == h.lines[top]-1 {
		top--
	}
	return top, bottom
}

// waiting is which of the waiting rows a line from 0 is, -1 if none.
func (h *headed) waiting(row int32) int { return slices.Index(h.lines, int(row)+1) }

// across are the cells of a waiting row that are merged with those to their right.
func (h *headed) across(at int) (out []merge) {
	for _, m := range h.merged {
		if int(m.top)+1 == h.lines[at] && m.left < m.right {
			out = append(out, m)
		}
	}
	return out
}

// grouped tells whether a row has names over several columns, but not one over all of them, which is a title.
func (h *headed) grouped(at int) bool {
	for _, m := range h.across(at) {
		if int(m.right-m.left)+1 < len(h.first[at]) || m.left > 0 {
			return true
		}
	}
	return false
}

// names tells whether the row below goes on with the headers: texts under what is merged across, nothing under the rest.
func (h *headed) names(at, below int) bool {
	under := map[int]bool{}
	for _, m := range h.across(at) {
		for column := m.left; column <= m.right; column++ {
			under[int(column)] = true
		}
	}
	for column, cell := range h.first[below] {
		cell = strings.TrimSpace(cell)
		if cell != "" && (!under[column] || strings.Trim(cell, "0123456789.-+eE") == "") {
			return false
		}
	}
	return !blank(h.first[below])
}

// join makes one header of the cells above one another. The lowest alone is enough where it is a known one and no other column ends in
// it.
func (h *headed) join(top, bottom int) []string {
	rows := slices.Clone(h.first[top : bottom+1])
	for i := range rows {
		rows[i] = slices.Clone(rows[i])
		for _, m := range h.merged {
			h.spread(rows, i, top, m)
		}
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	parts, count := make([][]string, width), map[string]int{}
	for column := range parts {
		for _, row := range rows {
			if column >= len(row) || strings.TrimSpace(row[column]) == "" {
				continue
			}
			name := strings.TrimSpace(row[column])
			if len(name) > maxHeader {
				name = strings.ToValidUTF8(name[:maxHeader], "") + "…"
			}
			if name != uncomputed && !slices.Contains(parts[column], name) {
				parts[column] = append(parts[column], name)
			}
		}
		if n := len(parts[column]); n > 0 {
			count[parts[column][n-1]]++
		}
	}
	headers, known := make([]string, width), allHeaders()
	for column, names := range parts {
		if len(names) == 0 {
			continue
		}
		lowest := names[len(names)-1]
		headers[column] = strings.Join(names, "/")
		if known[plainHeader(lowest)] && count[lowest] == 1 {
			headers[column] = lowest
		}
	}
	return headers
}

// spread writes a merged cell's text into those of one row that it covers.
func (h *headed) spread(rows [][]string, i, top int, m merge) {
	line := h.lines[top+i] - 1
	first := h.waiting(m.top)
	if first < top || first > top+i || line > int(m.bottom) || int(m.left) >= len(h.first[first]) {
		return
	}
	text := h.first[first][m.left]
	for column := int(m.left); column <= int(m.right) && text != ""; column++ {
		for len(rows[i]) <= column {
			rows[i] = append(rows[i], "")
		}
		if rows[i][column] == "" {
			rows[i][column] = text
		}
	}
}
