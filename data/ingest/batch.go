package ingest

import (
	"errors"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

var errStop = errors.New("the reader of the batch stopped")

// changes yields the stubs, every row that brings something new, what else hangs on them, and what goes.
func (s *survey) changes(yield func(*geo.Change, error) bool) {
	if !s.yieldStubs(yield) {
		return
	}
	rows := s.unpacked
	if s.packed.lost {
		rows = s.readAgain
	}
	if err := rows(yield); err != nil {
		if !errors.Is(err, errStop) {
			yield(nil, err)
		}
		return
	}
	for i := range s.amendments {
		if !yield(&s.amendments[i], nil) {
			return
		}
	}
}

// readAgain is the second reading of the files. A row that reads otherwise than it did the first time ends the batch.
func (s *survey) readAgain(yield func(*geo.Change, error) bool) error {
	at := int32(0)
	again := s.hasher.own()
	again.again = true
	w := writer{survey: s, change: geo.Change{Op: geo.Put}, yield: yield}
	for i, src := range s.sources {
		rows := 0
		err := src.read(s.ctx, &again, func(_ *layout, r *row) error {
			if at >= s.rows.n || s.rows.at(at).source != int32(i) {
				return src.moved()
			}
			at++
			rows++
			if at&1023 == 0 {
				if err := s.ctx.Err(); err != nil {
					return err
				}
			}
			return w.row(src, r, s.rows.at(at-1))
		})
		if err == nil && (at < s.rows.n && s.rows.at(at).source == int32(i)) {
			err = src.moved()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *source) moved() error {
	return geo.Conflict("ingest.Batch", phrase.FileChanged.With(s.Name))
}

func (s *survey) yieldStubs(yield func(*geo.Change, error) bool) bool {
	for _, c := range []geo.Collection{geo.Zones, geo.Belts, geo.Grids} {
		for i := range s.nodes.n {
			if n := s.nodes.at(i); n.row == stub && n.collection == c {
				if !yield(&geo.Change{Op: geo.Put, Record: StubOf(c, string(s.idOf(i)))}, nil) {
					return false
				}
			}
		}
	}
	return true
}

// StubOf is the unlocated record that stands for a zone, belt or grid which records name before anybody has described it.
func StubOf(c geo.Collection, id string) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Source = id, id, geo.StubSource
	if c == geo.Zones {
		r.Zone = id
	}
	return r
}

// writer makes changes of rows.
type writer struct {
	*survey
	change geo.Change
	yield  func(*geo.Change, error) bool
	ends   []end
	items  []string
	zone   int32 // the last, and its id
	zoneID string
}

func (w *writer) row(src *source, r *row, kept *surveyed) error {
	if kept.node < 0 || kept.rejected {
		return nil
	}
	if w.differs(r, kept) {
		return src.moved()
	}
	if kept.same {
		return nil
	}
	w.change.Record = r.record
	w.complete(&w.change.Record, kept, r.refs)
	if !w.yield(&w.change, nil) {
		return errStop
	}
	return nil
}

// complete puts into the record of a row what was found out about it.
func (w *writer) complete(record *geo.Record, kept *surveyed, refs []ref) {
	if record.ID == "" {
		record.ID = string(w.idOf(kept.node))
	}
	record.Valid = w.validity(kept)
	w.ends = w.survey.ends(kept, w.ends)
	w.link(record, refs, w.ends)
}

// differs tells whether a row reads otherwise than it did the first time. Rows of a table were compared by the chunk, so that only what others said
// about them can differ.
func (w *writer) differs(r *row, kept *surveyed) bool {
	if r.faulty || len(r.refs) != int(kept.last-kept.first) {
		return true
	}
	if r.keys == (keys{}) {
		return false
	}
	if r.keys.content != kept.content || r.keys.id != 0 && r.keys.id != w.nodes.at(kept.node).key {
		return true
	}
	for i := range r.refs {
		if w.references.at(w.links.at(kept.first+int32(i)).reference).hash != r.refs[i].hash {
			return true
		}
	}
	return false
}

// link puts links into a record.
func (w *writer) link(record *geo.Record, refs []ref, ends []end) {
	schema := geo.SchemaOf(record.Collection)
	for i := 0; i < len(ends); {
		slot := ends[i].slot
		if slot == zoneSlot {
			if n := ends[i].node; n != w.zone || w.zoneID == "" {
				w.zone, w.zoneID = n, w.text(n, refs)
			}
			record.Zone = w.zoneID
			i++
			continue
		}
		to := int(slot)
		if slot == participantsSlot {
			to = schema.Index(geo.Awaited)
		}
		f := schema.Fields[to]
		w.items = w.items[:0]
		for ; i < len(ends) && ends[i].slot == slot; i++ {
			text := w.text(ends[i].node, refs)
			if f.Refers == 0 {
				text = w.nodes.at(ends[i].node).collection.String() + "/" + text
			}
			w.items = append(w.items, text)
		}
		if f.Type == geo.TypeList {
			record.SetAt(to, geo.List(w.items...))
		} else {
			record.SetAt(to, geo.Text(w.items[0]))
		}
	}
}

// text is the id of a node, which mostly stands in the row itself.
func (w *writer) text(n int32, refs []ref) string {
	id := w.idOf(n)
	for i := range refs {
		if refs[i].text == string(id) {
			return refs[i].text
		}
	}
	return string(id)
}
