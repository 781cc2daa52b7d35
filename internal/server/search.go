package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"
)

const (
	usualHits  = 20
	mostHits   = 100
	queryRunes = 64
)

// search finds records by name, pinyin, English name, id or USCC among those valid today. It keeps no index: it searches the texts of the
// World, in about 10 ns a record, or in some 100 ns where letters may be pinyin or differ in case.
func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "q" || name == "limit" || name == "zone" })
	if err != nil {
		return err
	}
	if err := given.format("json"); err != nil {
		return err
	}
	limit, err := given.limit(usualHits, mostHits)
	if err != nil {
		return err
	}
	looked, err := newNeedle(given["q"], s.names())
	if err != nil {
		return err
	}
	q := world.Query{Sight: askerOf(r).sight}
	if zone, ok := given["zone"]; ok {
		if !geo.ValidID(zone) {
			return badParameter("zone", phrase.IDMalformed.With(zone))
		}
		q.Equal = append(q.Equal, world.Condition{Field: geo.Zone, Value: geo.Text(zone)})
	}
	now := s.app.World()
	best := ranking{limit: limit}
	err = s.work(r, func(ctx context.Context) error {
		for _, c := range geo.Published() {
			if c == geo.Ground {
				continue // roads would hide what stands beside them
			}
			if err := looked.search(ctx, now.Table(c), q, &best); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.json(w, r, jsonType, languageOf(r), struct {
		Results       []result `json:"results"`
		NumberMatched int      `json:"numberMatched"`
	}{best.results(now), best.matched})
}

// needle is what is looked for, in the forms it is compared in.
type needle struct {
	names  *pinyin
	text   string // folded: NFC, plain letters and digits, lower case
	letter string // as pinyin, "" if it cannot be
}

func newNeedle(q string, names *pinyin) (*needle, error) {
	if q == "" {
		return nil, badParameter("q", phrase.ParameterEmpty.With("q"))
	}
	if utf8.RuneCountInString(q) > queryRunes {
		return nil, badParameter("q", phrase.ParameterLong.With("q", queryRunes))
	}
	text := strings.ToLower(strings.Join(strings.Fields(strings.Map(halfWidth, norm.NFC.String(q))), " "))
	return &needle{names, text, pinyinQuery(text)}, nil
}

// halfWidth makes full-width letters and digits, which input methods produce, plain ones. Punctuation stays: names have it full-width.
func halfWidth(c rune) rune {
	if c >= '０' && c <= '９' || c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ' {
		return c - '０' + '0'
	}
	return c
}

func (n *needle) search(ctx context.Context, t *world.Table, q world.Query, best *ranking) error {
	id, zh, en := t.Column(geo.ID, q.Sight), t.Column(geo.NameZH, q.Sight), t.Column(geo.NameEN, q.Sight)
	columns := []world.Column{id, zh, en}
	uscc := world.Column{}
	if t.Collection() == geo.Enterprises {
		uscc = t.Column(geo.USCC, q.Sight)
		columns = append(columns, uscc)
	}
	look := func(row world.Row) {
		h := hit{collection: t.Collection(), row: row, id: id.Value(row).Text(), name: zh.Value(row).Text()}
		if h.rank, h.kind = n.rank(h.id, uscc.Value(row).Text(), h.name, en.Value(row).Text()); h.kind != "" {
			best.add(h)
		}
	}
	if n.letter != "" || hasLetter(n.text) {
		return each(ctx, t, q, look)
	}
	// Without letters neither case nor pinyin matters, and the texts can be searched as they lie.
	found := 0
	t.EachWith(q, columns, n.text, func(row world.Row) bool {
		look(row)
		found++
		return found%scanStep != 0 || ctx.Err() == nil
	})
	return ctx.Err()
}

// rank says how well a record matches, 0 best, and by what; kind is "" if it does not.
func (n *needle) rank(id, uscc, zh, en string) (rank int, kind string) {
	inID := indexFold(id, n.text)
	if inID == 0 && len(id) == len(n.text) {
		return 0, "id"
	}
	inZH := indexFold(zh, n.text)
	if inZH == 0 && len(zh) == len(n.text) {
		return 0, "name"
	}
	inEN := indexFold(en, n.text)
	switch {
	case inEN == 0 && len(en) == len(n.text):
		return 0, "english"
	case inID == 0 || (len(n.text) >= 4 && indexFold(uscc, n.text) == 0):
		return 2, "id"
	case inZH >= 0:
		return 1 + 2*min(inZH, 1), "name"
	case inEN >= 0:
		return 1 + 2*min(inEN, 1), "english"
	}
	if n.letter != "" {
		if at := n.names.match(zh, n.letter); at >= 0 {
			return 4 + min(at, 1), "pinyin"
		}
	}
	if inID > 0 && len(n.text) >= 3 {
		return 6, "id"
	}
	return 0, ""
}

// indexFold is strings.Index with ASCII letters of s compared as if they were small; text is folded already.
func indexFold(s, text string) int {
	if len(text) == 0 || len(s) < len(text) {
		return -1
	}
	if text[0] >= utf8.RuneSelf && !hasLetter(text) {
		return strings.Index(s, text)
	}
	for i := 0; i+len(text) <= len(s); i++ {
		k := 0
		for k < len(text) && lower(s[i+k]) == text[k] {
			k++
		}
		if k == len(text) {
			return i
		}
	}
	return -1
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c >= 'a' && c <= 'z' })
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// hit is one record found.
type hit struct {
	rank       int
	kind       string
	collection geo.Collection
	row        world.Row
	id, name   string
}

