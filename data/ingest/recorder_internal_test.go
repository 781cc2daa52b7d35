package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// recorder writes down what a format tells, a line each.
type recorder struct {
	said   []string
	system string
}

func (r *recorder) tell(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *recorder) sheet(name string, line int, headers []string) error {
	r.tell("sheet %s %d: %s", name, line, strings.Join(headers, "|"))
	return nil
}

func (r *recorder) row(line int, cells []string, g orb.Geometry) error {
	at := ""
	if g != nil {
		at = " @ " + wkt.MarshalString(g)
	}
	r.tell("%d: %s%s", line, strings.Join(cells, "|"), at)
	return nil
}

func (r *recorder) fault(line int, kind string, _ phrase.Text) error {
	r.tell("%d: %s!", line, kind)
	return nil
}

func (r *recorder) crs(name string) error {
	if name != r.system {
		r.system = name
		r.tell("crs %s", name)
	}
	return nil
}

func (r *recorder) note(t phrase.Text) { r.tell("note %s", t.EN) }

type reading func(context.Context, *input, table) error

// told is what a format tells of a file.
func told(t testing.TB, read reading, path string) ([]string, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := newInput(filepath.Base(path), f)
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	var r recorder
	err = read(context.Background(), in, &r)
	return r.said, err
}

// wantTold compares what a format tells of a file with what it should.
func wantTold(t *testing.T, read reading, path string, want ...string) {
	t.Helper()
	got, err := told(t, read, path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// wantSentence insists that a file ends in one sentence of ours that has a part.
func wantSentence(t *testing.T, read reading, path, part string) {
	t.Helper()
	_, err := told(t, read, path)
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.KindInvalid || !strings.Contains(e.Text.EN, part) || !strings.Contains(e.Text.EN, filepath.Base(path)) {
		t.Errorf("got %v, want a sentence with %q that names the file", err, part)
	}
}

// written puts bytes into a file of a name.
func written(t testing.TB, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// part is one part of an archive that a test makes.
type part struct {
	name string
	text []byte
}

func zipped(t testing.TB, name string, parts ...part) string {
	t.Helper()
	return written(t, name, zipOf(t, parts...))
}

func zipOf(t testing.TB, parts ...part) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store}) // packing would take most of a test's time
		if err == nil {
			_, err = f.Write(p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// zipFolder puts the files of a folder into one archive.
func zipFolder(t testing.TB, folder, name string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{e.Name(), text})
	}
	return zipped(t, name, parts...)
}

// ogr runs GDAL's ogr2ogr. It is needed: its absence is a failure that says what to install.
func ogr(t testing.TB, args ...string) {
	t.Helper()
	path, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Fatal("GDAL is missing: apt-get install gdal-bin")
	}
	if out, err := exec.Command(path, args...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %q: %v\n%s", args, err, out)
	}
}

// wantEveryCutSaid cuts a file short at many places: each ends in one of our sentences, or tells no more than the whole file does.
func wantEveryCutSaid(t *testing.T, read reading, path string, whole []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		at := len(text) * i / 24
		cut := written(t, filepath.Base(path), text[:at])
		said, err := told(t, read, cut)
		var e *geo.Error
		switch {
		case err == nil && len(said) >= len(whole):
			t.Errorf("cut at %d of %d bytes it tells as much as the whole", at, len(text))
		case err == nil:
			t.Errorf("cut at %d of %d bytes nothing is said of it", at, len(text))
		case !errors.As(err, &e) || e.Text.ZH == "":
			t.Errorf("cut at %d of %d bytes: not one of our errors: %v", at, len(text), err)
		}
	}
}
