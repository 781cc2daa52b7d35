package road

import (
	"context"
	"math"

	"github.com/paulmach/orb"
)

// Nearest measures the way on foot from the nearest of some sites to each of some places, in metres: infinite where no way leads there from any, NaN
// for a place that is far from any road. It searches once from all sites together, and a little from each place. It fails with the context's error.
func (n *Network) Nearest(ctx context.Context, sites, places []orb.Point) ([]float64, error) {
	g, net := n.graph, n.graph.nets[Foot]
	ahead, behind := net.spaces.take(net.nodes), net.spaces.take(net.nodes)
	defer net.spaces.give(ahead)
	defer net.spaces.give(behind)
	var seeds []seed
	beside := map[uint32][]Spot{} // sites by their edge
	for _, at := range sites {
		if spot, near := g.snap(at, Foot); near {
			beside[spot.edge] = append(beside[spot.edge], spot)
			for _, from := range g.seeds(net, Foot, spot) {
				from.weight = sum(from.weight, centimetres(spot.Metres))
				seeds = append(seeds, from)
			}
		}
	}
	ahead.begin(seeds)
	for len(ahead.queue) > 0 {
		ahead.step(net.upAt, net.up, net.downAt, net.down)
	}
	metres := make([]float64, len(places))
	for i, at := range places {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		spot, near := g.snap(at, Foot)
		if !near {
			metres[i] = math.NaN()
			continue
		}
		least := uint32(far)
		for _, site := range beside[spot.edge] {
			if d, straight := g.direct(Foot, site, spot); straight {
				least = min(least, sum(d.weight, centimetres(site.Metres)))
			}
		}
		behind.begin(g.goals(net, Foot, spot))
		for len(behind.queue) > 0 && behind.queue[0].key < least {
			if v, settled := behind.step(net.downAt, net.down, net.upAt, net.up); settled && ahead.dist[v] != far {
				least = min(least, sum(ahead.dist[v], behind.dist[v]))
			}
		}
		behind.wipe()
		metres[i] = math.Inf(1)
		if least != far {
			metres[i] = float64(least)/100 + spot.Metres
		}
	}
	return metres, ctx.Err()
}

func centimetres(metres float64) uint32 { return uint32(math.Round(metres * 100)) }
