// Command tally reads what a test runner writes (go test -json, or TAP from node --test and vitest), prints what a person wants to see
// of it, and keeps the counts in a file; with -sum it adds such files up into the one last line that CI reads. It runs no tests.
package main
