// Package compile turns a checked specification into a protocol.Model: the
// transition system that hlpsl2if, the AVISPA translator (v1.1), would write.
//
// It follows the calls from the main role, gives every role instance its number
// and its initial values, drops the instances that the intruder plays, and
// translates each basic role into a template whose transitions are patterns over
// slots (the values before the step) and variables (what the step binds or makes).
//
// The reading of a transition is that of the translator:
//
//   - X' on the left is bound by a receive, by in(..) or by an equation, and
//     stored; X' = e on the left replaces X' by e everywhere and stores e;
//   - X on either side is the old value, X' on the right the new one: what the
//     left side bound, else what the first X' := e gives it, else a fresh value;
//   - sets are names. A set literal names one set for each place of the text and
//     each instance: a hidden slot on a right side, whose elements are added
//     whenever the transition fires.
package compile

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// MaxInstances is the largest number of role instances, composed ones included,
// that a specification may unfold to.
const MaxInstances = 10000

// Compile translates a specification that has been parsed and checked without
// error. It returns nil when it reports an error of its own.
func Compile(f *syntax.File, info *check.Info) (*protocol.Model, diag.List) {
	c := &compiler{
		info:   info,
		model:  &protocol.Model{Name: f.Name},
		consts: map[string]*protocol.Expr{},
		sets:   map[string]int{},
		roles:  map[*check.Role]*template{},
		known:  map[string]bool{},
		sizes:  sizes{},
	}
	if f.Main == nil || info.Main == nil {
		return nil, nil
	}
	for _, k := range info.Consts {
		c.constant(k.Name)
	}
	c.goals(f.Goals)
	c.templates()
	c.learn(protocol.C(protocol.Start, term.TMessage))
	c.instantiate(f.Main)
	c.learn(c.constant(protocol.Intruder))
	if c.list.Errors() > 0 {
		c.list.Sort()
		return nil, c.list
	}
	c.finish()
	c.list.Sort()
	return c.model, c.list
}

// compiler is the state of one Compile.
type compiler struct {
	info  *check.Info
	model *protocol.Model
	list  diag.List

	consts  map[string]*protocol.Expr // by name
	sets    map[string]int            // index in model.Sets by name
	nextSet int
	roles   map[*check.Role]*template
	known   map[string]bool // what learn has been told, as text

	secret, strong, weak map[string]bool // the ids that goals name

	number int // of role instances so far
	sizes  sizes
	full   bool // an error has stopped the unfolding

	current  *template   // being translated; nil: the composition is unfolded
	culprits []*template // of model.Unsupported, the template each is in
}

// unsupported notes a construct that the model cannot express.
func (c *compiler) unsupported(at diag.Range, what string) {
	for _, u := range c.model.Unsupported {
		if u.Range == at && u.What == what {
			return
		}
	}
	c.model.Unsupported = append(c.model.Unsupported, protocol.Unsupported{Range: at, What: what})
	c.culprits = append(c.culprits, c.current)
}

// constant returns the constant called name.
func (c *compiler) constant(name string) *protocol.Expr {
	if e := c.consts[name]; e != nil {
		return e
	}
	t := term.TMessage
	if k := c.info.Const(name); k != nil {
		t = k.Type
	}
	return c.enter(protocol.C(name, t))
}

// natural returns the natural number written s.
func (c *compiler) natural(s string) *protocol.Expr {
	if e := c.consts[s]; e != nil {
		return e
	}
	return c.enter(protocol.C(s, term.TNat))
}

func (c *compiler) enter(e *protocol.Expr) *protocol.Expr {
	c.consts[e.Name] = e
	c.model.Constants = append(c.model.Constants, e)
	return e
}

// learn adds e to the intruder's initial knowledge.
func (c *compiler) learn(e *protocol.Expr) {
	if s := e.String(); !c.known[s] {
		c.known[s] = true
		c.model.Knowledge = append(c.model.Knowledge, e)
	}
}

// finish drops the templates that no instance uses, with what they hold that is
// not supported, and numbers the others.
func (c *compiler) finish() {
	used := make([]bool, len(c.model.Roles))
	for _, in := range c.model.Instances {
		used[in.Role] = true
	}
	index := make([]int, len(used))
	var roles []protocol.Role
	for i, r := range c.model.Roles {
		if used[i] {
			index[i] = len(roles)
			roles = append(roles, r)
		}
	}
	for i := range c.model.Instances {
		c.model.Instances[i].Role = index[c.model.Instances[i].Role]
	}
	var left []protocol.Unsupported
	for i, u := range c.model.Unsupported {
		if t := c.culprits[i]; t == nil || used[t.index] {
			left = append(left, u)
			c.list.Add(diag.Unsupported, diag.Warning, u.Range, "hornet cannot decide anything about a model with %s", u.What)
		}
	}
	c.model.Unsupported = left
	c.model.Roles = roles
	c.shown()
}

// shown computes Instance.Shown: the AVISPA format names a role by the smallest
// number of its run of consecutive numbers.
func (c *compiler) shown() {
	ins := c.model.Instances
	for i := range ins {
		ins[i].Shown = ins[i].Number
		if i > 0 && ins[i-1].Number == ins[i].Number-1 {
			ins[i].Shown = ins[i-1].Shown
		}
	}
}
