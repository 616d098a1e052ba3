package lint

import (
	"sort"
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// hashNotKnown reports H0410: a hash function that honest roles apply and that
// the intruder neither knows nor ever sees. He cannot compute a single value of
// it, which hides attacks.
func hashNotKnown(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	seen := map[string]bool{}
	sent := map[string]bool{}
	var order []string
	for _, x := range w.insts {
		for _, st := range x.steps {
			for _, list := range [2][]*shape{st.receives, st.sends} {
				for _, s := range list {
					s.walk(func(s *shape) {
						if s.op == shNode && s.con == protocol.Apply {
							fn := s.args[0]
							if fn.op == shConst && fn.typ != nil && fn.typ.Kind == term.HashFunc && !seen[fn.name] && !keyTable(s.args[1]) {
								seen[fn.name] = true
								order = append(order, fn.name)
							}
							return
						}
						if s.op == shNode {
							for _, a := range s.args {
								if a.op == shConst && s.con != protocol.Apply {
									sent[a.name] = true
								}
							}
						}
					})
				}
			}
		}
	}
	for _, name := range order {
		if w.knows[name] || sent[name] || strings.HasPrefix(name, "dummy") {
			continue
		}
		r, help := p.constPlace(name), "add "+name+" to intruder_knowledge"
		p.warn(diag.HashNotKnown, r, "the intruder does not know the hash function %s, so he can compute no value of it", name).Help = help
	}
}

// keyTable reports whether a function's argument consists of agents only: such a
// function, K(A) or Shared(A.B), is a table of secret keys and no hash.
func keyTable(s *shape) bool {
	if s.op == shNode && s.con == protocol.Pair {
		return keyTable(s.args[0]) && keyTable(s.args[1])
	}
	t := s.typ
	if s.op == shCell {
		t = s.cell.typ
	}
	return t != nil && t.Kind == term.Agent
}

// constPlace returns where a constant is declared.
func (p *pass) constPlace(name string) diag.Range {
	if c := p.info.Const(name); c != nil {
		return c.Range
	}
	return p.file.Main.Range
}

// agentNotKnown reports H0411: names of agents that some role waits for in a
// message and that the intruder does not know from the start. Names that occur
// in no message are no matter: a message has no sender but what it says.
func agentNotKnown(p *pass) {
	known := map[string]bool{}
	for _, e := range p.model.Knowledge {
		e.Walk(func(e *protocol.Expr) bool {
			if e.Op == protocol.Const {
				known[e.Name] = true
			}
			return e.Op == protocol.Pair
		})
	}
	var missing []string
	seen := map[string]bool{}
	w := p.world()
	if w.broke {
		return
	}
	for _, x := range w.insts {
		for _, st := range x.steps {
			for _, s := range st.receives {
				s.walk(func(s *shape) {
					if s.op == shConst && s.typ != nil && s.typ.Kind == term.Agent && !known[s.name] && !seen[s.name] && !strings.HasPrefix(s.name, "dummy") {
						seen[s.name] = true
						missing = append(missing, s.name)
					}
				})
			}
		}
	}
	sort.Strings(missing)
	if len(missing) == 0 {
		return
	}
	names := strings.Join(missing, ", ")
	d := p.warn(diag.AgentNotKnown, p.constPlace(missing[0]), "the intruder does not know the agent name %s: he cannot pose as that agent until he has seen the name", names)
	if len(missing) > 1 {
		d.Message = "the intruder does not know the agent names " + names + ": he cannot pose as those agents until he has seen the names"
	}
	d.Help = "add " + names + " to intruder_knowledge"
}

// noPrivateKey reports H0412: the intruder is given a role that signs or decrypts
// with a private key which he does not have, so he is no partner at all.
func noPrivateKey(p *pass) {
	if p.file.Main == nil {
		return
	}
	known := map[string]bool{}
	for _, e := range p.model.Knowledge {
		if e.Op == protocol.Inv && e.Args[0].Op == protocol.Const {
			known[e.Args[0].Name] = true
		}
	}
	seen := map[string]bool{}
	for i := range p.model.Sessions {
		s := &p.model.Sessions[i]
		r := p.info.Role(s.Name)
		if len(s.Dropped) == 0 || r == nil || len(s.Args) != len(r.Formals) || r.Decl.Composition == nil {
			continue
		}
		env := map[string]*protocol.Expr{}
		for k, v := range r.Formals {
			env[v.Name] = s.Args[k]
		}
		for _, call := range calls(r.Decl.Composition) {
			callee := p.info.Role(call.Name.Name)
			if callee == nil || callee.Player == nil || len(call.Args) != len(callee.Formals) {
				continue
			}
			value := func(name string) *protocol.Expr {
				for k, v := range callee.Formals {
					if v.Name == name {
						if a, ok := check.Unparen(call.Args[k]).(*syntax.Var); ok {
							return env[a.Name]
						}
					}
				}
				return nil
			}
			player := value(callee.Player.Name)
			if player == nil || player.Op != protocol.Const || player.Name != protocol.Intruder {
				continue
			}
			// Of several private keys some belong to others, to an authority for
			// example whose signature the role shows. With one of them the
			// intruder can play.
			keys := privateKeys(callee)
			can := false
			for _, key := range keys {
				k := value(key)
				can = can || k != nil && known[k.Name]
			}
			for _, key := range keys {
				k := value(key)
				if can {
					break
				}
				if k == nil || k.Op != protocol.Const || k.Type == nil || k.Type.Kind != term.PublicKey || known[k.Name] || seen[k.Name] {
					continue
				}
				seen[k.Name] = true
				d := p.warn(diag.NoPrivateKey, s.Range, "the intruder plays %s here with the key %s, but does not know inv(%s)", callee.Name, k.Name, k.Name)
				d.Help = "add inv(" + k.Name + ") to intruder_knowledge, or give him a key pair of his own"
			}
		}
	}
}

// privateKeys returns the parameters whose private halves the role signs with.
func privateKeys(r *check.Role) []string {
	var keys []string
	seen := map[string]bool{}
	// Signatures that the role receives are not its own; it may pass them on.
	for _, t := range r.Decl.Transitions {
		for _, l := range t.Left {
			if l.Atom == nil || !l.Atom.Chan {
				continue
			}
			for _, e := range l.Atom.Args {
				walk(e, func(e syntax.Expr) {
					if inv, ok := e.(*syntax.Inv); ok {
						if v, ok := check.Unparen(inv.X).(*syntax.Var); ok {
							seen[v.Name] = true
						}
					}
				})
			}
		}
	}
	for _, t := range r.Decl.Transitions {
		for _, a := range t.Right {
			if a.Atom == nil || !a.Atom.Chan {
				continue
			}
			for _, e := range a.Atom.Args {
				walk(e, func(e syntax.Expr) {
					if inv, ok := e.(*syntax.Inv); ok {
						if v, ok := check.Unparen(inv.X).(*syntax.Var); ok && !seen[v.Name] {
							seen[v.Name] = true
							keys = append(keys, v.Name)
						}
					}
				})
			}
		}
		for _, l := range t.Left {
			if l.Atom == nil || !l.Atom.Chan {
				continue
			}
			for _, e := range l.Atom.Args {
				walk(e, func(e syntax.Expr) {
					enc, ok := e.(*syntax.Encrypt)
					if !ok {
						return
					}
					if v, ok := check.Unparen(enc.Key).(*syntax.Var); ok && !seen[v.Name] {
						if d := r.Var(v.Name); d != nil && d.Type.Kind == term.PublicKey {
							seen[v.Name] = true
							keys = append(keys, v.Name)
						}
					}
				})
			}
		}
	}
	return keys
}

// calls returns the calls of a composition in the order of the text.
func calls(c *syntax.Composition) []*syntax.Call {
	if c == nil {
		return nil
	}
	if c.Call != nil {
		return []*syntax.Call{c.Call}
	}
	var out []*syntax.Call
	for _, part := range c.Parts {
		out = append(out, calls(part)...)
	}
	return out
}

// noIntruderSession reports H0413: the intruder is nobody's partner. Attacks in
// which a dishonest insider abuses his own session, Lowe's on NSPK for example,
// do not show then.
func noIntruderSession(p *pass) {
	if len(p.model.Instances) == 0 {
		return
	}
	for i := range p.model.Sessions {
		if len(p.model.Sessions[i].Dropped) > 0 {
			return
		}
	}
	for i := range p.model.Instances {
		for _, v := range p.model.Instances[i].Values {
			if v.Op == protocol.Const && v.Name == protocol.Intruder {
				return
			}
		}
	}
	r := p.file.Main.Range
	if c := p.info.Main; c != nil && c.Decl.Composition != nil {
		r = c.Decl.Composition.Range
	}
	p.hint(diag.NoIntruderSession, r, "the intruder is a partner in no session: attacks by a dishonest insider cannot show").
		Help = "add a session with i in place of an agent, and give him the keys of that place"
}
