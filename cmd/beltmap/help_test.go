package main

import (
	"os"
	"strings"
	"testing"

	"beltmap/geo/phrase"
	"github.com/alecthomas/kong"
)

func TestTheOperationsPageNamesEveryFlag(t *testing.T) {
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var line commandLine
	parser, err := kong.New(&line, kong.NoDefaultHelp(), helpTexts(phrase.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	nodes := append(parser.Model.Children, parser.Model.Node)
	for _, node := range parser.Model.Children {
		nodes = append(nodes, node.Children...)
	}
	for _, node := range nodes {
		for _, flag := range node.Flags {
			if !strings.Contains(string(page), "`--"+flag.Name) {
				t.Errorf("docs/operations.md does not name --%s of %s", flag.Name, node.Name)
			}
			if flag.Help == "" {
				t.Errorf("--%s of %s has no help", flag.Name, node.Name)
			}
		}
	}
}
