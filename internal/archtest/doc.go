// Package archtest keeps the house in order: its tests read every Go file, docs/design.md and the README, and fail where code and page
// disagree. Each rule is a function over parsed files and is itself tested on a planted offence. There is nothing here to import.
package archtest
