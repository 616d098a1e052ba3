package render

import (
	"fmt"
	"io"
	"strings"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// AvispaTrace writes what follows the line ATTACK TRACE in the output of the
// AVISPA back-ends: the messages, one line for everything that a transition
// receives and one for everything that it sends, and the state they lead to as
// comments. A transition that waits for nothing has no line of the first kind,
// one that sends nothing none of the second.
//
// An agent is (name,number), the number being Instance.Shown, which agents of
// one session share; the intruder is i. A fresh value is Name(n) with n the step
// that made it, an open one x and a number, a leaked secret the line
// "i -> (i,17): secret", twice, as OFMC prints it.
func AvispaTrace(w io.Writer, m *protocol.Model, run *trace.Run) error {
	if err := check(m, run); err != nil {
		return err
	}
	var b strings.Builder
	s := newState(m)
	for i := range run.Steps {
		st := &run.Steps[i]
		// The name is read before the step: also the player may be updated.
		agent := avispaAgent(m, s, st.Instance)
		if len(st.Received) > 0 {
			fmt.Fprintf(&b, "%s -> %s: %s\n", protocol.Intruder, agent, avispaList(st.Received))
		}
		if len(st.Sent) > 0 {
			fmt.Fprintf(&b, "%s -> %s: %s\n", agent, protocol.Intruder, avispaList(st.Sent))
		}
		s.step(st)
	}
	if v := run.Violation; v != nil && v.Kind == trace.Leak && v.Event != nil && len(v.Event.Args) > 0 {
		for range 2 {
			fmt.Fprintf(&b, "%s -> (%s,17): %s\n", protocol.Intruder, protocol.Intruder, v.Event.Args[0])
		}
	}
	b.WriteString("\n\n% Reached State:\n% \n")
	for _, line := range avispaState(s) {
		b.WriteString("% " + line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// AvispaGoal returns the name that the AVISPA format gives to what v violates,
// for example "replay_protection_on_id".
func AvispaGoal(m *protocol.Model, v *trace.Violation) string {
	g := m.Goals[v.Goal]
	if v.Kind == trace.Replayed {
		return "replay_protection_on_" + g.ID
	}
	return g.Name()
}

func avispaAgent(m *protocol.Model, s *state, instance int) string {
	in := &m.Instances[instance]
	return fmt.Sprintf("(%s,%d)", s.slots[instance][m.Roles[in.Role].Player], in.Shown)
}

func avispaList(es []*protocol.Expr) string {
	text := make([]string, len(es))
	for i, e := range es {
		text[i] = e.String()
	}
	return strings.Join(text, ",")
}

// avispaState returns the facts of a state as the translator's intermediate
// format names them: the events, the elements of the sets, the role instances.
// OFMC's order follows its internal hashing; ours is the order of time, then of
// the model.
func avispaState(s *state) []string {
	var lines []string
	for _, f := range s.facts {
		args := make([]string, len(f.args))
		for i, a := range f.args {
			args[i] = a.String()
		}
		id := f.ID
		switch f.Kind {
		case protocol.Secret: // secret(M, id, set)
			args = append(args[:1:1], append([]string{id}, args[1:]...)...)
		case protocol.Witness, protocol.Request, protocol.WRequest: // witness(A, B, id, M)
			n := min(2, len(args))
			args = append(args[:n:n], append([]string{id}, args[n:]...)...)
			if f.Kind != protocol.Witness && f.instance >= 0 {
				last := fmt.Sprint(s.m.Instances[f.instance].Shown)
				if f.Kind == protocol.WRequest {
					last = protocol.Intruder
				}
				args = append(args, last)
			}
		}
		lines = append(lines, f.Name+"("+strings.Join(args, ",")+")")
	}
	for _, set := range s.sets {
		for _, e := range set.elems {
			lines = append(lines, fmt.Sprintf("contains(%s,%s)", e, set.name))
		}
	}
	for i := range s.m.Instances {
		in := &s.m.Instances[i]
		role := &s.m.Roles[in.Role]
		// The player stands first.
		values := []*protocol.Expr{s.slots[i][role.Player]}
		for j, v := range s.slots[i] {
			if j != role.Player && !role.Slots[j].Hidden && !channel(role, j) {
				values = append(values, v)
			}
		}
		for j, v := range s.slots[i] {
			if j != role.Player && role.Slots[j].Hidden && !channel(role, j) {
				values = append(values, v)
			}
		}
		lines = append(lines, fmt.Sprintf("state_%s(%s,%d)", role.Name, avispaList(values), in.Shown))
	}
	return lines
}

// channel reports whether a slot holds a channel: the intermediate format has
// no argument for it.
func channel(role *protocol.Role, slot int) bool {
	t := role.Slots[slot].Type
	return t != nil && t.Kind == term.Channel
}
