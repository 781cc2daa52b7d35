package ingest

// columns is a set of column names.
type columns map[string]bool

func (c columns) has(name string) bool { return c[name] }
