package server

import (
	"context"
	"net/http"

	"beltmap/data/tianditu"
	"github.com/gorilla/mux"
)

// ground is whoever has tiles to lay under the records.
type ground interface {
	Tile(ctx context.Context, layer, z, x, y string) (tianditu.Tile, error)
}

// groundTile answers a tile of Tianditu, if the operator set a key; else there is no such address.
func (s *Server) groundTile(w http.ResponseWriter, r *http.Request) error {
	if s.options.Tianditu == nil {
		return notFoundPath(r.URL.Path)
	}
	if _, err := plainRequest(r, "png"); err != nil {
		return err
	}
	at := mux.Vars(r)
	ctx, cancel := context.WithTimeout(r.Context(), s.deadline)
	defer cancel()
	tile, err := s.options.Tianditu.Tile(ctx, at["layer"], at["z"], at["x"], at["y"])
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"] = []string{tile.Type}
	h["Cache-Control"] = []string{"private, max-age=3600"}
	_, err = w.Write(tile.Body)
	return clientGone(err)
}
