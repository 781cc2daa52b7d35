package server

import (
	"net/http"
	"strconv"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// hotspotSheets are the sheets of the workbook of clusters.
func hotspotSheets() []string { return []string{"hotspots", "cells"} }

// writeHotspots answers in the format that is asked for.
func (s *Server) writeHotspots(w http.ResponseWriter, r *http.Request, where *gapWhere, format string, csv int, list []hotspot, figures hotspotFigures) error {
	lang := languageOf(r)
	switch format {
	case "csv", "xlsx":
		return s.takeAway(w, r, format, where.file("hotspots", phrase.HotspotsFile).of([]export.Sheet{hotspotSheet(lang, list), hotspotCells(lang, list)}, csv))
	case "geojson":
		shapes := []feature{}
		for i, h := range list {
			shapes = append(shapes, feature{"Feature", "hotspot-" + strconv.Itoa(i+1), geometry{"Point", h.Center}, h})
		}
		body, err := joined(proposals{"FeatureCollection", shapes}, figures)
		if err != nil {
			return err
		}
		return s.document(w, r, geoJSON, lang, body)
	}
	return s.json(w, r, jsonType, lang, struct {
		Hotspots []hotspot `json:"hotspots"`
		hotspotFigures
	}{list, figures})
}

// file is an analysis of gaps of where and when, to take away.
func (g *gapWhere) file(what string, named phrase.Phrase) takenAway {
	where := g.area.id
	if g.polygon != nil {
		where = "area"
	}
	return takenAway{object: "gaps/" + what, name: what + "-" + where + "-" + g.day.String(), chinese: named.ZH + "-" + where}
}

// hotspotSheet is a row a cluster, the likeliest first.
func hotspotSheet(lang phrase.Lang, list []hotspot) export.Sheet {
	var head []string
	for _, p := range []phrase.Phrase{phrase.GapPlace, phrase.SitingLongitude, phrase.SitingLatitude, phrase.HotspotRadius, phrase.HotspotCount, phrase.HotspotEnterprises, phrase.HotspotGaps,
		phrase.HotspotExpected, phrase.HotspotRatio, phrase.HotspotP} {
		head = append(head, p.In(lang))
	}
	return export.Sheet{Name: hotspotSheets()[0], Head: head, Rows: len(list), Row: func(i int, into []geo.Value) []geo.Value {
		h := &list[i]
		return append(into, geo.Integer(int64(i+1)), geo.Number(h.Center[0]), geo.Number(h.Center[1]), wholeMetres(h.Radius), geo.Integer(int64(len(h.Cells))),
			geo.Integer(int64(h.Enterprises)), geo.Integer(int64(h.Gaps)), geo.Number(h.Expected), geo.Number(h.Ratio), geo.Number(h.P))
	}}
}

// hotspotCells is a row a cell of a cluster: hundreds of names are too long for a cell of a workbook.
func hotspotCells(lang phrase.Lang, list []hotspot) export.Sheet {
	type of struct{ spot, cell int }
	var all []of
	for i := range list {
		for k := range list[i].Cells {
			all = append(all, of{i, k})
		}
	}
	head := []string{phrase.GapPlace.In(lang), phrase.HotspotCell.In(lang)}
	return export.Sheet{Name: hotspotSheets()[1], Head: head, Rows: len(all), Row: func(i int, into []geo.Value) []geo.Value {
		return append(into, geo.Integer(int64(all[i].spot+1)), geo.Text(list[all[i].spot].Cells[all[i].cell]))
	}}
}
