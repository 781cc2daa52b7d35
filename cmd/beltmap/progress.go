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
	now      func() time.Time
	started  time.Time
	bytes    int64 // read at the last call
	said     time.Time
	pause    time.Duration
	terminal bool
	spoken   bool
}

func (s *session) progress(what phrase.Phrase, total int) *progress {
	p := &progress{session: s, what: what, total: total, now: time.Now, started: time.Now(), pause: 10 * time.Second}
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
	elapsed, due := p.due()
	if !due {
		return
	}
	rate := float64(done) / elapsed.Seconds()
	line := phrase.ProgressOpen.With(p.what, done, int(rate))
	if p.total > 0 && done > 0 {
		left := time.Duration(float64(p.total-done) / rate * float64(time.Second)).Round(time.Second)
		line = phrase.ProgressOf.With(p.what, done, p.total, int(rate), left)
	}
	p.print(line)
}

// due tells how long the work has taken, and whether it is time to speak.
func (p *progress) due() (elapsed time.Duration, due bool) {
	now := p.now()
	elapsed = now.Sub(p.started)
	if elapsed < time.Second || (p.spoken && now.Sub(p.said) < p.pause) {
		return elapsed, false
	}
	p.said, p.spoken = now, true
	return elapsed, true
}

// read tells that so many rows are read, and bytes of all there are of files, by which the time left is judged. While
// there are none, the rows are the store's.
func (p *progress) read(rows int, bytes, size int64) {
	if bytes < p.bytes || bytes > 0 && p.bytes == 0 {
		p.started = p.now() // the files begin, or begin anew
	}
	p.bytes = bytes
	elapsed, due := p.due()
	if !due {
		return
	}
	rate := int(float64(rows) / elapsed.Seconds())
	if bytes == 0 || size == 0 {
		p.print(phrase.ProgressOpen.With(p.what, rows, rate))
		return
	}
	bytes = min(bytes, size) // parts of an archive may be read twice
	left := time.Duration(float64(elapsed) * float64(size-bytes) / float64(bytes)).Round(time.Second)
	p.print(phrase.ProgressPart.With(p.what, rows, rate, 100*bytes/size, left))
}

func (p *progress) print(line phrase.Text) {
	if p.terminal {
		fmt.Fprintf(p.session.stderr, "\r\x1b[K%s", line.In(p.session.lang))
		return
	}
	p.session.sayTo(p.session.stderr, line)
}

// part tells how much of a total is done, in per cent.
func (p *progress) part(done, total int) {
	now := time.Now()
	if total == 0 || now.Sub(p.started) < time.Second || (p.spoken && now.Sub(p.said) < p.pause) {
		return
	}
	p.said, p.spoken = now, true
	p.print(phrase.ProgressPercent.With(p.what, 100*done/total))
}

// done ends the line on a terminal.
func (p *progress) done() {
	if p.spoken && p.terminal {
		fmt.Fprint(p.session.stderr, "\r\x1b[K")
	}
}

// waiting says once a second (on a terminal; else after one second and every ten) that work goes on whose end cannot be told, until stop
// is called.
func (s *session) waiting(what phrase.Phrase) (stop func()) {
	p, quit, ended := s.progress(what, 0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				p.done()
				return
			case now := <-tick.C:
				p.wait(now)
			}
		}
	}()
	return func() { close(quit); <-ended }
}

func (p *progress) wait(now time.Time) {
	if p.spoken && now.Sub(p.said) < p.pause {
		return
	}
	p.said, p.spoken = now, true
	p.print(phrase.ProgressWait.With(p.what, int(now.Sub(p.started).Seconds())))
}
