package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"beltmap/data/roads"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// delaware is the extract in the tests of paulmach/osm, which lies in the module cache.
func delaware(b *testing.B) string {
	b.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	file := filepath.Join(strings.TrimSpace(string(out)), "testdata", "delaware-latest.osm.pbf")
	if _, missing := os.Stat(file); err != nil || missing != nil {
		b.Fatalf("the extract of Delaware, which comes with github.com/paulmach/osm, is not in the module cache: %v", errors.Join(err, missing))
	}
	return file
}

// One operation runs the built binary on Delaware's extract, into a new file: graph, hierarchies and the ground that is drawn. MB is the most that it held, cpu-s the
// processor time of all cores.
func BenchmarkRoadsImport(b *testing.B) {
	file := delaware(b)
	command, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	most, used := 0.0, 0.0
	for b.Loop() {
		cmd := exec.Command(command, "roads", "import", file, "--db", filepath.Join(b.TempDir(), "roads.gpkg"))
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %.500s", err, out)
		}
		used += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		most = max(most, float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/import")
	b.ReportMetric(used/float64(b.N), "cpu-s/import")
	b.ReportMetric(most, "MB")
}

// network is Delaware's, as it is when it was kept and read again.
func network(b *testing.B) *road.Network {
	b.Helper()
	file, err := os.Open(delaware(b))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	extract, err := roads.Read(b.Context(), file, roads.Options{Name: "delaware"})
	if err != nil {
		b.Fatal(err)
	}
	g, err := road.Decode(extract.Graph.Encode())
	if err != nil {
		b.Fatal(err)
	}
	return road.NewNetwork(g, 4)
}

// One operation is the way by bus from Newark to Fenwick Island, the length of Delaware, with its line, in processor time.
func BenchmarkRoute(b *testing.B) {
	n := network(b)
	start := cpu(b)
	for b.Loop() {
		if _, err := n.Route(orb.Point{-75.75, 39.68}, orb.Point{-75.06, 38.46}, road.Bus); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-start).Seconds()*1e3/float64(b.N), "ms/route")
}

// One operation is the matrix by bus of 100 junctions all over Delaware, in processor time.
func BenchmarkMatrix(b *testing.B) {
	n := network(b)
	nodes := n.Graph().Nodes
	var points []orb.Point
	for i := range 100 {
		points = append(points, nodes[i*(len(nodes)/100)].Degrees())
	}
	start := cpu(b)
	for b.Loop() {
		if _, err := n.Matrix(b.Context(), points, road.Bus); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-start).Seconds()/float64(b.N), "s/matrix")
}
