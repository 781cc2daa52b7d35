package tour

import "math"

// travelBound is a lower bound on the minutes of travel of every order: the least 1-tree over the stops and a mark that joins the last to the first,
// with Held and Karp's weights (Operations Research 18, 1970) improved by subgradients. A leg counts as long as its shorter direction. The order is one that is known.
func (p *Problem) travelBound(order []int) int {
	n := len(p.Visits)
	if n < 2 {
		return 0
	}
	const barred = 1e7 // between the mark and stops that may be neither first nor last
	d := make([][]float64, n+1)
	for i := range d {
		d[i] = make([]float64, n+1)
		for k := range d[i] {
			switch {
			case i < n && k < n:
				d[i][k] = float64(min(p.Minutes[i][k], p.Minutes[k][i]))
			case p.First >= 0 && p.Last >= 0 && min(i, k) != p.First && min(i, k) != p.Last:
				d[i][k] = barred
			}
		}
	}
	return int(oneTree(d, n, float64(p.travel(order))) + 1 - 1e-6)
}

// travel is the minutes under way of an order.
func (p *Problem) travel(order []int) (minutes int) {
	for k := 1; k < len(order); k++ {
		minutes += p.Minutes[order[k-1]][order[k]]
	}
	return minutes
}

// What an ascent of weights may cost, in looks at a pair of vertices, and how many steps it takes at least and at most.
const (
	ascentWork            = 60_000_000
	leastSteps, mostSteps = 100, 1500
	patience, shorter     = 20, 0.8 // steps without a better bound, after which they are made shorter
	smallestShare         = 1e-4
)

// oneTree is the Held–Karp bound on closed tours by a matrix; root is the vertex outside of the tree, and known the length of some tour. Steps are as
// long as the way left to what is known (Held, Wolfe, Crowder, Mathematical Programming 6, 1974), shorter as the bound stands still.
func oneTree(d [][]float64, root int, known float64) float64 {
	n := len(d)
	weight, degree := make([]float64, n), make([]int, n)
	best, share, still := math.Inf(-1), 2.0, 0
	for range min(mostSteps, max(leastSteps, ascentWork/(n*n))) {
		cost := leastOneTree(d, weight, root, degree)
		for i := range n {
			cost -= 2 * weight[i]
		}
		if still++; cost > best+1e-6 {
			best, still = cost, 0
		}
		if still == patience {
			share, still = share*shorter, 0
		}
		length := 0.0
		for i := range n {
			length += float64((degree[i] - 2) * (degree[i] - 2))
		}
		if length == 0 || share < smallestShare || best >= known-1+1e-6 { // whole minutes: nothing is left to prove
			break
		}
		step := share * max(known-cost, 1) / length
		for i := range n {
			weight[i] += step * float64(degree[i]-2)
		}
	}
	return max(0, best)
}

// leastOneTree is the cost of the least spanning tree of all vertices but the root (Prim) and the root's two least edges; it counts degrees.
func leastOneTree(d [][]float64, weight []float64, root int, degree []int) (cost float64) {
	n := len(d)
	clear(degree)
	first := (root + 1) % n
	near, to, in := make([]float64, n), make([]int, n), make([]bool, n)
	in[root], in[first] = true, true
	for i := range n {
		near[i], to[i] = d[first][i]+weight[first]+weight[i], first
	}
	for range n - 2 {
		next := -1
		for i := range n {
			if !in[i] && (next < 0 || near[i] < near[next]) {
				next = i
			}
		}
		in[next] = true
		cost += near[next]
		degree[next]++
		degree[to[next]]++
		for i := range n {
			if w := d[next][i] + weight[next] + weight[i]; !in[i] && w < near[i] {
				near[i], to[i] = w, next
			}
		}
	}
	least, second := -1, -1
	for i := range n {
		if i == root {
			continue
		}
		w := d[root][i] + weight[i]
		switch {
		case least < 0 || w < d[root][least]+weight[least]:
			least, second = i, least
		case second < 0 || w < d[root][second]+weight[second]:
			second = i
		}
	}
	for _, i := range []int{least, second} {
		if i >= 0 {
			cost += d[root][i] + weight[root] + weight[i]
			degree[root]++
			degree[i]++
		}
	}
	return cost
}

// bound is a time before which no group can be done: by travel and stays, and by the hours of each stop. The order is one that is known.
func (p *Problem) bound(order []int) int {
	least := p.Start + p.travelBound(order)
	for i := range p.Visits {
		least += p.Visits[i].Dwell
	}
	for i := range p.Visits {
		least = max(least, max(p.Start, p.Visits[i].Opens)+p.Visits[i].Dwell)
	}
	return least
}
