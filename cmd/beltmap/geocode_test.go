package main_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// provider is what a geocoding service answers, in the shape it documents.
type provider struct {
	name   string
	sure   string // places an address
	unsure string // does so with a low score
	spent  string // there is no more today
	status int    // with this status
	says   string
}

func providers() []provider {
	return []provider{
		{"amap", `{"status":"1","info":"OK","infocode":"10000","count":"1","geocodes":[{"formatted_address":"某处","township":[],"location":"118.34,32.27","level":"门牌号"}]}`,
			`{"status":"1","info":"OK","infocode":"10000","count":"1","geocodes":[{"formatted_address":"安徽省","township":[],"location":"118.34,32.27","level":"省"}]}`,
			`{"status":"0","info":"DAILY_QUERY_OVER_LIMIT","infocode":"10003"}`, 200, "quota"},
		{"baidu", `{"status":0,"result":{"location":{"lng":118.34693,"lat":32.27662},"precise":1,"confidence":90,"comprehension":100,"level":"门址"}}`,
			`{"status":0,"result":{"location":{"lng":118.34693,"lat":32.27662},"precise":0,"confidence":10,"comprehension":10,"level":"省"}}`,
			`{"status":302,"message":"天配额超限,限制访问"}`, 200, "quota"},
		{"tianditu", `{"msg":"ok","location":{"score":95,"level":"门址","lon":"118.3403","lat":"32.2705","keyWord":"某处"},"status":"0"}`,
			`{"msg":"ok","location":{"score":20,"level":"门址","lon":"118.3403","lat":"32.2705","keyWord":"某处"},"status":"0"}`,
			`{"msg":"您的请求次数已超过当日上限","code":302001}`, 429, "quota"},
		{"nominatim", `[{"place_id":1,"osm_type":"way","osm_id":2,"lat":"32.2705","lon":"118.3403","category":"c","type":"t","place_rank":30,"importance":0.05,"addresstype":"house","name":"某处","display_name":"某处, 滁州市","boundingbox":["32.2","32.3","118.3","118.4"]}]`,
			`[]`, `<html>blocked</html>`, 403, "Nominatim"},
	}
}

// operator is a key that is nowhere to be seen but in requests.
const operator = "k3y-of-the-operator"

func TestAddressesAreAskedOfAServiceAndWhatIsKnownIsNotAskedAgain(t *testing.T) {
	for _, p := range providers() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var asked []string
			more := false // there is quota again
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				said := r.URL.Query().Encode() + r.URL.Query().Get("ds") + strings.Join(append(r.URL.Query()["address"], r.URL.Query()["q"]...), " ")
				asked = append(asked, said)
				switch {
				case strings.Contains(said, "鸣翠路一号"):
					_, _ = io.WriteString(w, p.sure)
				case !more:
					w.WriteHeader(p.status)
					_, _ = io.WriteString(w, p.spent)
				default:
					_, _ = io.WriteString(w, p.unsure)
				}
			}))
			defer server.Close()
			folder := t.TempDir()
			write(t, folder, "zones.geojson", fewZones)
			write(t, folder, "企业名单.csv", "编号,企业名称,开发区,地址\nE8,企业八,A,鸣翠路一号\nE9,企业九,A,鸣翠路九号\n")
			files := []string{"import", "企业名单.csv"}
			if p.name == "amap" { // into a file that is not there yet
				files = append(files, "zones.geojson")
			} else {
				beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
			}
			run := func() result {
				env := []string{"LANG=en_US.UTF-8", "BELTMAP_" + strings.ToUpper(p.name) + "_KEY=" + operator, "BELTMAP_" + strings.ToUpper(p.name) + "_URL=" + server.URL}
				r := beltmapWith(t, folder, env, append(files, "--db", "a.gpkg", "--geocode", p.name, "--report", "r.json")...)
				report, _ := os.ReadFile(filepath.Join(folder, "r.json"))
				file, err := os.ReadFile(filepath.Join(folder, "a.gpkg"))
				if err != nil || strings.Contains(r.stdout+r.stderr+string(report)+string(file), operator) {
					t.Errorf("the key was written down (%v)", err)
				}
				return r
			}
			r := run()
			if r.code != 1 || strings.Count(r.stderr, "beltmap: ") != 1 || !strings.Contains(r.stderr, p.says) {
				t.Errorf("ended with %d: %s", r.code, r.stderr)
			}
			mu.Lock()
			if len(asked) != 2 {
				t.Errorf("asked %q", asked)
			}
			asked, more = nil, true
			mu.Unlock()
			r = run()
			r.says(t, 0, "added ", "企业名单.csv: row 3", "the address leads to no place")
			if len(asked) != 1 || !strings.Contains(asked[0], "鸣翠路九号") {
				t.Errorf("asked again: %q", asked)
			}
			out := beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "enterprises", "-").stdout
			if !strings.Contains(out, `"position_source":"`+p.name) || !strings.Contains(out, `"unlocated"`) {
				t.Errorf("%s", out)
			}
		})
	}
}
