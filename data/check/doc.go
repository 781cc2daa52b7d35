// Package check looks a store's records over for what no single record shows: ids that lead nowhere, grids that overlap or leave holes, places outside
// their zone, the same enterprise twice; and for what another program may have written into the file behind the importer's back. Areas
// are m². It changes nothing.
package check

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Finding is one thing found.
type Finding struct {
	Kind     string // invalid, geometry, dangling, cycle, overlap, hole, outside_zone, duplicate
	Severity geo.Severity
	Record   string // collection/id, the first of several
	Text     phrase.Text
}

// maxOfAKind bounds what is kept of each kind; the rest is counted.
const maxOfAKind = 1000

// Report is what was found, in the order of collections, with the full counts.
type Report struct {
	Findings []Finding
	Records  int
	Faults   int            // how many findings are faults, kept or not
	Warnings int            // how many are warnings
	Untold   map[string]int // by kind, how many are not among Findings
	kinds    map[string]int
}

func (r *Report) add(kind string, severity geo.Severity, record string, t phrase.Text) {
	if severity == geo.Fault {
		r.Faults++
	} else {
		r.Warnings++
	}
	if r.kinds[kind]++; r.kinds[kind] > maxOfAKind {
		r.Untold[kind]++
		return
	}
	r.Findings = append(r.Findings, Finding{kind, severity, record, t})
}
