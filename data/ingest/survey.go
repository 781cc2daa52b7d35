package ingest

import (
	"cmp"
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// survey is the first reading of the files: it keeps of each row what decides whether and how it goes in, not the row itself.
type survey struct {
	ctx     context.Context
	sources []*source
	options Options
	report  *Report

	numbers [geo.NumCollections]map[string]int32 // number of each record named anywhere
	nodes   []node
	rows    []surveyed
	links   []link
	hasher  hasher
	seen    int
}

// node is a record that the store holds, a row brings, or a link names.
type node struct {
	collection geo.Collection
	stored     bool
	hash       uint64 // of what the store holds
	row        int32  // the row that brings it, or -1
	id         string
}

// surveyed is what is kept of one row.
type surveyed struct {
	source      int32
	number      int32
	node        int32 // -1: the row has a fault of its own
	first, last int32 // its links
	rejected    bool
	hash        uint64
}

// link is one reference of a row.
type link struct {
	node  int32
	soft  bool // a stub may stand in for what it names
	field *geo.Field
}

func newSurvey(ctx context.Context, files []File, o Options) (*survey, error) {
	s := &survey{ctx: ctx, options: o, hasher: newHasher()}
	for _, f := range files {
		src, err := newSource(f, o.As)
		if err != nil {
			return nil, err
		}
		s.sources = append(s.sources, src)
	}
	for c := range s.numbers {
		s.numbers[c] = map[string]int32{}
	}
	return s, nil
}

// number is the node of a record; clone tells that id lives in a buffer that will be reused.
func (s *survey) number(c geo.Collection, id string) int32 {
	if n, known := s.numbers[c][id]; known {
		return n
	}
	n := int32(len(s.nodes))
	s.numbers[c][id] = n
	s.nodes = append(s.nodes, node{collection: c, row: -1, id: id})
	return n
}

func (s *survey) readStore() error {
	if s.options.Store == nil {
		return nil
	}
	_, err := s.options.Store.Snapshot(s.ctx, func(records []geo.Record) error {
		if s.options.Progress != nil {
			s.options.Progress(len(s.nodes))
		}
		for i := range records {
			r := &records[i]
			n := s.number(r.Collection, string([]byte(r.ID)))
			s.nodes[n].stored = true
			s.nodes[n].hash = s.hasher.of(r)
		}
		return s.ctx.Err()
	})
	return err
}

// readFiles reads every file, and all of them again without the columns that turned out to look like personal data: which cells of a
// row may be kept is known only when its whole column was seen.
func (s *survey) readFiles() error {
	var refusals []Finding
	for {
		s.report = &Report{Rows: []Finding{}, Notes: []Note{}}
		s.rows, s.links = s.rows[:0], s.links[:0]
		for i := range s.nodes {
			s.nodes[i].row = -1
		}
		found := len(refusals)
		for i, src := range s.sources {
			src.rows, src.made = 0, 0
			err := src.read(s.ctx, func(r *row) error { return s.take(int32(i), r, &refusals) })
			if err != nil {
				return err
			}
		}
		if len(refusals) == found {
			break
		}
	}
	for _, f := range refusals {
		s.report.add(f)
	}
	s.remarks()
	return nil
}

func (s *survey) remarks() {
	for _, src := range s.sources {
		if src.rows == 0 {
			s.report.remark(src.Name, phrase.NoRows.With())
		}
		if src.byName {
			s.report.remark(src.Name, phrase.CollectionByName.With(src.as.String()))
		}
		if src.made > 0 {
			s.report.remark(src.Name, phrase.IDsMade.With(src.made))
		}
		for _, name := range src.unknown {
			s.report.remark(src.Name, phrase.ColumnUnknown.With(shortened(name)))
		}
	}
}

// shortened keeps a foreign name from filling the page, or from bringing along what looks personal.
func shortened(name string) string {
	if what, found := geo.PersonalData(name); found {
		return "(" + what.EN + ")"
	}
	if runes := []rune(name); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return name
}

// take keeps what matters of one row.
func (s *survey) take(at int32, r *row, refusals *[]Finding) error {
	src := s.sources[at]
	src.rows++
	if s.seen++; s.seen&1023 == 0 {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if s.options.Progress != nil {
			s.options.Progress(s.seen)
		}
	}
	for _, p := range r.personal {
		if src.refused.has(p.column) || len(src.refused) >= MaxColumns {
			continue
		}
		src.refused[p.column] = true
		t := phrase.ColumnRefused.With(shortened(p.column), p.what)
		*refusals = append(*refusals, Finding{File: src.Name, Row: r.number, Column: shortened(p.column), Kind: "personal", Severity: "warning", ZH: t.ZH, EN: t.EN})
	}
	for _, f := range r.findings {
		f.File = src.Name
		s.report.add(f)
	}
	kept := surveyed{source: at, number: int32(r.number), node: -1, rejected: r.faulty, first: int32(len(s.links))}
	if !r.faulty {
		s.keep(&kept, r)
	}
	kept.last = int32(len(s.links))
	s.rows = append(s.rows, kept)
	if kept.rejected {
		s.report.Rejected++
	}
	return nil
}

func (s *survey) keep(kept *surveyed, r *row) {
	src := s.sources[kept.source]
	n := s.number(r.record.Collection, r.record.ID)
	if before := s.nodes[n].row; before >= 0 {
		other := s.rows[before]
		s.refuse(kept, "duplicate_id", geo.ID.Name, phrase.DuplicateID.With(r.record.Ref(), s.sources[other.source].Name, other.number))
		return
	}
	kept.node = n
	kept.hash = s.hasher.of(&r.record)
	if finding, bad := s.collectLinks(&r.record); bad {
		s.refuse(kept, "link", finding.Field, finding.Text)
		kept.node = -1
		return
	}
	s.nodes[n].row = int32(len(s.rows))
	if r.made {
		src.made++
	}
}

// refuse leaves a row out for a reason that does not lie in the row alone.
func (s *survey) refuse(kept *surveyed, kind, column string, t phrase.Text) {
	kept.rejected = true
	s.report.add(Finding{File: s.sources[kept.source].Name, Row: int(kept.number), Column: column, Kind: kind, Severity: "error", ZH: t.ZH, EN: t.EN})
}

// sortFindings puts the report into the order of files and rows.
func (s *survey) sortFindings() {
	place := map[string]int{}
	for i, src := range s.sources {
		place[src.Name] = i
	}
	slices.SortStableFunc(s.report.Rows, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(place[a.File], place[b.File]), cmp.Compare(a.Row, b.Row))
	})
	if s.report.untold > 0 {
		s.report.remark("", phrase.FindingsUntold.With(s.report.untold))
	}
}
