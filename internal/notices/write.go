package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// credit is one line of /attribution.
type credit struct {
	Kind    string `json:"kind"` // "data", "server" or "page"
	What    string `json:"what"`
	Holder  string `json:"holder,omitempty"`
	Licence string `json:"licence"`
	URL     string `json:"url"`
	Note    *note  `json:"note,omitempty"`
}

type note struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// sources are the data that the binary carries, each with what its licence asks to be shown.
func sources() []credit {
	return []credit{
		{"data", "GeoNames (cities500)", "GeoNames (www.geonames.org)", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/",
			&note{"地图上的地名，以及示意位置所参照的乡镇、县城坐标；经挑选、缩短和排序；离线地理编码所用的乡镇、县区坐标，按县区和名称匹配",
				"town labels of the map, and the towns near which illustrative positions are laid out; selected, shortened and ranked; the points of towns and counties in the offline gazetteer, matched by county and name"}},
		{"data", "china-division 2.7.0", "the authors of china-division", "MIT", "https://github.com/modood/Administrative-divisions-of-China",
			&note{"离线地理编码所用的安徽省市、县、乡镇名称和代码；经挑选", "the names and codes of Anhui's cities, counties and towns in the offline gazetteer; selected"}},
		{"data", "Droid Sans Fallback 6.0.1, Open Sans 1.11", "Google Corp.", "Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0",
			&note{"观摩路线折页(PDF)的字体，未改动；文件中只含用到的字", "the fonts of the PDF leaflets of tours, not changed; a leaflet holds the letters that it uses"}},
		{"data", "Natural Earth 1:10m", "Made with Natural Earth", "public domain", "https://www.naturalearthdata.com/about/terms-of-use/",
			&note{"省界轮廓，默认不显示", "the outline of the province, off until asked for"}},
		{"data", "统计用区划代码 2023", "National Bureau of Statistics of China", "published codes", "https://www.stats.gov.cn",
			&note{"示例中六个开发区的统计用区划代码；离线地理编码的区划代码", "the statistical codes of the sample's six zones, and those of the offline gazetteer"}},
		{"data", "《激活非公党建力量 助推安徽开发区高质量发展》", "the newspaper that printed it", "figures only, no text", "",
			&note{"示例中的数据出自这篇 2020 年年中的报道，每条注明事实编号；未收录报道原文。报道没有给出任何位置，图上位置均为示意",
				"the figures of the sample are stated in this newspaper feature of mid-2020, each with the number of its fact; its sentences are not reproduced. It gives no positions: all on the map are illustrative"}},
	}
}

// attribution is the content of static/attribution.json: data first, then what runs on the server, then what runs in the page.
func attribution(parts []part) ([]byte, error) {
	credits := sources()
	for _, p := range parts {
		credits = append(credits, credit{Kind: p.kind, What: strings.TrimSpace(p.name + " " + p.version), Holder: "the authors of " + p.name, Licence: p.licence, URL: p.url})
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(credits)
	return out.Bytes(), err
}

const head = `beltmap carries software and data of others. This file names them and holds their licences. It is written by
internal/notices; a test says that it is current.

`

// sqlite stands apart: its source is inside the driver's module and has no licence file.
const sqlite = `SQLite, inside github.com/mattn/go-sqlite3, is in the public domain (https://www.sqlite.org/copyright.html).
`

// notices is the content of THIRD_PARTY_NOTICES. A licence text that several parts share word for word stands once.
func notices(parts []part) []byte {
	var out bytes.Buffer
	out.WriteString(head + "DATA\n\n")
	for _, c := range sources() {
		fmt.Fprintf(&out, "  %s\n", c.What)
		for _, line := range []string{c.Holder, c.Licence, c.URL} {
			if line != "" {
				fmt.Fprintf(&out, "    %s\n", line)
			}
		}
		fmt.Fprintf(&out, "    %s\n\n", c.Note.EN)
	}
	out.WriteString("  CC-BY-4.0: https://creativecommons.org/licenses/by/4.0/legalcode\n\n")
	for _, kind := range []struct{ id, title string }{{"server", "LINKED INTO THE BINARY"}, {"page", "BUNDLED INTO THE PAGE"}} {
		out.WriteString(kind.title + "\n\n")
		for _, p := range parts {
			if p.kind == kind.id {
				fmt.Fprintf(&out, "  %s\n", strings.TrimSpace(p.name+" "+p.version)+" ("+p.licence+")")
			}
		}
		if kind.id == "server" {
			out.WriteString("\n  " + sqlite)
		}
		out.WriteString("\n")
	}
	out.WriteString("LICENCES\n")
	printed := map[string]bool{}
	for _, p := range parts {
		if printed[p.text] {
			continue
		}
		printed[p.text] = true
		out.WriteString("\n" + strings.Repeat("=", 100) + "\n")
		for _, q := range parts {
			if q.text == p.text {
				fmt.Fprintf(&out, "%s\n", strings.TrimSpace(q.name+" "+q.version))
			}
		}
		out.WriteString(strings.Repeat("-", 100) + "\n" + p.text)
	}
	out.WriteString("\nNOTICE FILES\n")
	for _, p := range parts {
		if p.notice != "" {
			fmt.Fprintf(&out, "\n%s\n%s\n%s\n%s", strings.Repeat("=", 100), p.name, strings.Repeat("-", 100), p.notice)
		}
	}
	return out.Bytes()
}
