package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheTableOfPlacesIsCurrent(t *testing.T) {
	const from = "../../../shared/geodata"
	if _, err := os.Stat(from); err != nil {
		t.Skip("left out: ../shared is absent, and with it the divisions and places of Anhui")
	}
	want, err := places(from)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", table))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not current (%v): go run ./internal/placegen", table, err)
	}
}

func TestATownGetsThePointOfItsOwnCounty(t *testing.T) {
	near := geoname{ZH: []string{"新桥", "新桥乡"}, Lon: 118.5, Lat: 31.5, Kind: "PPLA4", County: "340521"}
	far := geoname{ZH: []string{"新桥"}, Lon: 118.9, Lat: 31.5, Kind: "PPLA4", County: "340521"}
	seat := geoname{ZH: []string{"五河城关镇"}, Lon: 117.9, Lat: 33.1, Kind: "PPLA3", County: "340322"}
	for _, c := range []struct {
		name   string
		places []geoname
		town   division
		found  bool
	}{
		{"by its name with another suffix", []geoname{near}, division{Name: "新桥镇", County: "340521"}, true},
		{"not that of another county", []geoname{near}, division{Name: "新桥镇", County: "340522"}, false},
		{"not if two places far apart have the name", []geoname{near, far}, division{Name: "新桥镇", County: "340521"}, false},
		{"a seat with the county's name before its own", []geoname{seat}, division{Name: "城关镇", County: "340322"}, true},
		{"a statistical county by the city's places", []geoname{near}, division{Name: "新桥街道", County: "340571"}, true},
		{"never a park", []geoname{{ZH: []string{"双凤开发区"}, County: "340121"}}, division{Name: "双凤开发区", County: "340121"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := newMatcher(c.places).town(c.town); (got != nil) != c.found {
				t.Errorf("found %v, want found %v", got, c.found)
			}
		})
	}
}
