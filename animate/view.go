package animate

import (
	"hornet/protocol"
	"hornet/trace/ground"
)

// View is all that the page shows of a moment.
type View struct {
	Model     string         `json:"model"`
	At        int            `json:"at"`
	Last      int            `json:"last"`
	Steps     int            `json:"steps"`
	Did       string         `json:"did"`
	Coming    string         `json:"coming,omitempty"` // what Redo does
	Instances []InstanceView `json:"instances"`
	Events    []EventView    `json:"events"`
	Next      int            `json:"next"`    // index in Events, -1 for none
	Waiting   []WaitView     `json:"waiting"` // transitions that wait for a message
	Packets   []PacketView   `json:"packets"`
	Knowledge []ItemView     `json:"knowledge"`
	Goals     []GoalView     `json:"goals"`
	Sets      []SetView      `json:"sets"`
	Facts     []string       `json:"facts"`
	Chart     *Chart         `json:"chart"`
	Attacks   []AttackView   `json:"attacks"`
	Attack    int            `json:"attack"` // the number of the attack being stepped through, or 0
	Story     []LineView     `json:"story,omitempty"`
}

// InstanceView is a role instance.
type InstanceView struct {
	ID     int       `json:"id"`
	Name   string    `json:"name"`
	About  string    `json:"about"`
	Frozen string    `json:"frozen,omitempty"` // why it takes no step any more
	Vars   []VarView `json:"vars"`
}

// VarView is a variable with its value.
type VarView struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Value   string `json:"value"`
	Full    string `json:"full,omitempty"` // when Value is cut
	Changed bool   `json:"changed,omitempty"`
	Formal  bool   `json:"formal,omitempty"`
	Unset   bool   `json:"unset,omitempty"`
}

// EventView is an event.
type EventView struct {
	ID         int    `json:"id"`
	Kind       string `json:"kind"`
	Instance   int    `json:"instance"`
	Transition int    `json:"transition"`
	Name       string `json:"name"`  // of the instance
	Label      string `json:"label"` // of the transition
	Text       string `json:"text"`  // what happens
	Full       string `json:"full"`
	Packets    []int  `json:"packets,omitempty"`
	Line       int    `json:"line,omitempty"`
}

// WaitView is a transition that waits for a message.
type WaitView struct {
	Instance   int    `json:"instance"`
	Transition int    `json:"transition"`
	Name       string `json:"name"`
	Label      string `json:"label"`
	Pattern    string `json:"pattern"`
	Line       int    `json:"line,omitempty"`
}

// PacketView is a message that was sent.
type PacketView struct {
	Number int    `json:"number"`
	Step   int    `json:"step"`
	Index  int    `json:"index"`
	From   string `json:"from"`
	For    string `json:"for,omitempty"`
	Text   string `json:"text"`
	Fate   string `json:"fate"`
}

// ItemView is something that the intruder knows.
type ItemView struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	Type   string `json:"type,omitempty"`
	Why    string `json:"why"`
	Refs   []int  `json:"refs,omitempty"`
	New    bool   `json:"new,omitempty"` // learnt in the last step
	Start  bool   `json:"start,omitempty"`
}

// GoalView is a goal as it stands.
type GoalView struct {
	Name   string   `json:"name"`
	Status string   `json:"status"`
	Facts  []string `json:"facts"`
	Why    string   `json:"why,omitempty"`
	Line   int      `json:"line,omitempty"`
}

// SetView is a set with its elements.
type SetView struct {
	Name  string   `json:"name"`
	Elems []string `json:"elems"`
}

// AttackView is an attack that can be stepped through.
type AttackView struct {
	Number int    `json:"number"`
	Goal   string `json:"goal"`
	Steps  int    `json:"steps"`
}

// LineView is a line of the story of an attack.
type LineView struct {
	Number int    `json:"number"` // of a message; 0 for the reason at the end
	Step   int    `json:"step"`
	Who    string `json:"who"`
	Text   string `json:"text"`
	Note   string `json:"note,omitempty"`
}

// View returns what the page shows now.
func (s *Session) View() (*View, error) {
	m := s.now()
	v := &View{Model: clip(s.model.Name, maxLabel), Steps: len(m.steps), Did: clip(m.did, maxLabel), Next: -1,
		Events: []EventView{}, Packets: []PacketView{}, Knowledge: []ItemView{}, Goals: []GoalView{}, Waiting: []WaitView{}, Sets: []SetView{}, Facts: []string{}, Attacks: []AttackView{}}
	v.At, v.Last = s.At()
	if s.at < v.Last {
		v.Coming = clip(s.moments[s.at+1].did, maxLabel)
	}
	next := s.Next()
	for i, e := range s.Events() {
		v.Events = append(v.Events, s.eventView(i, e))
		if e == next {
			v.Next = i
		}
	}
	for i := range s.model.Instances {
		v.Instances = append(v.Instances, s.instanceView(i))
	}
	for _, w := range s.Receivers() {
		a := s.transition(w[0], w[1])
		wv := WaitView{Instance: w[0], Transition: w[1], Name: clip(s.Names().Instance(w[0]), 60), Label: clip(a.Label, 40), Line: a.Range.Start.Line}
		for i, r := range a.Receives {
			if i > 0 {
				wv.Pattern += "  and  "
			}
			wv.Pattern += clip(s.pattern(w[0], a, r.Message), maxLabel)
		}
		v.Waiting = append(v.Waiting, wv)
	}
	for _, p := range s.Packets() {
		v.Packets = append(v.Packets, PacketView{Number: p.Number, Step: p.Step, Index: p.Index, From: clip(s.Names().Instance(p.From), 60),
			For: clip(p.For, 60), Text: clip(s.show(p.Message), maxLabel), Fate: p.Fate.String()})
	}
	for _, it := range s.Knowledge() {
		iv := ItemView{Number: it.Number, Text: clip(s.show(it.Term), maxLabel), Why: clip(it.Why, maxLabel), Refs: it.Refs, New: it.Step >= 0 && it.Step == len(m.steps)-1, Start: it.Step < 0}
		if it.Term.IsAtom() {
			iv.Type = clip(it.Term.Type.String(), 60)
		}
		v.Knowledge = append(v.Knowledge, iv)
	}
	s.monitor(v)
	s.story(v)
	for i, a := range s.attacks {
		v.Attacks = append(v.Attacks, AttackView{i + 1, clip(a.Goal, maxLabel), len(a.Run.Steps)})
		if a == m.attack {
			v.Attack = i + 1
		}
	}
	var err error
	v.Chart, err = s.chart()
	return v, err
}

