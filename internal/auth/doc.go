// Package auth says who is asking and what they may do: roles, accounts, tokens, sessions. It knows no route and draws no page.
package auth
