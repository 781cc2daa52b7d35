package ingest

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
)

const kmlHead = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="g"><Document><name>某开发区</name><Style id="s"><IconStyle/></Style>`

const kmlText = kmlHead + `<Schema name="a"><SimpleField type="string" name="行业"/></Schema>
<Folder><name>企业</name>
 <Placemark id="p1"><name>甲 &amp; 乙</name><description><![CDATA[<b>高新</b> 企业<br/>已投产]]></description><styleUrl>#s</styleUrl>
  <ExtendedData><Data name="员工人数"><displayName>x</displayName><value>12</value></Data><SchemaData schemaUrl="#a"><SimpleData name="行业">新材料</SimpleData></SchemaData></ExtendedData>
  <Point><altitudeMode>x</altitudeMode><coordinates> 118.3,32.3,5 </coordinates></Point></Placemark>
 <Placemark><name>丙</name></Placemark>
 <Folder><name>路线</name><Placemark><name>丁</name><MultiGeometry><LineString><coordinates>1,2 3,4
5,6,7</coordinates></LineString><LineString><coordinates>7,8 9,10</coordinates></LineString></MultiGeometry></Placemark></Folder>
 <Placemark><name>戊</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing></outerBoundaryIs>
  <innerBoundaryIs><LinearRing><coordinates>4,1 5,1 5,2 4,1</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
</Folder>
<Placemark><name>己</name><MultiGeometry><Point><coordinates>1,2</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry></Placemark>
<Placemark><name>庚</name><Point><coordinates>1, 2</coordinates></Point></Placemark>
<Placemark><name>辛</name><gx:Track><when>x</when></gx:Track></Placemark>
<NetworkLink><Link><href>http://127.0.0.1:1/never</href></Link></NetworkLink></Document></kml>`

func TestPlacemarksAreRowsOfTheirFolder(t *testing.T) {
	want := []string{
		"crs EPSG:4326",
		"sheet 企业 0: name|description|员工人数|行业",
		"1: 甲 & 乙|高新 企业 已投产|12|新材料 @ POINT(118.3 32.3)",
		"2: 丙|||",
		"sheet 路线 0: name",
		"1: 丁 @ MULTILINESTRING((1 2,3 4,5 6),(7 8,9 10))",
		"sheet 企业 0: name|description|员工人数|行业",
		"3: 戊||| @ POLYGON((0 0,9 0,9 9,0 0),(4 1,5 1,5 2,4 1))",
		"sheet 某开发区 0: name",
		"1: geometry!", "2: geometry!", "3: geometry!",
	}
	wantTold(t, readKML, written(t, "list.kml", []byte(kmlText)), want...)
	wantTold(t, readKMZ, zipped(t, "list.kmz", part{"files/a.png", nil}, part{"doc.kml", []byte(kmlText)}), want...)
}

func TestAColumnThatMeansTheNameTakesItsPlace(t *testing.T) {
	path := written(t, "list.kml", []byte(kmlHead+`<Placemark><name>label</name><ExtendedData><Data name="企业名称"><value>甲</value></Data></ExtendedData></Placemark></Document></kml>`))
	wantTold(t, readKML, path, "crs EPSG:4326", "sheet 某开发区 0: |企业名称", "1: |甲")
}

func TestKMLInTheEncodingThatItDeclares(t *testing.T) {
	text := strings.Replace(kmlHead, "UTF-8", "GBK", 1)
	gbk := strings.NewReplacer("某开发区", "\xc4\xb3\xbf\xaa\xb7\xa2\xc7\xf8").Replace(text) + "<Placemark><name>\xbc\xd7</name></Placemark></Document></kml>"
	wantTold(t, readKML, written(t, "list.kml", []byte(gbk)), "crs EPSG:4326", "sheet 某开发区 0: name", "1: 甲")
}

