package style

import (
	"encoding/json"

	"beltmap/geo"
)

// object is a JSON object of a style.
type object = map[string]any

// MapLibre is a complete style (MapLibre style specification, version 8) for clients other than our page, which have neither our fonts
// nor our marks: statuses and collections by color alone, clusters by size. Source is the address of the TileJSON.
func MapLibre(source string, class geo.Class, dark bool) []byte {
	layers := []object{{"id": "ground", "type": "background", "paint": object{"background-color": Ground().On(dark).Hex()}}}
	for _, l := range Layers() {
		layers = append(layers, mapLibreLayers(l, class, dark)...)
	}
	body, err := json.Marshal(object{
		"version": 8, "name": "beltmap",
		"sources": object{"belts": object{"type": "vector", "url": source}},
		"layers":  layers,
	})
	if err != nil {
		return nil // cannot be: the style is made of texts and numbers
	}
	return body
}

func mapLibreLayers(l Layer, class geo.Class, dark bool) []object {
	id, color := l.Collection.String(), l.Tone.On(dark).Hex()
	layer := func(kind, suffix string, filter any, paint object) object {
		return object{"id": id + suffix, "type": kind, "source": "belts", "source-layer": id, "filter": filter, "paint": paint}
	}
	geometry := func(t string) []any { return []any{"==", []any{"geometry-type"}, t} }
	shapes := geo.SchemaOf(l.Collection).Shapes
	var layers []object
	if shapes&geo.PolygonShape != 0 {
		layers = append(layers, layer("fill", "-area", geometry("Polygon"), object{"fill-color": color, "fill-opacity": l.FillOpacity}))
	}
	if shapes&(geo.PolygonShape|geo.LineShape) != 0 {
		paint := object{"line-color": color, "line-width": l.LineWidth}
		if l.Dash != nil {
			paint["line-dasharray"] = l.Dash
		}
		layers = append(layers, layer("line", "-line", []any{"!=", []any{"geometry-type"}, "Point"}, paint))
	}
	if shapes&geo.PointShape != 0 {
		edge := Ground().On(dark).Hex()
		var of any = color
		if l.Collection == geo.Enterprises {
			of = statusColors(class, dark)
		}
		layers = append(layers,
			layer("circle", "-cluster", []any{"all", geometry("Point"), []any{"has", "point_count"}}, object{
				"circle-color": color, "circle-opacity": 0.75, "circle-stroke-color": edge, "circle-stroke-width": 1,
				"circle-radius": []any{"interpolate", []any{"linear"}, []any{"log10", []any{"get", "point_count"}}, 0, 7, 5, 24}}),
			layer("circle", "-point", []any{"all", geometry("Point"), []any{"!", []any{"has", "point_count"}}}, object{
				"circle-color": of, "circle-stroke-color": edge, "circle-stroke-width": 1, "circle-radius": 5}))
	}
	return layers
}

// statusColors is the color of an enterprise by its status.
func statusColors(class geo.Class, dark bool) []any {
	match := []any{"match", []any{"get", "status"}}
	for _, s := range Seen(class) {
		match = append(match, s.Code, s.Tone.On(dark).Hex())
	}
	return append(match, Muted().On(dark).Hex())
}
