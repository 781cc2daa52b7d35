package storetest

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"beltmap/data"
	"beltmap/geo"
)

// OpenReleases opens the releases of one test. Calls with the same test open the same ones, so that a second call is a restart; an
// implementation that cannot do that says so to RunReleases.
type OpenReleases func(t testing.TB) data.Releases

// RunReleases holds an implementation of data.Releases to its contract; alone says that it cannot be opened twice.
func RunReleases(t *testing.T, open OpenReleases, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenReleases)
		many bool
	}{
		{"what was appended is listed in order, from where one knows it", releasesListed, false},
		{"of many who append next one succeeds", releasesRace, false},
		{"releases are there after reopening", releasesReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

func released(t testing.TB, r data.Releases, known int) []string {
	t.Helper()
	texts, err := r.After(context.Background(), known)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func release(t testing.TB, r data.Releases, known int, text string) {
	t.Helper()
	if err := r.Append(context.Background(), known, text); err != nil {
		t.Fatal(err)
	}
}

func releasesListed(t *testing.T, open OpenReleases) {
	r := open(t)
	if all := released(t, r, 0); len(all) != 0 {
		t.Fatalf("%q", all)
	}
	release(t, r, 0, "一")
	release(t, r, 1, "two")
	for _, wrong := range []int{0, 1, 3} {
		if err := r.Append(context.Background(), wrong, "lost"); geo.KindOf(err) != geo.KindConflict {
			t.Errorf("after %d: %v", wrong, err)
		}
	}
	if all := released(t, r, 0); !slices.Equal(all, []string{"一", "two"}) {
		t.Errorf("%q", all)
	}
	if rest := released(t, r, 1); !slices.Equal(rest, []string{"two"}) {
		t.Errorf("%q", rest)
	}
}

func releasesRace(t *testing.T, open OpenReleases) {
	r := open(t)
	var done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			switch err := r.Append(context.Background(), 0, "first"); {
			case err == nil:
				done.Add(1)
			case geo.KindOf(err) != geo.KindConflict:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := done.Load(); n != 1 || len(released(t, r, 0)) != 1 {
		t.Errorf("%d succeeded", n)
	}
}

func releasesReopened(t *testing.T, open OpenReleases) {
	release(t, open(t), 0, "kept")
	if all := released(t, open(t), 0); !slices.Equal(all, []string{"kept"}) {
		t.Errorf("%q", all)
	}
}
