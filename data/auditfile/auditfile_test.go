package auditfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"beltmap/data/auditfile"
	"beltmap/geo"
	"pgregory.net/rapid"
)

// file is a log as it is written.
func file(t interface{ Fatal(...any) }, entries []geo.AuditEntry) []byte {
	var b bytes.Buffer
	w := auditfile.NewWriter(&b)
	for i := range entries {
		if err := w.Write(&entries[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(text []byte) (entries []geo.AuditEntry, err error) {
	err = auditfile.Read(bytes.NewReader(text), "log.csv", func(e *geo.AuditEntry) error { entries = append(entries, *e); return nil })
	return entries, err
}

func TestWhatIsWrittenIsReadAndVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("a=+-@'＝＋\"\\,;: 企业\n\r\t\x00\ufeff{}")))
		link := geo.AuditLink{Seq: rapid.Int64Range(0, 1<<40).Draw(t, "base")}
		chain, err := geo.NewAuditChain("log.csv", link)
		if err != nil {
			t.Fatal(err)
		}
		var entries []geo.AuditEntry
		for range rapid.IntRange(0, 4).Draw(t, "entries") {
			e := geo.AuditEntry{Time: time.UnixMicro(rapid.Int64Range(0, 1<<52).Draw(t, "time")), Actor: geo.Actor{Account: text.Draw(t, "account"), Role: text.Draw(t, "role")},
				Object: text.Draw(t, "object"), Before: text.Draw(t, "before"), Result: text.Draw(t, "result")}
			link = link.Append(&e)
			entries = append(entries, e)
		}
		written := file(t, entries)
		got, err := read(written)
		if err != nil || len(got) != len(entries) {
			t.Fatalf("%d of %d, %v", len(got), len(entries), err)
		}
		for i := range got {
			if got[i] != entries[i] {
				t.Fatalf("\n got %+v\nwant %+v", got[i], entries[i])
			}
			if err := chain.Add(&got[i]); err != nil {
				t.Fatal(err)
			}
		}
		cells, err := csv.NewReader(bytes.NewReader(written)).ReadAll() // as a spreadsheet takes it
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range cells[1:] {
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "＝") {
					t.Fatalf("%q is calculated", cell)
				}
			}
		}
	})
}

func TestWhatIsNoLogIsOneSentence(t *testing.T) {
	e := geo.AuditEntry{Object: "zones"}
	geo.AuditLink{}.Append(&e)
	good := string(file(t, []geo.AuditEntry{e}))
	for name, c := range map[string]struct{ text, says string }{
		"an empty file":        {"", "log.csv is no log"},
		"another table":        {"a,b\r\n1,2\r\n", "log.csv is no log"},
		"a cell too few":       {strings.Replace(good, "zones,", "", 1), "line 2"},
		"a number that is odd": {strings.Replace(good, "\r\n1,", "\r\n01,", 1), "line 2"},
		"an empty line":        {good + "\r\n", "line 3"},
		"an endless line":      {good + strings.Repeat("x", 1<<20), "line 3"},
		"a line cut short":     {good[:len(good)-10], "line 2"},
	} {
		_, err := read([]byte(c.text))
		if geo.KindOf(err) != geo.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	mine := errors.New("mine")
	if err := auditfile.Read(strings.NewReader(good), "log.csv", func(*geo.AuditEntry) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("%v", err)
	}
	if err := auditfile.Read(io.MultiReader(strings.NewReader(good), failing{}), "log.csv", func(*geo.AuditEntry) error { return nil }); geo.KindOf(err) != geo.KindUnavailable {
		t.Errorf("%v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func FuzzRead(f *testing.F) {
	e := geo.AuditEntry{Actor: geo.Actor{Account: "=1"}, Object: "zones", After: `{"a":1}`}
	geo.AuditLink{}.Append(&e)
	f.Add(file(f, []geo.AuditEntry{e}))
	f.Add([]byte("\ufeffseq\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, err := read(text)
		if err != nil {
			return
		}
		again, err := read(file(t, entries)) // what was read is written and read alike
		if err != nil || len(again) != len(entries) {
			t.Fatal(err)
		}
		for i := range again {
			if again[i] != entries[i] {
				t.Fatalf("%+v became %+v", entries[i], again[i])
			}
		}
	})
}
