package server

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"net/url"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
)

// gapFile answers the whole list as a table to take away.
func (s *Server) gapFile(w http.ResponseWriter, r *http.Request, l *gapList, format string) error {
	lang := languageOf(r)
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, "gaps", format); err != nil {
			return err
		}
	}
	where := l.area.id
	if l.polygon != nil {
		where = "area"
	}
	name := "gaps-" + where + "-" + l.world.Day().String()
	sheet := l.sheet(lang)
	write := sheet.WriteCSV
	if format == "xlsx" {
		write = sheet.WriteXLSX
	}
	return s.sheetFile(w, r, format, name, phrase.GapFile.In(phrase.Chinese)+"-"+where, write)
}

// sheetFile answers a table as a file of some name. It is made whole before it is sent, within the bound on downloads.
func (s *Server) sheetFile(w http.ResponseWriter, r *http.Request, format, name, chinese string, write func(context.Context, io.Writer) error) error {
	select {
	case s.downloads <- struct{}{}:
		defer func() { <-s.downloads }()
	default:
		w.Header().Set("Retry-After", "5")
		return geo.Unavailable("server.sheetFile", phrase.DownloadsBusy.With(), nil)
	}
	as, _ := export.ByName(format)
	var b bytes.Buffer
	if err := write(r.Context(), &b); err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="` + name + as.Extension + `"; filename*=UTF-8''` + url.PathEscape(chinese+as.Extension)}
	return s.document(w, r, as.MediaType, languageOf(r), b.Bytes())
}

// sheet is the list as a table with a row a gap, codes in words.
func (l *gapList) sheet(lang phrase.Lang) export.Sheet {
	fields := gapFields()
	head := []string{phrase.GapPlace.In(lang), phrase.GapStatusLabel.In(lang)}
	for _, f := range fields {
		head = append(head, f.Label.In(lang))
	}
	for _, p := range []phrase.Phrase{phrase.GapMeasured, phrase.GapRule, phrase.GapReason, phrase.GapOrganization, phrase.GapForm, phrase.GapOrgMetres,
		phrase.GapCenter, phrase.GapCenterMetres, phrase.GapCenterRoad} {
		head = append(head, p.In(lang))
	}
	if l.measure != nil {
		head = append(head, phrase.GapSure.With(l.measure.Label()).In(lang))
	}
	rows := l.writer(lang)
	named := func(n *reachWriter, r *coverage.Reach) geo.Value {
		if r.Row < 0 {
			return geo.Value{}
		}
		if name := n.name(r.Row); name != "" {
			return geo.Text(name)
		}
		return geo.Text(n.t.ID(r.Row))
	}
	return export.Sheet{Name: "gaps", Head: head, Rows: len(l.page), Row: func(i int, into []geo.Value) []geo.Value {
		gap, org, center := &l.page[i], &l.organizations[i], &l.centers[i]
		into = append(into, geo.Integer(int64(i+1)), inWords(geo.EnterpriseStatus, geo.Text(gap.Status.String()), lang))
		for k, f := range fields {
			into = append(into, inWords(f, rows.columns[k].Value(gap.Row), lang))
		}
		why := rows.t.Reason(gap.Row, l.sight)
		rule, form := "", geo.Value{}
		if why.Rule != nil {
			rule = why.Rule.ID
		}
		if org.Row >= 0 {
			form = inWords(geo.Form, rows.organizations.forms.Value(org.Row), lang)
		}
		into = append(into, geo.Boolean(gap.Measured), geo.Text(rule), geo.Text(why.Text().In(lang)), named(&rows.organizations, org), form, wholeMetres(org.Metres),
			named(&rows.centers, center), wholeMetres(center.Metres), wholeMetres(center.OnRoad))
		if l.measure != nil {
			into = append(into, geo.Boolean(!gap.Unsure))
		}
		return into
	}}
}

// inWords is a value with its code said in a language.
func inWords(f *geo.Field, v geo.Value, lang phrase.Lang) geo.Value {
	if label, is := f.CodeLabel(v.Text()); is && f.Type == geo.TypeCode {
		return geo.Text(label.In(lang))
	}
	return v
}

func wholeMetres(x float64) geo.Value {
	if math.IsNaN(x) {
		return geo.Value{}
	}
	return geo.Integer(int64(math.Round(x)))
}
