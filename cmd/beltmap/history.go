package main

import (
	"encoding/json"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type historyCommand struct {
	DB   string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

func (c *historyCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	listed := []batchLine{}
	for b, err := range store.History(s.ctx) {
		if err != nil {
			return 0, err
		}
		if c.JSON {
			listed = append(listed, lineOf(b))
		} else {
			s.printBatch(b)
		}
	}
	if !c.JSON {
		return exitOK, nil
	}
	text, err := json.MarshalIndent(listed, "", "  ")
	if err == nil {
		_, err = s.stdout.Write(append(text, '\n'))
	}
	return exitOK, err
}

// batchLine is one batch of history --json.
type batchLine struct {
	Batch    int64  `json:"batch"`
	Time     string `json:"time"` // RFC 3339, UTC
	Note     string `json:"note"`
	Key      string `json:"key,omitempty"`
	Added    *int   `json:"added"` // null if unknown
	Changed  *int   `json:"changed"`
	Removed  *int   `json:"removed"`
	Undoable bool   `json:"undoable"`
}

func lineOf(b data.BatchInfo) batchLine {
	line := batchLine{Batch: int64(b.Cursor), Time: b.Time.Format(time.RFC3339), Note: b.Note, Key: b.Key, Undoable: b.Kept}
	if b.Counted {
		line.Added, line.Changed, line.Removed = &b.Added, &b.Changed, &b.Removed
	}
	return line
}

// printBatch prints one line of the list, its parts between tabs, the time that of the user's clock in Shanghai.
func (s *session) printBatch(b data.BatchInfo) {
	did := phrase.HistoryUnknown.With()
	if b.Counted {
		did = phrase.HistoryDid.With(b.Added, b.Changed, b.Removed)
	}
	undo := phrase.HistoryFinal
	if b.Kept {
		undo = phrase.HistoryUndoable
	}
	s.say(phrase.HistoryRow.With(int64(b.Cursor), b.Time.In(geo.Shanghai).Format("2006-01-02 15:04:05"), did, undo, b.Note))
}
