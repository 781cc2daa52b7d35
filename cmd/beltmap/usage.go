package main

import (
	"errors"
	"regexp"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// usageError says that the command line cannot be followed.
type usageError struct{ text phrase.Text }

func (u *usageError) Error() string { return u.text.EN }

func misuse(t phrase.Text) error { return &usageError{t} }

// misused says what is wrong with the command line and where help is.
func (s *session) misused(err error) int {
	s.sayTo(s.stderr, phrase.Failed.With(usageText(err)))
	s.sayTo(s.stderr, phrase.UsageHint.With())
	return exitUsage
}

// usageText turns what the parser says, which is English only, into a sentence in both languages.
func usageText(err error) phrase.Text {
	if u, ours := err.(*usageError); ours {
		return u.text
	}
	said := err.Error()
	for _, known := range []struct {
		pattern string
		phrase  phrase.Phrase
	}{
		{`^unknown flag (\S+?)(?:, did you mean.*)?$`, phrase.UsageUnknownFlag},
		{`^unexpected argument (.+?)(?:, did you mean.*)?$`, phrase.UsageUnexpected},
		{`^expected "(<.+)"$`, phrase.UsageMissing},
		{`^missing flags: (.+)$`, phrase.UsageMissing},
		{`^expected one of (.+)$`, phrase.UsageNoCommand},
		{`^(--\S+): .*<EOL>.*$`, phrase.UsageNoValue},
		{`^(--\S+): expected .* but got (.+)$`, phrase.UsageMistyped},
		{`^(--\S+) must be one of .* but got (.+)$`, phrase.UsageMistyped},
		{`^(--\S+): missing value.*$`, phrase.UsageNoValue},
	} {
		if m := regexp.MustCompile(known.pattern).FindStringSubmatch(said); m != nil {
			args := make([]any, len(m)-1)
			for i := range args {
				args[i] = m[i+1]
			}
			return known.phrase.With(args...)
		}
	}
	return phrase.UsageOther.With(said)
}

// saidBy is what an error says to the user.
func saidBy(err error) phrase.Text {
	var ours *geo.Error
	if errors.As(err, &ours) {
		return ours.Text
	}
	return phrase.Text{ZH: err.Error(), EN: err.Error()}
}
