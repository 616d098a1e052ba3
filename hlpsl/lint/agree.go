package lint

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// pairFacts reports H0607, witness and request whose agents do not cross, H0608,
// whose terms can never be equal, and H0616, with something that is no agent.
//
// witness(A,B,id,M) says: A runs with B and means M. request(B,A,id,M) says: B
// relies on A for M. So each role names itself first, and the pair agrees when
// the agents cross.
func pairFacts(p *pass) {
	for _, f := range p.facts {
		if f.kind != "secret" && len(f.atom.Args) == 4 {
			p.agents(f)
		}
	}
	w := p.world()
	if w.broke {
		return
	}
	witness, request, ids := w.events()
	for _, id := range ids {
		if len(witness[id]) > 0 && len(request[id]) > 0 {
			p.agree(w, id, witness[id], request[id])
		}
	}
}

// agents checks the first two arguments of a witness or request in the text.
func (p *pass) agents(f *fact) {
	var names [2]string
	for i := range names {
		e := check.Unparen(f.atom.Args[i])
		v, ok := e.(*syntax.Var)
		if !ok {
			continue
		}
		names[i] = v.Name
		if d := f.role.Var(v.Name); d != nil && d.Type.IsBasic() && d.Type.Kind != term.Agent {
			r := p.warn(diag.FactNotAgent, v.Range, "%s is of type %s: %s speaks of two agents, so this one never counts", v.Name, d.Type, f.kind)
			r.Help = "write " + example(f.kind, f.id)
			r.Related = append(r.Related, diag.Related{Range: d.Range, Message: v.Name + " is declared here"})
			return
		}
	}
	player := f.role.Player
	if player == nil || names[0] == player.Name || names[1] != player.Name {
		return
	}
	d := p.warn(diag.SwappedAgents, f.atom.Args[0].Pos().To(f.atom.Args[1].Pos()), "%s is played by %s, who must come first in its %s", f.role.Name, player.Name, f.kind)
	d.Help = "write " + f.kind + "(" + names[1] + "," + names[0] + ",…)"
}

func (p *pass) agree(w *world, id string, witness, request []*event) {
	var near *[2]*event
	crossed := false
	for _, r := range request {
		for _, x := range witness {
			if !w.m.match(r.args[0], x.args[1]) || !w.m.match(r.args[1], x.args[0]) || r.st.of == x.st.of {
				continue
			}
			crossed = true
			if w.m.match(r.args[2], x.args[2]) {
				return
			}
			if near == nil || r.st.of.in.Session == x.st.of.in.Session && near[0].st.of.in.Session != near[1].st.of.in.Session {
				near = &[2]*event{r, x}
			}
		}
	}
	if w.m.steps <= 0 {
		return
	}
	r := request[0]
	if !crossed {
		if !p.possible(w, request) || p.reported(diag.FactNotAgent, r.fact.Range) || p.reported(diag.FactNotAgent, witness[0].fact.Range) || p.reported(diag.SwappedAgents, r.fact.Range) || p.reported(diag.SwappedAgents, witness[0].fact.Range) {
			return
		}
		d := p.warn(diag.SwappedAgents, r.fact.Range, "no witness of %s has the agents of this %s crosswise: it can never be met", id, r.fact.Kind)
		d.Help = "the partners name each other: witness(A,B," + id + ",M) by A, " + r.fact.Kind.String() + "(B,A," + id + ",M) by B"
		d.Related = append(d.Related, diag.Related{Range: witness[0].fact.Range, Message: "the witness"})
		return
	}
	r, x := near[0], near[1]
	d := p.warn(diag.DifferingTerms, r.fact.Range, "%s and witness of %s never agree on a value", r.fact.Kind, id)
	d.Note = show(r.fact.Args[2], r.st) + " of " + r.st.of.role.Name + " is " + what(r.args[2]) + ", " +
		show(x.fact.Args[2], x.st) + " of " + x.st.of.role.Name + " is " + what(x.args[2]) + "\n"
	d.Help = "name the same value on both sides"
	d.Related = append(d.Related, diag.Related{Range: x.fact.Range, Message: "the witness"})
}

// possible reports whether some request is made in a session without the
// intruder, so that a partner's witness is to be expected.
func (p *pass) possible(w *world, request []*event) bool {
	for _, r := range request {
		if w.model.Sessions[r.st.of.in.Session].Honest {
			return true
		}
	}
	return false
}

// what describes a shape for a comparison.
func what(s *shape) string {
	switch s.op {
	case shConst:
		return "the constant " + s.name
	case shFresh:
		return "made fresh there"
	case shAny:
		return "received"
	}
	return kindOf(s)
}
