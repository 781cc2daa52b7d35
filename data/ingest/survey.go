package ingest

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// survey is the first reading of the files: it keeps of each row what decides whether and how it goes in, not the row itself.
type survey struct {
	ctx     context.Context
	sources []*source
	options Options
	mapping mapping
	report  *Report
	bytes   atomic.Int64 // of the files, read so far

	records    // what there is, and how it is found
	rows       long[surveyed]
	links      long[link]
	packed     packed
	hasher     hasher
	asker      *asker
	zones      []geocode.ZonePlace // of the store
	moves      moves
	areas      map[int32]orb.Geometry // outlines of zones by node, of the store and of rows
	grids      []gridArea
	refusals   []Finding
	nameless   int               // rows left out of which not even the id is known
	gone       map[int32]bool    // records that the files no longer have
	joined     map[int32][]int32 // belts by what they name
	amendments []geo.Change      // of records that no row brings
	awaited    bool              // links of the store's records wait for what the files may bring
	waits      map[int32][]wait  // of the store's belts
}

// surveyed is what is kept of one row.
type surveyed struct {
	content     uint64
	code        uint64
	source      int32
	number      int32
	node        int32  // -1: the row has a fault of its own
	first, last int32  // its links
	name        uint32 // place of its name in texts, of a row whose id is yet to be made
	address     uint32 // hash of its address, 0 for none
	valid       geo.Period
	sheet       int16
	collection  geo.Collection
	rejected    bool
	packed      bool
	same        bool // the store says the same
}

// link is one reference of a row.
type link struct {
	reference int32
	node      int32 // what it leads to, or one of the failures below
	slot      int16
}

func newSurvey(ctx context.Context, files []File, o Options) (*survey, error) {
	s := &survey{ctx: ctx, options: o, hasher: newHasher()}
	s.hasher.compare = o.Store != nil
	var err error
	if s.mapping, err = newMapping(o.Map); err != nil {
		return nil, err
	}
	for _, f := range files {
		src, err := newSource(f, &s.options)
		if err != nil {
			return nil, err
		}
		src.mapping, src.bytes, src.ahead = s.mapping, &s.bytes, s.fetch
		s.sources = append(s.sources, src)
	}
	return s, nil
}

// readAll reads the store and every file, and all of them again without the columns whose content turned out to look like personal data:
// which cells of a row may be kept is known only when its whole column was seen.
func (s *survey) readAll() error {
	for {
		found := len(s.refusals)
		s.bytes.Store(0)
		s.report = &Report{Rows: []Finding{}, Notes: []Note{}}
		s.records = newRecords(&s.hasher)
		s.rows.reset()
		s.links.reset()
		s.packed = packed{}
		s.grids, s.nameless = s.grids[:0], 0
		s.areas, s.waits = map[int32]orb.Geometry{}, map[int32][]wait{}
		s.zones, s.moves = nil, moves{}
		if err := s.readStore(); err != nil {
			return err
		}
		if err := s.prepare(); err != nil {
			return err
		}
		for i, src := range s.sources {
			if err := src.read(s.ctx, &s.hasher, func(l *layout, r *row) error { return s.take(int32(i), l, r) }); err != nil {
				return err
			}
			s.announce(src)
		}
		if len(s.refusals) == found {
			break
		}
	}
	s.packed.seal()
	for _, f := range s.refusals {
		s.report.add(f)
	}
	s.remarks()
	return nil
}

func (s *survey) readStore() error {
	if s.options.Store == nil {
		return nil
	}
	var r row
	_, err := s.options.Store.Snapshot(s.ctx, func(records []geo.Record) error {
		if s.options.Progress != nil {
			s.options.Progress(int(s.nodes.n), 0)
		}
		for i := range records {
			s.stored(&r, &records[i])
		}
		return s.ctx.Err()
	})
	return err
}

// stored keeps what matters of one record of the store.
func (s *survey) stored(r *row, record *geo.Record) {
	r.refs = r.refs[:0]
	r.record = *record // its values are cut up, and not looked at by anyone after us
	id, name := record.ID, record.NameZH
	r.takeLinks(&s.hasher)
	n := s.known(record.Collection, s.hasher.id(record.Collection, id), id)
	at := s.nodes.at(n)
	at.stored, at.stub = true, record.Source == geo.StubSource
	at.valid = record.Valid
	at.place(record.Geometry, record.Located())
	at.content = s.hasher.content(&r.record)
	if name != "" {
		s.called(n, s.hasher.name(record.Collection, plainName(name)))
	}
	if code := record.Get(geo.USCC).Text(); code != "" {
		s.coded(n, s.hasher.code(code))
	}
	var belts []int32
	for i := range r.refs {
		f := &r.refs[i]
		to := s.known(f.to, f.hash, f.text)
		s.nodes.at(n).links = linked(s.nodes.at(n).links, f.slot, s.nodes.at(to).key)
		switch {
		case f.slot == zoneSlot:
			s.nodes.at(n).zone = to
		case f.slot == participantsSlot:
			s.waits[n] = append(s.waits[n], wait{node: to, reference: s.reference(f)})
		case fieldOf(record.Collection, f.slot) == geo.BeltsOf:
			belts = append(belts, to)
		}
	}
	if belts != nil {
		s.belts[n] = belts
	}
	s.outline(n, record)
	if zone, placed := zonePlace(record); placed && record.Collection == geo.Zones {
		s.zones = append(s.zones, zone)
	}
}

// outline keeps the area of a zone or grid.
func (s *survey) outline(n int32, r *geo.Record) {
	if geo.ShapeOf(r.Geometry) != geo.PolygonShape {
		return
	}
	switch r.Collection {
	case geo.Zones:
		s.areas[n] = orb.Clone(r.Geometry)
	case geo.Grids:
		s.grids = append(s.grids, gridArea{n, r.Valid, r.Geometry})
	}
}

