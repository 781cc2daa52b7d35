// Package data is where records are kept: the Store interface and the small ones beside it. The folders below implement them, read
// files into batches and write them out again. SQL and file formats live there; this package holds contracts only, and
// data/storetest says each of their sentences as a test.
package data
