// Package sqlitefile writes the rows of tables and indexes straight into the pages of an SQLite database, for loads that are too large to pass
// row by row through SQLite's interface. The format is documented and stable: sqlite.org/fileformat2.html; comments name its sections.
//
// It only fills trees that are empty, in a database that nobody else has open and that has no log beside it. It knows no schema: what belongs
// into a record, in which order the keys of an index are, and which rows an index must have, is for the caller to know. It does not make a
// crash harmless, so it is for files that nobody relies on yet.
package sqlitefile
