package gpkg

import "context"

// Impatient makes the store give up on a busy file at once.
func Impatient(s *Store) { pragma(s, "PRAGMA busy_timeout=10") }

// FillDisk lets the file grow by no page: what SQLite then meets is what it meets when a disk is full.
func FillDisk(s *Store) { pragma(s, "PRAGMA max_page_count=1") }

func pragma(s *Store, statement string) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	if err := c.script(context.Background(), statement); err != nil {
		panic(err)
	}
}

// Columns lists the columns each collection's table should have.
func Columns() map[string][]string {
	out := map[string][]string{}
	for _, t := range newTables() {
		if t != nil {
			for _, c := range t.columns {
				out[t.name] = append(out[t.name], c.name)
			}
		}
	}
	return out
}
