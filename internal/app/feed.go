package app

import (
	"sync/atomic"

	"beltmap/geo"
	"beltmap/geo/world"
)

// The bounds of what is kept of the past for listeners that come back: a few megabytes at most.
const (
	maxSteps   = 1024
	maxKept    = 32 << 10 // changes of all steps
	maxChanges = 500      // of one step; with more it says that everything may have changed
)

// Step is what one new World changed.
type Step struct {
	Version geo.Cursor
	All     bool     // anything may have changed: too much to list, another day, another setting
	Changes []Change // none if All

	again bool // the version was shown before: it is not the records that changed
}

// Change names a record that was changed. It holds nothing of the record that is not public.
type Change struct {
	Op         geo.Op
	Collection geo.Collection
	ID, Zone   string
}

// feed is the last steps, the newest last. It is immutable, and followed by the next when its channel is closed.
type feed struct {
	steps []Step
	from  geo.Cursor    // the version before the first step
	at    geo.Cursor    // the version of the last
	kept  int           // changes of all steps
	made  uint64        // steps ever made
	next  chan struct{} // closed when there is another
}

// feeds is where the feed of now is found.
type feeds struct{ now atomic.Pointer[feed] }

// begin starts the feed at a version. What came before is not known.
func (f *feeds) begin(at geo.Cursor) {
	f.now.Store(&feed{from: at, at: at, next: make(chan struct{})})
}

// add puts one more step into the feed and wakes the listeners. The caller holds App.mu.
func (f *feeds) add(step Step) {
	last := f.now.Load()
	step.again = step.Version == last.at
	next := &feed{steps: last.steps, from: last.from, at: step.Version, kept: last.kept + len(step.Changes), made: last.made + 1, next: make(chan struct{})}
	if step.Version < last.at { // a file put back from a backup: who was further along must read everything again
		next.steps, next.from, next.kept = nil, step.Version, len(step.Changes)
	}
	for len(next.steps) == maxSteps || next.kept > maxKept {
		next.from, next.kept = next.steps[0].Version, next.kept-len(next.steps[0].Changes)
		next.steps = next.steps[1:]
	}
	next.steps = append(next.steps, step) // beyond the end of every feed that is read
	f.now.Store(next)
	close(last.next)
}

// Listener follows the feed. It is one reader's own.
type Listener struct {
	feeds *feeds
	feed  *feed
}

// Listen begins at the version shown now.
func (a *App) Listen() *Listener { return &Listener{&a.feeds, a.feeds.now.Load()} }

// Resume begins after a version that the reader has seen, with the steps it missed. ok is false if they are no longer known, or the version never
// was; the listener then begins now, and its reader should read everything again.
func (a *App) Resume(since geo.Cursor) (l *Listener, missed []Step, ok bool) {
	l = a.Listen()
	if since < l.feed.from || since > l.feed.at {
		return l, nil, false
	}
	steps := l.feed.steps
	for len(steps) > 0 && (steps[0].Version < since || steps[0].Version == since && !steps[0].again) {
		steps = steps[1:]
	}
	return l, steps, true
}

// Version is that of the last step the listener was given, or of the World it began with.
func (l *Listener) Version() geo.Cursor { return l.feed.at }

// More is closed when Next has something to say.
func (l *Listener) More() <-chan struct{} { return l.feed.next }

// Next is what has happened since it was last asked. ok is false if that is no longer known.
func (l *Listener) Next() (steps []Step, ok bool) {
	before := l.feed.made
	l.feed = l.feeds.now.Load()
	n := l.feed.made - before
	if n > uint64(len(l.feed.steps)) {
		return nil, false
	}
	return l.feed.steps[uint64(len(l.feed.steps))-n:], true
}

// journal gathers the changes of a step.
type journal struct{ step Step }

// note adds a change. before is the World it was made on, which still knows the zone of what is deleted.
func (j *journal) note(before *world.World, c geo.Change) {
	if j.step.All {
		return
	}
	if len(j.step.Changes) == maxChanges {
		j.step.All, j.step.Changes = true, nil
		return
	}
	zone := c.Record.Zone
	if zone == "" && c.Op == geo.Delete {
		t := before.Table(c.Record.Collection)
		if row, ok := t.Find(c.Record.ID); ok {
			zone = t.Column(geo.Zone, geo.PublicSight()).Value(row).Text()
		}
	}
	j.step.Changes = append(j.step.Changes, Change{c.Op, c.Record.Collection, c.Record.ID, zone})
}
