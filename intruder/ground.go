package intruder

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// Deriver derives ground messages and tells how: every message it knows or
// derives comes with a recipe. The search finds attacks lazily; a Deriver turns
// one that it found into evidence.
type Deriver struct {
	st    *term.Store
	items []known
	made  map[term.Term]*protocol.Expr

	closed  *closure // of items, for sums
	recipes map[term.Term]*trace.Recipe
}

// known is an analysed message with its recipe.
type known struct {
	t      term.Term
	recipe *trace.Recipe
	opened bool
}

// NewDeriver returns a Deriver that knows nothing. made maps the atoms that the
// intruder makes up to the values that stand for them.
func NewDeriver(st *term.Store, made map[term.Term]*protocol.Expr) *Deriver {
	return &Deriver{st: st, made: made}
}

// Add adds a ground message, made by a recipe, and analyses what is known to a
// fixpoint.
func (d *Deriver) Add(t term.Term, r *trace.Recipe) {
	d.add(t, r)
	for again := true; again; {
		again = false
		for i := 0; i < len(d.items); i++ {
			again = d.open(i) || again
		}
	}
}

func (d *Deriver) add(t term.Term, r *trace.Recipe) bool {
	if d.st.Op(t) == term.Pair {
		a := d.add(d.st.Arg(t, 0), &trace.Recipe{Op: trace.First, Args: []*trace.Recipe{r}})
		b := d.add(d.st.Arg(t, 1), &trace.Recipe{Op: trace.Second, Args: []*trace.Recipe{r}})
		return a || b
	}
	if d.find(t) != nil {
		return false
	}
	d.items = append(d.items, known{t: t, recipe: r})
	return true
}

func (d *Deriver) find(t term.Term) *trace.Recipe {
	for i := range d.items {
		if d.items[i].t == t {
			return d.items[i].recipe
		}
	}
	return nil
}

// open takes from item i what it gives up, and reports whether that is news.
func (d *Deriver) open(i int) bool {
	it := &d.items[i]
	st, r := d.st, it.recipe
	switch op := st.Op(it.t); op {
	case term.Crypt, term.Scrypt:
		if it.opened {
			return false
		}
		key, how := st.Arg(it.t, 0), trace.Open
		if op == term.Crypt {
			if st.Op(key) == term.Inv {
				how = trace.OpenSign
			}
			key = st.Inverse(key)
		}
		k := d.Derive(key)
		if k == nil {
			return false
		}
		it.opened = true
		return d.add(st.Arg(it.t, 1), &trace.Recipe{Op: how, Args: []*trace.Recipe{r, k}})
	case term.Exp:
		news := false
		t := it.t
		args := st.Args(t)
		for j := 1; j < len(args); j++ {
			rest := st.Power(args[0], slices.Delete(slices.Clone(args[1:]), j-1, j))
			if d.find(rest) != nil {
				continue
			}
			if k := d.Derive(args[j]); k != nil {
				news = d.add(rest, &trace.Recipe{Op: trace.Root, Args: []*trace.Recipe{r, k}}) || news
			} else if k := d.Derive(st.Inverse(args[j])); k != nil {
				news = d.add(rest, &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{r, k}}) || news
			}
		}
		return news
	case term.Xor:
		news := false
		for _, f := range slices.Clone(st.Args(it.t)) {
			if d.find(f) == nil {
				if k := d.Derive(f); k != nil {
					news = d.add(f, k) || news
				}
			}
		}
		return news
	}
	return false
}

// Derive returns a recipe for the ground message t, nil if there is none.
func (d *Deriver) Derive(t term.Term) *trace.Recipe {
	if r := d.alone(t); r != nil {
		return r
	}
	return d.sum(t)
}

func compose(op protocol.Op, args ...*trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.Compose, Cons: op, Args: args}
}

