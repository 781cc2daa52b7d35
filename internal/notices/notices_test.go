package main

import (
	"bytes"
	"os"
	"testing"
)

const root = "../.."

func TestNoticesAndAttributionAreCurrent(t *testing.T) {
	server, err := modules(root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(root + "/static/web/node_modules"); err != nil {
		t.Fatal("static/web/node_modules is missing: run npm ci in static/web")
	}
	page, err := packages(root + "/static/web")
	if err != nil {
		t.Fatal(err)
	}
	data, err := carried(root)
	if err != nil {
		t.Fatal(err)
	}
	all := append(server, page...)
	credits, err := attribution(all)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, data...)
	for name, want := range map[string][]byte{"THIRD_PARTY_NOTICES": notices(all), "static/THIRD_PARTY_NOTICES": notices(all), "static/attribution.json": credits} {
		if got, err := os.ReadFile(root + "/" + name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v): run go run ./internal/notices", name, err)
		}
	}
}

func TestALicenceIsKnownByItsWords(t *testing.T) {
	for text, want := range map[string]string{
		"Permission is hereby granted, free of\ncharge, to any person":                                                           "MIT",
		"Apache License\n   Version 2.0, January 2004":                                                                           "Apache-2.0",
		"Redistribution and use in source and binary forms, … Neither the name of X":                                             "BSD-3-Clause",
		"Redistribution and use in source and binary forms, with or without modification":                                        "BSD-2-Clause",
		"Permission to use, copy, modify, and/or distribute this software for any purpose":                                       "ISC",
		"Permission is hereby granted, free of charge. This project is also covered by the Apache License\nVersion 2.0, January": "Apache-2.0 and MIT",
		"All rights reserved.": "",
	} {
		if got := identify(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestAFolderWithoutALicenceIsRefused(t *testing.T) {
	if _, err := fromFolder(t.TempDir(), part{name: "bare"}); err == nil {
		t.Error("a package without a licence was taken")
	}
}
