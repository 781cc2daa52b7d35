package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"beltmap/geo/phrase"
)

// progress says how far a long piece of work is: nothing in its first second, then about once a second (every ten seconds where the output is no
// terminal, so that a log stays short).
type progress struct {
	session  *session
	what     phrase.Phrase
	total    int // 0 if unknown
	started  time.Time
	said     time.Time
	pause    time.Duration
	terminal bool
	spoken   bool
}

func (s *session) progress(what phrase.Phrase, total int) *progress {
	p := &progress{session: s, what: what, total: total, started: time.Now(), pause: 10 * time.Second}
	if isTerminal(s.stderr) {
		p.pause, p.terminal = 500*time.Millisecond, true
	}
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// at tells that so much is done.
func (p *progress) at(done int) {
	now := time.Now()
	elapsed := now.Sub(p.started)
	if elapsed < time.Second || (p.spoken && now.Sub(p.said) < p.pause) {
		return
	}
	p.said, p.spoken = now, true
	rate := float64(done) / elapsed.Seconds()
	line := phrase.ProgressOpen.With(p.what, done, int(rate))
	if p.total > 0 && done > 0 {
		left := time.Duration(float64(p.total-done) / rate * float64(time.Second)).Round(time.Second)
		line = phrase.ProgressOf.With(p.what, done, p.total, int(rate), left)
	}
	if p.terminal {
		fmt.Fprintf(p.session.stderr, "\r\x1b[K%s", line.In(p.session.lang))
		return
	}
	p.session.sayTo(p.session.stderr, line)
}

// done ends the line on a terminal.
func (p *progress) done() {
	if p.spoken && p.terminal {
		fmt.Fprint(p.session.stderr, "\r\x1b[K")
	}
}
