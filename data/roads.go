package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// MaxRoadBytes is how large a kept road graph may be.
const MaxRoadBytes = 768 << 20

// Roads keeps one road graph beside the records, as bytes that it does not read (geo/road encodes them). The graph has no history: undoing the batch it
// came with takes back what that batch drew and leaves the graph.
type Roads interface {
	// Keep puts a graph in place of the one that was kept and applies the batch that draws it, in one transaction: both happen or neither. It returns
	// the version that the batch made, and fails as Store.Apply does, or with kind invalid for a graph of no bytes or more than MaxRoadBytes.
	Keep(ctx context.Context, graph RoadGraph, drawn geo.Batch) (geo.Cursor, error)

	// Sum names the graph that is kept, "" if there is none. It is cheap.
	Sum(ctx context.Context) (string, error)

	// Load reads the graph that is kept, and whether there is one.
	Load(ctx context.Context) (RoadGraph, bool, error)
}

// RoadGraph is a road graph as it is kept.
type RoadGraph struct {
	Bytes  []byte
	Source string    // the file it was read from
	Credit string    // to whom its data is owed, as it must be shown
	Time   time.Time // when it was kept; set by the store, to the microsecond
	Sum    string    // another for each graph that is kept; set by the store
}
