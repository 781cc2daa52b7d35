package export

import (
	"math"
	"strings"

	"beltmap/data/gpkgfile"
	"github.com/paulmach/orb"
)

// index builds the R-tree of GeoPackage 1.3, Annex F.3, after the rows, with the triggers that keep it when another program edits the file, and
// writes the layer's extent.
func (f *file) index() error {
	if err := f.all([]string{f.named(`CREATE VIRTUAL TABLE "rtree_<t>_<c>" USING rtree(id, minx, maxx, miny, maxy)`)}); err != nil {
		return err
	}
	if err := f.fillIndex(); err != nil {
		return err
	}
	statements := []string{f.named(`INSERT INTO gpkg_extensions VALUES ('<t>', '<c>', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`)}
	for _, trigger := range triggers() {
		statements = append(statements, f.named(trigger))
	}
	if err := f.all(statements); err != nil {
		return err
	}
	bounds := f.box.Values()
	_, err := f.tx.ExecContext(f.ctx, "UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?",
		bounds[0], bounds[1], bounds[2], bounds[3], f.schema.Collection.String())
	return err
}

func (f *file) named(statement string) string {
	return strings.NewReplacer("<t>", f.schema.Collection.String(), "<c>", gpkgfile.GeometryColumn, "<i>", gpkgfile.KeyColumn).Replace(statement)
}

// fillIndex reads the geometries back, since one connection cannot insert into the R-tree while it lists the table; a page of boxes is held.
func (f *file) fillIndex() error {
	insert, err := f.tx.PrepareContext(f.ctx, f.named(`INSERT INTO "rtree_<t>_<c>" VALUES (?,?,?,?,?)`))
	if err != nil {
		return err
	}
	defer insert.Close()
	for last := int64(0); ; {
		ids, boxes, err := f.page(last)
		if err != nil || len(ids) == 0 {
			return err
		}
		for i, id := range ids {
			b := boxes[i]
			if _, err := insert.Exec(id, floor32(b.Min[0]), ceil32(b.Max[0]), floor32(b.Min[1]), ceil32(b.Max[1])); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}

const indexPage = 10_000

func (f *file) page(after int64) (ids []int64, boxes []orb.Bound, err error) {
	rows, err := f.tx.QueryContext(f.ctx, f.named(`SELECT <i>, <c> FROM "<t>" WHERE <c> IS NOT NULL AND <i> > ? ORDER BY <i> LIMIT ?`), after, indexPage)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var blob []byte
		if err := rows.Scan(&id, &blob); err != nil {
			return nil, nil, err
		}
		g, _, err := gpkgfile.DecodeGeometry(blob)
		if err != nil {
			return nil, nil, err
		}
		ids, boxes = append(ids, id), append(boxes, g.Bound())
	}
	return ids, boxes, rows.Err()
}

// The R-tree keeps 32-bit floats, so a box is widened to hold what it stands for.
func floor32(x float64) float64 {
	if y := float32(x); float64(y) <= x {
		return float64(y)
	}
	return float64(math.Nextafter32(float32(x), float32(math.Inf(-1))))
}

func ceil32(x float64) float64 { return -floor32(-x) }

// triggers are those of the standard, in which NEW and OLD are the row after and before.
func triggers() []string {
	const (
		box     = `ST_MinX(NEW."<c>"), ST_MaxX(NEW."<c>"), ST_MinY(NEW."<c>"), ST_MaxY(NEW."<c>")`
		filled  = `(NEW."<c>" NOTNULL AND NOT ST_IsEmpty(NEW."<c>"))`
		empty   = `(NEW."<c>" ISNULL OR ST_IsEmpty(NEW."<c>"))`
		replace = `INSERT OR REPLACE INTO "rtree_<t>_<c>" VALUES (NEW."<i>", ` + box + `);`
		remove  = `DELETE FROM "rtree_<t>_<c>" WHERE id = OLD."<i>";`
		both    = `DELETE FROM "rtree_<t>_<c>" WHERE id IN (OLD."<i>", NEW."<i>");`
		create  = `CREATE TRIGGER "rtree_<t>_<c>_`
		same    = `OLD."<i>" = NEW."<i>"`
		other   = `OLD."<i>" != NEW."<i>"`
	)
	return []string{
		create + `insert" AFTER INSERT ON "<t>" WHEN ` + filled + ` BEGIN ` + replace + ` END`,
		create + `update1" AFTER UPDATE OF "<c>" ON "<t>" WHEN ` + same + ` AND ` + filled + ` BEGIN ` + replace + ` END`,
		create + `update2" AFTER UPDATE OF "<c>" ON "<t>" WHEN ` + same + ` AND ` + empty + ` BEGIN ` + remove + ` END`,
		create + `update3" AFTER UPDATE ON "<t>" WHEN ` + other + ` AND ` + filled + ` BEGIN ` + remove + ` ` + replace + ` END`,
		create + `update4" AFTER UPDATE ON "<t>" WHEN ` + other + ` AND ` + empty + ` BEGIN ` + both + ` END`,
		create + `delete" AFTER DELETE ON "<t>" WHEN OLD."<c>" NOT NULL BEGIN ` + remove + ` END`,
	}
}
