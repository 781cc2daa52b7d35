package gpkgfile

// Style is what QGIS draws a layer with: its own QML, and SLD for other programs.
type Style struct{ QML, SLD string }

// StyleOwner marks the styles this program wrote, so that it renews its own and leaves a user's alone.
const StyleOwner = "beltmap"

// StyleTable are the statements that make layer_styles as QGIS does, and register it so that GDAL lists it, through which QGIS reads
// it.
func StyleTable() []string {
	return []string{
		`CREATE TABLE layer_styles (
			id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
			f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
			owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', 0)`,
	}
}

// InsertStyle is the statement that adds one style, with the arguments table, geometry column, QML, SLD and whether it is the
// default.
const InsertStyle = `INSERT INTO layer_styles
	(f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)
	VALUES ('', '', ?, ?, 'beltmap', ?, ?, ?, 'beltmap', '` + StyleOwner + `')`
