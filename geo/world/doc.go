// Package world holds one immutable version of everything on the map, ready to be read by any number of goroutines without a lock:
// columns of properties, links between records, an index of boxes, counts and clusters. Apply makes the next version and leaves the
// old one as it was; what did not change is shared. Points are kept in degrees × 1e7 and in Web Mercator units (geo/plane). A World is
// made for one day, which decides which records are current and which organizations cover an enterprise. It neither reads nor
// writes files, and it validates only what it needs to stay consistent: ids and versions.
package world
