package storetest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// validator runs GDAL's own GeoPackage validator, warnings as errors.
const validator = `import runpy, sys, osgeo_utils.samples.validate_gpkg as v
sys.argv = ["validate_gpkg.py", "-k", "--extra", "--warning-as-error", sys.argv[1]]
runpy.run_path(v.__file__, run_name="__main__")`

// GDALAccepts fails the test unless GDAL's validator and ogrinfo take the GeoPackage without error or warning, and returns what ogrinfo says
// of its layers. GDAL is needed: its absence is a failure that says what to install.
func GDALAccepts(t testing.TB, path string) string {
	t.Helper()
	const missing = "GDAL is missing: apt-get install gdal-bin python3-gdal"
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Fatal(missing)
	}
	if err := exec.Command("/usr/bin/python3", "-c", "import osgeo_utils.samples.validate_gpkg").Run(); err != nil {
		t.Fatal(missing)
	}
	// The system's Python, since one of another place may come first on PATH and lacks GDAL.
	out, err := exec.Command("/usr/bin/python3", "-c", validator, path).CombinedOutput()
	if err != nil || strings.Contains(strings.ToLower(string(out)), "warning") {
		t.Errorf("GDAL's validator: %v\n%s", err, out)
	}
	said, err := exec.Command(ogrinfo, "-al", "-so", path).CombinedOutput()
	if text := string(said); err != nil || strings.Contains(text, "Warning") || strings.Contains(text, "ERROR") {
		t.Errorf("ogrinfo: %v\n%s", err, said)
	}
	return string(said)
}

// OGR is what ogrinfo answers to an SQL statement, as its text from the first feature on.
func OGR(t testing.TB, path, sql string) string {
	t.Helper()
	out, err := exec.Command("ogrinfo", "-q", path, "-dialect", "SQLITE", "-sql", sql).CombinedOutput()
	_, feature, found := strings.Cut(string(out), "OGRFeature(")
	if err != nil || !found {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	return feature
}

// Entries lists the names in a folder.
func Entries(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
