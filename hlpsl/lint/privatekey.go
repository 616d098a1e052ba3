package lint

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

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
