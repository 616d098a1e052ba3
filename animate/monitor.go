package animate

import (
	"fmt"
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// Goal is a goal of the model and how it stands.
type Goal struct {
	protocol.Goal
	Facts     []ground.Fact    // the events that it speaks of, in the order in which they happened
	Violation *trace.Violation // accepted by the replay checker; nil while the goal holds
}

// Status returns "violated", "active" when an event has happened that the goal
// speaks of, or "idle".
func (g *Goal) Status() string {
	switch {
	case g.Violation != nil:
		return "violated"
	case len(g.Facts) > 0:
		return "active"
	}
	return "idle"
}

// Goals returns all goals of the model as they stand now.
func (s *Session) Goals() []Goal {
	m := s.now()
	if m.goals != nil {
		return m.goals
	}
	goals := make([]Goal, len(s.model.Goals))
	for i := range goals {
		g := &goals[i]
		g.Goal = s.model.Goals[i]
		for _, f := range m.state.Facts() {
			if f.Kind != protocol.User && f.ID == g.ID {
				g.Facts = append(g.Facts, f)
			}
		}
		for _, v := range s.suspicions(i, g) {
			if replay.Check(s.model, s.opt, &trace.Run{Steps: m.steps, Violation: v}) == nil {
				g.Violation = v
				break
			}
		}
	}
	m.goals = goals
	return goals
}

// suspicions proposes violations of goal i; the replay checker decides.
func (s *Session) suspicions(i int, g *Goal) (out []*trace.Violation) {
	for j := range g.Facts {
		f := &g.Facts[j]
		v := &trace.Violation{Goal: i, Event: event(f)}
		switch {
		case g.Kind == protocol.Secrecy && f.Kind == protocol.Secret && len(f.Args) == 2:
			if slices.ContainsFunc(s.now().state.Elements(f.Args[1]), (*ground.Term).IsIntruder) {
				continue
			}
			if v.Recipe = s.knowledge().Derive(f.Args[0]); v.Recipe != nil {
				out = append(out, v)
			}
		case g.Kind == protocol.Authentication && f.Kind == protocol.Request, g.Kind == protocol.WeakAuthentication && f.Kind == protocol.WRequest:
			if len(f.Args) != 3 || f.Args[1].IsIntruder() || !s.opt.Fits(f.Args[0], term.TAgent) || !s.opt.Fits(f.Args[1], term.TAgent) {
				continue
			}
			if !s.witnessed(g, f) {
				v.Kind = trace.Unmatched
				out = append(out, v)
			} else if first := s.repeated(g.Facts[:j], f); first != nil && g.Kind == protocol.Authentication {
				v.Kind, v.Other = trace.Replayed, event(first)
				out = append(out, v)
			}
		}
	}
	return out
}

// event names a fact in a run.
func event(f *ground.Fact) *trace.Event {
	return &trace.Event{Step: f.Step, Emit: f.Emit, Args: exprs(f.Args)}
}

// witnessed reports whether a witness fits the request.
func (s *Session) witnessed(g *Goal, request *ground.Fact) bool {
	want := []*ground.Term{request.Args[1], request.Args[0], request.Args[2]}
	return slices.ContainsFunc(g.Facts, func(f ground.Fact) bool {
		return f.Kind == protocol.Witness && slices.EqualFunc(f.Args, want, (*ground.Term).Equal)
	})
}

// repeated returns the same request of another instance.
func (s *Session) repeated(before []ground.Fact, request *ground.Fact) *ground.Fact {
	for i := range before {
		f := &before[i]
		if f.Kind == request.Kind && f.Instance != request.Instance && slices.EqualFunc(f.Args, request.Args, (*ground.Term).Equal) {
			return f
		}
	}
	return nil
}

// say puts a fact in words.
func (s *Session) say(f *ground.Fact) string {
	arg := func(i int) string { return clip(s.show(f.Args[i]), maxLabel) }
	who := "from the start"
	if f.Instance >= 0 {
		who = s.Names().Instance(f.Instance)
	}
	switch {
	case f.Kind == protocol.Secret && len(f.Args) == 2:
		among := ""
		for i, t := range s.now().state.Elements(f.Args[1]) {
			if i > 0 {
				among += ", "
			}
			among += clip(s.show(t), maxLabel)
		}
		return fmt.Sprintf("%s holds %s secret among %s", who, arg(0), among)
	case f.Kind == protocol.Witness && len(f.Args) == 3:
		return fmt.Sprintf("%s: %s means %s for %s", who, arg(0), arg(2), arg(1))
	case (f.Kind == protocol.Request || f.Kind == protocol.WRequest) && len(f.Args) == 3:
		return fmt.Sprintf("%s: %s relies on %s for %s", who, arg(0), arg(1), arg(2))
	}
	return who + ": " + clip(f.Name, maxLabel)
}
