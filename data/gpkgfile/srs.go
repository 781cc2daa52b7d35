package gpkgfile

import (
	"context"
	"encoding/binary"
	"fmt"

	"beltmap/geo"
	"beltmap/geo/crs"
)

// Numbers of the systems that no authority has a number for, in the range the standard leaves to files.
const (
	srsGCJ02 = 990_001
	srsBD09  = 990_002
)

// srsOf is the number under which a file keeps a system: that of EPSG where there is one.
func srsOf(s crs.System) int32 {
	switch code := s.EPSG(); {
	case code != 0:
		return int32(code)
	case s == crs.BD09{}.System():
		return srsBD09
	}
	return srsGCJ02
}

// setSRS writes the number of a system into a blob made by AppendGeometry.
func setSRS(blob []byte, srs int32) {
	if len(blob) >= headerSize {
		binary.LittleEndian.PutUint32(blob[4:], uint32(srs))
	}
}

// useSystem enters the layer's system into the file and says that the layer is in it.
func useSystem(ctx context.Context, db executor, l *Layer) error {
	if l.System == (crs.System{}) || geo.SchemaOf(l.Collection).Shapes == geo.NoShape {
		return nil
	}
	id, organization := srsOf(l.System), "EPSG"
	if l.System.EPSG() == 0 {
		organization = "NONE"
	}
	_, err := db.ExecContext(ctx, "INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING",
		l.System.String(), id, organization, id, definition(l.System), l.System.Label().ZH+" · "+l.System.Label().EN)
	if err != nil {
		return err
	}
	for _, table := range []string{"gpkg_contents", "gpkg_geometry_columns"} {
		if _, err := db.ExecContext(ctx, "UPDATE "+table+" SET srs_id=? WHERE table_name=?", id, l.Collection.String()); err != nil {
			return err
		}
	}
	return nil
}

const (
	cgcs2000 = `GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],` +
		`AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]`

	// The shifted systems are no datums, and no well-known text can say the shift. As a local system nobody converts them; as a datum of its own GDAL
	// would take them into WGS 84 as they stand, half a kilometre beside their place, without a word.
	shifted = `LOCAL_CS["%[1]s",LOCAL_DATUM["%[1]s",0],UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]]`

	mercator = `PROJCS["WGS 84 / Pseudo-Mercator",` + wgs84 + `,PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],` +
		`PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],` +
		`EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`

	gaussKrueger = `PROJCS["%s",` + cgcs2000 + `,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],` +
		`PARAMETER["scale_factor",1],PARAMETER["false_easting",%d],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","%d"]]`
)

// definition is the well-known text (OGC 01-009) of a system.
func definition(s crs.System) string {
	switch code := s.EPSG(); {
	case code == 4326:
		return wgs84
	case code == 4490:
		return cgcs2000
	case code == 3857:
		return mercator
	case code != 0:
		return fmt.Sprintf(gaussKrueger, s.Label().EN, s.CentralMeridian(), int(s.FalseEasting()), code)
	}
	return fmt.Sprintf(shifted, s.String())
}
