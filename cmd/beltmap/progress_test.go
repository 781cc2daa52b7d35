package main

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beltmap/geo/phrase"
)

func TestProgressIsSaidAfterASecondAndThenNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in whose time no machine is busy
		var said strings.Builder
		s := &session{lang: phrase.English, stderr: &said}
		p := s.progress(phrase.DoingWrite, 1000)
		p.at(10)
		if said.Len() != 0 {
			t.Errorf("in the first second: %q", said.String())
		}
		p.started = time.Now().Add(-2 * time.Second)
		p.at(500)
		p.at(501)
		if got := said.String(); got != "writing: 500 of 1000 records, 249 a second, 2s left\n" && got != "writing: 500 of 1000 records, 250 a second, 2s left\n" {
			t.Errorf("%q", got)
		}
		p.said = time.Now().Add(-time.Minute)
		p.at(900)
		if strings.Count(said.String(), "\n") != 2 {
			t.Errorf("%q", said.String())
		}
	})
}

func TestWaitingIsSaidAfterASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		s := &session{lang: phrase.Chinese, stderr: &said}
		stop := s.waiting(phrase.DoingOpen)
		stop()
		if said.Len() != 0 {
			t.Errorf("%q", said.String())
		}
		stop = s.waiting(phrase.DoingOpen)
		time.Sleep(1200 * time.Millisecond)
		stop()
		if got := said.String(); got != "打开：已用 1 秒\n" {
			t.Errorf("%q", got)
		}
	})
}

func TestReadingSaysItsRateAndTheTimeLeft(t *testing.T) {
	for lang, want := range map[phrase.Lang][]string{
		phrase.English: {"reading: 3000 records, 1500 a second", "reading: 4000 records, 2000 a second, 25% done, 6s left", "reading: 1000 records, 100 a second, 10% done, 1m30s left", "reading: 9000 records, 450 a second, 100% done, 0s left"},
		phrase.Chinese: {"读取：3000 条，每秒 1500 条", "读取：4000 条，每秒 2000 条，已完成 25%，剩余 6s", "读取：1000 条，每秒 100 条，已完成 10%，剩余 1m30s", "读取：9000 条，每秒 450 条，已完成 100%，剩余 0s"},
	} {
		var said strings.Builder
		p := (&session{lang: lang, stderr: &said}).progress(phrase.DoingRead, 0)
		clock := p.started
		p.now, p.pause = func() time.Time { return clock }, time.Second
		after := func(wait time.Duration, rows int, bytes int64) {
			clock = clock.Add(wait)
			p.read(rows, bytes, 1000)
		}
		after(500*time.Millisecond, 1000, 0)
		after(1500*time.Millisecond, 3000, 0) // of the store
		after(time.Second, 0, 1)              // the files begin
		after(2*time.Second, 4000, 250)
		after(time.Second, 1, 1) // a file is read again
		after(10*time.Second, 1000, 100)
		after(10*time.Second, 9000, 1100)
		if got := strings.Split(strings.TrimSpace(said.String()), "\n"); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
}
