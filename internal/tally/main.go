package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

var errFailed = errors.New("something failed")

func run(args []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("tally", flag.ContinueOnError)
	as := flags.String("as", "", "format of the input: go or tap")
	keep := flags.String("out", "", "file to keep the counts in")
	sum := flags.String("sum", "", "folder of counts to add up; arguments name the counts that must be there")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *sum != "" {
		return sumUp(*sum, flags.Args(), out)
	}
	var count Count
	switch *as {
	case "go":
		count = readGo(in, out)
	case "tap":
		count = readTAP(in, out)
	default:
		return fmt.Errorf("unknown format %q", *as)
	}
	if count.Passed+count.Failed == 0 {
		count.Failed = 1
		fmt.Fprintln(out, "no test ran")
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", count.Passed, count.Failed)
	if err := os.WriteFile(*keep, fmt.Appendf(nil, "%d %d\n", count.Passed, count.Failed), 0o644); err != nil {
		return err
	}
	if count.Failed > 0 {
		return errFailed
	}
	return nil
}

// sumUp prints the counts kept in a folder and, as the last line, their sum. A count that is missing is a failure: a runner that
// died must not look like one that passed.
func sumUp(folder string, names []string, out io.Writer) error {
	if len(names) == 0 {
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			return err
		}
		for _, file := range files {
			names = append(names, filepath.Base(file))
		}
	}
	var total Count
	for _, name := range names {
		var c Count
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil {
			_, err = fmt.Sscan(string(text), &c.Passed, &c.Failed)
		}
		if err != nil {
			c = Count{Failed: 1}
			fmt.Fprintf(out, "%-8s did not report\n", name)
		} else {
			fmt.Fprintf(out, "%-8s %5d passed, %d failed\n", name, c.Passed, c.Failed)
		}
		total.Passed += c.Passed
		total.Failed += c.Failed
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", total.Passed, total.Failed)
	if total.Failed > 0 || total.Passed == 0 {
		return errFailed
	}
	return nil
}
