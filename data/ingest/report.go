package ingest

import "beltmap/geo/phrase"

// Report says what an import did, or would do, in counts and row by row.
type Report struct {
	Added     int       `json:"added"`     // records that were not there
	Changed   int       `json:"changed"`   // records that were there and said something else
	Unchanged int       `json:"unchanged"` // records that said the same and were not written
	Removed   int       `json:"removed"`   // records that are gone, or whose validity ended, because the files no longer have them
	Rejected  int       `json:"rejected"`  // rows left out
	Stubs     int       `json:"stubs"`     // zones, belts and grids made because rows name them
	Amended   int       `json:"amended"`   // records that no row brings and that were changed because rows name them: belts of participants, links to what was removed
	Warnings  int       `json:"warnings"`
	Batch     int64     `json:"batch"` // the version the batch made, 0 if nothing was written
	Rows      []Finding `json:"rows"`  // every row left out and every warning, in the order of files and rows
	Notes     []Note    `json:"notes"` // what concerns whole files

	untold int // findings beyond maxFindings
}

// Note is a remark about a whole file.
type Note struct {
	File string `json:"file"`
	Kind string `json:"kind"` // one of the kinds in docs/data.md
	ZH   string `json:"message_zh"`
	EN   string `json:"message_en"`
}

// Text is the note's sentence.
func (n *Note) Text() phrase.Text { return phrase.Text{ZH: n.ZH, EN: n.EN} }

// Changes is how many records the batch writes.
func (r *Report) Changes() int { return r.Added + r.Changed + r.Removed + r.Stubs + r.Amended }

func (r *Report) add(f Finding) {
	if f.Severity == "warning" {
		r.Warnings++
	}
	if len(r.Rows) >= maxFindings {
		r.untold++
		return
	}
	r.Rows = append(r.Rows, f)
}

func (r *Report) remark(file, kind string, t phrase.Text) {
	r.Notes = append(r.Notes, Note{File: file, Kind: kind, ZH: t.ZH, EN: t.EN})
}

// refuse says that nothing goes in because some rows cannot.
func (r *Report) refuse() {
	r.Added, r.Changed, r.Unchanged, r.Removed, r.Stubs, r.Amended = 0, 0, 0, 0, 0, 0
	r.remark("", "strict", phrase.StrictRefused.With(r.Rejected))
}
