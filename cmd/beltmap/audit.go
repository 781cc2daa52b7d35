package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"beltmap/data"
	"beltmap/data/auditfile"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// auditCommand are the verbs about the audit log.
type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"${cmd_audit_verify}"`
	Export auditExportCommand `cmd:"" help:"${cmd_audit_export}"`
	Rotate auditRotateCommand `cmd:"" help:"${cmd_audit_rotate}"`
}

type auditVerifyCommand struct {
	Files  []string `arg:"" name:"file" optional:"" help:"${arg_audit_files}"`
	DB     string   `name:"db" help:"${flag_audit_db}" placeholder:"FILE"`
	Expect []string `help:"${flag_expect}" placeholder:"SEQ:HASH"`
}

func (c *auditVerifyCommand) run(s *session) (int, error) {
	if len(c.Files) == 0 {
		if err := wantDB(c.DB); err != nil {
			return 0, err
		}
	}
	seen, err := linksOf(c.Expect)
	if err != nil {
		return 0, err
	}
	end, err := c.verifyFiles(s, &seen)
	if err != nil {
		return 0, err
	}
	if c.DB == "" {
		if len(seen) > 0 {
			return 0, geo.Invalid("beltmap.audit", phrase.AuditCut.With(c.Files[len(c.Files)-1], end.Seq+1, seen[0].Seq))
		}
		return exitOK, nil
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	if len(c.Files) > 0 {
		seen = append(seen, end)
	}
	state, err := store.AuditLog().Verify(s.ctx, seen...)
	if err != nil {
		return 0, err
	}
	s.say(phrase.AuditWhole.With(c.DB, state.Count, state.Head))
	return exitOK, nil
}

// linksOf are the heads that were written down earlier.
func linksOf(said []string) (seen []geo.AuditLink, err error) {
	for _, text := range said {
		l, err := geo.ParseAuditLink(text)
		if err != nil {
			return nil, misuse(saidBy(err))
		}
		seen = append(seen, l)
	}
	return seen, nil
}

// verifyFiles verifies logs that were moved out, each by itself and as what follows the one before. It returns the last link, and takes from seen
// what was met.
func (c *auditVerifyCommand) verifyFiles(s *session, seen *[]geo.AuditLink) (end geo.AuditLink, err error) {
	for i, name := range c.Files {
		base, last, count, err := verifyFile(name, *seen)
		switch {
		case err != nil:
			return end, err
		case i > 0 && base != end:
			return end, geo.Invalid("beltmap.audit", phrase.AuditFileGap.With(name, base.Seq+1, end.Seq))
		}
		s.say(phrase.AuditWhole.With(name, count, last))
		var ahead []geo.AuditLink
		for _, l := range *seen {
			if l.Seq > last.Seq || l.Seq < base.Seq {
				ahead = append(ahead, l)
			}
		}
		*seen, end = ahead, last
	}
	return end, nil
}

// verifyFile verifies one file. What its first entry follows is believed; links that were seen are held against the entries it has.
func verifyFile(name string, seen []geo.AuditLink) (base, last geo.AuditLink, count int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return base, last, 0, geo.Unavailable("beltmap.audit", phrase.CannotRead.With(name), err)
	}
	defer f.Close()
	var chain *geo.AuditChain
	err = auditfile.Read(f, name, func(e *geo.AuditEntry) (err error) {
		if chain == nil {
			base = geo.AuditLink{Seq: e.Seq - 1, Hash: e.Previous}
			if chain, err = geo.NewAuditChain(name, base, seen...); err != nil {
				return err
			}
		}
		count++
		return chain.Add(e)
	})
	if err == nil && chain != nil {
		last = chain.At()
	}
	return base, last, count, err
}

type auditExportCommand struct {
	Out string `arg:"" name:"out" optional:"" help:"${arg_audit_out}"`
	DB  string `name:"db" help:"${flag_audit_db}" placeholder:"FILE"`
}

func (c *auditExportCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	var state data.AuditState
	write := func(w io.Writer) (count int, err error) {
		out := auditfile.NewWriter(w)
		state, err = store.AuditLog().Read(s.ctx, -1, func(e *geo.AuditEntry) error { count++; return out.Write(e) })
		return count, errors.Join(err, out.Close())
	}
	if c.Out == "" || c.Out == "-" {
		if _, err := write(s.stdout); err != nil {
			return 0, err
		}
	} else {
		count, err := writeWhole(c.Out, write)
		if err != nil {
			return 0, cannotWrite(c.Out, err)
		}
		s.say(phrase.AuditWritten.With(count, c.Out, state.Head))
	}
	if _, err := store.AuditLog().Verify(s.ctx); err != nil { // the file is written as the log is, and it is said what is wrong with that
		return 0, err
	}
	return exitOK, nil
}

type auditRotateCommand struct {
	Out    string `arg:"" name:"out" help:"${arg_audit_rotate_out}"`
	DB     string `name:"db" help:"${flag_audit_db}" placeholder:"FILE"`
	Before string `help:"${flag_audit_before}" placeholder:"YYYY-MM-DD"`
}

func (c *auditRotateCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	before, err := c.before(time.Now())
	if err != nil {
		return 0, err
	}
	if exists(c.Out) {
		return 0, geo.Invalid("beltmap.audit", phrase.StoreExists.With(c.Out))
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	log := store.AuditLog()
	if _, err := log.Verify(s.ctx); err != nil {
		return 0, err
	}
	count, err := writeWhole(c.Out, func(w io.Writer) (int, error) { return writeOld(s, log, w, before) })
	if err != nil {
		return 0, cannotWrite(c.Out, err)
	}
	if count == 0 {
		s.say(phrase.AuditNoneOld.With(c.DB, c.Before))
		return exitOK, os.Remove(c.Out)
	}
	_, last, _, err := verifyFile(c.Out, nil) // before anything is removed
	if err != nil {
		return 0, err
	}
	because := geo.AuditEntry{Actor: geo.CommandLine(), Action: geo.ActionRotated, Object: filepath.Base(c.Out),
		After: `{"through":"` + last.String() + `"}`, Result: geo.ResultDone}
	if err := log.Rotate(s.ctx, last, because); err != nil {
		return 0, err
	}
	s.say(phrase.AuditRotated.With(count, c.DB, c.Out, last))
	return exitOK, nil
}

// before is the moment the entries must be older than; the days of the retention are refused.
func (c *auditRotateCommand) before(now time.Time) (time.Time, error) {
	if c.Before == "" {
		return time.Time{}, misuse(phrase.UsageMissing.With("--before"))
	}
	day, err := geo.ParseDay(c.Before)
	if err != nil {
		return time.Time{}, misuse(saidBy(err))
	}
	latest := geo.DayOf(now.Add(-data.AuditRetention))
	if day > latest {
		return time.Time{}, geo.Invalid("beltmap.audit", phrase.AuditTooYoung.With(int(data.AuditRetention.Hours()/24), latest))
	}
	return day.Start(), nil
}

// errYounger ends a reading at the first entry that stays.
var errYounger = errors.New("enough")

// writeOld writes the entries up to the first that is not older than a moment.
func writeOld(s *session, log data.AuditLog, w io.Writer, before time.Time) (count int, err error) {
	out := auditfile.NewWriter(w)
	_, err = log.Read(s.ctx, -1, func(e *geo.AuditEntry) error {
		if !e.Time.Before(before) {
			return errYounger
		}
		count++
		return out.Write(e)
	})
	if errors.Is(err, errYounger) {
		err = nil
	}
	return count, errors.Join(err, out.Close())
}
