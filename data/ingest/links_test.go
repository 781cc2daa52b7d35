package ingest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
)

// The lists of a made-up zone as an office keeps them: by name, without ids, each in its own file.
const (
	zoneList = "开发区名称,级别\n江淮经济技术开发区,国家级\n"
	firmList = "序号,企业名称,统一社会信用代码,所属开发区,所属网格,经度,纬度,党员人数,党建指导员人数,摸排时间\n" +
		"1,江淮甲材料有限公司,913400001016237R00,江淮经济技术开发区,一号网格,118.301,32.301,4,0,2024/5/1\n" +
		"2,江淮乙电子(合肥)有限公司,,江淮经济技术开发区,一号网格,118.302,32.302,1,1,2024年5月2日\n" +
		"3,江淮丙食品有限公司,,江淮经济技术开发区,一号网格,118.303,32.303,0,0,2024.5.3\n" +
		"4,江淮丁物流有限公司,,江淮经济技术开发区,一号网格,118.304,32.304,5,0,20240504\n"
	branchList = "党组织名称,所属开发区,组织层级,组建形式,上级党组织,星级,覆盖企业,成立时间\n" +
		"江淮经开区党工委,江淮经济技术开发区,党工委,,,,,\n" +
		"江淮甲支部,江淮经济技术开发区,党支部,单独组建,江淮经开区党工委,五星级,913400001016237R00,2020-07-01\n" +
		"江淮联合支部,江淮经济技术开发区,党支部,联合组建,江淮经开区党工委,未评,江淮乙电子(合肥)有限公司、江淮丙食品有限公司,2021/7/1\n"
	beltList = "示范带名称,所属开发区,主题,参与单位\n江淮党建示范带,江淮经济技术开发区,红链,江淮甲材料有限公司;江淮甲支部;江淮丁物流有限公司\n"
)

// into reads files into a store and returns the report.
func into(t *testing.T, store *gpkg.Store, o ingest.Options, files ...ingest.File) *ingest.Report {
	t.Helper()
	o.Store = store
	in, err := ingest.Read(context.Background(), files, o)
	if err != nil {
		t.Fatal(err)
	}
	if in.Report.Changes() > 0 {
		if _, err := store.Apply(context.Background(), in.Batch); err != nil {
			t.Fatal(err)
		}
	}
	return in.Report
}

