package main

import (
	"encoding/json"
	"io"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"${arg_import_file}"`
	As     string   `help:"${flag_as}" placeholder:"COLLECTION"`
	DB     string   `name:"db" help:"${flag_import_db}" placeholder:"FILE"`
	Report string   `help:"${flag_report}" placeholder:"OUT.json"`
}

func (c *importCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	var as geo.Collection
	if c.As != "" {
		var err error
		if as, err = geo.ParseCollection(c.As); err != nil {
			return 0, misuse(phrase.CollectionUnknown.With(c.As))
		}
	}
	files := make([]ingest.File, len(c.Files))
	for i, path := range c.Files {
		files[i] = ingest.Path(path)
	}
	if c.Report != "" { // better known before anything is written than after
		if err := canWrite(c.Report); err != nil {
			return 0, err
		}
	}
	report, err := c.write(s, files, as)
	if err != nil {
		return 0, err
	}
	s.printReport(report, c.DB)
	if c.Report != "" {
		if err := writeReport(c.Report, report); err != nil {
			return max(s.fail(cannotWrite(c.Report, err)), exitRejected), nil // the records are in
		}
	}
	switch {
	case report.Rejected == 0:
		return exitOK, nil
	case report.Batch == 0 && report.Unchanged == 0:
		return exitFailed, nil
	}
	return exitRejected, nil
}

// write reads the files and applies what they hold. The file of records is made only when there is something to put into it.
func (c *importCommand) write(s *session, files []ingest.File, as geo.Collection) (*ingest.Report, error) {
	var store data.Store
	if exists(c.DB) {
		opened, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{Styles: layerStyles()})
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		store = opened
	}
	p := s.progress(phrase.DoingRead, 0)
	started := time.Now()
	in, err := ingest.Read(s.ctx, files, ingest.Options{As: as, Store: store, Progress: p.at})
	p.done()
	if err != nil {
		return nil, err
	}
	if in.Report.Changes() == 0 {
		return in.Report, nil
	}
	batch := s.watched(in.Batch, in.Report.Changes())
	var version geo.Cursor
	if store != nil {
		version, err = store.Apply(s.ctx, batch)
	} else {
		version, err = s.create(c.DB, batch)
	}
	if err != nil {
		return nil, err
	}
	in.Report.Batch = int64(version)
	s.log.Debug("imported", "seconds", time.Since(started).Seconds())
	return in.Report, nil
}

// watched is a batch that says how far it has been read.
func (s *session) watched(b geo.Batch, total int) geo.Batch {
	changes := b.Changes
	b.Changes = func(yield func(*geo.Change, error) bool) {
		p, done := s.progress(phrase.DoingWrite, total), 0
		defer p.done()
		for change, err := range changes {
			if !yield(change, err) {
				return
			}
			if done++; done&255 == 0 {
				p.at(done)
			}
		}
	}
	return b
}

// printReport prints the rows as a table and the counts below it.
func (s *session) printReport(r *ingest.Report, db string) {
	for i := range r.Rows {
		f := &r.Rows[i]
		severity := phrase.SeverityError
		if f.Severity == "warning" {
			severity = phrase.SeverityWarning
		}
		s.say(phrase.ReportRow.With(f.File, f.Row, f.Column, severity, f.Text()))
	}
	for i := range r.Notes {
		s.say(phrase.ReportNote.With(r.Notes[i].File, r.Notes[i].Text()))
	}
	s.say(phrase.ReportCounts.With(r.Added, r.Changed, r.Unchanged, r.Rejected, r.Stubs, r.Warnings))
	switch {
	case r.Batch != 0:
		s.say(phrase.ReportWritten.With(db, r.Batch))
	default:
		s.say(phrase.ReportNotWritten.With(db))
	}
}

// writeReport writes the report as JSON.
func writeReport(path string, r *ingest.Report) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	_, err = writeWhole(path, func(f io.Writer) (int, error) { return f.Write(append(text, '\n')) })
	return err
}
