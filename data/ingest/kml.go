package ingest

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/text/encoding/htmlindex"
)

// readKML hands over the placemarks of a KML file (OGC 07-147r2), each folder and document with some as a sheet. Their columns are name,
// description and what ExtendedData holds; they differ from one placemark to the next, so that the file is read twice. Styles, overlays,
// links to other files and tracks are not read; nothing that the file points to is fetched.
func readKML(ctx context.Context, in *input, to table) error {
	return readPlacemarks(ctx, in.name, func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(in, 0, in.size)), nil
	}, to)
}

// readKMZ hands over the first KML file of an archive.
func readKMZ(ctx context.Context, in *input, to table) error {
	a, err := openArchive(in)
	if err != nil {
		return err
	}
	for _, f := range a.parts {
		if strings.EqualFold(path.Ext(f.Name), ".kml") {
			return readPlacemarks(ctx, in.name, func() (io.ReadCloser, error) {
				a.again(maxUnpacked)
				return a.open(f)
			}, to)
		}
	}
	return geo.Invalid("ingest.KML", phrase.NoKML.With(in.name))
}

func readPlacemarks(ctx context.Context, name string, open func() (io.ReadCloser, error), to table) error {
	k := &kmlReader{ctx: ctx, name: name, most: MaxRowBytes}
	if err := k.read(open, k.learn); err != nil {
		return err
	}
	k.settle()
	if err := to.crs("EPSG:4326"); err != nil {
		return err
	}
	k.current = -1
	return k.read(open, func(folder int, p *placemark) error { return k.pass(folder, p, to) })
}

// folder is a Folder or Document with its placemarks' columns.
type folder struct {
	name    string
	columns []string
	index   map[string]int
	count   int
}

// placemark is what is read of one.
type placemark struct {
	keys, values []string
	shape        kmlShape
}

// kmlReader walks a KML file.
type kmlReader struct {
	ctx  context.Context
	name string

	folders []*folder // in the order of their beginning
	bytes   int       // of the names of columns
	current int       // the folder whose sheet was begun last
	cells   []string

	most    int64 // bytes that a placemark may have
	bound   *bounded
	decoder *xml.Decoder
	begun   int // folders begun so far
	count   int // placemarks read so far
	within  bool
	visit   func(folder int, p *placemark) error
}

var (
	errTooDeep  = errors.New("elements stand too deep in one another")
	errNotKML   = errors.New("the root element is not kml")
	errManyKeys = errors.New("the placemarks have too many different columns")
)

// maxFolders bounds how many sheets a file has.
const maxFolders = 1 << 16

// read walks the file once.
func (k *kmlReader) read(open func() (io.ReadCloser, error), visit func(int, *placemark) error) error {
	src, err := open()
	if err != nil {
		return err
	}
	defer src.Close() //nolint:errcheck // it was read
	k.bound = &bounded{src: skipMark(src), most: k.most}
	k.decoder = xml.NewDecoder(k.bound)
	k.decoder.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return enc.NewDecoder().Reader(input), nil
	}
	k.begun, k.count, k.within, k.visit = 0, 0, false, visit
	var said *passed
	switch err := k.root(); {
	case errors.As(err, &said):
		return said.error
	case err != nil:
		return k.failed(err)
	}
	return nil
}

// passed is an error that is not the file's.
type passed struct{ error }

func (k *kmlReader) root() error {
	for {
		token, err := k.token()
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if start.Name.Local != "kml" {
				return errNotKML
			}
			return k.container(k.begin(), 1)
		}
	}
}

// failed says in one sentence where a text stopped being KML.
func (k *kmlReader) failed(err error) error {
	var said *geo.Error
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &said):
		return err
	case errors.Is(err, io.EOF) && k.bound.read == 0:
		return geo.Invalid("ingest.KML", phrase.IngestFileEmpty.With(k.name))
	case errors.Is(err, errTooLong):
		return geo.Invalid("ingest.KML", phrase.FeatureTooLong.With(k.name, k.count+1, MaxRowBytes>>20))
	case errors.Is(err, errManyKeys):
		return geo.Invalid("ingest.KML", phrase.CSVTooManyColumns.With(k.name, MaxColumns+1, MaxColumns))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return geo.Invalid("ingest.KML", phrase.IngestCutShort.With(k.name, k.count))
	}
	text := phrase.NotKML.With(k.name)
	if k.count > 0 {
		text = phrase.KMLMalformed.With(k.name, k.count+1)
	}
	e := geo.Invalid("ingest.KML", text)
	e.Err = err
	return e
}

// token is the next token. Outside of placemarks what was read is dealt with.
func (k *kmlReader) token() (xml.Token, error) {
	if !k.within {
		k.bound.finish(k.bound.read)
	}
	return k.decoder.Token()
}

