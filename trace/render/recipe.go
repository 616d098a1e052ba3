package render

import (
	"sort"

	"hornet/protocol"
	"hornet/trace"
)

// maker tells which message a recipe makes in a run, nil when the recipe does not
// fit: it opens what is no ciphertext, or refers to what is not there.
type maker struct {
	m    *protocol.Model
	run  *trace.Run
	done map[*trace.Recipe]*protocol.Expr
}

func (k *maker) make(r *trace.Recipe) *protocol.Expr {
	if r == nil {
		return nil
	}
	if e, ok := k.done[r]; ok {
		return e
	}
	k.done[r] = nil // a recipe that uses itself makes nothing
	args := make([]*protocol.Expr, len(r.Args))
	for i, a := range r.Args {
		if args[i] = k.make(a); args[i] == nil {
			return nil
		}
	}
	e := k.apply(r, args)
	k.done[r] = e
	return e
}

func (k *maker) apply(r *trace.Recipe, args []*protocol.Expr) *protocol.Expr {
	is := func(i int, ops ...protocol.Op) bool {
		for _, op := range ops {
			if i < len(args) && args[i].Op == op && len(args[i].Args) >= 2 {
				return true
			}
		}
		return false
	}
	switch r.Op {
	case trace.Known:
		if r.Index >= 0 && r.Index < len(k.m.Knowledge) {
			return k.m.Knowledge[r.Index]
		}
	case trace.Output:
		if r.Step >= 0 && r.Step < len(k.run.Steps) && r.Index >= 0 && r.Index < len(k.run.Steps[r.Step].Sent) {
			return k.run.Steps[r.Step].Sent[r.Index]
		}
	case trace.Made:
		return r.Value
	case trace.Compose:
		if r.Cons >= protocol.Pair && r.Cons <= protocol.Xor && len(args) > 0 {
			return protocol.E(r.Cons, args...)
		}
	case trace.First:
		if is(0, protocol.Pair) {
			return args[0].Args[0]
		}
	case trace.Second:
		if is(0, protocol.Pair) {
			return args[0].Args[1]
		}
	case trace.Open, trace.OpenSign:
		if is(0, protocol.Crypt, protocol.Scrypt) {
			return args[0].Args[1]
		}
	case trace.Sum:
		return sum(args)
	case trace.Raise:
		if len(args) == 2 {
			return protocol.E(protocol.Exp, args...)
		}
	case trace.Root:
		if len(args) == 2 {
			base, exps := tower(args[0])
			for i, x := range exps {
				if canon(x) == canon(args[1]) {
					return power(base, append(exps[:i:i], exps[i+1:]...))
				}
			}
		}
	}
	return nil
}

// sum returns the exclusive or of args: equal ones cancel each other.
func sum(args []*protocol.Expr) *protocol.Expr {
	left := map[string]*protocol.Expr{}
	var add func(e *protocol.Expr)
	add = func(e *protocol.Expr) {
		if e.Op == protocol.Xor {
			for _, a := range e.Args {
				add(a)
			}
			return
		}
		if id := canon(e); left[id] != nil {
			delete(left, id)
		} else {
			left[id] = e
		}
	}
	for _, e := range args {
		add(e)
	}
	var ids []string
	for id := range left {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	out := make([]*protocol.Expr, len(ids))
	for i, id := range ids {
		out[i] = left[id]
	}
	if len(out) == 1 {
		return out[0]
	}
	return protocol.E(protocol.Xor, out...)
}