func memory(t *testing.T) *gpkg.Store {
	t.Helper()
	store, err := gpkg.OpenMemory(context.Background(), gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// held is what a store holds, by collection/id, without versions.
func held(t *testing.T, store *gpkg.Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	_, err := store.Snapshot(context.Background(), func(records []geo.Record) error {
		for _, r := range records {
			text := fmt.Sprint(r.Zone, r.NameZH, r.Geometry, r.Position, r.Valid, r.Source)
			for _, f := range geo.SchemaOf(r.Collection).Fields {
				text += fmt.Sprint(" ", f.Name, "=", r.Get(f))
			}
			out[string([]byte(r.Ref()))] = text
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// statuses is how many enterprises of the store's World are covered how.
func statuses(t *testing.T, store *gpkg.Store) map[string]int {
	t.Helper()
	b := world.NewBuilder(geo.Date(2024, 6, 1), geo.Settings{})
	version, err := store.Snapshot(context.Background(), b.Add)
	if err != nil {
		t.Fatal(err)
	}
	w, err := b.Build(version)
	if err != nil {
		t.Fatal(err)
	}
	table, out := w.Table(geo.Enterprises), map[string]int{}
	table.All(func(r world.Row) bool { out[table.Status(r, geo.FullSight()).String()]++; return true })
	return out
}

func TestTheOrderOfTheFilesOfAZoneDoesNotMatter(t *testing.T) {
	zone := file("开发区.csv", zoneList)
	files := []ingest.File{file("企业名单.csv", firmList), file("党组织台账.csv", branchList), file("示范带.csv", beltList)}
	var want map[string]string
	for n, order := range permutations(len(files)) {
		store := memory(t)
		var some []ingest.File
		for _, i := range order {
			some = append(some, files[i])
		}
		some = slices.Insert(some, n%4, zone)
		report := into(t, store, ingest.Options{}, some...)
		if report.Rejected != 0 || report.Added != 9 || report.Stubs != 1 {
			t.Fatalf("order %v: %+v", order, report)
		}
		got := held(t, store)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order %v:\n%s", order, diff)
		}
		if diff := cmp.Diff(map[string]int{"single": 1, "joint": 2, "eligible": 1}, statuses(t, store)); diff != "" {
			t.Errorf("order %v: coverage:\n%s", order, diff)
		}
		if report := into(t, store, ingest.Options{}, some...); report.Changes() != 0 || report.Unchanged != 9 {
			t.Errorf("the same files again: %d changes", report.Changes())
		}
	}
}

// Lists that come one by one, each by a command of its own, lead to the same coverage in whatever order they come: what a link means may come later, a zone that was
// named is described later, and a belt waits for who takes part in it.
func TestListsThatComeOneByOneInAnyOrderLeadToTheSameCoverage(t *testing.T) {
	files := []ingest.File{file("开发区.csv", zoneList), file("企业名单.csv", firmList), file("党组织台账.csv", branchList), file("示范带.csv", beltList)}
	numbered := file("开发区.csv", "编号,开发区名称,级别\nJH,江淮经济技术开发区,国家级\n")
	zone := files[0]
	for n, order := range permutations(len(files)) {
		if files[0] = zone; n%2 == 1 {
			files[0] = numbered
		}
		store := memory(t)
		for _, i := range order {
			if report := into(t, store, ingest.Options{}, files[i]); report.Rejected != 0 {
				t.Fatalf("order %v: %+v", order, report)
			}
		}
		if diff := cmp.Diff(map[string]int{"single": 1, "joint": 2, "eligible": 1}, statuses(t, store)); diff != "" {
			t.Errorf("order %v: coverage:\n%s", order, diff)
		}
		lost, joined := 0, 0
		zones := map[string]bool{}
		for ref, text := range held(t, store) {
			if strings.HasPrefix(ref, "zones/") {
				zones[ref] = true
			}
			if strings.HasPrefix(ref, "organizations/") && (strings.Contains(text, "江淮丙食品有限公司") || strings.Contains(text, "parent=江淮经开区党工委")) {
				lost++
			}
			if strings.HasPrefix(ref, "belts/") && !strings.Contains(text, "awaited_participants= ") && !strings.HasSuffix(text, "awaited_participants=") {
				t.Errorf("order %v: %s", order, text)
			}
			if strings.Contains(text, "belts=H-") {
				joined++
			}
		}
		if len(zones) != 1 || lost != 0 || joined != 3 {
			t.Errorf("order %v: zones %v, %d links wait still, %d take part in the belt", order, zones, lost, joined)
		}
		for _, f := range files {
			if report := into(t, store, ingest.Options{}, f); report.Changes() != 0 {
				t.Errorf("order %v: %s again: %+v", order, f.Name, report)
			}
		}
	}
}

func permutations(n int) (out [][]int) {
	if n == 0 {
		return [][]int{nil}
	}
	for _, p := range permutations(n - 1) {
		for at := range n {
			q := append(append(append([]int{}, p[:at]...), n-1), p[at:]...)
			out = append(out, q)
		}
	}
	return out
}

// A belt that waits for participants goes on waiting when a list that does not say who takes part brings it again, and no longer waits for whom a list that does leaves out.
func TestABeltWaitsAsItsLastListOfParticipantsSays(t *testing.T) {
	store := memory(t)
	waits := func() string {
		for ref, text := range held(t, store) {
			if strings.HasPrefix(ref, "belts/") {
				_, list, _ := strings.Cut(text, "awaited_participants=")
				return list
			}
		}
		return "no belt"
	}
	for _, step := range []struct{ list, want string }{
		{beltList, "江淮甲材料有限公司;江淮甲支部;江淮丁物流有限公司"},
		{"示范带名称,所属开发区,主题\n江淮党建示范带,江淮经济技术开发区,蓝链\n", "江淮甲材料有限公司;江淮甲支部;江淮丁物流有限公司"},
		{"示范带名称,所属开发区,参与单位\n江淮党建示范带,江淮经济技术开发区,江淮甲支部\n", "江淮甲支部"},
	} {
		into(t, store, ingest.Options{}, file("示范带.csv", step.list))
		if got := waits(); got != step.want {
			t.Errorf("after\n%sthe belt waits for %s, want %s", step.list, got, step.want)
		}
	}
}
