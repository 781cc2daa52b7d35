package road

// entry is a node in a heap, by what it takes to get there.
type entry struct{ key, node uint32 }

// heap is a binary heap, the least first. A node may be in it more than once; who pops looks whether it is known better.
type heap []entry

func (h *heap) push(key, node uint32) {
	q := append(*h, entry{key, node})
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 2
		if q[up].key <= key {
			break
		}
		q[i] = q[up]
		i = up
	}
	q[i] = entry{key, node}
	*h = q
}

func (h *heap) pop() entry {
	q := *h
	least, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	for i := 0; len(q) > 0; {
		down := 2*i + 1
		if down+1 < len(q) && q[down+1].key < q[down].key {
			down++
		}
		if down >= len(q) || q[down].key >= last.key {
			q[i] = last
			break
		}
		q[i] = q[down]
		i = down
	}
	*h = q
	return least
}
