package geo

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo/phrase"
)

// Settings are the values of all settings at one moment. They do not change: who computes takes one and gives its Hash along with the numbers. The
// zero Settings are the defaults.
type Settings struct {
	set    map[*Setting]Value
	pinned map[*Setting]bool
}

// NewSettings takes what was set in the store and what the operator pinned from outside, as texts by key. A pinned value stands over a stored one
// and cannot be edited. An unknown key or a value that cannot be is an error of kind invalid.
func NewSettings(stored, pinned map[string]string) (Settings, error) {
	s := Settings{map[*Setting]Value{}, map[*Setting]bool{}}
	for i, values := range []map[string]string{stored, pinned} {
		for _, key := range slices.Sorted(maps.Keys(values)) {
			setting, err := SettingOf(key)
			if err != nil {
				return Settings{}, err
			}
			v, err := setting.Parse(values[key])
			if err != nil {
				return Settings{}, err
			}
			s.set[setting] = v
			if i == 1 {
				s.pinned[setting] = true
			}
		}
	}
	return s, s.consistent()
}

// consistent tells what is wrong between values that are right each for itself.
func (s Settings) consistent() error {
	if least, most := s.Integer(BranchMost), s.Integer(GeneralBranchMost); least >= most {
		return Invalid("geo.Settings", phrase.SettingOrder.With(BranchMost.Key, least, GeneralBranchMost.Key, most))
	}
	return nil
}

// Edit is the settings with one value changed, and the value. One that is pinned cannot be edited: that is denied.
func (s Settings) Edit(key, text string) (Settings, Value, error) {
	setting, err := SettingOf(key)
	if err != nil {
		return s, Value{}, err
	}
	if s.pinned[setting] {
		return s, Value{}, &Error{Kind: KindDenied, Op: "geo.Settings.Edit", Text: phrase.SettingPinned.With(key, s.Get(setting))}
	}
	v, err := setting.Parse(text)
	if err != nil {
		return s, Value{}, err
	}
	next := Settings{maps.Clone(s.set), s.pinned}
	if next.set == nil {
		next.set = map[*Setting]Value{}
	}
	next.set[setting] = v
	return next, v, next.consistent()
}

// Get is a setting's value.
func (s Settings) Get(setting *Setting) Value {
	if v, set := s.set[setting]; set {
		return v
	}
	return setting.Default
}

// Pinned tells whether the operator fixed a value from outside.
func (s Settings) Pinned(setting *Setting) bool { return s.pinned[setting] }

// Integer is the value of a setting of TypeInteger.
func (s Settings) Integer(setting *Setting) int {
	n, _ := s.Get(setting).Integer()
	return int(n)
}

// Number is the value of a setting of TypeNumber or TypeInteger.
func (s Settings) Number(setting *Setting) float64 {
	x, _ := s.Get(setting).Number()
	return x
}

// Boolean is the value of a setting of TypeBoolean.
func (s Settings) Boolean(setting *Setting) bool {
	is, _ := s.Get(setting).Boolean()
	return is
}

// StarSchemes are the ways of rating organizations.
func (s Settings) StarSchemes() []RatingScheme {
	var out []RatingScheme
	for _, item := range s.Get(StarSchemes).Items() {
		if scheme, ok := parseScheme(item); ok {
			out = append(out, scheme)
		}
	}
	return out
}

// Hash names the values from which numbers are made, in 32 hexadecimal digits: the same in every process and for every way in which they came
// to be. It is the first half of SHA-256 over netstrings (as AuditEntry.Sum has them) of "beltmap-settings-1" and then, by key in the order of
// bytes, key and value of every setting that is not Aside, lists joined by ";".
func (s Settings) Hash() string {
	texts := []string{"beltmap-settings-1"}
	schema := SettingSchema()
	slices.SortFunc(schema, func(a, b *Setting) int { return strings.Compare(a.Key, b.Key) })
	for _, setting := range schema {
		if !setting.Aside {
			texts = append(texts, setting.Key, s.Get(setting).String())
		}
	}
	var b []byte
	for _, t := range texts {
		b = append(strconv.AppendInt(b, int64(len(t)), 10), ':')
		b = append(append(b, t...), ',')
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Fields is a version of a setting as the audit log keeps it: its value, that of the default where the text is "", and the version's number.
func (s *Setting) Fields(text string, version int64) string {
	value := text
	if value == "" {
		value = s.Default.String()
	}
	return `{"value":` + quotedJSON(value) + `,"version":` + strconv.FormatInt(version, 10) + "}"
}
