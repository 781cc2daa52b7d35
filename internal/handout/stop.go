package handout

import (
	"fmt"
	"html/template"
	"net/url"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
)

// stopView is a stop in words.
type stopView struct {
	Seq                                int
	Name, NameLang                     string
	Arrive, Leave                      string
	Minutes                            int // until when, since midnight; -1 if nobody knows
	Lon, Lat                           float64
	Located                            bool
	Leg, Place, Story, StoryLang, From string
	StepFree                           string
	Facts, Honors                      []string
	Guides                             []guide
}

type guide struct {
	Href  template.URL
	Title string
}

func stopOf(t *Tour, i int) stopView {
	p := &t.Passages[i]
	v := stopView{Seq: p.Seq, Minutes: -1, Lon: p.Point[0], Lat: p.Point[1], Located: p.Located, Leg: legOf(p, t.Lang), Facts: factsOf(p, t.Lang)}
	v.Name, v.NameLang = said(t.Lang, p.NameZH, p.NameEN)
	v.Story, v.StoryLang = said(t.Lang, p.StoryZH, p.StoryEN)
	if p.StepFree != "" {
		v.StepFree = phrase.TourStepFree.With(p.StepFree).In(t.Lang)
	}
	if v.Story != "" && p.StorySource != "" {
		v.From = phrase.TourSource.With(p.StorySource).In(t.Lang)
	}
	if p.Timed {
		v.Arrive, v.Leave, v.Minutes = p.Arrive.String(), p.Leave.String(), int(p.Leave)
	}
	if i < len(t.Honors) {
		for _, h := range t.Honors[i] {
			name, _ := said(t.Lang, h.NameZH, h.NameEN)
			v.Honors = append(v.Honors, name)
		}
	}
	switch {
	case !p.Located:
		v.Place = phrase.TourUnplaced.In(t.Lang)
	case p.Class == geo.Illustrative:
		v.Place = phrase.TourIllustrative.In(t.Lang)
	case t.Guide:
		v.Guides = guides(crs.WGS84(p.Point), v.Name, t.Lang)
	}
	return v
}

// guides are links to what leads to a place, each in the datum that it expects. Nobody asks anything of them until a visitor follows one.
func guides(at crs.WGS84, name string, lang phrase.Lang) []guide {
	amap, baidu := at.GCJ02(), at.BD09()
	return []guide{
		{template.URL(fmt.Sprintf("https://uri.amap.com/navigation?to=%.6f,%.6f,%s&mode=walk&coordinate=gaode&src=beltmap", amap[0], amap[1], url.QueryEscape(name))), phrase.TourAMap.In(lang)},
		{template.URL(fmt.Sprintf("https://api.map.baidu.com/marker?location=%.6f,%.6f&title=%s&content=%[3]s&output=html&coord_type=bd09ll&src=beltmap", baidu[1], baidu[0], url.QueryEscape(name))), phrase.TourBaidu.In(lang)},
		{template.URL(fmt.Sprintf("geo:%.6f,%.6f", at[1], at[0])), phrase.TourOtherApp.In(lang)},
	}
}

func legOf(p *tour.Passage, lang phrase.Lang) string {
	if p.Leg == nil {
		return ""
	}
	way := phrase.TourOnFoot
	if p.Leg.Mode == tour.Bus {
		way = phrase.TourByBus
	}
	said := way.With(p.Leg.Minutes, p.Leg.Metres).In(lang)
	if p.Leg.Estimated {
		return said + phrase.TourLegEstimated.In(lang)
	}
	return said + phrase.TourLegByRoad.In(lang)
}

func factsOf(p *tour.Passage, lang phrase.Lang) (facts []string) {
	add := func(is bool, one phrase.Text) {
		if is {
			facts = append(facts, one.In(lang))
		}
	}
	opens, closes := geo.Clock(p.Visit.Opens), geo.Clock(p.Visit.Closes)
	add(p.DwellKnown, phrase.TourStay.With(p.Visit.Dwell))
	add(!p.DwellKnown, phrase.TourStayAssumed.With(p.Visit.Dwell))
	add(opens > 0 && closes > 0, phrase.TourOpens.With(opens, closes))
	add(opens > 0 && closes == 0, phrase.TourOpensAt.With(opens))
	add(opens == 0 && closes > 0, phrase.TourClosesAt.With(closes))
	add(p.Visit.Capacity > 0, phrase.TourRoom.With(p.Visit.Capacity))
	add(p.Lunch, phrase.TourLunch.With())
	return facts
}
