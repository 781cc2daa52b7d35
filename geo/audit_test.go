package geo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// The vectors were computed by another program (Python's hashlib) from the description of geo.AuditEntry.Sum alone.
func TestTheChainIsTheOneThatIsDescribed(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	link := geo.AuditLink{}
	for i, c := range []struct {
		entry geo.AuditEntry
		hash  string
	}{
		{geo.AuditEntry{Time: at, Actor: geo.Actor{Account: "planning-cz", Role: "editor", Address: "192.0.2.7"}, Action: geo.ActionBatch,
			Object: "enterprises/CZ-E-001", Before: `{"employees":40}`, After: `{"employees":42}`, Result: geo.ResultDone},
			"a1c2831709d6c29ba6005830753f55d3ba9739398a39531dc3e60c4c8f06c4db"},
		{geo.AuditEntry{Time: at.Add(time.Second - 6000).In(geo.Shanghai), Actor: geo.CommandLine(), Action: geo.ActionExport, Object: "企业,1:", Result: geo.ResultBegun},
			"a63a21d20f23707d0fc7bb58d3696dd0319baa1a1e09c775a21da8891320acf7"},
	} {
		link = link.Append(&c.entry)
		if link.Seq != int64(i+1) || link.Hash.String() != c.hash {
			t.Errorf("%v, want %s", link, c.hash)
		}
		if again, err := geo.ParseAuditLink(link.String()); err != nil || again != link {
			t.Errorf("%v is read as %v, %v", link, again, err)
		}
	}
	for _, bad := range []string{"", "1", "1:", "x:" + link.Hash.String(), "-1:" + link.Hash.String(), "1:" + strings.ToUpper(link.Hash.String()), link.String() + "0"} {
		if _, err := geo.ParseAuditLink(bad); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestNoTwoEntriesAreHashedAsOneText(t *testing.T) {
	base := geo.AuditEntry{Seq: 1, Actor: geo.Actor{Account: "ab", Role: "c"}, Before: "1:a,", After: "x"}
	seen := map[geo.AuditHash]string{}
	for name, change := range map[string]func(*geo.AuditEntry){
		"as it is":           func(*geo.AuditEntry) {},
		"a byte moved over":  func(e *geo.AuditEntry) { e.Account, e.Role = "a", "bc" },
		"a length imitated":  func(e *geo.AuditEntry) { e.Before, e.After = "", "1:a,x" },
		"a field moved over": func(e *geo.AuditEntry) { e.Account, e.Role = "", "abc" },
		"another time":       func(e *geo.AuditEntry) { e.Time = e.Time.Add(time.Microsecond) },
		"another result":     func(e *geo.AuditEntry) { e.Result = "done" },
	} {
		e := base
		change(&e)
		sum := e.Sum(geo.AuditHash{})
		if other, twice := seen[sum]; twice {
			t.Errorf("%q and %q are one", name, other)
		}
		seen[sum] = name
	}
}

func TestAnEntryIsKeptBoundedAndWithoutControlCharacters(t *testing.T) {
	long := `{"name_zh":"` + strings.Repeat(`企"业`, 3000) + `"}`
	e := geo.AuditEntry{Actor: geo.Actor{Account: strings.Repeat("企", 300), Address: "a\r\nb\x00\xff"}, Before: long, After: `{"a":1}`}
	e.Clean()
	if len(e.Account) > 200 || !utf8.ValidString(e.Account) || strings.ContainsAny(e.Address, "\r\n\x00") || !utf8.ValidString(e.Address) || e.After != `{"a":1}` {
		t.Errorf("%+v", e)
	}
	var kept struct {
		Begins string
		Bytes  int
		SHA256 string
	}
	sum := sha256.Sum256([]byte(long))
	if err := json.Unmarshal([]byte(e.Before), &kept); err != nil || len(e.Before) > geo.AuditMost || len(e.Before) < geo.AuditMost/2 ||
		!strings.HasPrefix(long, kept.Begins) || kept.Bytes != len(long) || kept.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%v, %d bytes: %+v", err, len(e.Before), kept)
	}
	again := e
	if again.Clean(); again != e {
		t.Error("cleaned twice it is another")
	}
}

func TestARecordsFieldsAreJSONUnderTheirNames(t *testing.T) {
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Zone, r.Version = "E1", `企业"一"`, "CZ", 7
	r.Geometry, r.Position.Class = orb.Point{118, 32}, geo.Exact
	r.Set(geo.Employees, geo.Integer(40))
	r.Set(geo.BeltsOf, geo.List("B1", "B2"))
	r.Set(geo.Operating, geo.Boolean(true))
	var fields map[string]any
	if err := json.Unmarshal([]byte(geo.AuditFields(&r)), &fields); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"id": "E1", "name_zh": `企业"一"`, "employees": "40", "belts": "[B1 B2]", "operating": "true", "geometry": "POINT(118 32)", "version": "7"} {
		if got := fmt.Sprint(fields[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	o := geo.Outcome{Cursor: 8}
	if e := o.Edit(geo.CommandLine(), &r, nil); e.Object != "enterprises/E1" || e.After != "" || e.Before == "" {
		t.Errorf("%+v", e)
	}
	if e := o.Edit(geo.CommandLine(), nil, &r); !strings.HasSuffix(e.After, `"version":8}`) || e.Before != "" || r.Version != 7 {
		t.Errorf("%+v", e)
	}
}

func TestEveryActionHasItsWords(t *testing.T) {
	for _, a := range geo.Actions() {
		if label := a.Label(); label.ZH == string(a) || label.EN == "" {
			t.Errorf("%s has no label", a)
		}
	}
	if label := geo.Action("of_tomorrow").Label(); label.ZH != "of_tomorrow" {
		t.Errorf("%+v", label)
	}
}

// log draws a log of entries with its head.
func log(t *rapid.T, least int) (entries []geo.AuditEntry, head geo.AuditLink) {
	text := rapid.StringN(0, 12, -1)
	for i := range rapid.IntRange(least, 12).Draw(t, "entries") {
		e := geo.AuditEntry{
			Time: time.UnixMicro(int64(i) * 1e6), Actor: geo.Actor{Account: text.Draw(t, "account"), Role: "editor", Address: text.Draw(t, "address")},
			Action: rapid.SampledFrom(geo.Actions()).Draw(t, "action"), Object: text.Draw(t, "object"), Before: text.Draw(t, "before"), After: text.Draw(t, "after"),
		}
		head = head.Append(&e)
		entries = append(entries, e)
	}
	return entries, head
}

func verify(entries []geo.AuditEntry, head geo.AuditLink, seen ...geo.AuditLink) error {
	chain, err := geo.NewAuditChain("the log", geo.AuditLink{}, seen...)
	for i := range entries {
		if err == nil {
			err = chain.Add(&entries[i])
		}
	}
	if err == nil {
		err = chain.End(head)
	}
	return err
}

func TestALogAsItWasEnteredIsNeverBlamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries, head := log(t, 0)
		var seen []geo.AuditLink
		for _, e := range entries {
			if rapid.Bool().Draw(t, "seen") {
				seen = append(seen, geo.AuditLink{Seq: e.Seq, Hash: e.Hash})
			}
		}
		if err := verify(entries, head, seen...); err != nil {
			t.Fatal(err)
		}
	})
}

// Whoever writes the whole log anew, head and all, is found by a link that was written down elsewhere, and only by that.
func TestALogWrittenAnewIsFoundByWhatWasSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries, head := log(t, 1)
		from := rapid.IntRange(0, len(entries)-1).Draw(t, "from")
		forged, link := slices.Clone(entries), geo.AuditLink{}
		forged[from].Result = "forged"
		for i := range forged {
			link = link.Append(&forged[i])
		}
		if err := verify(forged, link); err != nil {
			t.Fatal(err)
		}
		if err := verify(forged, link, head); geo.KindOf(err) != geo.KindInvalid {
			t.Fatalf("%v", err)
		}
		short := entries[:from]
		cut := geo.AuditLink{}
		if from > 0 {
			cut = geo.AuditLink{Seq: int64(from), Hash: short[from-1].Hash}
		}
		err := verify(short, cut, head)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("entry %d is missing", from+1)) {
			t.Fatalf("%v", err)
		}
	})
}
