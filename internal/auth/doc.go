// Package auth says who is asking and what they may do: roles, accounts, passwords, sessions, tokens, and an identity provider. It knows no route
// and draws no page. Secrets pass through it and are kept by nobody: not in what it stores, and in none of its errors.
package auth
