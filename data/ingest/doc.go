// Package ingest reads files that people hand over (CSV, XLSX, GeoJSON, GeoPackage, Shapefile, KML) into one batch of records and a report
// of every row that could not go in as it stood. It reads foreign bytes: everything is streamed, bounded in size and nesting, and an error names file,
// row and column. Coordinates are WGS 84 degrees, longitude first. It neither writes to a store nor repairs what it reads.
package ingest

// The bounds of what is read, so that no file can ask for any amount of memory.
const (
	MaxRowBytes  = 16 << 20  // one feature, or one line of a table
	MaxColumns   = 16_384    // as many as a sheet of a spreadsheet has
	maxSpool     = 8 << 30   // bytes of a file that is not on this machine and must be read here and there
	maxUnpacked  = 4 << 30   // bytes that the parts of one archive unpack to
	maxDirectory = 16 << 20  // bytes of an archive's directory
	maxShared    = 256 << 20 // bytes of the texts that the cells of a workbook share
	maxSheetRows = 1 << 20   // rows of a sheet, as spreadsheets have
	maxMerges    = 1 << 18   // merged cells of a sheet
	maxFindings  = 100_000   // rows kept in a report; the rest is counted
)