func TestKMLOfOGRIsReadAsItWas(t *testing.T) {
	for _, driver := range []string{"KML", "LIBKML"} {
		path := filepath.Join(t.TempDir(), "list.kml")
		source := written(t, "企业.geojson", []byte(shapeFeatures(`{"type":"Point","coordinates":[118.3,32.3]}`, polygonWithHole)))
		ogr(t, "-f", driver, path, source, "-nln", "企业", "-dsco", "NameField=名称")
		said, err := told(t, readKML, path)
		if err != nil || len(said) != 4 || !strings.HasPrefix(said[1], "sheet 企业 0: ") {
			t.Fatalf("%s: %q, %v", driver, said, err)
		}
		for _, column := range []string{"员工人数", "产值", "surveyed"} {
			if !strings.Contains(said[1], column) {
				t.Errorf("%s: no %s in %s", driver, column, said[1])
			}
		}
		if !strings.Contains(said[2], "示范企业|") || !strings.HasSuffix(said[2], "@ POINT(118.3 32.3)") || !strings.Contains(said[3], "示范企业甲") || !strings.HasSuffix(said[3], "(1 1,1 2,2 2,2 1,1 1))") {
			t.Errorf("%s: %q", driver, said)
		}
	}
}

func TestKMLThatCannotBeReadIsOneSentence(t *testing.T) {
	placemark := func(s string) string { return kmlHead + "<Placemark>" + s + "</Placemark></Document></kml>" }
	for _, c := range []struct{ name, text, part string }{
		{"nothing", "", "is empty"},
		{"a text", "id,name", "cut short"},
		{"another language", "<html><body/></html>", "is not KML"},
		{"no XML", "<kml><a></b></kml>", "is not KML"},
		{"cut within a placemark", kmlText[:len(kmlText)/2], "cut short"},
		{"a tag that does not close, later", strings.Replace(kmlText, "</LineString>", "</Line>", 1), "at placemark 3"},
		{"an entity of its own", `<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Document><name>&a;</name></Document></kml>`, "is not KML"},
		{"an encoding nobody knows", `<?xml version="1.0" encoding="X-1"?><kml/>`, "is not KML"},
		{"folders in folders", kmlHead + strings.Repeat("<Folder>", 10_000), "is not KML"},
		{"geometries in geometries", placemark(strings.Repeat("<MultiGeometry>", 10_000)), "is not KML"},
		{"16,385 columns", placemark("<ExtendedData>" + columnsOf(MaxColumns+1) + "</ExtendedData>"), "16385 columns"},
	} {
		t.Run(c.name, func(t *testing.T) { wantSentence(t, readKML, written(t, "list.kml", []byte(c.text)), c.part) })
	}
	wantSentence(t, readKMZ, zipped(t, "list.kmz", part{"a.txt", nil}), "holds no KML")
	path := written(t, "list.kml", []byte(kmlText))
	whole, err := told(t, readKML, path)
	must(err)
	wantEveryCutSaid(t, readKML, path, whole)
}

func TestAPlacemarkIsBounded(t *testing.T) {
	long := strings.Repeat("x", 1<<17)
	for _, text := range []string{"<Placemark><name>" + long, "<Placemark " + long, "<Placemark>" + strings.Repeat("<name>x</name>", 1<<14), "<Folder><name>" + long, "<!--" + long} {
		k := &kmlReader{ctx: t.Context(), name: "list.kml", most: 1 << 16}
		err := k.read(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(kmlHead + text)), nil }, k.learn)
		if err == nil || !strings.Contains(err.Error(), "longer than 16 MB") {
			t.Errorf("%.20s: %v", text, err)
		}
	}
	k := &kmlReader{ctx: t.Context(), name: "list.kml", most: 1 << 16}
	many := kmlHead + strings.Repeat("<Placemark><name>x</name></Placemark>", 1<<13) + "</Document></kml>"
	if err := k.read(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(many)), nil }, k.learn); err != nil || k.count != 1<<13 {
		t.Error(k.count, err)
	}
}

func columnsOf(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(`<Data name="`)
		out.WriteString(strings.Repeat("c", i%7+1))
		out.WriteString(string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)))
		out.WriteString(`"><value>1</value></Data>`)
	}
	return out.String()
}

func FuzzKML(f *testing.F) {
	f.Add([]byte(kmlText))
	f.Add([]byte(`<kml><Placemark><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>`))
	f.Fuzz(func(t *testing.T, text []byte) { surviveForeign(t, readKML, text) })
}