// alone is Derive without adding up sums.
func (d *Deriver) alone(t term.Term) *trace.Recipe {
	st := d.st
	if r := d.find(t); r != nil {
		return r
	}
	if t == st.Zero() {
		return &trace.Recipe{Op: trace.Sum}
	}
	if v := d.made[t]; v != nil {
		return &trace.Recipe{Op: trace.Made, Value: v}
	}
	switch op := st.Op(t); op {
	case term.Pair, term.Crypt, term.Scrypt, term.Apply:
		a := d.Derive(st.Arg(t, 0))
		if a == nil {
			return nil
		}
		b := d.Derive(st.Arg(t, 1))
		if b == nil {
			return nil
		}
		return compose(consOf(op), a, b)
	case term.Exp:
		return d.power(t)
	}
	return nil
}

// power derives a power by raising something known.
func (d *Deriver) power(t term.Term) *trace.Recipe {
	st := d.st
	args := st.Args(t)
	try := func(r *trace.Recipe, exps []term.Term) *trace.Recipe {
		for _, e := range exps {
			k := d.Derive(e)
			if k == nil {
				return nil
			}
			r = &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{r, k}}
		}
		return r
	}
	for i := range d.items {
		it := &d.items[i]
		if st.Op(it.t) != term.Exp || st.Args(it.t)[0] != args[0] {
			continue
		}
		have := st.Args(it.t)[1:]
		if !subset(have, args[1:]) {
			continue
		}
		if r := try(it.recipe, without(args[1:], have)); r != nil {
			return r
		}
	}
	if b := d.Derive(args[0]); b != nil {
		return try(b, args[1:])
	}
	return nil
}

// sum derives t by adding up known sums and summands derived alone.
func (d *Deriver) sum(t term.Term) *trace.Recipe {
	st := d.st
	if st.Op(t) != term.Xor && !slices.ContainsFunc(d.items, func(k known) bool { return st.Op(k.t) == term.Xor && slices.Contains(st.Args(k.t), t) }) {
		return nil
	}
	if d.closed == nil || len(d.closed.items) != len(d.items) {
		items := make([]term.Term, len(d.items))
		for i := range d.items {
			items[i] = d.items[i].t
		}
		d.closed = newClosure(st, items, false, func(t term.Term) bool { return d.made[t] != nil })
		d.recipes = map[term.Term]*trace.Recipe{}
	}
	if !d.closed.derivable(t) {
		return nil
	}
	return d.recipe(t)
}

// recipe writes down why the closure holds t to be derivable.
func (d *Deriver) recipe(t term.Term) *trace.Recipe {
	if r := d.recipes[t]; r != nil {
		return r
	}
	var r *trace.Recipe
	if t == d.st.Zero() {
		r = &trace.Recipe{Op: trace.Sum}
	} else if v := d.made[t]; v != nil {
		r = &trace.Recipe{Op: trace.Made, Value: v}
	} else {
		why, _ := d.closed.why(t)
		r = d.told(&why)
	}
	d.recipes[t] = r
	return r
}

// told is the recipe that a reason tells.
func (d *Deriver) told(why *reason) *trace.Recipe {
	st := d.st
	switch op := st.Op(why.t); {
	case why.sum != nil:
		return d.added(why.sum)
	case why.item < 0 && op != term.Exp:
		return compose(consOf(op), d.recipe(st.Arg(why.t, 0)), d.recipe(st.Arg(why.t, 1)))
	}
	var r *trace.Recipe
	if why.item >= 0 {
		r = d.items[why.item].recipe // the base alone may not be derivable
	} else {
		r = d.recipe(st.Args(why.t)[0])
	}
	for _, e := range why.left {
		r = &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{r, d.recipe(e)}}
	}
	return r
}

func (d *Deriver) added(r *row) *trace.Recipe {
	out := &trace.Recipe{Op: trace.Sum}
	for _, i := range r.items {
		out.Args = append(out.Args, d.items[i].recipe)
	}
	for _, t := range r.with {
		out.Args = append(out.Args, d.recipe(t))
	}
	return out
}

// consOf returns the constructor that op means.
func consOf(op term.Op) protocol.Op {
	return [...]protocol.Op{term.Pair: protocol.Pair, term.Crypt: protocol.Crypt, term.Scrypt: protocol.Scrypt, term.Apply: protocol.Apply}[op]
}
