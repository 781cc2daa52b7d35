package gpkg

import (
	"context"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

// writeStyles renews the styles this program brings. A style someone saved from QGIS stays, and stays the default where it is.
func (s *Store) writeStyles(ctx context.Context, c *conn) (err error) {
	var stale []geo.Collection
	for id, style := range s.options.Styles {
		_, current, err := c.number(ctx, "SELECT 1 FROM layer_styles WHERE f_table_name=? AND owner=? AND styleQML=? AND styleSLD=?",
			id.String(), gpkgfile.StyleOwner, style.QML, style.SLD)
		if err != nil {
			return err
		}
		if !current {
			stale = append(stale, id)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	if err := c.script(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = c.script(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	for _, id := range stale {
		if err := s.writeStyle(ctx, c, id); err != nil {
			return err
		}
	}
	return c.script(ctx, "COMMIT")
}

func (s *Store) writeStyle(ctx context.Context, c *conn, id geo.Collection) error {
	if err := c.exec(ctx, "DELETE FROM layer_styles WHERE f_table_name=? AND owner=?", id.String(), gpkgfile.StyleOwner); err != nil {
		return err
	}
	_, taken, err := c.number(ctx, "SELECT 1 FROM layer_styles WHERE f_table_name=? AND useAsDefault", id.String())
	if err != nil {
		return err
	}
	var geometry any
	if s.tables[id].hasShape {
		geometry = gpkgfile.GeometryColumn
	}
	style := s.options.Styles[id]
	return c.exec(ctx, gpkgfile.InsertStyle, id.String(), geometry, style.QML, style.SLD, !taken)
}
