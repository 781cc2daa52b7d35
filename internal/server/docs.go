package server

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"

	"beltmap/geo/phrase"
	"beltmap/static"
)

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}

// documentPage is the frame of the server's own HTML pages. They carry no style and no script, so that the content security policy
// needs no exception; paragraphs and cell padding keep links far enough apart for a finger.
const documentPage = `<!doctype html>
<html lang="{{.Lang}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title></head>
<body><main>
<h1>{{.Title}}</h1>
<p>{{.About}}</p>
<nav>{{range .Links}}<p><a href="{{.Href}}"{{if .Hreflang}} hreflang="{{.Hreflang}}" lang="{{.Hreflang}}"{{end}}>{{.Title}}</a></p>{{end}}</nav>
{{template "body" .}}
</main></body></html>
`

const docsBody = `{{define "body"}}{{range .Resources}}
<section><h2><code>{{.Path}}</code></h2>
<p>{{.Summary}}</p>
{{if .Parameters}}<table cellpadding="8"><thead><tr><th scope="col">{{$.Parameter}}</th><th scope="col">{{$.Meaning}}</th></tr></thead><tbody>
{{range .Parameters}}<tr><td><code>{{.Name}}</code></td><td>{{.Meaning}}</td></tr>
{{end}}</tbody></table>{{end}}</section>
{{end}}{{end}}`

type documentedParameter struct{ Name, Meaning string }

type documentedResource struct {
	Path, Summary string
	Parameters    []documentedParameter
}

// docs explains the API as a page, from the same description as the OpenAPI document.
func (s *Server) docs(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "html")
	if err != nil {
		return err
	}
	base := s.options.BasePath
	var resources []documentedResource
	paths, _ := s.describeAPI("", lang, askerOf(r).sight)["paths"].(object)
	for path, item := range paths {
		entry, _ := item.(object)
		get, _ := entry["get"].(object)
		summary, _ := get["summary"].(string)
		d := documentedResource{Path: path, Summary: summary}
		parameters, _ := get["parameters"].([]object)
		for _, p := range parameters {
			name, _ := p["name"].(string)
			meaning, _ := p["description"].(string)
			d.Parameters = append(d.Parameters, documentedParameter{name, meaning})
		}
		resources = append(resources, d)
	}
	slices.SortFunc(resources, func(a, b documentedResource) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return s.html(w, r, lang, docsBody, struct {
		Lang, Title, About, Parameter, Meaning string
		Links                                  []link
		Resources                              []documentedResource
	}{lang.Tag(), phrase.APITitle.In(lang), phrase.APIDescription.In(lang), phrase.DocParameter.In(lang), phrase.DocMeaning.In(lang), []link{
		{Href: base + "/api/openapi.json", Title: phrase.LinkServiceDesc.In(lang)}, {Href: base + "/api/collections", Title: phrase.LinkData.In(lang)},
		{Href: base + "/attribution", Title: phrase.LinkLicense.In(lang)}, otherLanguage(base+"/api/docs", lang),
	}, resources})
}

func otherLanguage(path string, lang phrase.Lang) link {
	if lang == phrase.English {
		return link{Href: path + "?lang=zh-CN", Title: "中文", Hreflang: "zh-CN"}
	}
	return link{Href: path + "?lang=en", Title: "English", Hreflang: "en"}
}

const attributionBody = `{{define "body"}}<table cellpadding="8">
<thead><tr><th scope="col">{{.What}}</th><th scope="col">{{.Holder}}</th><th scope="col">{{.Licence}}</th></tr></thead><tbody>
{{range .Credits}}<tr><td>{{.What}}{{if .Note}}<br>{{.Note}}{{end}}</td><td>{{.Holder}}</td><td>{{if .URL}}<a href="{{.URL}}" rel="license noreferrer">{{.Licence}}</a>{{else}}{{.Licence}}{{end}}</td></tr>
{{end}}</tbody></table>{{end}}`

// attribution says whose data and software the product carries.
func (s *Server) attribution(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "html")
	if err != nil {
		return err
	}
	base := s.options.BasePath
	type credit struct{ What, Note, Holder, Licence, URL string }
	var credits []credit
	for _, c := range static.Attribution() {
		credits = append(credits, credit{What: c.What, Note: c.Note.In(lang), Holder: c.Holder, Licence: c.Licence, URL: c.URL})
	}
	if roads := s.app.Roads(); roads != nil {
		credits = append([]credit{{
			What: roads.Credit, Note: phrase.RoadsNote.With(roads.Source).In(lang), Holder: phrase.RoadsHolder.In(lang), Licence: "ODbL-1.0",
			URL: "https://www.openstreetmap.org/copyright",
		}}, credits...)
	}
	if s.options.Tianditu != nil {
		credits = append([]credit{{
			What: phrase.Tianditu.In(lang), Note: phrase.TiandituNote.With(s.options.TiandituNumber).In(lang), Holder: phrase.TiandituHolder.In(lang),
			Licence: phrase.TiandituTerms.In(lang), URL: "https://www.tianditu.gov.cn",
		}}, credits...)
	}
	return s.html(w, r, lang, attributionBody, struct {
		Lang, Title, About, What, Holder, Licence string
		Links                                     []link
		Credits                                   []credit
	}{lang.Tag(), phrase.LinkLicense.In(lang), phrase.IllustrativeNotice.In(lang), phrase.DocWhat.In(lang), phrase.DocHolder.In(lang), phrase.DocLicence.In(lang),
		[]link{{Href: base + "/", Title: phrase.DocMap.In(lang)}, {Href: base + "/attribution/notices", Title: phrase.LinkNotices.In(lang)}, otherLanguage(base+"/attribution", lang)}, credits})
}

const plainTextType = "text/plain; charset=utf-8"

// notices answers the licences in full, which ask to be handed on with what they cover. They are in the language they were written in.
func (s *Server) notices(w http.ResponseWriter, r *http.Request) error {
	if _, err := plainRequest(r, "text"); err != nil {
		return err
	}
	return s.document(w, r, plainTextType, phrase.English, []byte(static.Notices()))
}

func (s *Server) html(w http.ResponseWriter, r *http.Request, lang phrase.Lang, body string, values any) error {
	t, err := template.New("page").Parse(documentPage)
	if err == nil {
		t, err = t.Parse(body)
	}
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, values); err != nil {
		return err
	}
	return s.document(w, r, htmlType, lang, out.Bytes())
}
