package gpkgfile

import (
	"fmt"
	"strings"

	"beltmap/geo"
)

// ApplicationID marks an SQLite file as a GeoPackage ("GPKG"); UserVersion says which edition, 1.3.0.
const (
	ApplicationID = 0x47504B47
	UserVersion   = 10300
)

// SystemTables are the statements that make the system tables of an empty GeoPackage, with the three reference systems that the
// standard demands.
func SystemTables() []string {
	return []string{
		fmt.Sprintf(`PRAGMA application_id = %d`, ApplicationID),
		fmt.Sprintf(`PRAGMA user_version = %d`, UserVersion),
		`CREATE TABLE gpkg_spatial_ref_sys (
			srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
			organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)`,
		`INSERT INTO gpkg_spatial_ref_sys VALUES
			('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
			('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
			('WGS 84', 4326, 'EPSG', 4326, '` + wgs84 + `', 'longitude and latitude in degrees on WGS 84')`,
		`CREATE TABLE gpkg_contents (
			table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
			last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
			min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
			CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))`,
		`CREATE TABLE gpkg_geometry_columns (
			table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
			z TINYINT NOT NULL, m TINYINT NOT NULL,
			CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
			CONSTRAINT uk_gc_table_name UNIQUE (table_name),
			CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
			CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))`,
		`CREATE TABLE gpkg_extensions (
			table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
			CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))`,
	}
}

const wgs84 = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],` +
	`AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]`

// Register are the statements that enter a collection's table into the system tables. A collection without geometry is an
// attributes table.
func Register(schema *geo.Schema) []string {
	table := schema.Collection.String()
	kind, srs := "features", fmt.Sprint(SRS)
	if schema.Shapes == geo.NoShape {
		kind, srs = "attributes", "NULL"
	}
	out := []string{fmt.Sprintf(`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (%s, '%s', %s, %s, %s)`,
		Quote(table), kind, Quote(table), Quote(schema.Label.ZH+" · "+schema.Label.EN), srs)}
	if schema.Shapes != geo.NoShape {
		out = append(out, fmt.Sprintf(`INSERT INTO gpkg_geometry_columns VALUES (%s, '%s', '%s', %d, 0, 0)`,
			Quote(table), GeometryColumn, GeometryType(schema.Shapes), SRS))
	}
	return out
}

// GeometryType names the narrowest type that holds all a collection may have; lines and areas may come in several parts.
func GeometryType(s geo.Shape) string {
	if s == geo.PointShape {
		return "POINT"
	}
	return "GEOMETRY"
}

// Quote is a text as an SQL literal.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// QuoteName is a table's or column's name as SQL wants it.
func QuoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
