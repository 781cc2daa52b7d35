package geocode_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"beltmap/data/geocode"
	"beltmap/geo"
)

// What services say when they do not answer; some repeat the key.
func TestEachFailureIsToldByItsKindAndNeverTellsTheKey(t *testing.T) {
	for _, c := range []struct {
		name, service string
		reply         reply
		kind          geo.Kind
		asked         int
		says          string
	}{
		{"a wrong key", "amap", reply{body: amapError("10001", "INVALID_USER_KEY "+key)}, geo.KindDenied, 1, "INVALID_USER_KEY"},
		{"an address that is not on the list", "amap", reply{body: amapError("10005", "INVALID_USER_IP")}, geo.KindDenied, 1, "10005"},
		{"the day's quota", "amap", reply{body: amapError("10003", "DAILY_QUERY_OVER_LIMIT")}, geo.KindUnavailable, 1, "quota"},
		{"the account's quota", "amap", reply{body: amapError("10044", "USER_DAILY_QUERY_OVER_LIMIT")}, geo.KindUnavailable, 1, "quota"},
		{"too many a second, for good", "amap", reply{body: amapError("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT")}, geo.KindUnavailable, 4, "several attempts"},
		{"a code nobody knows", "amap", reply{body: amapError("20801", "SOMETHING_NEW")}, geo.KindUnavailable, 1, "SOMETHING_NEW"},

		{"a wrong key, from the gateway", "tianditu", reply{status: 403, body: `{"msg":"非法Key:` + key + `","code":300001,"resolve":"…"}`}, geo.KindDenied, 1, "300001"},
		{"a gateway that says so with 200", "tianditu", reply{body: `{"msg":"权限类型错误","code":301001,"resolve":"…"}`}, geo.KindDenied, 1, "301001"},
		{"the day's quota", "tianditu", reply{status: 429, body: `{"msg":"您的请求次数已超过当日上限","code":302001}`}, geo.KindUnavailable, 1, "quota"},
		{"a gateway's page", "tianditu", reply{status: 418, body: "<html>blocked</html>"}, geo.KindUnavailable, 1, "HTTP 418"},
		{"an error inside", "tianditu", reply{body: `{"msg":"出错","status":"404"}`}, geo.KindUnavailable, 4, "404"},

		{"a wrong key", "baidu", reply{body: `{"status":200,"message":"APP不存在,AK有误请检查再重试 ` + key + `"}`}, geo.KindDenied, 1, "200"},
		{"a service that is switched off", "baidu", reply{body: `{"status":240,"message":"APP 服务被禁用"}`}, geo.KindDenied, 1, "240"},
		{"the day's quota", "baidu", reply{body: `{"status":302,"message":"天配额超限,限制访问"}`}, geo.KindUnavailable, 1, "quota"},
		{"too many at once, for good", "baidu", reply{body: `{"status":401,"message":"当前并发量已经超过约定并发配额,限制访问"}`}, geo.KindUnavailable, 4, "401"},
		{"a server's error", "baidu", reply{body: `{"status":1,"message":"服务器内部错误"}`}, geo.KindUnavailable, 4, "1 "},

		{"a blocked client", "nominatim", reply{status: 403, body: "<html>You have been blocked because you have violated the usage policy</html>"}, geo.KindDenied, 1, "403"},
		{"too many requests, for good", "nominatim", reply{status: 429, body: "<html>Bandwidth limit exceeded</html>"}, geo.KindUnavailable, 4, "429"},
		{"an error as JSON", "nominatim", reply{body: `{"error":{"code":400,"message":"Nothing to search for."}}`}, geo.KindUnavailable, 1, "Nothing to search for"},
		{"an error in a word", "nominatim", reply{body: `{"error":"Unable to geocode ` + key + `"}`}, geo.KindUnavailable, 1, "Unable to geocode"},
	} {
		t.Run(c.service+": "+c.name, func(t *testing.T) {
			b := newBench(t, c.service, nil, c.reply)
			e := b.fails("滁州市上海北路88号", c.kind)
			if len(b.asked) != c.asked || !strings.Contains(e.Error(), c.says) {
				t.Errorf("asked %d times, want %d: %v", len(b.asked), c.asked, e)
			}
			if v, found := b.kept("滁州市上海北路88号"); found {
				t.Errorf("a failure is kept: %+v", v)
			}
		})
	}
	for name := range services {
		for _, c := range []struct {
			name  string
			reply reply
			kind  geo.Kind
			asked int
		}{
			{"an answer that is no JSON", reply{body: "<html>a proxy's page</html>"}, geo.KindUnavailable, 4},
			{"an answer cut short", reply{body: good[name][:len(good[name])/2]}, geo.KindUnavailable, 4},
			{"an empty answer", reply{}, geo.KindUnavailable, 4},
			{"an answer without end", reply{body: strings.Repeat(" ", 1<<20+1)}, geo.KindUnavailable, 1},
			{"a server that is down", reply{status: 503}, geo.KindUnavailable, 4},
			{"a path that is not there", reply{status: 404}, geo.KindUnavailable, 1},
			{"no permission", reply{status: 401}, geo.KindDenied, 1},
		} {
			t.Run(name+": "+c.name, func(t *testing.T) {
				b := newBench(t, name, nil, c.reply)
				if b.fails("滁州市上海北路88号", c.kind); len(b.asked) != c.asked {
					t.Errorf("asked %d times, want %d", len(b.asked), c.asked)
				}
			})
		}
	}
}

func TestWhatPassesIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		name, service string
		first         reply
		wait          time.Duration
	}{
		{"too many a second", "amap", reply{body: amapError("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT")}, 0},
		{"too many at once", "baidu", reply{body: `{"status":402,"message":"并发"}`}, 0},
		{"too many requests, come back in a second", "nominatim", reply{status: 429, headers: map[string]string{"Retry-After": "1"}}, time.Second},
		{"a server that is busy", "tianditu", reply{status: 502}, 0},
		{"half an answer", "tianditu", reply{body: `{"status":"0","loc`}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, c.service, nil, c.first, reply{body: good[c.service]})
			if a := b.answer("滁州市上海北路88号"); a.Class != geo.Exact || len(b.asked) != 2 {
				t.Fatalf("%+v after %d requests", a, len(b.asked))
			}
			if waited := b.times[1].Sub(b.times[0]); waited < c.wait {
				t.Errorf("waited %v, want %v", waited, c.wait)
			}
		})
	}
}

func TestTheWaitGrowsWithEachAttempt(t *testing.T) {
	b := newBench(t, "amap", func(o *geocode.Options) { o.Backoff, o.Attempts = 20*time.Millisecond, 4 }, reply{status: 503})
	b.fails("滁州市上海北路88号", geo.KindUnavailable)
	for i, least := range []time.Duration{10, 20, 40} { // half of 20, 40, 80
		if waited := b.times[i+1].Sub(b.times[i]); waited < least*time.Millisecond {
			t.Errorf("attempt %d after %v, want at least %d ms", i+2, waited, least)
		}
	}
}

func TestAServiceThatAsksForALongWaitIsLeft(t *testing.T) {
	b := newBench(t, "nominatim", nil, reply{status: 503, headers: map[string]string{"Retry-After": "3600"}})
	if e := b.fails("滁州市上海北路88号", geo.KindUnavailable); len(b.asked) != 1 || !strings.Contains(e.Text.EN, "3600 seconds") {
		t.Errorf("asked %d times: %v", len(b.asked), e)
	}
	b = newBench(t, "nominatim", nil, reply{status: 503, headers: map[string]string{"Retry-After": time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}})
	if b.fails("滁州市上海北路88号", geo.KindUnavailable); len(b.asked) != 1 {
		t.Errorf("asked %d times", len(b.asked))
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	for name := range services {
		b := newBench(t, name, nil, reply{status: 302, headers: map[string]string{"Location": other.URL + "/elsewhere"}})
		b.fails("滁州市上海北路88号", geo.KindUnavailable)
		if reached || len(b.asked) != 1 {
			t.Errorf("%s: reached %v, asked %d times", name, reached, len(b.asked))
		}
	}
}

func TestAServerThatIsNotThereIsSaidWithoutItsURL(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name := range services {
		b := newBench(t, name, func(o *geocode.Options) { o.BaseURL = gone.URL }, reply{})
		if e := b.fails("滁州市上海北路88号", geo.KindUnavailable); !strings.Contains(e.Error(), "refused") {
			t.Errorf("%v", e)
		}
	}
}

func TestASlowServiceIsLeftInTime(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	b := newBench(t, "amap", func(o *geocode.Options) {
		o.BaseURL, o.Client, o.Attempts = slow.URL, &http.Client{Timeout: 20 * time.Millisecond}, 2
	}, reply{})
	b.fails("滁州市上海北路88号", geo.KindUnavailable)
}

func TestACanceledContextEndsRequestPauseAndWait(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	for _, c := range []struct {
		name   string
		change func(*geocode.Options)
		first  bool // a request goes before, so that the next one has to wait for its turn
	}{
		{"within a request", func(o *geocode.Options) { o.BaseURL = slow.URL }, false},
		{"before its turn", func(o *geocode.Options) { o.PerSecond = 0.01 }, true},
		{"before another attempt", func(o *geocode.Options) { o.Backoff = time.Hour }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			replies := []reply{{status: 503}}
			if c.first {
				replies = []reply{{body: good["amap"]}}
			}
			b := newBench(t, "amap", c.change, replies...)
			if c.first {
				b.answer("滁州市上海北路1号")
			}
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			_, err := b.client.Geocode(ctx, geocode.Query{Address: "滁州市上海北路88号"})
			b.said = append(b.said, err)
			if !errors.Is(err, context.DeadlineExceeded) || geo.KindOf(err) != geo.KindUnavailable {
				t.Errorf("%v", err)
			}
			if _, found := b.kept("滁州市上海北路88号"); found {
				t.Error("a canceled request is kept")
			}
		})
	}
}

func TestOptionsDoNotPrintTheKey(t *testing.T) {
	o := geocode.Options{Key: key, BaseURL: "http://127.0.0.1:1"}
	client, err := geocode.NewAMap(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		for _, v := range []any{o, &o, client} {
			if text := fmt.Sprintf(format, v); strings.Contains(text, key) {
				t.Errorf("%s of %T tells the key: %s", format, v, text)
			}
		}
	}
}

func TestAClientWithoutKeyOrAddressIsRefused(t *testing.T) {
	for name, make := range services {
		for _, o := range []geocode.Options{{}, {Key: "k", BaseURL: "ftp://x"}, {Key: "k", BaseURL: "://"}, {Key: "k", BaseURL: "api"}} {
			if _, err := make(o); geo.KindOf(err) != geo.KindInvalid {
				t.Errorf("%s, %q: %v", name, o.BaseURL, err)
			}
		}
		if _, err := make(geocode.Options{Key: "k", BaseURL: "https://127.0.0.1/"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
