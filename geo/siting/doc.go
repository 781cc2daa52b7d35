// Package siting proposes: joint branches of enterprises that are too small for one of their own, and sites for centers. Each answer says by which
// rules or model it was found and how far it can be from the best. Distances are in metres on the ground, positions WGS 84; searches
// work on whole numbers and count their work, so that equal questions have equal answers, whatever the order of the records. It reads a
// World and changes nothing; what becomes of a proposal is no business of it.
package siting
