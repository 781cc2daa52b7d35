// Command bench runs this folder's benchmarks on a generated data set of a million enterprises, holds each figure against its limit,
// and writes the table to docs/performance.md with the machine named. What compares two ways of doing a thing measures both in one run
// and reports their ratio, which a noisy machine disturbs less than two times from different days.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

const page = "docs/performance.md"

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	which := flags.String("bench", ".", "run only the benchmarks that match; the page is written only when all ran")
	if err := flags.Parse(args); err != nil {
		return err
	}
	measured := figures{}
	if err := measured.measure("./internal/bench", *which, out); err != nil {
		return err
	}
	beside, err := besides(*which)
	if err != nil {
		return err
	}
	for pkg, names := range beside {
		if err := measured.measure(pkg, names, out); err != nil {
			return err
		}
	}
	text := render(measured, machine(), time.Now())
	fmt.Fprint(out, "\n", text)
	if *which != "." {
		return nil
	}
	return os.WriteFile(page, []byte(text), 0o644)
}

// besides are the benchmarks that stand beside the code they measure, by package, as far as they match.
func besides(which string) (map[string]string, error) {
	top, _, _ := strings.Cut(which, "/") // the rest is of parts of one
	match, err := regexp.Compile(top)
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for pkg, names := range map[string][]string{"./internal/server": {"GeoJSON"}, "./tiles/mvt": {"Points"}, "./geo/siting": {"JointBranches", "Sites"}, "./geo/coverage": {"Million"}, "./geo/tour": {"Exact", "Rounds"}} {
		var those []string
		for _, name := range names {
			if match.MatchString("Benchmark" + name) {
				those = append(those, name)
			}
		}
		if len(those) > 0 {
			found[pkg] = "^Benchmark(" + strings.Join(those, "|") + ")$"
			if _, part, is := strings.Cut(which, "/"); is {
				found[pkg] += "/" + part
			}
		}
	}
	return found, nil
}

// rounds is how often each benchmark is run.
const rounds = 3

// figures are the measured values by "Benchmark/sub unit", one a round.
type figures map[string][]float64

var resultLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// measure runs the benchmarks of a package that match and takes their figures.
func (f figures) measure(pkg, which string, out io.Writer) error {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", which, "-count", strconv.Itoa(rounds), "-timeout", "60m", pkg)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		fmt.Fprintln(out, lines.Text())
		f.read(lines.Text())
	}
	return cmd.Wait()
}

// of is a measured figure, or the quotient of two written "a : b", in each round; none if it was not measured.
func (f figures) of(figure string) []float64 {
	above, below, quotient := strings.Cut(figure, " : ")
	values := slices.Clone(f[above])
	if !quotient {
		return values
	}
	by := f[below]
	values = values[:min(len(values), len(by))]
	for i := range values {
		values[i] /= by[i]
	}
	return values
}

// read takes the figures of one line of go test -bench: pairs of value and unit.
func (f figures) read(line string) {
	m := resultLine.FindStringSubmatch(line)
	if m == nil {
		return
	}
	words := strings.Fields(m[2])
	for i := 0; i+1 < len(words); i += 2 {
		if v, err := strconv.ParseFloat(words[i], 64); err == nil {
			name := m[1] + " " + words[i+1]
			f[name] = append(f[name], v)
		}
	}
}

// machine names what was measured on: processor, cores, memory, Go.
func machine() string {
	model := field("/proc/cpuinfo", "model name")
	memory := field("/proc/meminfo", "MemTotal")
	if kB, err := strconv.Atoi(strings.TrimSuffix(memory, " kB")); err == nil {
		memory = fmt.Sprintf("%d GB", (kB+1<<19)>>20)
	}
	return fmt.Sprintf("%s, %d cores, %s memory, %s %s/%s", model, runtime.NumCPU(), memory, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func field(file, name string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
