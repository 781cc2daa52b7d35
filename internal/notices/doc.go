// Command notices writes THIRD_PARTY_NOTICES, which holds the licences of everything the binary carries, a copy of it in static, which is
// embedded, since those licences ask to be handed on, and static/attribution.json, from which /attribution is made. It reads the module
// graph of cmd/beltmap, the page's package-lock.json and a list of data, and takes each licence from the module cache or node_modules; it
// looks nothing up on a network. Run it as `go run ./internal/notices` in the root of the repository after a dependency changed.
package main
