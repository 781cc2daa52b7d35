// Package gpkgfile is the GeoPackage 1.3 encoding (OGC 12-128r17): the geometry header and WKB, the system tables, a table's columns
// from a geo.Schema, QGIS's layer_styles, and the R-tree of exported files. Coordinates are WGS 84 degrees, longitude first. It knows
// nothing of batches and versions; data/gpkg keeps those beside what is written here.
package gpkgfile
