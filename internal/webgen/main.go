// Command webgen writes the TypeScript that the page shares with the server, so that neither can drift from the other: the schema of
// every collection and the palette. Run it from the repository's root: go run ./internal/webgen.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "webgen:", err)
		os.Exit(1)
	}
}

const folder = "static/web/src/generated"

func run(args []string, out io.Writer) error {
	dir := folder
	if len(args) > 0 {
		dir = args[0]
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, body := range files() {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, body, 0o644); err != nil {
			return err
		}
		fmt.Fprintln(out, path)
	}
	return nil
}

// files are the generated files by name.
func files() map[string][]byte {
	return map[string][]byte{"schema.ts": schemaFile(), "palette.ts": paletteFile()}
}
