// Package geo is the domain: what a Party-building demonstration belt map holds, and nothing about where it is kept or how it is
// drawn. A Record is one thing on the map (an enterprise, an organization, a belt …); its Schema says which properties it has and
// who may read each. A Batch is a set of changes that happen together or not at all.
//
// Coordinates are WGS 84 (EPSG:4326, ≈ CGCS2000) degrees, longitude first, rounded to 1e-7° (about 1 cm) by Normalize, so that the
// store, the API's seven decimals and the tiles all speak of the same point. Days are civil days of Asia/Shanghai. No type, field or
// text in this package holds a natural person: organizations and counts only.
package geo