// take keeps what matters of one row.
func (s *survey) take(at int32, l *layout, r *row) error {
	src := s.sources[at]
	src.rows++
	if r.err != nil {
		return r.err
	}
	if n := s.rows.n; n&1023 == 0 {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if s.options.Progress != nil {
			s.options.Progress(int(n), s.bytes.Load())
		}
	}
	kept := surveyed{source: at, number: int32(r.number), node: -1, collection: r.record.Collection, rejected: r.faulty, sheet: -1}
	sheet := ""
	if l != nil {
		kept.sheet, sheet = int16(l.index), l.sheet
	}
	s.refusePersonal(src, sheet, r)
	for _, f := range r.findings {
		f.File = src.Name
		s.report.add(f)
	}
	if r.axes != (phrase.Phrase{}) {
		src.axes = r.axes
	}
	if r.inferred != (crs.System{}) {
		src.inferred = r.inferred
	}
	kept.first = s.links.n
	if !r.faulty {
		s.keep(&kept, r)
	} else {
		s.hold(r)
	}
	kept.last = s.links.n
	if kept.node >= 0 && !kept.rejected {
		kept.packed = true
		s.packed.put(&r.record)
	}
	s.rows.add(kept)
	if kept.rejected {
		s.report.Rejected++
	}
	return nil
}

// refusePersonal notes the columns in which a row holds what looks like personal data.
func (s *survey) refusePersonal(src *source, sheet string, r *row) {
	for _, p := range r.personal {
		s.refuseColumn(src, sheet, r.number, p)
	}
}

func (s *survey) refuseColumn(src *source, sheet string, line int, p personal) {
	if src.refused.has(p.column) || len(src.refused) >= MaxColumns {
		return
	}
	src.refused[p.column] = true
	t := phrase.ColumnRefused.With(shortened(p.column), p.what)
	s.refusals = append(s.refusals, Finding{File: src.Name, Sheet: sheet, Row: line, Column: shortened(p.column), Kind: "personal", Severity: "warning", ZH: t.ZH, EN: t.EN})
}

// announce tells of the columns whose headers announce personal data.
func (s *survey) announce(src *source) {
	for _, l := range src.sheets {
		for _, p := range l.announced {
			t := phrase.ColumnRefused.With(shortened(p.column), p.what)
			s.report.add(Finding{File: src.Name, Sheet: l.sheet, Row: l.line, Column: shortened(p.column), Kind: "personal", Severity: "warning", ZH: t.ZH, EN: t.EN})
		}
	}
}

// hold keeps the record of a row that was left out from being taken for one that the file no longer has.
func (s *survey) hold(r *row) {
	if r.keys.id == 0 {
		s.nameless++
		return
	}
	if n, known := s.ids.Get(r.keys.id); known {
		s.nodes.at(n).held = true
	}
}

func (s *survey) keep(kept *surveyed, r *row) {
	n := int32(-1)
	if r.record.ID != "" {
		n = s.known(r.record.Collection, r.keys.id, r.record.ID)
		if before := s.nodes.at(n).row; before >= 0 {
			s.refuseTwice(kept, r.record.Ref(), before)
			return
		}
	} else {
		n = s.unnamed(r.record.Collection)
		kept.name = s.texts.put(r.record.NameZH)
		s.sources[kept.source].made++
	}
	node := s.nodes.at(n)
	node.row = s.rows.n
	s.moves.note(node, &r.record, s.rows.n)
	node.place(r.record.Geometry, r.record.Located())
	kept.node, kept.content, kept.code, kept.valid = n, r.keys.content, r.keys.code, r.record.Valid
	if r.address != "" {
		kept.address = uint32(s.hasher.name(0, plainName(r.address))) | 1
	}
	s.called(n, r.keys.name)
	if r.keys.code != 0 {
		s.coded(n, r.keys.code)
	}
	for i := range r.refs {
		f := &r.refs[i]
		s.links.add(link{s.reference(f), none, f.slot})
	}
	s.outline(n, &r.record)
}

func (s *survey) refuseTwice(kept *surveyed, ref string, before int32) {
	other := s.rows.at(before)
	s.refuse(kept, "duplicate_id", geo.ID.Name, "", phrase.DuplicateID.With(ref, s.sources[other.source].Name, other.number))
}

// refuse leaves a row out for a reason that does not lie in the row alone.
func (s *survey) refuse(kept *surveyed, kind, column, value string, t phrase.Text) {
	kept.rejected = true
	s.tell("error", kept, kind, column, value, t)
}

// tell adds a finding about a row to the report; column is a target's name.
func (s *survey) tell(severity string, kept *surveyed, kind, column, value string, t phrase.Text) {
	src := s.sources[kept.source]
	f := Finding{File: src.Name, Row: int(kept.number), Column: column, Value: shortValue(value), Kind: kind, Severity: severity, ZH: t.ZH, EN: t.EN}
	if kept.sheet >= 0 {
		l := src.layouts[kept.sheet]
		f.Sheet = l.sheet
		if header := l.column(column); header != "" {
			f.Column = header
		}
	}
	s.report.add(f)
}

// sortFindings puts the report into the order of files and rows.
func (s *survey) sortFindings() {
	place := map[string]int{}
	for i, src := range s.sources {
		place[src.Name] = i
	}
	slices.SortStableFunc(s.report.Rows, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(place[a.File], place[b.File]), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
	if s.report.untold > 0 {
		s.report.remark("", "untold", phrase.FindingsUntold.With(s.report.untold))
	}
}
