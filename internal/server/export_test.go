package server

import (
	"net/http"
	"time"

	"beltmap/internal/auth"
)

// Row is a row of the table of routes as tests outside of the package see it.
type Row struct {
	Path    string
	Methods []string
	Role    auth.Role
	Deed    string
	Formats []string
	Vital   bool
}

// Grant is a row of the table of grants.
type Grant = grant

// Grants is the table of grants.
func Grants() []Grant { return grants() }

// Rows is the table of routes.
func Rows() []Row {
	var rows []Row
	for _, rt := range routes() {
		rows = append(rows, Row{rt.path, rt.methods, rt.role, rt.deed.String(), rt.formats, rt.effort == vital})
	}
	return rows
}

// SetPatience says how long a listener may take to read what it is told.
func (s *Server) SetPatience(d time.Duration) { s.patience = d }

// Listening is how many listen, and InFlight how many requests are being answered.
func (s *Server) Listening() int64 { return s.listeners.Load() }
func (s *Server) InFlight() int64  { return s.inFlight.Load() }

// AddressOf is where a request that reaches the server comes from.
func (s *Server) AddressOf(r *http.Request) string { return addressOf(s.passedOn(r)) }
