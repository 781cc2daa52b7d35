package server

import (
	"bytes"
	"context"
	"hash/fnv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzip"
)

const (
	geoJSON    = "application/geo+json"
	contentCRS = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
	chunk      = 48 << 10 // bytes gathered before they are sent, so that memory is bounded however long the answer
)

// collectionOf is the collection a path names, if it is published.
func collectionOf(r *http.Request) (geo.Collection, error) {
	id := mux.Vars(r)["collection"]
	c, err := geo.ParseCollection(id)
	if err != nil || c == geo.Facts {
		return 0, notFound(phrase.CollectionUnserved.With(id))
	}
	return c, nil
}

// page is one page of items, found and counted, ready to be written.
type page struct {
	*reader
	rows    []world.Row
	matched int
	links   []link
}

// items answers a page of a collection's records as a FeatureCollection.
func (s *Server) items(w http.ResponseWriter, r *http.Request) error {
	c, err := collectionOf(r)
	if err != nil {
		return err
	}
	sight := askerOf(r).sight
	p := s.plan(c, sight)
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return reserved(name) || p.field(name) != nil })
	if err != nil {
		return err
	}
	if format, is := export.ByName(given["f"]); is && format.Name != "geojson" {
		return s.download(w, r, c, format, given)
	}
	if err := given.format(itemFormats()...); err != nil {
		return err
	}
	if _, is := given["crs"]; is {
		return badParameter("crs", phrase.CRSOnlyDownloads.With(strings.Join(downloadFormats(), ", ")))
	}
	limit, err := given.limit(defaultLimit, maxLimit)
	if err != nil {
		return err
	}
	if after := given["after"]; after != "" && !geo.ValidID(after) {
		return badParameter("after", phrase.AfterMalformed.With(after))
	}
	f, err := p.filter(given, sight)
	if err != nil {
		return err
	}
	now := s.app.World()
	if s.listHeaders(w, r, now) {
		return nil
	}
	found, err := s.find(r, p.read(now, sight, limit), f.query, given, limit)
	if err != nil {
		return err
	}
	return s.writePage(w, r, found)
}

