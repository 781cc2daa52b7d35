package server

import (
	"context"
	"io"
	"net/http"

	"beltmap/data/export"
)

// takenAway is an analysis as a table to take away: one sheet as CSV, several as a workbook.
type takenAway struct {
	object        string // as the audit names it
	name, chinese string // of the file, without its extension
	csv           export.Sheet
	book          []export.Sheet
}

// takeAway enters that a file is taken, and answers it.
func (s *Server) takeAway(w http.ResponseWriter, r *http.Request, format string, file takenAway) error {
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, file.object, format); err != nil {
			return err
		}
	}
	write := file.csv.WriteCSV
	if format == "xlsx" {
		write = func(ctx context.Context, out io.Writer) error { return export.Workbook(ctx, out, file.book...) }
	}
	return s.sheetFile(w, r, format, file.name, file.chinese, write)
}
