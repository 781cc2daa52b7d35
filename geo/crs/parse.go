package crs

import (
	"strconv"
	"strings"
	"unicode"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

const maxName = 200 // bytes of a name that are looked at

// Parse reads the name of a system in any case, with or without blanks, hyphens and underscores: wgs84, 4326, EPSG:4326, CRS84, cgcs2000, 4490, gcj02, amap,
// bd09, baidu, 3857, 4513–4533 (Gauss-Krueger with the zone's number), 4534–4554 (without), OGC's URNs and URIs of them, and the names that the
// EPSG registry and .prj files use, such as CGCS2000_3_Degree_GK_CM_117E.
func Parse(name string) (System, error) {
	if s, ok := parse(name); ok {
		return s, nil
	}
	said := []rune(strings.ToValidUTF8(name[:min(len(name), maxName)], "?"))
	if len(said) > 60 {
		said = append(said[:59], '…')
	}
	text := phrase.SystemUnknown
	if oldDatum(fold(name[:min(len(name), maxName)])) {
		text = phrase.SystemOld
	}
	return System{}, geo.Invalid("crs.Parse", text.With(string(said)))
}

func parse(name string) (System, bool) {
	if len(name) > maxName {
		return System{}, false
	}
	name = strings.ToLower(strings.TrimSpace(strings.Map(half, name)))
	for _, prefix := range [...]string{
		"urn:ogc:def:crs:", "urn:x-ogc:def:crs:", "http://www.opengis.net/def/crs/", "https://www.opengis.net/def/crs/",
	} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return registered(strings.FieldsFunc(rest, func(r rune) bool { return r == ':' || r == '/' }))
		}
	}
	if rest, ok := strings.CutPrefix(name, "http://www.opengis.net/gml/srs/epsg.xml#"); ok {
		return registered([]string{"epsg", rest})
	}
	if s, ok := coded(strings.TrimLeft(strings.TrimPrefix(name, "epsg"), ": ")); ok {
		return s, true
	}
	return named(fold(name))
}

// registered is the system of an authority's entry: authority, perhaps a version, code.
func registered(parts []string) (System, bool) {
	if len(parts) != 2 && len(parts) != 3 {
		return System{}, false
	}
	switch code := parts[len(parts)-1]; parts[0] {
	case "epsg":
		return coded(code)
	case "ogc":
		return System{}, code == "crs84"
	}
	return System{}, false
}

func coded(code string) (System, bool) {
	n, err := strconv.ParseUint(code, 10, 16)
	if err != nil {
		return System{}, false
	}
	return FromEPSG(int(n))
}

// fold keeps letters and digits, so that GCJ-02, gcj_02 and "GCJ 02" are one.
func fold(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.Map(half, name)) {
		switch {
		case r == 'ü':
			b.WriteByte('u')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func named(name string) (System, bool) {
	switch name {
	case "wgs84", "wgs1984", "gcswgs1984", "crs84", "ogccrs84", "ogc13crs84", "gps":
		return System{}, true
	case "cgcs2000", "gcscgcs2000", "chinageodeticcoordinatesystem2000", "gcschinageodeticcoordinatesystem2000", "国家2000", "大地2000", "2000国家大地坐标系", "国家2000大地坐标系":
		return System{family: cgcs2000}, true
	case "gcj02", "gcj2", "mars", "amap", "gaode", "tencent", "qq", "火星坐标", "火星坐标系", "国测局坐标", "高德", "高德坐标", "腾讯", "腾讯坐标":
		return System{family: gcj02}, true
	case "bd09", "bd09ll", "baidu", "百度", "百度坐标", "百度坐标系":
		return System{family: bd09}, true
	case "webmercator", "pseudomercator", "wgs84pseudomercator", "wgs1984webmercatorauxiliarysphere", "sphericalmercator", "900913", "epsg900913", "102100", "esri102100":
		return System{family: webMercator}, true
	}
	return zoneNamed(name)
}

// zoneNamed reads "CGCS2000 / 3-degree Gauss-Kruger zone 39" and "… CM 117E" with everything but letters and digits gone.
func zoneNamed(name string) (System, bool) {
	rest, ok := strings.CutPrefix(name, "cgcs20003degree")
	if !ok {
		return System{}, false
	}
	for _, projection := range [...]string{"gausskruger", "gausskrueger", "gk"} {
		if after, ok := strings.CutPrefix(rest, projection); ok {
			rest = after
			break
		}
	}
	if number, ok := strings.CutPrefix(rest, "zone"); ok {
		zone, err := strconv.Atoi(number)
		return gaussKruegerOf(zone, true, err == nil)
	}
	if number, ok := strings.CutPrefix(rest, "cm"); ok {
		meridian, err := strconv.Atoi(strings.TrimSuffix(number, "e"))
		return gaussKruegerOf(meridian/3, false, err == nil && meridian%3 == 0)
	}
	return System{}, false
}

func gaussKruegerOf(zone int, prefixed, ok bool) (System, bool) {
	if !ok || zone < firstZone || zone > lastZone {
		return System{}, false
	}
	return zoned(zone, prefixed), true
}

// oldDatum tells whether a folded name is of a datum before CGCS2000, of which lists are still about.
func oldDatum(name string) bool {
	for _, old := range [...]string{"xian80", "xian1980", "西安80", "西安1980", "beijing54", "beijing1954", "北京54", "北京1954", "4610", "4214"} {
		if strings.Contains(name, old) {
			return true
		}
	}
	return false
}
