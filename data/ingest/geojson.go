package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"
)

// Features reads the records of one GeoJSON text, each feature naming its collection in the foreign member "collection" unless as says
// it for all. The first faulty feature ends the reading with an error that names file, feature and property; it is for files that
// are meant to be right, such as the embedded sample. Read is for those that people hand over.
func Features(name string, src io.Reader, as geo.Collection) iter.Seq2[geo.Record, error] {
	return func(yield func(geo.Record, error) bool) {
		stop := errors.New("stop")
		visit := func(r *row) error {
			for _, f := range r.findings {
				if f.Severity == "error" {
					return geo.Invalid("ingest.Features", phrase.RowSays.With(name, r.number, f.Text()))
				}
			}
			for _, p := range r.personal {
				return geo.Invalid("ingest.Features", phrase.RowSays.With(name, r.number, phrase.PersonalData.With(p.column, p.what)))
			}
			record := r.record.Clone()
			r.giveBack(&record)
			if !yield(record, nil) {
				return stop
			}
			return nil
		}
		h := newHasher()
		if _, err := readGeoJSON(name, src, as, placing{}, nil, &h, visit); err != nil && !errors.Is(err, stop) {
			yield(geo.Record{}, err)
		}
	}
}

// jsonFeature is a feature's members as they stand in the text.
type jsonFeature struct{ kind, id, collection, geometry, properties []byte }

// take keeps a member that means something.
func (f *jsonFeature) take(key string, value []byte) {
	switch key {
	case "type":
		f.kind = value
	case "id":
		f.id = value
	case "collection":
		f.collection = value
	case "geometry":
		f.geometry = value
	case "properties":
		f.properties = value
	}
}

// geojsonReader walks a FeatureCollection, a Feature, or Features one after the other, without holding more than one feature.
type geojsonReader struct {
	name    string
	as      geo.Collection
	place   placing
	refused columns
	visit   func(*row) error
	hash    *hasher

	bound   *bounded
	decoder *json.Decoder
	row     row
	given   bool // the feature says itself how its position was given
	count   int
	unknown map[string]bool
	stop    error // what visit returned
}

// readGeoJSON visits the rows of a GeoJSON text. The row is valid only during the visit. What it returns besides an error are the
// properties no collection knows.
func readGeoJSON(name string, src io.Reader, as geo.Collection, place placing, refused columns, h *hasher, visit func(*row) error) (unknown []string, err error) {
	bound := &bounded{src: skipMark(src)}
	g := &geojsonReader{name: name, as: as, place: place, refused: refused, visit: visit, hash: h, bound: bound, decoder: json.NewDecoder(bound), unknown: map[string]bool{}}
	g.decoder.UseNumber()
	objects := 0
	for ; ; objects++ {
		if err = g.object(); err != nil {
			break
		}
	}
	switch {
	case g.stop != nil:
		err = g.stop
	case errors.Is(err, io.EOF) && objects > 0:
		err = nil
	default:
		err = g.failed(err)
	}
	return slices.Sorted(maps.Keys(g.unknown)), err
}

// failed says in one sentence where a text stopped being GeoJSON.
func (g *geojsonReader) failed(err error) error {
	var said *geo.Error
	switch {
	case errors.As(err, &said):
		return err
	case errors.Is(err, errTooLong):
		return geo.Invalid("ingest.GeoJSON", phrase.FeatureTooLong.With(g.name, g.count+1, MaxRowBytes>>20))
	case errors.Is(err, io.EOF) && g.decoder.InputOffset() == 0:
		return geo.Invalid("ingest.GeoJSON", phrase.IngestFileEmpty.With(g.name))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return geo.Invalid("ingest.GeoJSON", phrase.IngestCutShort.With(g.name, g.count))
	}
	e := geo.Invalid("ingest.GeoJSON", phrase.NotJSON.With(g.name, g.count+1))
	e.Err = err
	return e
}

var errNotGeoJSON = errors.New("the text is JSON but not GeoJSON")

