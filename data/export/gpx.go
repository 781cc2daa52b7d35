package export

import (
	"encoding/xml"
	"time"

	"beltmap/geo"
	"beltmap/geo/tour"
)

// gpx writes a tour as GPX 1.1: one waypoint a stop that has a place, with the time where it is known, one route of them in order, and a track for each leg that follows roads. GPX is WGS 84.
func gpx(t *Tour) ([]byte, error) {
	placed, err := t.placed("GPX")
	if err != nil {
		return nil, err
	}
	b := []byte(xml.Header + `<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="beltmap"><metadata>`)
	b = appendElement(b, "name", t.name())
	b = appendElement(b, "desc", t.notes())
	if t.URL != "" {
		b = append(appendXML(append(b, `<link href="`...), []byte(t.URL)), `"></link>`...)
	}
	b = append(appendElement(b, "time", t.Made.UTC().Format(time.RFC3339)), "</metadata>\n"...)
	for i := range placed {
		b = append(t.appendPoint(b, "wpt", &placed[i]), '\n')
	}
	b = appendElement(append(b, "<rte>"...), "name", t.name())
	for i := range placed {
		b = t.appendPoint(b, "rtept", &placed[i])
	}
	b = append(b, "</rte>\n"...)
	for i := range placed {
		if leg := placed[i].Leg; leg != nil && !leg.Estimated {
			b = t.appendTrack(b, &placed[i])
		}
	}
	return append(b, "</gpx>\n"...), nil
}

// appendTrack appends the road to a stop: a route joins its points as it likes, a track is the line itself.
func (t *Tour) appendTrack(b []byte, p *tour.Passage) []byte {
	b = appendElement(append(b, "<trk>"...), "name", t.between(p))
	b = append(appendElement(b, "desc", t.way(p.Leg)), "<trkseg>"...)
	for _, at := range p.Leg.Path {
		b = appendDegrees(append(b, `<trkpt lat="`...), at[1])
		b = append(appendDegrees(append(b, `" lon="`...), at[0]), `"></trkpt>`...)
	}
	return append(b, "</trkseg></trk>\n"...)
}

func (t *Tour) appendPoint(b []byte, element string, p *tour.Passage) []byte {
	b = append(append(append(b, '<'), element...), ` lat="`...)
	b = append(appendDegrees(b, p.Point[1]), `" lon="`...)
	b = append(appendDegrees(b, p.Point[0]), `">`...)
	if p.Timed && t.Day() != 0 {
		b = appendElement(b, "time", t.at(p.Arrive).UTC().Format(time.RFC3339))
	}
	b = appendElement(b, "name", numbered(p, t.nameOf(p)))
	if element == "wpt" {
		b = appendElement(b, "desc", t.story(p))
	}
	if p.Class == geo.Illustrative {
		b = appendElement(b, "type", string(p.Class))
	}
	return append(append(append(b, "</"...), element...), '>')
}

// appendElement appends an element that holds a text, and none where there is none.
func appendElement(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = append(append(append(b, '<'), name...), '>')
	b = appendXML(b, []byte(text))
	return append(append(append(b, "</"...), name...), '>')
}
