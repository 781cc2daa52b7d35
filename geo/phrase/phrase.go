// Package phrase holds every sentence a user reads, in Chinese and in English, so that neither language can be forgotten.
// Each file is the table of one room: its variables are the sentences that room may say. It holds no logic beyond filling in
// the arguments, and it imports nothing of ours.
package phrase

import "fmt"

// Lang is a language the product speaks.
type Lang uint8

// The product's two languages. Chinese is the default, hence the zero value.
const (
	Chinese Lang = iota
	English
)

// ParseLang reads a BCP 47 tag such as "zh-CN" or "en"; anything that does not begin with "en" is Chinese.
func ParseLang(tag string) Lang {
	if len(tag) >= 2 && (tag[0]|0x20) == 'e' && (tag[1]|0x20) == 'n' {
		return English
	}
	return Chinese
}

// Tag is the BCP 47 tag of the language.
func (l Lang) Tag() string {
	if l == English {
		return "en"
	}
	return "zh-CN"
}

// Phrase is one sentence or label in both languages, with fmt verbs for its arguments. Both sides take the same arguments in the
// same order (use explicit indexes, %[2]s, where the word order differs).
type Phrase struct{ ZH, EN string }

// Of is a phrase outside this package: the label of a field or code, which stands beside what it labels.
func Of(zh, en string) Phrase { return Phrase{ZH: zh, EN: en} }

// With fills in the arguments. A Phrase or Text among them is said in the language of its side.
func (p Phrase) With(args ...any) Text {
	return Text{ZH: fill(p.ZH, Chinese, args), EN: fill(p.EN, English, args)}
}

// In is the phrase in one language, for phrases that take no arguments.
func (p Phrase) In(l Lang) string { return Text(p).In(l) }

// Text is a finished sentence in both languages.
type Text struct{ ZH, EN string }

// In is the sentence in one language.
func (t Text) In(l Lang) string {
	if l == English {
		return t.EN
	}
	return t.ZH
}

// IsZero tells whether nothing was said.
func (t Text) IsZero() bool { return t == Text{} }

func fill(format string, l Lang, args []any) string {
	if len(args) == 0 {
		return format
	}
	said := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case Phrase:
			said[i] = arg.In(l)
		case Text:
			said[i] = arg.In(l)
		default:
			said[i] = arg
		}
	}
	return fmt.Sprintf(format, said...)
}
