#!/usr/bin/env bash
# A newcomer's first minutes: clones HEAD into an empty folder and runs the README's two commands as they stand there. Only the port is
# chosen freely, by BELTMAP_LISTEN. `fresh.sh serve` stops after the first command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
place=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill -TERM -- "-$server" 2>/dev/null || true
  rm -rf "$place"
}
trap cleanup EXIT

git clone --quiet . "$place/beltmap"
cd "$place/beltmap"
mapfile -t commands < <(awk '/^```sh$/{on=1;next} /^```/{on=0} on && !/^#|^git clone|^cd /' README.md | sed 's/ *#.*//; s/^\$ //' | grep . | head -2)
[ ${#commands[@]} = 2 ] || { echo "README.md: no two commands found" >&2; exit 1; }

echo "== ${commands[0]}"
start=$SECONDS
set -m # a process group of its own, so that the binary behind `go run` ends too
BELTMAP_LISTEN=127.0.0.1:0 ${commands[0]} >"$place/log" 2>&1 </dev/null &
server=$!
set +m
for _ in $(seq 600); do
  url=$(grep -om1 'http://127\.0\.0\.1:[0-9]*' "$place/log" || true)
  [ -z "$url" ] || break
  kill -0 "$server" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
  sleep 1
done
[ -n "$url" ] || { echo "no address after 10 minutes:" >&2; cat "$place/log" >&2; exit 1; }
for path in /readyz / /api /tiles/belts.json "/api/collections/enterprises/items?belts=CZ-B-SHANGHAI-ROAD"; do
  curl -fsS -o "$place/answer" --retry 20 --retry-delay 1 --retry-all-errors "$url$path"
  echo "ok    $path ($(wc -c <"$place/answer") bytes)"
done
grep -q '"numberMatched": *20\b' "$place/answer" || { echo "Shanghai Road does not have its 20 enterprises" >&2; exit 1; }
kill -TERM -- "-$server"
wait "$server" || true
server=
[ -z "$(git status --porcelain)" ] || { echo "serving the sample left something behind:" >&2; git status --short >&2; exit 1; }
echo "== ${commands[0]} served after $((SECONDS - start))s and left nothing behind"

[ "${1:-}" = serve ] && exit 0
echo "== ${commands[1]}"
${commands[1]} </dev/null
[ -z "$(git status --porcelain)" ] || { echo "the tests changed the tree:" >&2; git status --short >&2; exit 1; }