// object reads one JSON object of the top level.
func (g *geojsonReader) object() error {
	token, err := g.decoder.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		return g.notGeoJSON()
	}
	members, listed := map[string]json.RawMessage{}, false
	for g.decoder.More() {
		key, err := g.decoder.Token()
		if err != nil {
			return unexpected(err)
		}
		name, _ := key.(string)
		if name == "features" {
			listed = true
			if err := g.features(members["collection"]); err != nil {
				return unexpected(err)
			}
			continue
		}
		var value json.RawMessage
		if err := g.decoder.Decode(&value); err != nil {
			return unexpected(err)
		}
		g.bound.finish(g.decoder.InputOffset())
		if len(value) < 1<<16 || name == "geometry" || name == "properties" {
			members[name] = value
		}
		if name == "crs" {
			if err := g.takeCRS(value); err != nil {
				return err
			}
		}
	}
	if _, err := g.decoder.Token(); err != nil {
		return unexpected(err)
	}
	return g.close(members, listed)
}

// close judges an object by its type once all its members were seen.
func (g *geojsonReader) close(members map[string]json.RawMessage, listed bool) error {
	switch kind := string(members["type"]); {
	case kind == `"FeatureCollection"` && listed:
		return nil
	case kind == `"Feature"` && !listed:
		var f jsonFeature
		for key, value := range members {
			f.take(key, value)
		}
		return g.feature(&f)
	}
	return g.notGeoJSON()
}

func (g *geojsonReader) notGeoJSON() error {
	e := geo.Invalid("ingest.GeoJSON", phrase.NotGeoJSON.With(g.name))
	e.Err = errNotGeoJSON
	return e
}

// unexpected turns an end of the text inside an object into what it is.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (g *geojsonReader) features(collection json.RawMessage) error {
	token, err := g.decoder.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		return g.notGeoJSON()
	}
	var raw json.RawMessage // its memory is used again
	for g.decoder.More() {
		if err := g.decoder.Decode(&raw); err != nil {
			return err
		}
		g.bound.finish(g.decoder.InputOffset())
		f := jsonFeature{collection: collection}
		eachMember(raw, f.take)
		if err := g.feature(&f); err != nil {
			return err
		}
	}
	_, err = g.decoder.Token()
	return err
}

func (g *geojsonReader) pass() error {
	if err := g.visit(&g.row); err != nil {
		g.stop = err
		return err
	}
	return nil
}

// feature makes a row of one feature and passes it on.
func (g *geojsonReader) feature(f *jsonFeature) error {
	g.count++
	r := &g.row
	r.reset(g.count, 0)
	if string(f.kind) != `"Feature"` || !objectOrNull(f.properties) {
		r.fault("malformed", "", phrase.FeatureMalformed.With())
		return g.pass()
	}
	c, text, ok := g.collection(plainText(f.collection))
	if !ok {
		r.fault("collection", "collection", text)
		return g.pass()
	}
	r.reset(g.count, c)
	g.given = false
	r.record.Set(geo.ID, geo.Text(norm.NFC.String(plainText(f.id))))
	classed := g.properties(f.properties)
	geometry, ok := pointOf(f.geometry)
	if !ok {
		geometry, ok = parseGeometry(f.geometry)
	}
	if !ok {
		r.fault("geometry", "geometry", phrase.GeometryMalformed.With())
		return g.pass()
	}
	if geometry, ok = g.moved(geometry); ok {
		locate(&r.record, geometry, classed)
		r.close(g.hash)
	}
	return g.pass()
}

func (g *geojsonReader) collection(named string) (geo.Collection, phrase.Text, bool) {
	if named == "" {
		if g.as == 0 {
			return 0, phrase.NoCollectionStated.With(), false
		}
		return g.as, phrase.Text{}, true
	}
	c, err := geo.ParseCollection(named)
	if err != nil {
		return 0, textOf(err), false
	}
	if g.as != 0 && g.as != c {
		return 0, phrase.OtherCollection.With(named, g.as.String()), false
	}
	return c, phrase.Text{}, true
}

