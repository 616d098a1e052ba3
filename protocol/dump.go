package protocol

import (
	"fmt"
	"io"
	"strings"
)

// Dump writes m as text that people can read and tests can compare. It returns
// the first error of w.
func Dump(w io.Writer, m *Model) error {
	d := &dumper{m: m}
	d.model()
	_, err := io.WriteString(w, d.b.String())
	return err
}

type dumper struct {
	m *Model
	b strings.Builder
}

func (d *dumper) line(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *dumper) model() {
	m := d.m
	for _, u := range m.Unsupported {
		d.line("unsupported %s", u.What)
	}
	d.line("knows %s", exprs(m.Knowledge, nil, nil))
	for _, s := range m.Sets {
		d.line("set %s: %s = {%s}", s.Name, s.Type, exprs(s.Elems, nil, nil))
	}
	for _, f := range m.Facts {
		d.line("fact %s", f.format(nil, nil))
	}
	for k, s := range m.Sessions {
		honest := "with the intruder"
		if s.Honest {
			honest = "honest"
		}
		d.line("session %d %s(%s) %s", s.Number, s.Name, exprs(s.Args, nil, nil), honest)
		if len(s.Dropped) > 0 {
			d.line("  dropped %s", strings.Join(s.Dropped, " "))
		}
		for _, in := range m.Instances {
			if in.Session == k {
				d.line("  %d (shown %d) %s(%s)", in.Number, in.Shown, m.Roles[in.Role].Name, exprs(in.Values, nil, nil))
			}
		}
	}
	for _, g := range m.Goals {
		d.line("goal %s", g.Name())
	}
	for i := range m.Roles {
		d.role(&m.Roles[i])
	}
}

func (d *dumper) role(r *Role) {
	d.line("")
	d.line("role %s played by %s", r.Name, r.Slots[r.Player].Name)
	for i, s := range r.Slots {
		what := "local"
		switch {
		case s.Hidden:
			what = "hidden"
		case s.Formal:
			what = "formal"
		}
		d.line("  %s %d %s: %s", what, i, s.Name, s.Type)
	}
	for i := range r.Transitions {
		d.transition(r, &r.Transitions[i])
	}
}

func (d *dumper) transition(r *Role, t *Transition) {
	slot, variable := t.Names(r)
	f := func(e *Expr) string { return e.Format(slot, variable) }
	d.line("  step %s", t.Label)
	for _, v := range t.Vars {
		d.line("    %s %s: %s", [...]string{"bind", "new", "all"}[v.Kind], v.Name+"'", v.Type)
	}
	if t.Spontaneous {
		d.line("    spontaneous")
	}
	for _, x := range t.Receives {
		d.line("    receive %s %s", x.Channel, f(x.Message))
	}
	for _, x := range t.In {
		d.line("    in %s %s", f(x.Elem), f(x.Set))
	}
	for _, g := range t.Guards {
		if g.Fact != nil {
			d.line("    absent %s", g.Fact.format(slot, variable))
			continue
		}
		d.line("    guard %s %s %s", f(g.Left), g.Rel, f(g.Right))
	}
	for i := range t.Consumes {
		d.line("    consume %s", t.Consumes[i].format(slot, variable))
	}
	for _, x := range t.Updates {
		d.line("    store %s := %s", r.Slots[x.Slot].Name, f(x.Value))
	}
	for _, x := range t.Deletes {
		d.line("    delete %s from %s", f(x.Elem), f(x.Set))
	}
	for _, x := range t.Adds {
		d.line("    add %s to %s", f(x.Elem), f(x.Set))
	}
	for i := range t.Emits {
		d.line("    emit %s", t.Emits[i].format(slot, variable))
	}
	for _, x := range t.Sends {
		d.line("    send %s %s", x.Channel, f(x.Message))
	}
}

// Names returns functions that name the slots and the variables of t, a
// transition of r, for Expr.Format: variables with a prime, hidden slots with
// their number.
func (t *Transition) Names(r *Role) (slot, variable func(int) string) {
	slot = func(i int) string {
		if r.Slots[i].Hidden {
			return fmt.Sprintf("%s%d", r.Slots[i].Name, i)
		}
		return r.Slots[i].Name
	}
	return slot, func(i int) string { return t.Vars[i].Name + "'" }
}

func (f *Fact) format(slot, variable func(int) string) string {
	s := f.Name
	if f.ID != "" {
		s += "[" + f.ID + "]"
	}
	return s + "(" + exprs(f.Args, slot, variable) + ")"
}

func exprs(es []*Expr, slot, variable func(int) string) string {
	s := make([]string, len(es))
	for i, e := range es {
		s[i] = e.Format(slot, variable)
	}
	return strings.Join(s, ", ")
}

var relNames = [...]string{"=", "/=", "<=", ">", "not in", "absent"}

// String returns the relation as a person writes it.
func (r Relation) String() string { return relNames[r] }
