package main

import (
	"errors"
	"io"
	"time"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type generateCommand struct {
	Enterprises int    `help:"${flag_enterprises}" placeholder:"N"`
	Seed        uint64 `help:"${flag_seed}" default:"1" placeholder:"S"`
	DB          string `name:"db" help:"${flag_generate_db}" placeholder:"FILE"`
	List        string `name:"as-spreadsheet" help:"${flag_spreadsheet}" placeholder:"OUT.csv"`
}

func (c *generateCommand) run(s *session) (int, error) {
	if c.List != "" {
		return c.writeList(s)
	}
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	if c.Enterprises < 1 || c.Enterprises > generate.MaxEnterprises {
		return 0, misuse(phrase.GenerateTooMany.With(c.Enterprises, generate.MaxEnterprises))
	}
	if exists(c.DB) {
		return 0, geo.Conflict("beltmap.generate", phrase.GenerateExists.With(c.DB))
	}
	started, count := time.Now(), 0
	p := s.progress(phrase.DoingGenerate, 0)
	_, err := s.create(c.DB, geo.Batch{
		Note: "generate",
		Changes: func(yield func(*geo.Change, error) bool) {
			var change geo.Change
			err := generate.Records(c.Enterprises, c.Seed, func(records []geo.Record) error {
				for i := range records {
					change = geo.Change{Op: geo.Insert, Record: records[i]}
					if !yield(&change, nil) {
						return errEnough
					}
				}
				count += len(records)
				p.at(count)
				return s.ctx.Err()
			})
			if err != nil && !errors.Is(err, errEnough) {
				yield(nil, err)
			}
		},
	}.By(geo.CommandLine(), geo.ActionBatch, ""))
	p.done()
	if err != nil {
		return 0, err
	}
	s.say(phrase.Generated.With(count, c.Enterprises, c.DB, time.Since(started).Seconds()))
	return exitOK, nil
}

// writeList writes a list to import instead of a file of records.
func (c *generateCommand) writeList(s *session) (int, error) {
	switch {
	case c.DB != "":
		return 0, misuse(phrase.UsageNotTogether.With("--as-spreadsheet", "--db"))
	case c.Enterprises < 1 || c.Enterprises > generate.MaxSpreadsheetRows:
		return 0, misuse(phrase.SpreadsheetRows.With(c.Enterprises, generate.MaxSpreadsheetRows))
	case exists(c.List):
		return 0, geo.Conflict("beltmap.generate", phrase.ListExists.With(c.List))
	}
	_, err := writeWhole(c.List, func(f io.Writer) (int, error) { return 0, generate.Spreadsheet(f, c.Enterprises, c.Seed) })
	if err != nil {
		return 0, cannotWrite(c.List, err)
	}
	s.say(phrase.Listed.With(c.List, c.Enterprises))
	return exitOK, nil
}

var errEnough = errors.New("the reader of the batch stopped")
