#!/usr/bin/env bash
# Installs what the tests need and the machine lacks, each only if absent: Debian packages through apt when root, the page's
# packages by npm ci. What cannot be installed fails with one line that names it. `setup.sh web` sees to the page's packages only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() { printf 'make test: %s\n' "$1" >&2; exit 1; }

command -v go >/dev/null || die "go is missing: install Go $(sed -n 's/^go //p' go.mod) or newer"
command -v npm >/dev/null || die "npm is missing: install Node 20 or newer"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || die "Node $(node -v) is too old: install Node 20 or newer"

has() {
  case $1 in
    gcc) command -v "${CC:-cc}" || command -v gcc || command -v clang ;;
    chromium-headless-shell) [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell ;;
    chromium) has chromium-headless-shell || command -v chromium ;;
    fonts-noto-cjk) ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc || fc-list 2>/dev/null | grep -qi 'Noto Sans CJK' ;;
    gdal-bin) command -v ogrinfo && command -v ogr2ogr ;;
    python3-gdal) /usr/bin/python3 -c 'from osgeo import gdal, ogr' ;;
    proj-bin) command -v cs2cs ;;
    poppler-utils) command -v pdftotext && command -v pdftoppm ;;
    zbar-tools) command -v zbarimg ;;
  esac >/dev/null 2>&1
}

install() {
  mkdir -p build
  export DEBIAN_FRONTEND=noninteractive
  { timeout 60 apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >>build/apt.log 2>&1 </dev/null || true
}

if [ "${1:-}" != web ]; then
  # Of Chromium the shell will do, which has no windows and costs half. Where apt has none, the whole of it is used.
  if ! has chromium-headless-shell && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "installing chromium-headless-shell"
    install chromium-headless-shell
  fi
  missing=()
  for package in gcc chromium fonts-noto-cjk gdal-bin python3-gdal proj-bin poppler-utils zbar-tools; do has "$package" || missing+=("$package"); done
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || die "missing, and no apt here to install it: ${missing[*]}"
    [ "$(id -u)" = 0 ] || die "missing: ${missing[*]}; install with: sudo apt-get install ${missing[*]}"
    echo "installing ${missing[*]}"
    install "${missing[@]}"
    for package in "${missing[@]}"; do has "$package" || die "apt could not install $package (see build/apt.log)"; done
  fi
fi

# npm ci empties node_modules first, so it runs only when the lock file is not the one installed.
lock=$(sha256sum static/web/package-lock.json 2>/dev/null | cut -d' ' -f1) || true
[ -n "$lock" ] || die "static/web/package-lock.json is missing"
stamp=static/web/node_modules/.installed
if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
  echo "installing the page's packages"
  mkdir -p build
  (cd static/web && npm ci --no-audit --no-fund) >build/npm.log 2>&1 </dev/null || die "npm ci failed in static/web: $(grep -m1 -iE 'error' build/npm.log || tail -1 build/npm.log)"
  echo "$lock" >"$stamp"
fi
