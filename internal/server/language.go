package server

import (
	"net/http"
	"strconv"
	"strings"

	"beltmap/geo/phrase"
)

// languageOf is the language the client reads: the parameter lang, else the best of Accept-Language, else Chinese.
func languageOf(r *http.Request) phrase.Lang {
	if r.URL != nil && strings.Contains(r.URL.RawQuery, "lang=") {
		if tag := r.URL.Query().Get("lang"); tag != "" {
			return phrase.ParseLang(tag)
		}
	}
	return acceptedLanguage(r.Header.Get("Accept-Language"))
}

// acceptedLanguage reads RFC 9110's Accept-Language as far as two languages need it; of equal weights the first wins.
func acceptedLanguage(header string) phrase.Lang {
	best, lang := 0.0, phrase.Chinese
	for part := range strings.SplitSeq(header, ",") {
		tag, weight := weighted(part)
		is := func(prefix string) bool {
			return len(tag) >= 2 && strings.EqualFold(tag[:2], prefix) && (len(tag) == 2 || tag[2] == '-')
		}
		switch {
		case weight <= best:
		case is("zh"), tag == "*":
			best, lang = weight, phrase.Chinese
		case is("en"):
			best, lang = weight, phrase.English
		}
	}
	return lang
}

// weighted splits one element of an Accept header from its weight, which is 1 unless stated and 0 if malformed.
func weighted(part string) (token string, weight float64) {
	token, rest, _ := strings.Cut(part, ";")
	weight = 1
	for param := range strings.SplitSeq(rest, ";") {
		if v, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(param)), "q="); ok {
			q, err := strconv.ParseFloat(v, 64)
			if err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
			weight = q
		}
	}
	return strings.TrimSpace(token), weight
}

// acceptsGzip tells whether the client takes gzip: named with a weight above 0, or covered by * and not refused.
func acceptsGzip(h http.Header) bool {
	values := h["Accept-Encoding"]
	if len(values) == 1 && values[0] == "gzip" { // what Go and most tile clients send
		return true
	}
	wildcard := false
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			switch token, weight := weighted(part); {
			case strings.EqualFold(token, "gzip"), strings.EqualFold(token, "x-gzip"):
				return weight > 0
			case token == "*":
				wildcard = weight > 0
			}
		}
	}
	return wildcard
}