// story adds the narration of the attack that is being stepped through.
func (s *Session) story(v *View) {
	a := s.now().attack
	if a == nil {
		return
	}
	for _, l := range a.Story.Lines {
		v.Story = append(v.Story, LineView{l.Number, l.Step, clip(l.From+" → "+l.To, maxLabel), clip(l.Message, maxLabel), clip(l.Note, maxFull)})
	}
	for _, w := range a.Story.Why {
		v.Story = append(v.Story, LineView{Step: len(a.Run.Steps) - 1, Who: clip(w.Text, maxFull)})
	}
}

// monitor adds goals, facts and sets.
func (s *Session) monitor(v *View) {
	m := s.now()
	for i, g := range s.Goals() {
		gv := GoalView{Name: goalName(g.Goal), Status: g.Status(), Facts: []string{}, Why: clip(s.reason(i), maxFull), Line: g.Range.Start.Line}
		for j := range g.Facts {
			gv.Facts = append(gv.Facts, s.say(&g.Facts[j]))
		}
		v.Goals = append(v.Goals, gv)
	}
	for _, f := range m.state.Facts() {
		if f.Kind == protocol.User {
			text := clip(f.Name, 60) + "("
			for j, a := range f.Args {
				if j > 0 {
					text += ", "
				}
				text += clip(s.show(a), maxLabel)
			}
			v.Facts = append(v.Facts, text+")")
		}
	}
	for i := range s.model.Sets {
		name := s.model.Sets[i].Name
		t, err := m.state.Term(protocol.C(name, nil))
		if err != nil || s.hidden(name) {
			continue
		}
		v.Sets = append(v.Sets, SetView{clip(name, 60), s.elements(t)})
	}
}

// hidden reports whether only references made by the compiler hold the set.
func (s *Session) hidden(name string) bool {
	for i := range s.model.Instances {
		in := &s.model.Instances[i]
		for j, d := range s.model.Roles[in.Role].Slots {
			if !d.Hidden && in.Values[j].Op == protocol.Const && in.Values[j].Name == name {
				return false
			}
		}
	}
	return true
}

func (s *Session) elements(set *ground.Term) []string {
	out := []string{}
	for _, e := range s.now().state.Elements(set) {
		out = append(out, clip(s.show(e), maxLabel))
	}
	return out
}

func (s *Session) eventView(id int, e *Event) EventView {
	tr := s.transition(e.Instance, e.Transition)
	v := EventView{ID: id, Kind: e.Kind.String(), Instance: e.Instance, Transition: e.Transition, Name: clip(s.Names().Instance(e.Instance), 60), Label: clip(tr.Label, 40),
		Text: s.describe(e), Packets: e.Packets, Line: tr.Range.Start.Line}
	for i, t := range e.Received {
		if i > 0 {
			v.Full += " and "
		}
		v.Full += clip(s.show(t), maxFull)
	}
	return v
}

func (s *Session) instanceView(i int) InstanceView {
	m := s.now()
	role := &s.model.Roles[s.model.Instances[i].Role]
	v := InstanceView{ID: i, Name: clip(s.Names().Instance(i), 60), About: clip(s.Names().About(i), maxLabel), Vars: []VarView{}}
	if f := m.state.Frozen(i); f >= 0 {
		v.Frozen = clip(role.Slots[f].Name, 60) + " holds a value of another type: it takes no step any more"
	}
	slots := m.state.Slots(i)
	var before []*ground.Term
	if s.at > 0 {
		before = s.moments[s.at-1].state.Slots(i)
	}
	initial := s.moments[0].state.Slots(i)
	for j, d := range role.Slots {
		if d.Hidden {
			continue
		}
		full := s.show(slots[j])
		if elems := m.state.Elements(slots[j]); len(elems) > 0 {
			full = "{"
			for k, e := range s.elements(slots[j]) {
				if k > 0 {
					full += ", "
				}
				full += e
			}
			full += "}"
		}
		vv := VarView{Name: clip(d.Name, 60), Type: clip(d.Type.String(), 60), Value: clip(full, maxLabel), Formal: d.Formal}
		if vv.Value != full {
			vv.Full = clip(full, maxFull)
		}
		vv.Changed = before != nil && !before[j].Equal(slots[j])
		vv.Unset = !d.Formal && slots[j].Equal(initial[j]) && dummy(slots[j])
		v.Vars = append(v.Vars, vv)
	}
	return v
}

// dummy reports whether t stands for a variable without a value: the front end
// gives it a constant that the text does not name.
func dummy(t *ground.Term) bool {
	return t.Op == protocol.Const && len(t.Name) > 6 && t.Name[:6] == "dummy_"
}
