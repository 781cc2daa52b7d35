#!/usr/bin/env bash
# Every check of form, each printed as one line; all run even if one fails. Changes nothing in the tree.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p build/tally
unset FORCE_COLOR
export NO_COLOR=1
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
passed=0 failed=0

check() {
  local name=$1 start=$SECONDS
  shift
  if "$@" >"$temp/out" 2>&1; then
    passed=$((passed + 1))
    printf 'ok    %-22s %3ds\n' "$name" $((SECONDS - start))
  else
    failed=$((failed + 1))
    printf 'FAIL  %-22s %3ds\n' "$name" $((SECONDS - start))
    head -60 "$temp/out" | sed 's/\x1b[^m]*m//g; s/^/      /'
  fi
}

formatted() {
  local files
  files=$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l)
  [ -z "$files" ] || { echo "not formatted (make fmt):"; echo "$files"; return 1; }
}

# The generator writes into the tree, so what was there is kept and put back: the check holds in a dirty tree too.
generated() {
  local dir=static/web/src/generated
  cp -a "$dir" "$temp/generated" || return 1
  go run ./internal/webgen || return 1
  if ! diff -r "$temp/generated" "$dir"; then
    rm -rf "$dir" && cp -a "$temp/generated" "$dir"
    echo "run: make generate"
    return 1
  fi
}

built() {
  (cd static/web && npm run --silent build -- --outDir "$temp/dist" --emptyOutDir --logLevel warn) || return 1
  diff -rq "$temp/dist" static/dist || { echo "run: make dist"; return 1; }
}

web() { (cd static/web && npm run --silent "$@"); }
types() { (cd static/web && npx --no-install tsc --noEmit); }

check gofmt formatted
check "go vet" go vet ./...
check staticcheck env GOGC=400 go tool staticcheck ./... # a quarter of its time is the collector's
check "generated files" generated
check biome web lint
check tsc types
check "static/dist" built
printf '%d %d\n' "$passed" "$failed" >build/tally/lint
[ "$failed" = 0 ]
