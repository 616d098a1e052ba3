package compile

import (
	"hornet/hlpsl/syntax"
	"hornet/protocol"
)

// goals translates the goal section and notes which ids the goals of each kind
// name.
func (c *compiler) goals(s *syntax.GoalSection) {
	c.secret, c.strong, c.weak = map[string]bool{}, map[string]bool{}, map[string]bool{}
	if s == nil {
		return
	}
	seen := map[string]bool{}
	for _, g := range s.Goals {
		if g.Kind == syntax.GoalLTL {
			c.model.Goals = append(c.model.Goals, protocol.Goal{Kind: protocol.Temporal, ID: g.Text, Range: g.Range})
			continue
		}
		for _, id := range g.IDs {
			kind, ids := protocol.Secrecy, c.secret
			switch {
			case g.Kind == syntax.GoalWeakAuth || g.Kind == syntax.GoalAuthenticates && g.Weakly:
				kind, ids = protocol.WeakAuthentication, c.weak
			case g.Kind == syntax.GoalAuth || g.Kind == syntax.GoalAuthenticates:
				kind, ids = protocol.Authentication, c.strong
			}
			ids[id.Name] = true
			goal := protocol.Goal{Kind: kind, ID: id.Name, Range: id.Range}
			if !seen[goal.Name()] {
				seen[goal.Name()] = true
				c.model.Goals = append(c.model.Goals, goal)
			}
		}
	}
}

// named reports whether a goal of the right kind names id; a fact that none
// names is dropped. Without a goal section every fact stays.
func (c *compiler) named(k protocol.FactKind, id string) bool {
	if c.info.File.Goals == nil {
		return true
	}
	switch k {
	case protocol.Secret:
		return c.secret[id]
	case protocol.Witness:
		return c.strong[id] || c.weak[id]
	case protocol.Request:
		return c.strong[id]
	case protocol.WRequest:
		return c.weak[id]
	}
	return true
}

// factKind returns what a predicate means to goals; any other is a user's own.
func factKind(predicate string) protocol.FactKind {
	switch predicate {
	case "secret":
		return protocol.Secret
	case "witness":
		return protocol.Witness
	case "request":
		return protocol.Request
	case "wrequest":
		return protocol.WRequest
	}
	return protocol.User
}
