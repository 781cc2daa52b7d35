package sample_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"beltmap/geo"
)

// article is the list of what the article states, kept beside the repository; its quotations are for checking and not for copying.
type article struct {
	Facts []struct {
		ID        string   `json:"id"`
		Zone      string   `json:"zone"`
		NameZH    string   `json:"name_zh"`
		Quote     string   `json:"quote"`
		Value     *float64 `json:"value"`
		Unit      string   `json:"unit"`
		Qualifier string   `json:"qualifier"`
		Year      string   `json:"year"`
		Conflicts []string `json:"conflicts_with"`
	} `json:"facts"`
}

func readArticle(t *testing.T) article {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/domain/article_facts.json")
	if err != nil {
		t.Skip("left out: ../shared is absent, and with it the article's list of facts")
	}
	var a article
	if err := json.Unmarshal(raw, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAllFactsOfTheArticleAreThereAsStated(t *testing.T) {
	facts := of(records(t), geo.Facts)
	a := readArticle(t)
	if len(facts) != 132 || len(a.Facts) != 132 {
		t.Fatalf("%d facts in the sample, %d in the article's list", len(facts), len(a.Facts))
	}
	known := byRef(facts)
	for _, want := range a.Facts {
		got := known["facts/"+want.ID]
		if got == nil {
			t.Errorf("%s is missing", want.ID)
			continue
		}
		value, has := got.Get(geo.FactValue).Number()
		if has != (want.Value != nil) || (has && value != *want.Value) {
			t.Errorf("%s: value %v %v", want.ID, value, has)
		}
		if got.Zone != want.Zone || got.NameZH != want.NameZH || got.Get(geo.FactUnit).Text() != want.Unit || got.Get(geo.FactQualifier).Text() != want.Qualifier {
			t.Errorf("%s: zone %q, name %q, unit %q, qualifier %q", want.ID, got.Zone, got.NameZH, got.Get(geo.FactUnit), got.Get(geo.FactQualifier))
		}
		year, _, _ := strings.Cut(want.Year, " ")
		if period := got.Get(geo.FactPeriod).Text(); !strings.HasPrefix(period, year) || (year == "" && period != "") {
			t.Errorf("%s: period %q, the article's year is %q", want.ID, period, want.Year)
		}
		if !slices.Equal(got.Get(geo.ConflictsWith).Items(), want.Conflicts) {
			t.Errorf("%s: conflicts with %v, want %v", want.ID, got.Get(geo.ConflictsWith).Items(), want.Conflicts)
		}
		if !strings.Contains(got.Source, want.ID) {
			t.Errorf("%s: its source does not name it: %s", want.ID, got.Source)
		}
	}
}

func TestEveryFactHasASubjectAndWhatHasNoNumberIsAStatement(t *testing.T) {
	statements := 0
	for _, r := range of(records(t), geo.Facts) {
		if r.Get(geo.Subject).IsNone() {
			t.Errorf("%s has no subject", r.ID)
		}
		if r.Get(geo.FactValue).IsNone() {
			statements++
			if !r.Get(geo.FactQualifier).IsNone() {
				t.Errorf("%s has a qualifier but no number", r.ID)
			}
		}
	}
	if statements == 0 {
		t.Error("every fact has a number: the statements are lost")
	}
}

func TestTheTwoCountsOfNingguoNameEachOther(t *testing.T) {
	known := byRef(records(t))
	for id, other := range map[string]string{"NG-005": "NG-013", "NG-013": "NG-005"} {
		r := known["facts/"+id]
		if !r.Get(geo.ConflictsWith).Contains(other) || r.Get(geo.Subject).Text() != "zones/NG" {
			t.Errorf("%s is about %s and conflicts with %v", id, r.Get(geo.Subject), r.Get(geo.ConflictsWith))
		}
	}
}

var han = regexp.MustCompile(`\p{Han}+`)

// Twelve Chinese characters in a row are a sentence of the article, unless they are part of a name that it gives.
func TestNoSentenceOfTheArticleIsCopied(t *testing.T) {
	const most = 12
	var text strings.Builder
	for _, r := range records(t) {
		for _, s := range []string{r.NameZH, r.NameEN, r.Source, r.Position.Source} {
			text.WriteString(s + "\n")
		}
		for i := range geo.SchemaOf(r.Collection).Fields {
			text.WriteString(r.At(i).String() + "\n")
		}
	}
	// Punctuation is left out of both sides, so that a quotation with other marks is still found.
	written := []rune(onlyHan(text.String()))
	a := readArticle(t)
	var names strings.Builder
	for _, f := range a.Facts {
		names.WriteString(onlyHan(f.NameZH) + "\n")
	}
	// The one name that the article gives in full and the list of facts shortens.
	names.WriteString("合肥荣事达电子电器集团有限公司党支部\n")
	for _, f := range a.Facts {
		for _, run := range han.FindAllString(onlyHan(f.Quote), -1) {
			for quote := []rune(run); len(quote) >= most; quote = quote[1:] {
				part := string(quote[:most])
				if strings.Contains(string(written), part) && !strings.Contains(names.String(), part) {
					t.Errorf("%s: the sample holds %q of the article", f.ID, part)
				}
			}
		}
	}
}

// onlyHan keeps Chinese characters, and line ends as separators.
func onlyHan(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Han, c) || c == '\n' {
			return c
		}
		return -1
	}, s)
}
