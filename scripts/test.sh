#!/usr/bin/env bash
# make test: set-up, lint, Go tests, vitest, browser tests. Every part runs even if one before it failed; the last line counts all of
# them, and the exit code says whether all passed. `test.sh go|web|e2e` runs one part.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
part=${1:-all}
mkdir -p build/tally build/bin
[ "$part" != all ] || rm -f build/tally/*
broken=0

step() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@" || broken=1
  printf '== %s took %ds\n' "$name" $((SECONDS - start))
}

# Without the folder's name in them, what one clone has compiled serves the next.
export GOFLAGS="${GOFLAGS:-} -trimpath"

# The packages in which something runs beside something else, in the code or in its tests: the race detector, which makes a test
# several times as dear, has nothing to find in the others.
beside='(^|[^a-zA-Z/"])go (func\b|[a-zA-Z_.]+\()|\.Go\(|RunParallel|httptest\.New(TLS|Unstarted)?Server'
racing() {
  printf 'beltmap/%s\n' internal/server data/gpkg cmd/beltmap # which take longest
  git grep --untracked -lE "$beside" -- '*.go' | xargs -n1 dirname | sed 's|^|beltmap/|' | sort -u | grep -vxE 'beltmap/(internal/server|data/gpkg|cmd/beltmap|tiles/mvt)'
}

# Nor has it in most tests of three of these. Of internal/server and tiles/mvt it looks at the files in which something runs beside
# something else: a request that waits for the answer to the one before has nothing beside it, and what handlers call is raced in its own
# package. Of data/gpkg it looks at all files but those in which a process writes alone until it is killed, or a file is damaged.
named() { xargs grep -hoE '^func Test[A-Za-z0-9_]+' | grep -v TestMain | sed 's/^func //' | paste -sd '|'; }
raced() {
  case $1 in
    data/gpkg) git ls-files -co --exclude-standard 'data/gpkg/*_test.go' | grep -vE '/(crash|adopt|backup_kill|bad_file|gdal)_test' ;;
    *) git grep --untracked -lE "$beside" -- "$1/*_test.go" ;;
  esac | named
}

# What runs under the race detector is compiled for itself, beside set-up and lint, which leave a core to it. What is wrong with it go test says.
# shellcheck disable=SC2046 # the list is words
compile() { go list -race -export -test -deps $(racing) >/dev/null 2>&1; }

# Three packages or browsers at a time keep two cores busy, for each waits now and then. The packages that are tested in two parts,
# each a row of tests, have a lane of their own, and the packages without the detector follow them.
# Nothing but a debugger reads what -s -w leaves out.
# A property is tried on 30 random cases for every commit; make soak tries many more. The vetting of go test is left to lint, which does
# all of it; and nothing is left running at a test's end that the race detector would wait for, a second a process.
go_tests() {
  local racing others package how=(-json -vet=off -shuffle=on -timeout 9m -p 2 "-ldflags=-s -w")
  racing=$(racing) others=$(go list ./... | grep -vxF "$racing" | grep -vx beltmap/tiles/mvt)
  racing=$(grep -vxE 'beltmap/(internal/server|data/gpkg)' <<<"$racing")
  export RAPID_CHECKS=${RAPID_CHECKS:-30} GORACE="atexit_sleep_ms=20 ${GORACE:-}"
  ! program || export BELTMAP=$PWD/build/bin/beltmap
  # shellcheck disable=SC2086 # the lists are words
  {
    {
      for package in internal/server data/gpkg tiles/mvt; do
        go test "${how[@]}" -race -run "^($(raced $package))\$" ./$package
        go test "${how[@]}" -skip "^($(raced $package))\$" ./$package
      done
      go test "${how[@]}" $others
    } >build/aside.json 2>&1 &
    go test "${how[@]}" -race $racing
    wait
    cat build/aside.json
  } 2>&1 |
    build/bin/tally -as go -out build/tally/go
}

# The program that is tested, for cmd/beltmap and for the browsers.
program() { go build "-ldflags=-s -w" -o build/bin/beltmap ./cmd/beltmap; }

vitest() { (cd static/web && npx --no-install vitest run --reporter=tap-flat) 2>&1 | build/bin/tally -as tap -out build/tally/vitest; }

e2e() {
  program || { echo "0 1" >build/tally/e2e; return 1; }
  node --test --test-reporter=tap --test-concurrency=3 static/web/e2e/*.test.mjs 2>&1 | build/bin/tally -as tap -out build/tally/e2e
}

go build -o build/bin/tally ./internal/tally || exit 1
[ -d ../shared ] || echo "../shared is absent: the tests that compare with it are left out, each named below"
case $part in
  all)
    compile &
    scripts/setup.sh || exit 1
    step "lint" scripts/lint.sh
    wait
    step "Go tests" go_tests
    step "vitest" vitest
    step "browser tests" e2e
    ;;
  go) step "Go tests" go_tests ;;
  web) step "vitest" vitest ;;
  e2e) step "browser tests" e2e ;;
  *) echo "test.sh: unknown part $part" >&2; exit 2 ;;
esac
case $part in all) parts=(lint go vitest e2e) ;; web) parts=(vitest) ;; *) parts=("$part") ;; esac
echo
build/bin/tally -sum build/tally "${parts[@]}" || broken=1
exit "$broken"
