#!/usr/bin/env bash
# make soak: what takes too long for every commit. FUZZTIME is for each fuzz target, SOAKTIME for the served binary. All parts run
# even if one failed; the last line says how many did.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0
step() {
  printf '\n== %s\n' "$*"
  "$@" || { failed=$((failed + 1)); echo "FAIL  $*"; }
}

while IFS=: read -r file name; do
  step go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-2m}" "./$(dirname "$file")"
done < <(git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sed 's/func //')

step env RAPID_CHECKS=1000 go test -timeout 60m ./...

step go test -run Kill -count 20 -timeout 60m ./data/gpkg # 1,000 kills
step go test -race -shuffle=on -count 10 -timeout 60m ./geo/world ./internal/app ./internal/server

mkdir -p build/bin
step go build -o build/bin/beltmap ./cmd/beltmap
step go run ./internal/soak -binary build/bin/beltmap -for "${SOAKTIME:-10m}"

echo
if [ "$failed" = 0 ]; then echo "soak passed"; else echo "soak: $failed parts failed"; exit 1; fi
