// Package gpkg keeps the records in one GeoPackage file, by SQLite, as data.Store promises: one table a collection, columns named as
// the properties, current records only, with the batches and what they changed beside them. QGIS and GDAL open the file as it is.
//
// The file is in WAL mode with synchronous FULL: a batch that Apply acknowledged survives the loss of power, and a process killed at
// any moment leaves all of a batch or none. The file has no R-tree, since reads go to the World and not to SQLite.
package gpkg
