package gpkgfile

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// rtreeSchema are the statements that make the spatial index of a table (extension gpkg_rtree_index, OGC 12-128r17 annex F.3) and
// register it. They come before fillRTree.
func rtreeSchema(table string) []string {
	return []string{
		fmt.Sprintf(`CREATE VIRTUAL TABLE "rtree_%s_geom" USING rtree(id, minx, maxx, miny, maxy)`, table),
		fmt.Sprintf(`INSERT INTO gpkg_extensions VALUES ('%s', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, table),
	}
}

// fillRTree enters every geometry of the table. It comes after the rows, which is faster than by triggers, and without the functions
// ST_MinX and so on, which SQLite itself does not have.
func fillRTree(ctx context.Context, tx *sql.Tx, table string) error {
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf(`INSERT INTO "rtree_%s_geom" VALUES (?,?,?,?,?)`, table))
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // ends with the transaction
	last := int64(0)
	for {
		rows, n, err := boxesAfter(ctx, tx, table, last)
		if err != nil || n == 0 {
			return err
		}
		for _, r := range rows {
			last = r.fid
			if r.box.empty() {
				continue
			}
			if _, err := insert.ExecContext(context.WithoutCancel(ctx), r.fid, r.box.minX, r.box.maxX, r.box.minY, r.box.maxY); err != nil {
				return err
			}
		}
	}
}

type boxed struct {
	fid int64
	box Box
}

// boxesAfter reads the boxes of the next some thousand rows: reading ends before writing begins, since both are in one transaction.
func boxesAfter(ctx context.Context, tx *sql.Tx, table string, after int64) (out []boxed, n int, err error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT fid, geom FROM %s WHERE fid > ? AND geom IS NOT NULL ORDER BY fid LIMIT 4096`, QuoteName(table)), after)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var r boxed
		var blob []byte
		if err := rows.Scan(&r.fid, &blob); err != nil {
			return nil, 0, err
		}
		g, _, err := DecodeGeometry(blob)
		if err != nil {
			return nil, 0, err
		}
		r.box = boxOf(g)
		out = append(out, r)
	}
	return out, len(out), rows.Err()
}

// rtreeTriggers keep the index true when another program edits the file. They are those of GeoPackage 1.3 (insert, update1 …
// update4, delete), and need the functions ST_IsEmpty, ST_MinX … that GDAL and QGIS bring.
func rtreeTriggers(table string) []string {
	const box = `ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")`
	triggers := []string{
		`CREATE TRIGGER "rtree_T_geom_insert" AFTER INSERT ON "T"
			WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
			BEGIN INSERT OR REPLACE INTO "rtree_T_geom" VALUES (NEW."fid", ` + box + `); END`,
		`CREATE TRIGGER "rtree_T_geom_update1" AFTER UPDATE OF "geom" ON "T"
			WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
			BEGIN INSERT OR REPLACE INTO "rtree_T_geom" VALUES (NEW."fid", ` + box + `); END`,
		`CREATE TRIGGER "rtree_T_geom_update2" AFTER UPDATE OF "geom" ON "T"
			WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
			BEGIN DELETE FROM "rtree_T_geom" WHERE id = OLD."fid"; END`,
		`CREATE TRIGGER "rtree_T_geom_update3" AFTER UPDATE ON "T"
			WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
			BEGIN DELETE FROM "rtree_T_geom" WHERE id = OLD."fid";
			INSERT OR REPLACE INTO "rtree_T_geom" VALUES (NEW."fid", ` + box + `); END`,
		`CREATE TRIGGER "rtree_T_geom_update4" AFTER UPDATE ON "T"
			WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
			BEGIN DELETE FROM "rtree_T_geom" WHERE id IN (OLD."fid", NEW."fid"); END`,
		`CREATE TRIGGER "rtree_T_geom_delete" AFTER DELETE ON "T"
			WHEN OLD."geom" NOT NULL
			BEGIN DELETE FROM "rtree_T_geom" WHERE id = OLD."fid"; END`,
	}
	for i := range triggers {
		triggers[i] = strings.NewReplacer(`"T"`, QuoteName(table), "rtree_T_geom", "rtree_"+table+"_geom").Replace(triggers[i])
	}
	return triggers
}
