package main

import (
	"strings"
	"testing"
	"time"

	"beltmap/geo/phrase"
)

func TestProgressIsSaidAfterASecondAndThenNowAndThen(t *testing.T) {
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
}

func TestWaitingIsSaidAfterASecond(t *testing.T) {
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
}