func (h hit) before(o hit) bool {
	if h.rank != o.rank {
		return h.rank < o.rank
	}
	if h.collection != o.collection {
		return h.collection < o.collection
	}
	if len(h.name) != len(o.name) {
		return len(h.name) < len(o.name)
	}
	return h.id < o.id
}

// ranking keeps the best hits and counts them all.
type ranking struct {
	limit, matched int
	hits           []hit
}

func (k *ranking) add(h hit) {
	k.matched++
	if len(k.hits) == k.limit && !h.before(k.hits[k.limit-1]) {
		return
	}
	at, _ := slices.BinarySearchFunc(k.hits, h, func(kept, new hit) int {
		if new.before(kept) {
			return 1
		}
		return -1
	})
	if len(k.hits) == k.limit {
		k.hits = k.hits[:k.limit-1]
	}
	k.hits = slices.Insert(k.hits, at, h)
}

// result is a hit as the client reads it.
type result struct {
	Collection    string      `json:"collection"`
	ID            string      `json:"id"`
	NameZH        string      `json:"name_zh"`
	NameEN        string      `json:"name_en"`
	Zone          string      `json:"zone"`
	PositionClass string      `json:"position_class"`
	Point         *orb.Point  `json:"point"`
	BBox          *[4]float64 `json:"bbox"`
	Match         string      `json:"match"`
}

func (k *ranking) results(w *world.World) []result {
	all := make([]result, 0, len(k.hits))
	for _, h := range k.hits {
		t := w.Table(h.collection)
		text := func(f *geo.Field) string { return t.Value(h.row, f, geo.PublicSight()).Text() }
		found := result{Collection: h.collection.String(), ID: t.ID(h.row), NameZH: text(geo.NameZH), NameEN: text(geo.NameEN),
			Zone: text(geo.Zone), PositionClass: text(geo.PositionClass), Match: h.kind}
		if p, ok := t.Point(h.row); ok && t.Drawable(h.row) {
			found.Point = &p
		} else if g := t.Geometry(h.row); g != nil && t.Drawable(h.row) {
			b := g.Bound()
			found.BBox = &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
		all = append(all, found)
	}
	return all
}
