package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"beltmap/geo"
	"beltmap/geo/world"
)

// list writes the generated enterprises as a table, once.
func list(b *testing.B) string {
	b.Helper()
	path, err := filepath.Abs(filepath.Join(place, fmt.Sprintf("enterprises-%d.csv", *enterprises)))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	file, err := os.Create(path + ".half")
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriterSize(file, 1<<20)
	fields := []*geo.Field{geo.ID, geo.NameZH, geo.Zone, geo.Industry, geo.Employees, geo.Operating, geo.SurveyedAt, geo.GridOf, geo.FullMembers, geo.Instructors}
	for _, f := range fields {
		fmt.Fprint(out, f.Name, ",")
	}
	fmt.Fprintln(out, "lon,lat")
	table := shared(b).World().Table(geo.Enterprises)
	table.All(func(r world.Row) bool {
		record := table.Record(r)
		for _, f := range fields {
			fmt.Fprint(out, record.Get(f), ",")
		}
		at, _ := table.Point(r)
		fmt.Fprintf(out, "%.7f,%.7f\n", at[0], at[1])
		return true
	})
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".half", path); err != nil {
		b.Fatal(err)
	}
	return path
}

// One operation runs the built binary on a table of the million enterprises, into a new file, and opens that; RSS is the most that the import held.
func BenchmarkImport(b *testing.B) {
	table := list(b)
	command, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	most, spent := 0.0, 0.0
	for b.Loop() {
		into := filepath.Join(b.TempDir(), "imported.gpkg")
		cmd := exec.Command(command, "import", table, "--as", "enterprises", "--db", into)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %.500s", err, out)
		}
		used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		most = max(most, float64(used.Maxrss)/1024)
		spent += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		if _, err := open(b.Context(), into); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/import")
	b.ReportMetric(spent/float64(b.N), "cpu-s/import")
	b.ReportMetric(most, "MB")
}
