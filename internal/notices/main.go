package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

// run writes the files of the repository at root.
func run(root string) error {
	server, err := modules(root)
	if err != nil {
		return err
	}
	page, err := packages(root + "/static/web")
	if err != nil {
		return err
	}
	data, err := carried(root)
	if err != nil {
		return err
	}
	all := append(server, page...)
	for _, name := range []string{"/THIRD_PARTY_NOTICES", "/static/THIRD_PARTY_NOTICES"} { // the second goes into the binary
		if err := os.WriteFile(root+name, notices(append(all, data...)), 0o644); err != nil {
			return err
		}
	}
	credits, err := attribution(all)
	if err != nil {
		return err
	}
	return os.WriteFile(root+"/static/attribution.json", credits, 0o644)
}

func command(dir, name string, args ...string) ([]byte, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	out, err := c.Output()
	if failed, ok := err.(*exec.ExitError); ok {
		return nil, fmt.Errorf("%s: %w: %s", name, err, failed.Stderr)
	}
	return out, err
}
