package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const officeList = "企业全称,所属园区,东经,北纬,备注\n甲公司,A,118.31,32.31,x\n乙公司,A,118.32,32.32,x\n"

func TestADryRunSaysWhatAnImportWouldDoAndWritesNothing(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "list.csv", officeList)
	args := []string{"import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--report", "r.json"}
	beltmap(t, folder, append(args, "--dry-run")...).says(t, 0, "added 2", "a dry run", "企业全称 → name_zh")
	if diff := cmp.Diff([]string{"list.csv", "r.json"}, list(t, folder)); diff != "" {
		t.Error(diff)
	}
	beltmap(t, folder, args...).says(t, 0, "added 2", "written to a.gpkg")
	before, err := os.ReadFile(filepath.Join(folder, "a.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "list.csv", officeList+"丙公司,A,118.33,32.33,x\n")
	beltmap(t, folder, append(args, "--dry-run")...).says(t, 0, "added 1, changed 0, unchanged 2, removed 0")
	if after, err := os.ReadFile(filepath.Join(folder, "a.gpkg")); err != nil || string(after) != string(before) {
		t.Errorf("a dry run changed the file: %v", err)
	}
}

func TestTheReportHasTheKeysThatOthersRelyOn(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "list.csv", officeList+",A,1,1,x\n")
	beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--report", "r.json").says(t, 3, "written to")
	raw, err := os.ReadFile(filepath.Join(folder, "r.json"))
	var report map[string]any
	if err != nil || json.Unmarshal(raw, &report) != nil {
		t.Fatal(err, string(raw))
	}
	for _, key := range []string{"added", "changed", "unchanged", "removed", "rejected", "warnings", "batch"} {
		if _, is := report[key].(float64); !is {
			t.Errorf("%s is %v", key, report[key])
		}
	}
	for name, keys := range map[string][]string{"rows": {"file", "sheet", "row", "column", "kind", "severity", "message_zh", "message_en"}, "notes": {"kind", "message_zh", "message_en"}} {
		for _, one := range report[name].([]any) {
			for _, key := range keys {
				if value, there := one.(map[string]any)[key]; !there || key == "kind" && value == "" {
					t.Errorf("%s: no %s in %v", name, key, one)
				}
			}
		}
	}
}

func TestASavedMappingIsReadAgain(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "list.csv", officeList)
	beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--map", "备注=industry", "--save-mapping", "m.json").says(t, 0, "added 2")
	beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--mapping", "m.json").says(t, 0, "unchanged 2")
	beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--map", "备注=nothing").sentence(t, "there is no such property")
	beltmap(t, folder, "import", "list.csv", "--as", "enterprises", "--db", "a.gpkg", "--strict", "--crs", "saturn").sentence(t, "saturn")
}
