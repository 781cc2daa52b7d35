package server

import (
	"encoding/json"
	"reflect"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
)

// The examples of RFC 7396, appendix A.
func TestAMergePatchDoesWhatTheRFCSays(t *testing.T) {
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`}, {`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`}, {`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`}, {`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`}, {`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`}, {`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`}, {`{"a":"foo"}`, `null`, `null`}, {`{"a":"foo"}`, `"bar"`, `"bar"`}, {`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`}, {`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var target, patch, want any
		for i, to := range []*any{&target, &patch, &want} {
			if err := json.Unmarshal([]byte(c[i]), to); err != nil {
				t.Fatal(err)
			}
		}
		if got := mergePatch(target, patch); !reflect.DeepEqual(got, want) {
			t.Errorf("%s patched by %s is %v, want %s", c[0], c[1], got, c[2])
		}
	}
}

// Whatever is sent, what is made of it is one object, and a record without a fault may be stored.
func FuzzPatch(f *testing.F) {
	for _, seed := range []string{`{}`, `{"properties":{"name_zh":"甲","employees":null}}`, `{"geometry":{"coordinates":[118,32]}}`, `{"geometry":null}`, `{"properties":null}`, `{"properties":{"belts":["a",{}]}}`, `[`} {
		f.Add(seed)
	}
	before := geo.New(geo.Enterprises)
	before.ID, before.Zone, before.NameZH = "E-1", "CZ", "甲"
	f.Fuzz(func(t *testing.T, text string) {
		patch, err := parseMembers([]byte(text))
		if err != nil {
			return
		}
		feature, err := parseMembers(appendStored(nil, &before))
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(mergePatch(map[string]any(feature), map[string]any(patch)))
		if err != nil {
			t.Fatal(err)
		}
		after, faults := ingest.Feature(body, geo.Enterprises)
		if len(faults) > 0 {
			return
		}
		if bad, is := geo.FirstFault(after.Validate()); is {
			t.Errorf("%s: %s", body, bad.Text)
		}
		settlePosition(&after, &before, patch)
	})
}

func TestTheVersionOfATagIsWhatStandsBeforeItsFirstDot(t *testing.T) {
	for tag, want := range map[string]geo.Cursor{`"v12.abc.internal%3ACZ-gz"`: 12, `W/"v7"`: 7, `"abc"`: 0, `"v"`: 0, `"vx.1"`: 0, `""`: 0} {
		if got, ok := taggedVersion(tag); !ok || got != want {
			t.Errorf("%s: %d %v", tag, got, ok)
		}
	}
	for _, tag := range []string{`v12`, `"v12`, `"a"b"`, ``} {
		if _, ok := taggedVersion(tag); ok {
			t.Errorf("%s passes for a tag", tag)
		}
	}
}
