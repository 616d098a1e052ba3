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
	busy  map[term.Term]bool
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
	return &Deriver{st: st, made: made, busy: map[term.Term]bool{}}
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
			if st.Op(args[j]) == term.Inv {
				if k := d.Derive(st.Arg(args[j], 0)); k != nil {
					news = d.add(rest, &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{r, k}}) || news
				}
			} else if k := d.Derive(args[j]); k != nil {
				news = d.add(rest, &trace.Recipe{Op: trace.Root, Args: []*trace.Recipe{r, k}}) || news
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
		return compose(map[term.Op]protocol.Op{term.Pair: protocol.Pair, term.Crypt: protocol.Crypt, term.Scrypt: protocol.Scrypt, term.Apply: protocol.Apply}[op], a, b)
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
			op := trace.Raise
			if st.Op(e) == term.Inv {
				op, e = trace.Root, st.Arg(e, 0)
			}
			k := d.Derive(e)
			if k == nil {
				return nil
			}
			r = &trace.Recipe{Op: op, Args: []*trace.Recipe{r, k}}
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
		missing := slices.Clone(args[1:])
		for _, e := range have {
			j := slices.Index(missing, e)
			missing = slices.Delete(missing, j, j+1)
		}
		if r := try(it.recipe, missing); r != nil {
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
	any := st.Op(t) == term.Xor
	for i := range d.items {
		any = any || st.Op(d.items[i].t) == term.Xor
	}
	if !any || d.busy[t] {
		return nil
	}
	d.busy[t] = true
	defer delete(d.busy, t)
	type row struct {
		f  []term.Term // summands that cannot be derived alone
		by []*trace.Recipe
	}
	reduce := func(t term.Term, by ...*trace.Recipe) row {
		x := row{by: by}
		for _, f := range st.Factors(nil, t) {
			if r := d.alone(f); r != nil && f != t {
				x.by = append(x.by, r)
			} else {
				x.f = append(x.f, f)
			}
		}
		return x
	}
	target := reduce(t)
	var rows []row
	for i := range d.items {
		if st.Op(d.items[i].t) == term.Xor {
			rows = append(rows, reduce(d.items[i].t, d.items[i].recipe))
		}
	}
	add := func(a, b row) row {
		return row{symmetricDifference(st, a.f, b.f), append(slices.Clone(a.by), b.by...)}
	}
	for len(target.f) > 0 {
		at := slices.IndexFunc(rows, func(r row) bool { return len(r.f) > 0 })
		if at < 0 {
			return nil
		}
		r := rows[at]
		rows = slices.Delete(rows, at, at+1)
		for i := range rows {
			if slices.Contains(rows[i].f, r.f[0]) {
				rows[i] = add(rows[i], r)
			}
		}
		if slices.Contains(target.f, r.f[0]) {
			target = add(target, r)
		}
	}
	return &trace.Recipe{Op: trace.Sum, Args: cancelled(target.by)}
}

// cancelled drops recipes that occur twice.
func cancelled(rs []*trace.Recipe) []*trace.Recipe {
	var out []*trace.Recipe
	for _, r := range rs {
		if i := slices.Index(out, r); i >= 0 {
			out = slices.Delete(out, i, i+1)
		} else {
			out = append(out, r)
		}
	}
	return out
}
