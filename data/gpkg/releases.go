package gpkg

import (
	"context"
	"database/sql/driver"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Releases are the published totals that the store's file remembers. In a store that is only read nothing can be appended, and a file older than
// them has none.
func (s *Store) Releases() data.Releases { return releases{s} }

type releases struct{ *Store }

// keepsReleases is the step since which files remember what was published.
const keepsReleases = 9

func releasesTable(ctx context.Context, _ *Store, c *conn) error {
	return c.script(ctx, "CREATE TABLE beltmap_releases (seq INTEGER PRIMARY KEY NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL)")
}

func (k releases) After(ctx context.Context, known int) (texts []string, err error) {
	const op = "gpkg.Releases.After"
	c, err := k.take(ctx, k.readers)
	if err != nil {
		return nil, k.failure(op, err)
	}
	defer func() { k.readers <- c }()
	if k.options.ReadOnly {
		if have, err := columnsOf(ctx, c, "beltmap_releases"); err != nil || len(have) == 0 {
			return nil, k.failure(op, err)
		}
	}
	err = c.query(ctx, func(row []driver.Value) error {
		text, _ := row[0].(string)
		texts = append(texts, text)
		return nil
	}, "SELECT text FROM beltmap_releases WHERE seq>? ORDER BY seq", known)
	return texts, k.failure(op, err)
}

func (k releases) Append(ctx context.Context, known int, text string) error {
	const op = "gpkg.Releases.Append"
	return k.write(ctx, op, func(c *conn) error {
		return c.writing(ctx, func() error {
			have, _, err := c.number(ctx, "SELECT count(*) FROM beltmap_releases")
			if err != nil {
				return err
			}
			if int(have) != known {
				return geo.Conflict(op, phrase.ReleasedMeanwhile.With(have, known))
			}
			return c.exec(ctx, "INSERT INTO beltmap_releases VALUES (?,?,?)", known+1, k.options.Now().UnixMicro(), text)
		})
	})
}
