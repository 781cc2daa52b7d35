package storetest

import (
	"os/exec"
	"strings"
	"testing"
)

// validator finds GDAL's own GeoPackage validator where the system's Python keeps it; a Python of another place may come first on
// PATH and lacks GDAL.
const validator = `import runpy, sys, osgeo_utils.samples.validate_gpkg as v
sys.argv = ["validate_gpkg.py", "-extra", "-werror", sys.argv[1]] if "-werror" in open(v.__file__).read() else ["validate_gpkg.py", "-extra", sys.argv[1]]
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
