package cli

import "hornet/search"

func progress(depth, states int) search.Progress {
	return search.Progress{Depth: depth, States: states, Goals: 3, Open: 2}
}