// children visits the elements within the one begun last; visit reads each to its end.
func (k *kmlReader) children(depth int, visit func(xml.StartElement) error) error {
	if depth > maxDepth {
		return errTooDeep
	}
	for {
		token, err := k.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := visit(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (k *kmlReader) skip(depth int) error {
	return k.children(depth, func(xml.StartElement) error { return k.skip(depth + 1) })
}

// text is that of the element begun last, with that of elements in it.
func (k *kmlReader) text(depth int) (string, error) {
	var out strings.Builder
	for level := depth; ; {
		token, err := k.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			if out.Len()+len(t) > MaxRowBytes {
				return "", errTooLong
			}
			out.Write(t)
		case xml.StartElement:
			if level++; level > maxDepth {
				return "", errTooDeep
			}
		case xml.EndElement:
			if level--; level < depth {
				return strings.TrimSpace(out.String()), nil
			}
		}
	}
}

// begin numbers a folder, in both readings alike.
func (k *kmlReader) begin() int {
	if k.begun == len(k.folders) {
		k.folders = append(k.folders, &folder{index: map[string]int{}})
	}
	k.begun++
	return k.begun - 1
}

// container reads what a folder or document holds.
func (k *kmlReader) container(at, depth int) error {
	return k.children(depth, func(start xml.StartElement) error {
		switch start.Name.Local {
		case "Folder", "Document":
			if k.begun >= maxFolders {
				return errTooDeep
			}
			return k.container(k.begin(), depth+1)
		case "name":
			name, err := k.text(depth + 1)
			k.folders[at].name = shortened(name)
			return err
		case "Placemark":
			return k.placemark(at, depth+1)
		}
		return k.skip(depth + 1)
	})
}

func (k *kmlReader) placemark(at, depth int) error {
	if k.count&0x3ff == 0 && k.ctx.Err() != nil {
		return &passed{k.ctx.Err()}
	}
	k.within = true
	p := &placemark{}
	err := k.children(depth, func(start xml.StartElement) error {
		switch name := start.Name.Local; name {
		case "name", "description":
			text, err := k.text(depth + 1)
			if name == "description" {
				text = withoutTags(text)
			}
			p.set(name, text)
			return err
		case "ExtendedData":
			return k.extended(p, depth+1)
		default:
			return k.geometry(start, &p.shape, depth+1)
		}
	})
	if err != nil {
		return err
	}
	k.within = false
	k.count++
	if err := k.visit(at, p); err != nil {
		return &passed{err}
	}
	return nil
}

func (p *placemark) set(key, value string) {
	if key = strings.TrimSpace(key); key != "" && value != "" {
		p.keys, p.values = append(p.keys, key), append(p.values, value)
	}
}

// extended reads the two ways to write further values, Data and SimpleData, at whatever depth they stand.
func (k *kmlReader) extended(p *placemark, depth int) error {
	return k.children(depth, func(start xml.StartElement) error {
		switch start.Name.Local {
		case "SchemaData":
			return k.extended(p, depth+1)
		case "SimpleData":
			text, err := k.text(depth + 1)
			p.set(attributeOf(start, "name"), text)
			return err
		case "Data":
			return k.children(depth+1, func(inner xml.StartElement) error {
				if inner.Name.Local != "value" {
					return k.skip(depth + 2)
				}
				text, err := k.text(depth + 2)
				p.set(attributeOf(start, "name"), text)
				return err
			})
		}
		return k.skip(depth + 1)
	})
}

func attributeOf(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// withoutTags is the text of a description, which often is HTML.
func withoutTags(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	var out strings.Builder
	for text != "" {
		before, after, found := strings.Cut(text, "<")
		out.WriteString(before)
		if !found {
			break
		}
		_, text, found = strings.Cut(after, ">")
		if !found {
			break
		}
		out.WriteByte(' ')
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// learn notes the columns of a placemark.
func (k *kmlReader) learn(at int, p *placemark) error {
	f := k.folders[at]
	f.count++
	for _, key := range p.keys {
		if _, known := f.index[key]; known {
			continue
		}
		if k.bytes += len(key); len(f.columns) >= MaxColumns || k.bytes > MaxRowBytes {
			return k.failed(errManyKeys)
		}
		f.index[key] = len(f.columns)
		f.columns = append(f.columns, key)
	}
	return nil
}

// settle lets a column that means the name take the place of the placemarks' own, which then repeats it.
func (k *kmlReader) settle() {
	named := map[string]bool{}
	for _, c := range geo.AllCollections() {
		for header, target := range synonyms(c) {
			named[header] = named[header] || target == geo.NameZH.Name
		}
	}
	for _, name := range []string{geo.NameZH.Name, geo.NameZH.Label.ZH} {
		named[plainHeader(name)] = true
	}
	for _, f := range k.folders {
		f.count = 0
		at, own := f.index["name"]
		for i, column := range f.columns {
			if own && i != at && named[plainHeader(column)] {
				f.columns[at] = ""
				break
			}
		}
	}
}

// pass hands over a placemark.
func (k *kmlReader) pass(at int, p *placemark, to table) error {
	f := k.folders[at]
	if k.current != at {
		if err := to.sheet(f.name, 0, f.columns); err != nil {
			return err
		}
		k.current = at
	}
	f.count++
	k.cells = append(k.cells[:0], make([]string, len(f.columns))...)
	for i, key := range p.keys {
		if column, known := f.index[key]; known && f.columns[column] != "" && k.cells[column] == "" {
			k.cells[column] = p.values[i]
		}
	}
	g, text, ok := p.shape.whole()
	if !ok {
		return to.fault(f.count, "geometry", text)
	}
	return to.row(f.count, k.cells, g)
}
