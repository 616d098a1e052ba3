// Package deduce decides what the intruder can make from a set of ground
// messages, and how. It is the textbook procedure: analyse what is known to a
// fixpoint, then compose (Dolev, Yao, IEEE Trans. Inf. Theory 29(2), 1983; for
// sums Gaussian elimination over GF(2) as in Chevalier, Küsters, Rusinowitch,
// Turuani, LICS 2003).
//
// Nothing trusts it: the recipes that it returns are for trace/replay to check.
// It serves the minimiser, which must find recipes anew after dropping steps,
// and the animator, which must tell whether a message that somebody wants to
// send can be made.
package deduce

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
)

// Knowledge is what the intruder knows. It is built by New and Learn.
type Knowledge struct {
	opt   ground.Options
	items []item
	index table[int]     // in items
	sums  int            // items that are sums
	dirty bool           // items were added since the last analysis
	depth int            // of sums within sums
	goals []*ground.Term // what is being made
}

// item is a message that was learnt or laid open, and how.
type item struct {
	term   *ground.Term
	recipe *trace.Recipe
	open   bool // it holds nothing more to learn
}

// New returns the knowledge of nothing.
func New(opt ground.Options) *Knowledge {
	const some = 32 // what a small protocol makes known
	return &Knowledge{opt: opt, items: make([]item, 0, some), index: table[int]{make([]*ground.Term, 0, some), make([]int, 0, some)}}
}

// Learn adds a message and the recipe that stands for it.
func (k *Knowledge) Learn(t *ground.Term, r *trace.Recipe) {
	if k.knows(t) {
		return
	}
	k.index.put(t, len(k.items))
	k.items = append(k.items, item{term: t, recipe: r})
	if t.Op == protocol.Xor {
		k.sums++
	}
	k.dirty = true
}

// knows reports whether t is an item.
func (k *Knowledge) knows(t *ground.Term) bool {
	_, ok := k.index.get(t)
	return ok
}

// Items returns what is known after analysis, in the order in which it became
// known: the messages learnt and everything that they hold and he can open.
func (k *Knowledge) Items() []*ground.Term {
	k.analyse()
	out := make([]*ground.Term, len(k.items))
	for i := range k.items {
		out[i] = k.items[i].term
	}
	return out
}

// Derive returns a recipe for t, or nil when it finds none. In the free algebra
// and with sums there is none then; of powers it finds those that a known power
// of the same base, or the base itself, leads to.
func (k *Knowledge) Derive(t *ground.Term) *trace.Recipe {
	k.analyse()
	return k.make(t)
}

// make composes t from the items, and not from itself.
func (k *Knowledge) make(t *ground.Term) *trace.Recipe {
	if i, ok := k.index.get(t); ok {
		return k.items[i].recipe
	}
	if slices.ContainsFunc(k.goals, t.Equal) {
		return nil
	}
	k.goals = append(k.goals, t)
	defer func() { k.goals = k.goals[:len(k.goals)-1] }()
	switch t.Op {
	case protocol.Open:
		return &trace.Recipe{Op: trace.Made, Value: t.Expr()}
	case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply:
		if args := k.makeAll(t.Args); args != nil {
			return &trace.Recipe{Op: trace.Compose, Cons: t.Op, Args: args}
		}
	case protocol.Exp:
		if r := k.power(t); r != nil {
			return r
		}
	}
	return k.sum(t)
}

// makeAll makes all of ts, or returns nil.
func (k *Knowledge) makeAll(ts []*ground.Term) []*trace.Recipe {
	out := make([]*trace.Recipe, len(ts))
	for i, t := range ts {
		if out[i] = k.make(t); out[i] == nil {
			return nil
		}
	}
	return out
}

// power makes base^exponents from a known power of the same base, or from the
// base.
func (k *Knowledge) power(t *ground.Term) *trace.Recipe {
	base, want := t.Args[0], t.Args[1:]
	from := func(start *trace.Recipe, has []*ground.Term) *trace.Recipe {
		r, missing := start, slices.Clone(want)
		for _, e := range has {
			if i := slices.IndexFunc(missing, e.Equal); i >= 0 {
				missing = slices.Delete(missing, i, i+1)
			} else if x := k.make(e); x != nil {
				r = &trace.Recipe{Op: trace.Root, Args: []*trace.Recipe{r, x}}
			} else {
				return nil
			}
		}
		for _, e := range missing {
			x := k.make(e)
			if x == nil {
				return nil
			}
			r = &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{r, x}}
		}
		return r
	}
	for _, it := range k.items {
		if it.term.Op == protocol.Exp && it.term.Args[0].Equal(base) {
			if r := from(it.recipe, it.term.Args[1:]); r != nil {
				return r
			}
		}
	}
	if r := k.make(base); r != nil {
		return from(r, nil)
	}
	return nil
}

// analyse opens what can be opened until nothing new comes of it.
func (k *Knowledge) analyse() {
	for k.dirty {
		k.dirty = false
		for i := 0; i < len(k.items); i++ { // Learn appends
			if !k.items[i].open {
				done := k.open(k.items[i])
				k.items[i].open = done
			}
		}
		k.cancel()
	}
}

// open learns the parts of a pair, and what a ciphertext holds when its key can
// be made. It reports whether that was all.
func (k *Knowledge) open(it item) bool {
	t := it.term
	switch t.Op {
	case protocol.Pair:
		k.Learn(t.Args[0], &trace.Recipe{Op: trace.First, Args: []*trace.Recipe{it.recipe}})
		k.Learn(t.Args[1], &trace.Recipe{Op: trace.Second, Args: []*trace.Recipe{it.recipe}})
	case protocol.Scrypt:
		return k.unlock(it, t.Args[0], trace.Open)
	case protocol.Crypt:
		key, err := k.opt.Make(protocol.Inv, t.Args[0])
		if err != nil {
			return true
		}
		how := trace.Open
		if t.Args[0].Op == protocol.Inv {
			how = trace.OpenSign
		}
		return k.unlock(it, key, how)
	case protocol.Exp:
		// g itself, when all exponents can be made, is worth knowing: it may be a key.
		if k.knows(t.Args[0]) {
			return true
		}
		r := it.recipe
		for _, e := range t.Args[1:] {
			x := k.make(e)
			if x == nil {
				return false
			}
			r = &trace.Recipe{Op: trace.Root, Args: []*trace.Recipe{r, x}}
		}
		k.Learn(t.Args[0], r)
	}
	return true
}

func (k *Knowledge) unlock(it item, key *ground.Term, how trace.RecipeOp) bool {
	if k.knows(it.term.Args[1]) {
		return true
	}
	r := k.make(key)
	if r != nil {
		k.Learn(it.term.Args[1], &trace.Recipe{Op: how, Args: []*trace.Recipe{it.recipe, r}})
	}
	return r != nil
}
