# What a newcomer and CI run. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
FUZZTIME ?= 2m
SOAKTIME ?= 10m

.PHONY: help setup build serve test lint gotest webtest e2e soak bench dist generate fmt fresh

help: ## this list
	@awk -F':.*## ' '/^[a-z0-9]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the tests need and the machine lacks
	@scripts/setup.sh

build: ## the binary, into bin/beltmap
	@go build -trimpath -o bin/beltmap ./cmd/beltmap

serve: ## serve the embedded sample at http://127.0.0.1:8080
	@go run ./cmd/beltmap serve

test: ## everything CI runs: set-up, lint, Go tests (with -race where anything runs side by side), vitest, browser tests
	@scripts/test.sh

lint: ## gofmt, vet, staticcheck, biome, tsc; generated files and static/dist are current
	@scripts/setup.sh web && scripts/lint.sh

gotest: ## the Go tests alone, as make test runs them
	@scripts/test.sh go

webtest: ## the page's unit tests alone
	@scripts/setup.sh web && scripts/test.sh web

e2e: ## the browser tests alone
	@scripts/setup.sh && scripts/test.sh e2e

soak: ## long runs: fuzzing (FUZZTIME a target), kill storm, server under load (SOAKTIME)
	@FUZZTIME=$(FUZZTIME) SOAKTIME=$(SOAKTIME) scripts/soak.sh

bench: ## the figures of docs/performance.md, measured here
	@go run ./internal/bench

dist: ## build the page into static/dist
	@scripts/setup.sh web && cd static/web && npm run --silent build

generate: ## write the TypeScript that comes from the Go schema and palette
	@go run ./internal/webgen

fmt: ## format Go and TypeScript
	@gofmt -w $$(git ls-files '*.go') && scripts/setup.sh web && cd static/web && npx --no-install biome format --write .

fresh: ## the README's two commands as they stand, in a fresh clone of HEAD
	@scripts/fresh.sh
