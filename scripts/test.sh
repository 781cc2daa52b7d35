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

# A property is tried on 30 random cases for every commit; make soak tries many more.
go_tests() { RAPID_CHECKS=${RAPID_CHECKS:-30} go test -json -race -shuffle=on -timeout 9m ./... 2>&1 | build/bin/tally -as go -out build/tally/go; }

vitest() { (cd static/web && npx --no-install vitest run --reporter=tap-flat) 2>&1 | build/bin/tally -as tap -out build/tally/vitest; }

e2e() {
  go build -o build/bin/beltmap ./cmd/beltmap || { echo "0 1" >build/tally/e2e; return 1; }
  node --test --test-reporter=tap --test-concurrency=2 static/web/e2e/*.test.mjs 2>&1 | build/bin/tally -as tap -out build/tally/e2e
}

go build -o build/bin/tally ./internal/tally || exit 1
[ -d ../shared ] || echo "../shared is absent: the tests that compare with it are left out, each named below"
case $part in
  all)
    scripts/setup.sh || exit 1
    step "lint" scripts/lint.sh
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
