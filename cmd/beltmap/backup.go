package main

import (
	"fmt"
	"path/filepath"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

type backupCommand struct {
	Out   string `arg:"" name:"out" help:"${arg_backup_out}"`
	DB    string `name:"db" help:"${flag_backup_db}" placeholder:"FILE"`
	Force bool   `help:"${flag_backup_force}"`
}

func (c *backupCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	_, unlogged := gpkg.Enter(s.ctx, c.DB, copied(geo.ActionBackup, c.Out, geo.ResultBegun)) // before, for afterwards might be too late
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true, AsIs: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	steps := s.steps(phrase.DoingBackup)
	found, err := store.Backup(s.ctx, c.Out, gpkg.CopyOptions{Replace: c.Force, Progress: steps.at})
	steps.done()
	if err != nil {
		return 0, err
	}
	s.say(phrase.BackedUp.With(c.DB, c.Out, int64(found.Version), found.Records, found.Bytes))
	for _, remark := range found.Remarks {
		s.sayTo(s.stderr, phrase.BackupRemark.With(remark))
	}
	if unlogged != nil { // a disk that is full or can only be read is a reason for a backup
		s.sayTo(s.stderr, phrase.BackupUnlogged.With(c.DB, saidBy(unlogged)))
	}
	return exitOK, nil
}

// copied is the entry of a backup or restore, which names the other file and not where it is.
func copied(action geo.Action, file, result string) geo.AuditEntry {
	return geo.AuditEntry{Actor: geo.CommandLine(), Action: action, Object: filepath.Base(file), Result: result}
}

type restoreCommand struct {
	In      string `arg:"" name:"in" help:"${arg_restore_in}"`
	DB      string `name:"db" help:"${flag_restore_db}" placeholder:"FILE"`
	Force   bool   `help:"${flag_restore_force}"`
	Discard bool   `help:"${flag_discard}"`
	AsIs    bool   `help:"${flag_as_is}"`
}

func (c *restoreCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	steps := s.steps(phrase.DoingRestore)
	done, err := gpkg.Restore(s.ctx, c.In, c.DB, gpkg.CopyOptions{
		Replace: c.Force, AsIs: c.AsIs, Discard: c.Discard, Progress: steps.at,
		Log: func(of *gpkg.Holding) []geo.AuditEntry {
			e := copied(geo.ActionRestore, c.In, geo.ResultDone)
			e.After = fmt.Sprintf(`{"version":%d,"records":%d}`, of.Version, of.Records)
			return []geo.AuditEntry{e}
		},
	})
	steps.done()
	if err != nil {
		return 0, err
	}
	s.say(phrase.RestoredFrom.With(c.DB, c.In, int64(done.Version), done.Records))
	if done.Kept != "" {
		s.say(phrase.RestoreKept.With(done.Kept))
	}
	return exitOK, nil
}

// steps shows the steps of a copy: the copying in per cent, the checking, whose end cannot be told, in seconds.
type steps struct {
	session *session
	copying *progress
	stop    func()
}

func (s *session) steps(what phrase.Phrase) *steps {
	return &steps{session: s, copying: s.progress(what, 0), stop: func() {}}
}

func (p *steps) at(step gpkg.Step, done, total int) {
	switch step {
	case gpkg.Copying:
		p.copying.part(done, total)
	case gpkg.Checking:
		p.done()
		p.stop = p.session.waiting(phrase.DoingCheck)
	}
}

func (p *steps) done() {
	p.copying.done()
	p.stop()
	p.stop = func() {}
}
