package main

// How to read: `make bench` prints one line a benchmark and the table of docs/performance.md. The custom units are the figures; ns/op is the
// time of one whole operation as each header says. The data set is generated once into build/bench and kept.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/tiles"
)

var enterprises = flag.Int("enterprises", 1_000_000, "size of the generated data set")

const place = "../../build/bench"

// binary builds the command once.
var binary = sync.OnceValues(func() (string, error) {
	file, err := filepath.Abs(filepath.Join(place, "beltmap"))
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", file, "../../cmd/beltmap").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// million is the generated file, made by the command if it is not there.
var million = sync.OnceValues(func() (string, error) {
	file, err := filepath.Abs(filepath.Join(place, fmt.Sprintf("generated-%d.gpkg", *enterprises)))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	command, err := binary()
	if err != nil {
		return "", err
	}
	half := file + ".half.gpkg"
	_ = os.Remove(half)
	out, err := exec.Command(command, "generate", "--enterprises", fmt.Sprint(*enterprises), "--seed", "1", "--db", half).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, os.Rename(half, file)
})

// opened is the application on the generated file, shared by the benchmarks that only read.
var opened = sync.OnceValues(func() (*app.App, error) {
	file, err := million()
	if err != nil {
		return nil, err
	}
	return open(context.Background(), file)
})

// open opens a file as serve does, which leaves the collector at its default for that time.
func open(ctx context.Context, file string) (*app.App, error) {
	store, err := gpkg.Open(ctx, file, gpkg.Options{})
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Options{Store: store, Log: slog.New(slog.DiscardHandler)})
}

func shared(b *testing.B) *app.App {
	b.Helper()
	a, err := opened()
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// places are every 2,000th enterprise's.
func places(w *world.World) (at []plane.XY) {
	t := w.Table(geo.Enterprises)
	for row := 0; row < t.Len(); row += 2000 {
		at = append(at, t.XY(world.Row(row)))
	}
	return at
}

func addresses(w *world.World, zoom uint8) (list []tiles.Address) {
	for _, p := range places(w) {
		list = append(list, tiles.At(p, zoom))
	}
	return list
}

func milliseconds(d time.Duration) float64 { return float64(d) / 1e6 }

// cpu is the processor time this process has used so far, all threads, the collector's too. Unlike the clock it does not count what other
// processes take from the machine.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
