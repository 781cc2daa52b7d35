// Package storetest says as tests what data.Store promises, so that every implementation is held to the same: Run is the suite. It
// also makes random records of every collection, and asks GDAL what it thinks of a GeoPackage.
package storetest
