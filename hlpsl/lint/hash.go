package lint

import (
	"strings"

	"hornet/diag"
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
