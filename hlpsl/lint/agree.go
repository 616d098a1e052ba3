package lint

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// event is a fact that a transition of an instance leaves behind.
type event struct {
	st   *istep
	fact *protocol.Fact
	args []*shape
}

// events returns the facts of the model by goal id: witnesses and requests.
func (w *world) events() (witness, request map[string][]*event, ids []string) {
	witness, request = map[string][]*event{}, map[string][]*event{}
	for _, x := range w.insts {
		for j, st := range x.steps {
			for k := range st.t.Emits {
				f := &st.t.Emits[k]
				if f.Kind != protocol.Witness && f.Kind != protocol.Request && f.Kind != protocol.WRequest || len(f.Args) != 3 {
					continue
				}
				e := &event{st: st, fact: f}
				for _, a := range f.Args {
					e.args = append(e.args, w.build(x, st.t, j, a))
				}
				if len(witness[f.ID])+len(request[f.ID]) == 0 {
					ids = append(ids, f.ID)
				}
				if f.Kind == protocol.Witness {
					witness[f.ID] = append(witness[f.ID], e)
				} else {
					request[f.ID] = append(request[f.ID], e)
				}
			}
		}
	}
	return witness, request, ids
}

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

// constantReplay reports H0611: authentication_on, which counts replays, on a
// value that is the same in every run. The second session is an attack whatever
// the protocol does.
func constantReplay(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	_, request, ids := w.events()
	for _, id := range ids {
		for _, r := range request[id] {
			if r.fact.Kind != protocol.Request || !constantShape(r.args[2], 0) {
				continue
			}
			d := p.warn(diag.ConstantReplay, r.fact.Range, "%s is the same in every run, so two sessions of the same agents always count as a replay", show(r.fact.Args[2], r.st))
			d.Help = "agree on something fresh, or ask for weak_authentication_on with wrequest"
			break
		}
	}
}

// constantShape reports whether the shape stands for one message that is known
// before the run.
func constantShape(s *shape, depth int) bool {
	switch {
	case depth > maxDepth:
		return false
	case s.op == shConst:
		return true
	case s.op == shNode:
		for _, a := range s.args {
			if !constantShape(a, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}
