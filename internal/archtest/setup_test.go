package archtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pathWith is a PATH on which there are only the named programs.
func pathWith(t *testing.T, programs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range programs {
		if real, err := exec.LookPath(name); err == nil {
			if err := os.Symlink(real, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestWhatCannotBeInstalledIsNamedInOneLine(t *testing.T) {
	basics := []string{"bash", "go", "npm", "node", "cc", "gcc", "sed", "cut", "cat", "dirname", "grep", "ls", "mkdir", "sha256sum", "fc-list", "ogrinfo", "ogr2ogr", "cs2cs", "pdftotext", "pdftoppm", "zbarimg"}
	for _, c := range []struct {
		name     string
		programs []string
		says     string
	}{
		{"no Chromium and no apt", basics, "make test: missing, and no apt here to install it: chromium"},
		{"no Go", []string{"bash", "npm", "node", "sed", "dirname"}, "make test: go is missing: install Go 1."},
		{"no npm", []string{"bash", "go", "node", "sed", "dirname"}, "make test: npm is missing: install Node 20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "bash", "scripts/setup.sh")
			cmd.Dir = root
			cmd.Env = []string{"PATH=" + pathWith(t, c.programs...), "HOME=" + t.TempDir()}
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatalf("no error: %s", out)
			}
			text := strings.TrimSpace(string(out))
			if !strings.HasPrefix(text, c.says) || strings.Contains(text, "\n") {
				t.Errorf("says %q, want one line beginning %q", text, c.says)
			}
		})
	}
}
