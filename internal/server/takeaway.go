package server

import (
	"context"
	"io"
	"net/http"

	"beltmap/data/export"
	"beltmap/geo/phrase"
)

// takenAway is an analysis as a table to take away: one sheet as CSV, several as a workbook.
type takenAway struct {
	object        string // as the audit names it
	name, chinese string // of the file, without its extension
	csv           export.Sheet
	book          []export.Sheet
}

// of is the file of a workbook's sheets; as CSV it is one of them, named with the file where it is not the first.
func (f takenAway) of(book []export.Sheet, csv int) takenAway {
	f.book, f.csv = book, book[csv]
	if csv > 0 {
		f.object, f.name, f.chinese = f.object+"/"+f.csv.Name, f.name+"-"+f.csv.Name, f.chinese+"-"+f.csv.Name
	}
	return f
}

// sheet is which sheet of the workbook is wanted as CSV, the first unless it is said.
func (p parameters) sheet(names []string) (int, error) {
	if _, given := p["sheet"]; given && p["f"] != "csv" {
		return 0, badParameter("sheet", phrase.SheetOfCSV.With())
	}
	return p.choice("sheet", names)
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
