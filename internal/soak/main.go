// Command soak serves a generated data set with the built binary and asks it for random tiles, items and searches for a long time, a
// third of the requests given up half-way. It ends with an error if an answer is a 5xx other than 503, if the server does not answer
// /readyz within 5 s under load and 0.2 s after it, or if its memory goes on growing after the first quarter. It tests one server on this machine, by HTTP only.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	binary := flags.String("binary", "build/bin/beltmap", "the built binary")
	length := flags.Duration("for", 10*time.Minute, "how long to ask")
	enterprises := flags.Int("enterprises", 100_000, "size of the generated data set")
	clients := flags.Int("clients", 16, "requests at a time")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "beltmap-soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db := filepath.Join(dir, "soak.gpkg")
	generate := exec.CommandContext(ctx, *binary, "generate", "--enterprises", strconv.Itoa(*enterprises), "--seed", "1", "--db", db)
	generate.Stdout, generate.Stderr = out, out
	if err := generate.Run(); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	s, err := serve(ctx, *binary, db)
	if err != nil {
		return err
	}
	defer s.end()
	return s.soak(ctx, *length, *clients, out)
}

// served is the binary under load.
type served struct {
	url       string
	process   *exec.Cmd
	client    *http.Client
	answers   atomic.Int64
	shed      atomic.Int64
	abandoned atomic.Int64
	faults    chan error
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func serve(ctx context.Context, binary, db string) (*served, error) {
	cmd := exec.CommandContext(ctx, binary, "serve", "--listen", "127.0.0.1:0", "--db", db)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout = cmd.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if url := address.FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, pipe) }()
			client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
			return &served{url: url, process: cmd, client: client, faults: make(chan error, 1)}, nil
		}
	}
	return nil, errors.Join(errors.New("the server ended without naming its address"), cmd.Wait())
}

func (s *served) end() {
	_ = s.process.Process.Signal(syscall.SIGTERM)
	_ = s.process.Wait()
}

func (s *served) soak(ctx context.Context, length time.Duration, clients int, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	err := s.under(ctx, length, clients, out)
	if err != nil {
		return err
	}
	time.Sleep(time.Second)
	took, err := s.ready(200 * time.Millisecond)
	fmt.Fprintf(out, "ready in %s after the load\n", took.Round(time.Microsecond))
	return err
}

// under keeps the load up until the context ends.
func (s *served) under(ctx context.Context, length time.Duration, clients int, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			for ctx.Err() == nil {
				s.fault(s.ask(ctx))
			}
		})
	}
	defer func() { cancel(); group.Wait() }()
	start, settled := time.Now(), 0
	tick := time.NewTicker(max(length/20, time.Second))
	defer tick.Stop()
	for {
		select {
		case err := <-s.faults:
			return err
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		resident, err := s.resident()
		if err != nil {
			return err
		}
		ready, err := s.ready(5 * time.Second)
		if err != nil && ctx.Err() == nil {
			return err
		}
		fmt.Fprintf(out, "%6.0fs  %9d answers  %8d given up  %6d shed  %4d MB resident  ready in %s\n",
			time.Since(start).Seconds(), s.answers.Load(), s.abandoned.Load(), s.shed.Load(), resident>>20, ready.Round(time.Microsecond))
		switch {
		case time.Since(start) < length/4:
			settled = max(settled, resident)
		case resident > settled+settled/2+(64<<20):
			return fmt.Errorf("memory grew from %d MB to %d MB", settled>>20, resident>>20)
		}
	}
}

func (s *served) fault(err error) {
	if err != nil {
		select {
		case s.faults <- err:
		default:
		}
	}
}

// path is a request as visitors make them: mostly tiles over Anhui at all zooms, some lists and searches.
func path() string {
	switch rand.IntN(10) {
	case 0:
		return "/api/collections/enterprises/items?limit=1000&after=" + strconv.Itoa(rand.IntN(1000))
	case 1:
		x, y := 114.9+rand.Float64()*4.5, 29.4+rand.Float64()*5.1
		return fmt.Sprintf("/api/collections/organizations/items?bbox=%f,%f,%f,%f", x, y, x+0.1, y+0.1)
	case 2:
		return "/api/search?q=" + strconv.Itoa(rand.IntN(10_000))
	}
	z := rand.IntN(17)
	n := 1 << z
	x, y := int((114.9+rand.Float64()*4.5+180)/360*float64(n)), int((0.398+rand.Float64()*0.018)*float64(n))
	filter := ""
	if rand.IntN(5) == 0 {
		filter = "?status=single"
	}
	return fmt.Sprintf("/tiles/belts/%d/%d/%d.mvt%s", z, x, y, filter)
}

func (s *served) ask(ctx context.Context) error {
	whole := ctx
	giveUp := rand.IntN(3) == 0
	if giveUp {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(rand.IntN(5000))*time.Microsecond)
		defer cancel()
	}
	where := path()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+where, nil)
	if err != nil {
		return err
	}
	res, err := s.client.Do(req)
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
	switch {
	case whole.Err() != nil:
		return nil
	case giveUp && err != nil:
		s.abandoned.Add(1)
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w", where, err)
	case res.StatusCode == http.StatusServiceUnavailable:
		s.shed.Add(1)
	case res.StatusCode >= 500 || res.StatusCode == http.StatusBadRequest:
		return fmt.Errorf("%s: %s", where, res.Status)
	}
	s.answers.Add(1)
	return nil
}

func (s *served) ready(limit time.Duration) (time.Duration, error) {
	start := time.Now()
	res, err := (&http.Client{Timeout: 10 * time.Second}).Get(s.url + "/readyz")
	if err != nil {
		return 0, err
	}
	_ = res.Body.Close()
	took := time.Since(start)
	if res.StatusCode != http.StatusOK || took > limit {
		return took, fmt.Errorf("/readyz: %s after %s", res.Status, took)
	}
	return took, nil
}

var residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident is the server's memory in bytes, as Linux tells it.
func (s *served) resident() (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("the server is gone: %w", err)
	}
	m := residentLine.FindStringSubmatch(string(text))
	if m == nil {
		return 0, errors.New("the server is gone: " + strings.SplitN(string(text), "\n", 2)[0])
	}
	kB, err := strconv.Atoi(m[1])
	return kB << 10, err
}
