package ingest

import (
	"sync"

	"beltmap/geo"
)

const (
	unpackedRows    = 256
	unpackedBatches = 4
)

// unpacked yields the rows that bring something new from what was packed of them. They are made on another core than the one that takes them.
func (s *survey) unpacked(yield func(*geo.Change, error) bool) error {
	full, free, quit := make(chan []geo.Record, unpackedBatches), make(chan []geo.Record, unpackedBatches), make(chan struct{})
	for range unpackedBatches {
		free <- make([]geo.Record, 0, unpackedRows)
	}
	var running sync.WaitGroup
	defer running.Wait()
	defer close(quit)
	running.Go(func() {
		defer close(full)
		s.unpack(full, free, quit)
	})
	change := geo.Change{Op: geo.Put}
	for records := range full {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		for i := range records {
			change.Record = records[i]
			if !yield(&change, nil) {
				return errStop
			}
		}
		free <- records
	}
	return nil
}

// unpack makes the records and hands them on in batches, whose memory comes back.
func (s *survey) unpack(full chan<- []geo.Record, free <-chan []geo.Record, quit <-chan struct{}) {
	from, w := unpacker{pieces: s.packed.pieces}, writer{survey: s}
	records := <-free
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if !kept.packed {
			continue
		}
		row := from.next()
		if kept.rejected || kept.same {
			continue
		}
		records = records[:len(records)+1] // what an earlier row left there keeps its memory
		r := &records[len(records)-1]
		row.record(r, kept.collection)
		w.complete(r, kept, nil)
		if len(records) < unpackedRows {
			continue
		}
		full <- records // there are no more batches than it holds
		select {
		case records = <-free:
			records = records[:0]
		case <-quit:
			return
		}
	}
	full <- records
}
