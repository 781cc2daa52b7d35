package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/world"
	"beltmap/tiles"
)

// One operation opens the file, reads every record and builds the World, on all cores.
func BenchmarkOpen(b *testing.B) {
	file, err := million()
	if err != nil {
		b.Fatal(err)
	}
	start := cpu(b)
	for b.Loop() {
		if _, err := open(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-start).Seconds()/float64(b.N), "cpu-s/open")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/open")
}

var (
	addressLine  = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)
)

// One operation starts the built binary on the file and waits for /readyz; the figure is what Linux says it holds then.
func BenchmarkResident(b *testing.B) {
	command, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	file, err := million()
	if err != nil {
		b.Fatal(err)
	}
	most := 0.0
	for b.Loop() {
		most = max(most, resident(b, command, file))
	}
	b.ReportMetric(most, "MB")
}

func resident(b *testing.B, command, file string) float64 {
	b.Helper()
	cmd := exec.Command(command, "serve", "--listen", "127.0.0.1:0", "--db", file)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stdout = cmd.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}()
	url := ""
	for lines := bufio.NewScanner(pipe); url == "" && lines.Scan(); {
		url = addressLine.FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, pipe) }()
	for ready := false; !ready; time.Sleep(10 * time.Millisecond) {
		res, err := http.Get(url + "/readyz")
		if err != nil {
			b.Fatal(err)
		}
		_ = res.Body.Close()
		ready = res.StatusCode == http.StatusOK
	}
	time.Sleep(time.Second)
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	kB, err := strconv.Atoi(string(residentLine.FindSubmatch(text)[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kB) / 1024
}

// One operation changes one enterprise through Apply, durably, and then asks for the tile at z14 that shows it.
func BenchmarkEdit(b *testing.B) {
	file, err := million()
	if err != nil {
		b.Fatal(err)
	}
	copied := filepath.Join(b.TempDir(), "edited.gpkg")
	if err := copyFile(copied, file); err != nil {
		b.Fatal(err)
	}
	a, err := open(b.Context(), copied)
	if err != nil {
		b.Fatal(err)
	}
	table := a.World().Table(geo.Enterprises)
	record := table.Record(world.Row(table.Len() / 2))
	at := tiles.At(table.XY(world.Row(table.Len()/2)), 14)
	i := int64(0)
	for b.Loop() {
		i++
		record.Set(geo.Employees, geo.Integer(i))
		if _, err := a.Apply(b.Context(), geo.BatchOf("bench", geo.Change{Op: geo.Update, Record: record})); err != nil {
			b.Fatal(err)
		}
		if _, err := a.Tile(b.Context(), at, world.Query{}, ""); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(milliseconds(b.Elapsed())/float64(b.N), "ms/edit")
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

// One operation finds the enterprises in a box that holds about a thousand.
func BenchmarkBox(b *testing.B) {
	table := shared(b).World().Table(geo.Enterprises)
	boxes := thousands(b, table)
	i, hits, start := 0, 0, cpu(b)
	for b.Loop() {
		table.InRect(boxes[i%len(boxes)], func(world.Row) bool { hits++; return true })
		i++
	}
	if mean := hits / b.N; mean < 900 || mean > 1100 {
		b.Fatalf("%d hits a box", mean)
	}
	b.ReportMetric((cpu(b)-start).Seconds()*1e6/float64(b.N), "us/box")
}