// listHeaders sets what the answer to a list carries and answers 304 if the client has this version. The tag is the World's version, day
// and settings, what the reader sees and the encoding.
func (s *Server) listHeaders(w http.ResponseWriter, r *http.Request, now *world.World) (answered bool) {
	etag := `W/"` + strconv.FormatInt(int64(now.Version()), 36) + "." + now.Day().String() + "." + now.SettingsHash()[:8] + "." + askerOf(r).tag()
	if acceptsGzip(r.Header) {
		etag += ".gz"
	}
	h := w.Header()
	h["Etag"] = []string{etag + `"`}
	askerOf(r).keeping(h, "Accept-Encoding, Accept-Language")
	if matchesETag(r.Header, etag+`"`) {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// find computes a page within the bound on work at once.
func (s *Server) find(r *http.Request, on *reader, q world.Query, given parameters, limit int) (*page, error) {
	p, more := &page{reader: on}, false
	err := s.work(r, func(ctx context.Context) error {
		p.rows, more = on.table.Page(q, given["after"], limit)
		if err := ctx.Err(); err != nil {
			return err
		}
		p.matched = on.table.Count(q)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	lang := languageOf(r)
	path := s.base(r) + "/api/collections/" + on.collection.String()
	p.links = []link{
		{Href: hrefOf(path+"/items", given, ""), Rel: "self", Type: geoJSON, Title: phrase.LinkSelf.In(lang)},
		{Href: path, Rel: "collection", Type: "application/json", Title: phrase.LinkCollection.In(lang)},
	}
	if more {
		last := on.table.ID(p.rows[len(p.rows)-1])
		p.links = append(p.links, link{Href: hrefOf(path+"/items", given, last), Rel: "next", Type: geoJSON, Title: phrase.LinkNext.In(lang)})
	}
	return p, nil
}

// work computes under the bound on time, and only as many at once as there are cores. Nothing is sent meanwhile, so that a slow client
// holds no core.
func (s *Server) work(r *http.Request, compute func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(r.Context(), s.deadline)
	defer cancel()
	done, err := s.app.Work(ctx)
	if err != nil {
		return err
	}
	defer done()
	return compute(ctx)
}

// hrefOf is a link with all parameters kept, and after replaced unless it is "".
func hrefOf(path string, given parameters, after string) string {
	values := url.Values{}
	for name, value := range given {
		values.Set(name, value)
	}
	if after != "" {
		values.Set("after", after)
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// writePage streams a page. It stops when the client goes or the time is up.
func (s *Server) writePage(w http.ResponseWriter, r *http.Request, p *page) error {
	h := w.Header()
	h["Content-Type"] = []string{geoJSON}
	h["Content-Crs"] = []string{contentCRS}
	out := s.stream(w, r)
	defer out.close()
	b := append(*out.buffer, `{"type":"FeatureCollection","timeStamp":"`...)
	b = time.Now().UTC().AppendFormat(b, time.RFC3339)
	b = strconv.AppendInt(append(b, `","numberMatched":`...), int64(p.matched), 10)
	b = strconv.AppendInt(append(b, `,"numberReturned":`...), int64(len(p.rows)), 10)
	b = appendLinks(append(b, `,"links":`...), p.links)
	b = append(b, `,"features":[`...)
	for i := range p.rows {
		if i%blockRows == 0 {
			p.load(p.rows[i:min(i+blockRows, len(p.rows))])
		}
		if i > 0 {
			b = append(b, ',', '\n')
		}
		b = append(p.append(b, i%blockRows), '}')
		if len(b) >= chunk {
			if err := out.send(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	if err := out.send(append(b, "]}\n"...)); err != nil {
		return err
	}
	*out.buffer = b
	return out.finish()
}

func appendLinks(b []byte, links []link) []byte {
	b = append(b, '[')
	for i, l := range links {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"href":`...), l.Href)
		b = appendString(append(b, `,"rel":`...), l.Rel)
		b = appendString(append(b, `,"type":`...), l.Type)
		b = appendString(append(b, `,"title":`...), l.Title)
		b = append(b, '}')
	}
	return append(b, ']')
}

// item answers one record, whatever its validity: its id is a name for it, today and later.
func (s *Server) item(w http.ResponseWriter, r *http.Request) error {
	c, err := collectionOf(r)
	if err != nil {
		return err
	}
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err != nil {
		return err
	}
	if err := given.format("json", "geojson"); err != nil {
		return err
	}
	id := mux.Vars(r)["item"]
	sight := askerOf(r).sight
	on := s.plan(c, sight).read(s.app.World(), sight, 1)
	row, ok := on.table.Find(id)
	if !ok || !on.table.Shown(row, sight) { // of what is hidden nobody learns that it is there
		return notFound(phrase.ItemMissing.With(c.String(), id))
	}
	buffer := s.buffers.body()
	defer s.buffers.release(buffer)
	b := s.itemBody(r, on, row, *buffer, given)
	*buffer = b
	w.Header()["Content-Crs"] = []string{contentCRS}
	return s.taggedDocument(w, r, geoJSON, languageOf(r), b, itemTag(on.table.Version(row)))
}

// itemBody appends one record as a Feature with links.
func (s *Server) itemBody(r *http.Request, on *reader, row world.Row, b []byte, given parameters) []byte {
	lang := languageOf(r)
	path := s.base(r) + "/api/collections/" + on.collection.String()
	on.load([]world.Row{row})
	b = append(on.appendDerived(on.append(b, 0), row), `,"links":`...)
	b = appendLinks(b, []link{
		{Href: hrefOf(path+"/items/"+url.PathEscape(on.table.ID(row)), given, ""), Rel: "self", Type: geoJSON, Title: phrase.LinkSelf.In(lang)},
		{Href: path, Rel: "collection", Type: "application/json", Title: phrase.LinkCollection.In(lang)},
	})
	return append(b, "}\n"...)
}

// stream sends an answer in chunks, packed if the client takes gzip.
type stream struct {
	server *Server
	w      http.ResponseWriter
	r      *http.Request
	buffer *[]byte
	packed bytes.Buffer
	zip    *gzip.Writer // nil for a client that takes no gzip
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request) *stream {
	out := &stream{server: s, w: w, r: r, buffer: s.buffers.body()}
	if acceptsGzip(r.Header) {
		w.Header()["Content-Encoding"] = []string{"gzip"}
		out.zip = s.buffers.gzip(&out.packed)
	}
	return out
}

// send sends a chunk, unless nobody waits for it any more.
func (o *stream) send(b []byte) error {
	if err := o.r.Context().Err(); err != nil {
		return clientGone(err)
	}
	if o.zip == nil {
		_, err := o.w.Write(b)
		return clientGone(err)
	}
	_, _ = o.zip.Write(b) // into memory
	return o.drain()
}

func (o *stream) drain() error {
	if o.packed.Len() == 0 {
		return nil
	}
	_, err := o.packed.WriteTo(o.w)
	return clientGone(err)
}

func (o *stream) finish() error {
	if o.zip == nil {
		return nil
	}
	_ = o.zip.Close() // into memory
	return o.drain()
}

func (o *stream) close() {
	if o.zip != nil {
		o.server.buffers.gzips.Put(o.zip)
	}
	o.server.buffers.release(o.buffer)
}

// tagOf is a short name for bytes.
func tagOf(b []byte) string {
	sum := fnv.New64a()
	_, _ = sum.Write(b)
	return strconv.FormatUint(sum.Sum64(), 36)
}
