package gpkg

import (
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// Adoption is what other programs changed in the file and Adopt took in, or found that it cannot.
type Adoption struct {
	Cursor                  geo.Cursor // the version that it made, 0 if none
	Kept                    bool       // it can be taken back: nothing was changed or removed
	Added, Changed, Removed int
	Rows                    []Adopted     // the first maxAdopted of them
	Problems                []phrase.Text // why nothing was taken in, the first maxFindings
	Foreign                 []string      // table.column that others added: they stay where they are, and are not read
}

// Adopted is one record that was taken in.
type Adopted struct {
	Op  geo.Op // Insert, Update or Delete
	Ref string // collection/id
}

const maxAdopted = 1000

// Adopt takes in, as one batch, what other programs changed in the file, or nothing of it. Which rows that are, the hashes tell; each of them is
// brought into the form of the store, gets an id (geo.Record.MadeID) and a position class where it has none, and must validate as any other.
// What the rows were before is not known, so that the batch can be taken back only if it added records and did nothing else; batches that it
// wrote over cannot be taken back either, and say so. With try, nothing is written. What log says, if it is not nil, is entered in the audit log in the same
// transaction.
//
// An error of kind invalid comes with the Adoption, whose Problems say what is to be mended in the program that made the change.
func (s *Store) Adopt(ctx context.Context, try bool, log func(geo.Outcome) []geo.AuditEntry) (*Adoption, error) {
	const op = "gpkg.Adopt"
	if s.options.ReadOnly {
		return nil, geo.Unavailable(op, s.says(phrase.StoreReadOnly), nil)
	}
	c, err := s.take(ctx, s.writer)
	if err != nil {
		return nil, s.failure(op, err)
	}
	defer func() { s.writer <- c }()
	a := adopting{application: application{Store: s, conn: c, ctx: ctx, ledger: newLedger(c, s)}, found: &Adoption{Kept: true}}
	if err := a.run(try, log); err != nil {
		return a.found, s.failure(op, err)
	}
	return a.found, nil
}

// adopting is an application whose changes are in the file already.
type adopting struct {
	application
	found *Adoption
}

func (a *adopting) run(try bool, log func(geo.Outcome) []geo.AuditEntry) error {
	if a.path != "" {
		if err := a.stillThere(); err != nil {
			return err
		}
	}
	done := context.WithoutCancel(a.ctx)
	if err := a.script(done, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			_ = a.script(done, "ROLLBACK")
		}
	}()
	at, err := a.dataVersion(a.ctx)
	if err != nil {
		return err
	}
	differ, err := a.survey()
	if err != nil || len(differ) == 0 && len(a.found.Problems) == 0 {
		return err
	}
	if _, err := a.begin(geo.Batch{Note: "adopt"}); err != nil {
		return err
	}
	for _, t := range differ {
		if err := a.table(t); err != nil {
			return err
		}
	}
	if err := a.checkZones(a.ctx, a.conn, a.problem); err != nil {
		return err
	}
	a.count()
	if n := len(a.found.Problems); n > 0 {
		return geo.Invalid("gpkg.Adopt", a.says(phrase.AdoptRefused, n))
	}
	if try {
		return nil
	}
	if err := a.finish(differ); err != nil {
		return err
	}
	if log != nil {
		f := a.found
		if err := a.audit(a.conn, log(geo.Outcome{Cursor: a.cursor, Added: f.Added, Changed: f.Changed, Removed: f.Removed})); err != nil {
			return err
		}
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	if err := a.script(done, "COMMIT"); violates(err, sqlite3.ErrConstraintForeignKey) {
		return a.dangling(err)
	} else if err != nil {
		return err
	}
	committed = true
	a.found.Cursor = a.cursor
	a.tokens.remember(a.cursor, a.token)
	a.guard.set(at, nil)
	return nil
}

// survey finds the tables whose rows are other than batches left them.
func (a *adopting) survey() ([]*table, error) {
	for _, id := range geo.AllCollections() {
		if err := a.checkColumns(a.tables[id]); err != nil {
			return nil, err
		}
	}
	found, err := a.readAll(a.ctx, a.conn, nil)
	if err != nil {
		return nil, err
	}
	return a.differing(a.ctx, a.conn, found)
}

func (a *adopting) problem(t phrase.Text) {
	if len(a.found.Problems) < maxFindings {
		a.found.Problems = append(a.found.Problems, t)
	}
}

// table takes in what differs in one table.
func (a *adopting) table(t *table) error {
	d, err := a.differences(t)
	if err != nil {
		return err
	}
	old := map[string]bool{} // the ids of rows that are other than they were, or gone
	for _, r := range d {
		if r.was != "" {
			old[r.was] = true
		}
	}
	e := &a.effects[t.schema.Collection]
	for _, r := range d {
		if !r.there {
			continue
		}
		id, err := a.row(t, r)
		if err != nil {
			return err
		}
		switch {
		case id == "":
		case old[id]:
			delete(old, id)
			e.changed++
			a.note(geo.Update, t, id)
		default:
			if e.added++; e.added == 1 {
				e.first = r.fid // they come in the order of their keys
			}
			a.note(geo.Insert, t, id)
		}
	}
	for _, r := range d {
		if err := a.lose(t, r, old); err != nil {
			return err
		}
	}
	if e.added == 0 {
		return nil
	}
	since, _, err := a.number(a.ctx, "SELECT count(*) FROM "+quoted(t.name)+" WHERE fid>=?", e.first)
	a.found.Kept = a.found.Kept && since == e.added // otherwise no range of keys tells what was added
	return err
}

// lose notes of a row that batches wrote and that is other now, or gone, that what it was is lost.
func (a *adopting) lose(t *table, r difference, gone map[string]bool) error {
	if r.was == "" {
		return nil
	}
	op := geo.Update
	if gone[r.was] {
		op = geo.Delete
		a.effects[t.schema.Collection].removed++
		a.note(geo.Delete, t, r.was)
	}
	a.found.Kept = false
	if !r.there {
		if err := a.ledger.drop(t, r.fid); err != nil {
			return err
		}
	}
	return a.exec(context.Background(), t.lose, int64(a.cursor), op.String(), r.fid, r.was)
}

func (a *adopting) note(op geo.Op, t *table, id string) {
	r := geo.New(t.schema.Collection)
	r.ID = id
	a.list(op, &r)
	if len(a.found.Rows) < maxAdopted {
		a.found.Rows = append(a.found.Rows, Adopted{op, r.Ref()})
	}
}

func (a *adopting) count() {
	f := a.found
	for id := range a.effects {
		e := &a.effects[id]
		f.Added, f.Changed, f.Removed = f.Added+int(e.added), f.Changed+int(e.changed), f.Removed+int(e.removed)
	}
}

// finish writes what a batch writes at its end. Extents are measured anew: the other program may have kept them or not.
func (a *adopting) finish(differ []*table) error {
	for _, t := range differ {
		e, err := a.extent(t)
		if err != nil {
			return err
		}
		e.shrank = true
	}
	if !a.found.Kept {
		return a.finishLost()
	}
	return a.application.finish()
}

// finishLost is finish for what cannot be taken back: it has counts, and no ranges of keys.
func (a *adopting) finishLost() error {
	ctx := context.Background()
	f := a.found
	for id := range a.effects {
		a.effects[id].added = 0
	}
	if err := a.application.finish(); err != nil {
		return err
	}
	return a.exec(ctx, "UPDATE beltmap_batches SET added=?, changed=?, removed=?, kept=0 WHERE cursor=?", f.Added, f.Changed, f.Removed, int64(a.cursor))
}

// checkColumns notes the columns that others added to a table.
func (a *adopting) checkColumns(t *table) error {
	have, err := columnsOf(a.ctx, a.conn, t.name)
	if err != nil {
		return err
	}
	delete(have, "fid")
	delete(have, "geom")
	for i := range t.columns {
		delete(have, t.columns[i].name)
	}
	var names []string
	for name := range have {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := a.foreign(t, name); err != nil {
			return err
		}
	}
	return nil
}

// foreign looks at a column that another program added. It is not read, but the file must hold no natural person.
func (a *adopting) foreign(t *table, name string) error {
	personal := geo.PersonHeader(name)
	if !personal {
		err := a.eachText(t, name, func(s string) {
			_, found := geo.PersonalData(s)
			personal = personal || found
		})
		if err != nil {
			return err
		}
	}
	if personal {
		a.problem(phrase.AdoptPersonal.With(t.name + "." + name))
	} else {
		a.found.Foreign = append(a.found.Foreign, t.name+"."+name)
	}
	return nil
}
