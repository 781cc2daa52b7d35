package static

// Credit names something the page carries that others made: what it is, whose it is, and under which licence it may be used.
type Credit struct {
	What, Holder, Licence, URL string
}

// Attribution lists what the page shows or runs that is not its own, ground data first.
func Attribution() []Credit {
	return []Credit{
		{"Town labels / 地名", "GeoNames (www.geonames.org); selected, shortened and ranked", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"},
		{"Province outline / 省界轮廓", "Made with Natural Earth", "public domain", "https://www.naturalearthdata.com/about/terms-of-use/"},
		{"MapLibre GL JS 6.17.0", "MapLibre contributors; Mapbox", "BSD-3-Clause", "https://github.com/maplibre/maplibre-gl-js/blob/main/LICENSE.txt"},
		{"Preact 11.2.0", "Jason Miller", "MIT", "https://github.com/preactjs/preact/blob/main/LICENSE"},
		{"Preact Signals 2.11.4", "Preact team", "MIT", "https://github.com/preactjs/signals/blob/main/LICENSE"},
	}
}
