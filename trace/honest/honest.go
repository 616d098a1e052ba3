// Package honest asks whether a protocol works when nobody attacks it: whether
// the roles of each all-honest session can run to their end while the intruder
// does nothing but pass their messages on.
//
// The answer is a search over concrete runs of package ground. A step may receive
// start, or a whole message that another instance sent before. The channel is
// fair: nothing is lost, and every message may be delivered to everybody, at any
// later time and more than once. There are few such runs, since nothing is made
// up: messages are told apart by what caused them, so that orders of independent
// steps count as one run (Lamport's happened-before, CACM 21(7), 1978).
//
// A session that no such run completes says nothing in a proof of security: its
// goals hold because nothing happens. Blanchet's ProVerif and Lowe's Casper ask
// users to add reachability queries against this; here it is asked always.
package honest

import (
	"strings"

	"hornet/protocol"
	"hornet/trace/ground"
)

// Result is what became of one all-honest session.
type Result struct {
	Session  int    // index in Model.Sessions
	Name     string // as the text would call it: "session(a,b,ka,kb)"
	Finishes bool   // some run brings all its instances to their end

	// Known is set when the answer is one: the session finishes, or every
	// forwarding run was looked at and none completes it. It is not set when a
	// bound was reached.
	Known bool

	Run   []Step        // the furthest run
	End   *ground.State // where it ends
	Stuck []Stuck       // where it stops: a cause comes before what it causes

	done int // different steps that its instances took in that run
}

// Stuck is a transition that the furthest run never fires while its instance
// waits for it.
type Stuck struct {
	Instance, Transition int

	// Receive is the index of the receive that no message matches, -1 when the
	// receives are not what keeps the step from firing.
	Receive int

	// Why tells why the step does not fire when no receive is to blame.
	Why string

	// Waits is the message waited for, in the names of the role. Patterns hold
	// primed names; names without prime stand for a value that the role holds.
	Waits string

	// After names the step of another instance that would send a fitting
	// message, were it not stuck itself; its Instance is -1 when there is none.
	After Step

	// Nearest is the message most like the one waited for; nil when none was
	// sent that has anything in common with it.
	Nearest *Nearest
}

// Step names a transition of an instance.
type Step struct{ Instance, Transition int }

// Nearest is a message that was sent, compared with one that was waited for.
type Nearest struct {
	From    Step
	Send    int    // index in the transition's Sends
	Message string // as it was sent

	Want, Got string // the first parts that differ
	Why       string // why Got does not do where that is not plain: "B is b"; may be empty
}

// maxNodes and maxTries bound the work for one session: states looked at, and
// transitions tried in them. Sessions that finish do so within thirty states;
// those that cannot would take any number.
const (
	maxNodes = 200
	maxTries = 5000
)

// Sessions returns a Result for every all-honest session of the model that begins
// in start, in their order.
func Sessions(start *ground.State) []Result {
	m, opt := start.Model, start.Options
	var out []Result
	for i := range m.Sessions {
		if !m.Sessions[i].Honest {
			continue
		}
		members := instances(m, func(j int) bool { return m.Instances[j].Session == i })
		if len(members) == 0 {
			continue
		}
		takesPart := map[int]bool{} // by role
		for _, j := range members {
			takesPart[m.Instances[j].Role] = true
		}
		r := session(start, opt, members, nil)
		// A server may stand in a session of its own, and if need be talk to the
		// partners of the intruder. Roles that the session has itself send nothing
		// new there.
		for _, honest := range []bool{true, false} {
			if r.Finishes {
				break
			}
			helpers := instances(m, func(j int) bool {
				in := &m.Instances[j]
				return in.Session != i && !takesPart[in.Role] && (!honest || in.Session >= 0 && in.Session < len(m.Sessions) && m.Sessions[in.Session].Honest)
			})
			if helpers == nil {
				continue
			}
			if wide := session(start, opt, members, helpers); wide.Finishes || wide.done > r.done {
				r = wide
			} else {
				r.Known = r.Known && wide.Known
			}
		}
		r.Session, r.Name = i, name(&m.Sessions[i])
		out = append(out, r)
	}
	return out
}

// instances returns the instances that in admits.
func instances(m *protocol.Model, in func(instance int) bool) []int {
	var out []int
	for i := range m.Instances {
		if in(i) {
			out = append(out, i)
		}
	}
	return out
}

// name returns a session as the text calls it, cut off when it is long.
func name(s *protocol.Session) string {
	args := make([]string, len(s.Args))
	for i, a := range s.Args {
		args[i] = a.String()
	}
	text := s.Name + "(" + strings.Join(args, ",") + ")"
	if r := []rune(text); len(r) > 40 {
		text = string(r[:38]) + "…)"
	}
	return text
}

// session looks for a run of the members and helpers that completes the members.
func session(start *ground.State, opt ground.Options, members, helpers []int) Result {
	x := &explorer{opt: opt, members: members, all: append(members[:len(members):len(members)], helpers...),
		seen: map[uint64]bool{}, ways: map[uint64]int{}, ordered: ordered(start.Model), complete: true}
	n := len(start.Model.Instances)
	first := &node{state: start, causes: make([]uint64, n), fired: make([][]uint8, n)}
	for i := range first.fired {
		first.causes[i] = uint64(i) + 1
		first.fired[i] = make([]uint8, len(x.role(first, i).Transitions))
	}
	x.best = first
	x.explore(first)
	r := Result{Finishes: x.found, Known: x.found || x.complete, Run: x.best.run, End: x.best.state, done: x.best.progress(members)}
	if !x.found {
		r.Stuck = x.stuck(x.best)
	}
	return r
}

// ordered reports whether the order of independent steps can matter in m: when
// something that one step does can forbid another.
func ordered(m *protocol.Model) bool {
	for i := range m.Roles {
		for j := range m.Roles[i].Transitions {
			t := &m.Roles[i].Transitions[j]
			if len(t.Consumes)+len(t.Deletes) > 0 {
				return true
			}
			for _, g := range t.Guards {
				if g.Rel == protocol.NotIn || g.Rel == protocol.Absent {
					return true
				}
			}
		}
	}
	return false
}
