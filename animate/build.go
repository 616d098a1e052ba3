package animate

import (
	"fmt"
	"slices"
	"strconv"

	"hornet/protocol"
	"hornet/trace/ground"
)

// DraftView is a Draft as the page shows it.
type DraftView struct {
	Text    string      `json:"text"`
	Why     string      `json:"why,omitempty"`
	Missing []string    `json:"missing,omitempty"`
	Events  []EventView `json:"events"`
}

// AimView is a transition that the intruder wants to fire: what it waits for,
// which variables he chooses, and what he could send.
type AimView struct {
	Name    string      `json:"name"`
	Pattern string      `json:"pattern"`
	Holes   []Hole      `json:"holes"`
	Offers  []EventView `json:"offers"`
}

// Hole is a variable of a receive.
type Hole struct {
	Var     int      `json:"var"`
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Choices []Choice `json:"choices"`
}

// Choice is a value for a hole; Value is in the notation of Parse.
type Choice struct {
	Text  string `json:"text"`
	Value string `json:"value"`
}

// DraftView reads a message and says what can be done with it.
func (s *Session) DraftView(text string) (*DraftView, error) {
	t, err := s.Parse(text)
	if err != nil {
		return nil, err
	}
	d := s.Draft(t)
	v := &DraftView{Text: clip(s.show(t), maxFull), Why: clip(d.Why, maxLabel), Missing: d.Missing, Events: []EventView{}}
	for i, e := range d.Events {
		v.Events = append(v.Events, s.eventView(i, e))
	}
	return v, nil
}

// Send sends a message to the taker with that index in DraftView.
func (s *Session) Send(text string, index int) error {
	t, err := s.Parse(text)
	if err != nil {
		return err
	}
	d := s.Draft(t)
	switch {
	case d.Why == "":
		return fmt.Errorf("the intruder cannot make it: he lacks %s", d.Missing)
	case index < 0 || index >= len(d.Events):
		return fmt.Errorf("nobody takes it")
	}
	return s.Fire(d.Events[index])
}

// fixed reads the values that the holes are to have, by the number of the variable.
func (s *Session) fixed(instance, t int, texts map[string]string) ([]*ground.Term, error) {
	tr, err := s.now().state.Transition(instance, t)
	if err != nil {
		return nil, err
	}
	values := make([]*ground.Term, len(tr.Vars))
	for key, text := range texts {
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || i >= len(values) || tr.Vars[i].Kind != protocol.Bound {
			return nil, fmt.Errorf("%q is no variable to choose", clip(key, 40))
		}
		if text == "" {
			continue
		}
		if values[i], err = s.Parse(text); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// AimView returns what there is to choose for a transition.
func (s *Session) AimView(instance, t int, texts map[string]string) (*AimView, error) {
	values, err := s.fixed(instance, t, texts)
	if err != nil {
		return nil, err
	}
	tr := s.transition(instance, t)
	v := &AimView{Name: clip(s.Names().Instance(instance), 60), Holes: []Hole{}, Offers: []EventView{}}
	used := map[int]bool{}
	for i, r := range tr.Receives {
		if i > 0 {
			v.Pattern += "  and  "
		}
		v.Pattern += clip(s.pattern(instance, tr, r.Message), maxFull)
		r.Message.Walk(func(x *protocol.Expr) bool {
			if x.Op == protocol.Var {
				used[x.Index] = true
			}
			return true
		})
	}
	for i := range tr.Vars {
		if used[i] && tr.Vars[i].Kind == protocol.Bound {
			v.Holes = append(v.Holes, s.hole(i, &tr.Vars[i]))
		}
	}
	for i, e := range s.Offers(instance, t, values) {
		v.Offers = append(v.Offers, s.eventView(i, e))
	}
	return v, nil
}

// SendOffer sends the offer with that index in AimView.
func (s *Session) SendOffer(instance, t int, texts map[string]string, index int) error {
	values, err := s.fixed(instance, t, texts)
	if err != nil {
		return err
	}
	offers := s.Offers(instance, t, values)
	if index < 0 || index >= len(offers) {
		return fmt.Errorf("there is no offer %d", index)
	}
	return s.Fire(offers[index])
}

// hole lists the values that the intruder knows for a variable.
func (s *Session) hole(i int, d *protocol.VarDecl) Hole {
	h := Hole{Var: i, Name: clip(d.Name, 60), Type: clip(d.Type.String(), 60), Choices: []Choice{}}
	o := &offer{Session: s}
	items := s.Knowledge()
	for j := len(items) - 1; j >= 0 && len(h.Choices) < 100; j-- {
		if t := items[j].Term; o.useful(t) && s.opt.Fits(t, d.Type) {
			h.Choices = append(h.Choices, Choice{clip(s.show(t), 60), fmt.Sprintf("#%d", items[j].Number)})
		}
	}
	for _, t := range inventable() {
		if t.Kind == d.Type.Kind {
			h.Choices = append(h.Choices, Choice{"a new " + t.String() + " of his own", "?" + t.String()})
		}
	}
	return h
}

// pattern shows what a receive waits for: slots with their values, variables by
// their names with a prime, as the model's text has them.
func (s *Session) pattern(instance int, tr *protocol.Transition, p *protocol.Expr) string {
	slots := s.now().state.Slots(instance)
	slot := func(i int) string {
		if i >= 0 && i < len(slots) {
			text := s.show(slots[i])
			if len(slots[i].Args) > 0 && slots[i].Op == protocol.Pair {
				text = "(" + text + ")"
			}
			return clip(text, maxLabel)
		}
		return "?"
	}
	variable := func(i int) string {
		if i >= 0 && i < len(tr.Vars) {
			return clip(tr.Vars[i].Name, 60) + "'"
		}
		return "?"
	}
	return p.Format(slot, variable)
}

// Receivers lists the transitions that wait for a message now, by instance: those
// that something could fire, as far as the state of the role says.
func (s *Session) Receivers() [][2]int {
	var out [][2]int
	for i := range s.model.Instances {
		if s.now().state.Frozen(i) >= 0 {
			continue
		}
		for t := range s.model.Roles[s.model.Instances[i].Role].Transitions {
			tr := s.transition(i, t)
			waits := slices.ContainsFunc(tr.Receives, func(r protocol.Receive) bool { return s.trivial(r.Message) == nil })
			if waits && s.ready(i, tr) {
				out = append(out, [2]int{i, t})
			}
		}
	}
	return out
}

// ready reports whether no equation between slots and constants keeps the
// transition from firing: that is how roles count their steps.
func (s *Session) ready(instance int, tr *protocol.Transition) bool {
	slots := s.now().state.Slots(instance)
	none := make([]*ground.Term, len(tr.Vars))
	for i := range tr.Guards {
		g := &tr.Guards[i]
		if g.Rel != protocol.Eq {
			continue
		}
		l, r := instantiate(g.Left, slots, none), instantiate(g.Right, slots, none)
		if l == nil || r == nil {
			continue
		}
		x, err := s.now().state.Term(l)
		y, err2 := s.now().state.Term(r)
		if err == nil && err2 == nil && !x.Equal(y) {
			return false
		}
	}
	return true
}