func objectOrNull(raw []byte) bool {
	return len(raw) == 0 || raw[0] == '{' || string(raw) == "null"
}

// properties sets the record's fields and tells whether a position class was among them.
func (g *geojsonReader) properties(properties []byte) (classed bool) {
	schema := geo.SchemaOf(g.row.record.Collection)
	eachMember(properties, func(name string, raw []byte) {
		if g.refused.has(name) {
			return
		}
		switch f := schema.Field(name); {
		case f == nil:
			g.other(name, raw)
		case !f.Derived && string(raw) != "null":
			classed = classed || f == geo.PositionClass
			g.property(f, name, raw)
		}
	})
	return classed
}

// other deals with a property that is no field: what is left of the position, what looks like a person, and what nobody knows.
func (g *geojsonReader) other(name string, raw []byte) {
	text := plainText(raw)
	switch {
	case geo.PersonHeader(name):
		g.row.personal = append(g.row.personal, personal{name, phrase.PersonHeader})
	case (name == positionSource || name == positionCRS) && g.row.looksPersonal(nil, name, text):
	case name == coordinatesCRS:
		g.given = true
	case g.row.setPosition(name, text) || name == "version" || name == "collection":
	case len(g.unknown) < MaxColumns:
		g.unknown[name] = true
	}
}

func (g *geojsonReader) property(f *geo.Field, name string, raw []byte) {
	if f.Type == geo.TypeList && raw[0] == '[' {
		g.list(f, name, raw)
		return
	}
	if raw[0] == '{' || raw[0] == '[' {
		g.row.fault("value", name, phrase.PropertyNested.With(name))
		return
	}
	text := plainText(raw)
	if !g.row.looksPersonal(f, name, text) {
		g.row.set(f, name, text)
	}
}

func (g *geojsonReader) list(f *geo.Field, name string, raw []byte) {
	var texts []string
	usable := true
	eachElement(raw, func(item []byte) {
		text := plainText(item)
		switch {
		case item[0] == '{' || item[0] == '[':
			usable = false
			g.row.fault("value", name, phrase.PropertyNested.With(name))
		case usable && g.row.looksPersonal(f, name, text):
			usable = false
		case text != "":
			texts = append(texts, norm.NFC.String(text))
		}
	})
	if usable {
		g.row.record.Set(f, geo.List(texts...))
	}
}

// moved takes a geometry into WGS 84 and keeps the pair of a point as it was given. Of a feature of ours in another system the properties say how it was given; in which system
// it is says the file, since a program that converts it leaves the properties as they were.
func (g *geojsonReader) moved(given orb.Geometry) (orb.Geometry, bool) {
	if given == nil || g.place.system == (crs.System{}) {
		return given, true
	}
	out, err := g.place.system.GeometryToWGS84(given)
	if err != nil {
		g.row.fault("outside_crs", "geometry", textOf(err))
		return nil, false
	}
	if !g.given {
		givePosition(&g.row.record.Position, g.place.system, given)
	}
	return out, true
}

// takeCRS reads the crs member of GeoJSON 2008, unless --crs says what the system is. A system that is not known, or is named after features were read
// in another, refuses the file: reading another datum as WGS 84 would put everything beside its place.
func (g *geojsonReader) takeCRS(raw json.RawMessage) error {
	var member struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if string(raw) == "null" || g.place.stated {
		return nil
	}
	err := json.Unmarshal(raw, &member)
	system, unknown := crs.Parse(member.Properties.Name)
	if err != nil || unknown != nil || (g.count > 0 && system != g.place.system) {
		return geo.Invalid("ingest.GeoJSON", phrase.CRSRefused.With(g.name, shortened(member.Properties.Name)))
	}
	g.place.system = system
	return nil
}

// textOf is what an error says to the user.
func textOf(err error) phrase.Text {
	var e *geo.Error
	if errors.As(err, &e) {
		return e.Text
	}
	return phrase.Text{ZH: fmt.Sprint(err), EN: fmt.Sprint(err)}
}
