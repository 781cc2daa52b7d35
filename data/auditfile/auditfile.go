// Package auditfile writes entries of the audit log as a table (CSV, RFC 4180) and reads them back: UTF-8 with a byte order mark, one line an entry,
// the hash of the entry before as the last column, so that a file can be verified by itself. A text that a spreadsheet would calculate has an
// apostrophe before it, which reading takes off. It verifies nothing: geo.AuditChain does.
package auditfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

const (
	bom     = "\ufeff"
	columns = "seq,time,account,role,address,action,object,before,after,result,hash,previous"
	numCols = 12
	most    = 64 << 10 // bytes of a line: an entry is far shorter
)

// Writer writes entries.
type Writer struct {
	out *bufio.Writer
	csv *csv.Writer
}

// NewWriter begins a file.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(bom + columns + "\r\n") // bufio keeps the error for Close
	lines := csv.NewWriter(out)
	lines.UseCRLF = true
	return &Writer{out, lines}
}

// Write writes one entry.
func (w *Writer) Write(e *geo.AuditEntry) error {
	row := []string{
		strconv.FormatInt(e.Seq, 10), e.Time.UTC().Format(geo.AuditTime), e.Account, e.Role, e.Address, string(e.Action), e.Object, e.Before, e.After,
		e.Result, e.Hash.String(), e.Previous.String(),
	}
	for i := range row {
		if export.Calculated(row[i]) {
			row[i] = "'" + row[i]
		}
	}
	return w.csv.Write(row)
}

// Close ends the file; what it was written to stays open.
func (w *Writer) Close() error {
	w.csv.Flush()
	return errors.Join(w.csv.Error(), w.out.Flush())
}

// Read visits the entries of a file; name is what it is called in sentences. An error of visit ends it and is returned; a file that is none of ours, and
// a line that is no entry, are of kind invalid.
func Read(r io.Reader, name string, visit func(*geo.AuditEntry) error) error {
	const op = "auditfile.Read"
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 4096), most)
	lines.Split(splitLine)
	if !lines.Scan() || lines.Text() != bom+columns {
		return geo.Invalid(op, phrase.AuditFileNoHeader.With(name))
	}
	line := 1
	for lines.Scan() {
		line++
		e, ok := entryOf(lines.Bytes())
		if !ok {
			return geo.Invalid(op, phrase.AuditFileMalformed.With(name, line))
		}
		if err := visit(&e); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return geo.Invalid(op, phrase.AuditFileMalformed.With(name, line+1))
	} else if err != nil {
		return geo.Unavailable(op, phrase.CannotRead.With(name), err)
	}
	return nil
}

// splitLine takes a line up to its CR LF. An entry holds no line breaks, so that no quoted cell does.
func splitLine(text []byte, end bool) (advance int, token []byte, err error) {
	if i := bytes.Index(text, []byte("\r\n")); i >= 0 {
		return i + 2, text[:i], nil
	}
	if end && len(text) > 0 {
		return len(text), text, nil
	}
	return 0, nil, nil
}

func entryOf(line []byte) (e geo.AuditEntry, ok bool) {
	reader := csv.NewReader(bytes.NewReader(line))
	reader.FieldsPerRecord = numCols
	row, err := reader.Read()
	if err != nil {
		return e, false
	}
	if _, err := reader.Read(); err != io.EOF {
		return e, false
	}
	for i := range row {
		row[i] = strings.TrimPrefix(row[i], "'")
	}
	if e.Seq, err = strconv.ParseInt(row[0], 10, 64); err != nil || strconv.FormatInt(e.Seq, 10) != row[0] {
		return e, false
	}
	if e.Time, err = time.Parse(geo.AuditTime, row[1]); err != nil || e.Time.Format(geo.AuditTime) != row[1] {
		return e, false
	}
	e.Account, e.Role, e.Address, e.Action = row[2], row[3], row[4], geo.Action(row[5])
	e.Object, e.Before, e.After, e.Result = row[6], row[7], row[8], row[9]
	var hashed, follows bool
	e.Hash, hashed = geo.ParseAuditHash(row[10])
	e.Previous, follows = geo.ParseAuditHash(row[11])
	return e, hashed && follows
}
