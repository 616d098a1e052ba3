package animate

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace/ground"
)

// maxNesting bounds the nesting of a message that is typed in.
const maxNesting = 200

// Parse reads a message in the notation in which messages are shown:
//
//	a.b.c   {m}_k   {m}_(k.l)   inv(k)   f(m)   exp(g,x)   xor(a,b)
//
// A name is a constant of the model or a value that a step of the run made; Na(2)
// is the one that step 2 made. Further: #3 is item 3 of what the intruder knows,
// @2 the second message that was sent, x1 the value number 1 that he made up,
// ?text a new one of that type. {m}_k is symmetric unless k is a private or
// public key; scrypt(k,m) and crypt(k,m) leave no doubt.
func (s *Session) Parse(text string) (*ground.Term, error) {
	p := &parser{Session: s, text: text, made: s.madeUp()}
	e, err := p.message(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(p.text) {
		return nil, p.fault("there should be nothing after the message")
	}
	return s.now().state.Term(e)
}

// parser reads one message.
type parser struct {
	*Session
	text string
	pos  int
	made int // numbers of values made up
}

func (p *parser) fault(format string, args ...any) error {
	return fmt.Errorf("column %d: %s", p.pos+1, fmt.Sprintf(format, args...))
}

func (p *parser) space() {
	for p.pos < len(p.text) && strings.ContainsRune(" \t\r\n", rune(p.text[p.pos])) {
		p.pos++
	}
}

// eat takes c if it is next.
func (p *parser) eat(c byte) bool {
	p.space()
	if p.pos < len(p.text) && p.text[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) want(c byte) error {
	if !p.eat(c) {
		return p.fault("%q is missing", c)
	}
	return nil
}

// message reads parts with dots between; pairs nest to the right.
func (p *parser) message(depth int) (*protocol.Expr, error) {
	var parts []*protocol.Expr
	for {
		e, err := p.part(depth)
		if err != nil {
			return nil, err
		}
		if parts = append(parts, e); !p.eat('.') {
			break
		}
	}
	return pairs(parts), nil
}

func pairs(parts []*protocol.Expr) *protocol.Expr {
	e := parts[len(parts)-1]
	for i := len(parts) - 2; i >= 0; i-- {
		e = protocol.E(protocol.Pair, parts[i], e)
	}
	return e
}

// part reads what stands between dots.
func (p *parser) part(depth int) (*protocol.Expr, error) {
	if depth++; depth > maxNesting {
		return nil, p.fault("nested too deeply")
	}
	switch {
	case p.eat('{'):
		m, err := p.message(depth)
		if err != nil {
			return nil, err
		}
		if err := p.want('}'); err != nil {
			return nil, err
		}
		if err := p.want('_'); err != nil {
			return nil, err
		}
		k, err := p.part(depth)
		if err != nil {
			return nil, err
		}
		op := protocol.Scrypt
		if asymmetric(k) {
			op = protocol.Crypt
		}
		return protocol.E(op, k, m), nil
	case p.eat('('):
		e, err := p.message(depth)
		if err == nil {
			err = p.want(')')
		}
		return e, err
	case p.eat('#'):
		n, err := p.number()
		if items := p.Knowledge(); err == nil && (n < 1 || n > len(items)) {
			err = p.fault("the intruder knows %d items", len(items))
		} else if err == nil {
			return items[n-1].Term.Expr(), nil
		}
		return nil, err
	case p.eat('@'):
		n, err := p.number()
		if ps := p.Packets(); err == nil && (n < 1 || n > len(ps)) {
			err = p.fault("%d messages were sent", len(ps))
		} else if err == nil {
			return ps[n-1].Message.Expr(), nil
		}
		return nil, err
	case p.eat('?'):
		return p.invent()
	}
	name := p.name()
	if name == "" {
		return nil, p.fault("a message is missing")
	}
	if !p.eat('(') {
		return p.atom(name)
	}
	var args []*protocol.Expr
	for {
		a, err := p.message(depth)
		if err != nil {
			return nil, err
		}
		if args = append(args, a); !p.eat(',') {
			break
		}
	}
	if err := p.want(')'); err != nil {
		return nil, err
	}
	return p.apply(name, args)
}

// apply reads name(args): a constructor, a fresh value with its step, or a
// function.
func (p *parser) apply(name string, args []*protocol.Expr) (*protocol.Expr, error) {
	ops := map[string]struct {
		op       protocol.Op
		min, max int
	}{"inv": {protocol.Inv, 1, 1}, "exp": {protocol.Exp, 2, 2}, "xor": {protocol.Xor, 2, 1 << 10}, "crypt": {protocol.Crypt, 2, 2}, "scrypt": {protocol.Scrypt, 2, 2}}
	if o, ok := ops[name]; ok {
		if len(args) < o.min || len(args) > o.max {
			return nil, p.fault("%s of %d parts", name, len(args))
		}
		return protocol.E(o.op, args...), nil
	}
	if len(args) == 1 && args[0].Op == protocol.Const {
		if n, err := strconv.Atoi(args[0].Name); err == nil {
			if e := (&protocol.Expr{Op: protocol.Fresh, Name: name, Index: n}); p.exists(e) {
				return e, nil
			}
		}
	}
	f, err := p.atom(name)
	if err != nil {
		return nil, err
	}
	return protocol.E(protocol.Apply, f, pairs(args)), nil
}

// asymmetric reports whether what is closed with k is opened with another key.
func asymmetric(k *protocol.Expr) bool {
	switch {
	case k.Op == protocol.Inv:
		return true
	case k.Op == protocol.Apply:
		f := k.Args[0].Type
		return f != nil && f.Kind == term.FuncType && f.Args[len(f.Args)-1].Kind == term.PublicKey
	}
	return k.Type != nil && k.Type.Kind == term.PublicKey
}

func (p *parser) number() (int, error) {
	start := p.pos
	for p.pos < len(p.text) && p.text[p.pos] >= '0' && p.text[p.pos] <= '9' {
		p.pos++
	}
	n, err := strconv.Atoi(p.text[start:p.pos])
	if err != nil {
		return 0, p.fault("a number is missing")
	}
	return n, nil
}

// name reads letters, digits and what else the front end puts into names.
func (p *parser) name() string {
	p.space()
	start := p.pos
	for i, r := range p.text[start:] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '\'' {
			break
		}
		p.pos = start + i + len(string(r))
	}
	return p.text[start:p.pos]
}

func (p *parser) exists(e *protocol.Expr) bool {
	_, err := p.now().state.Term(e)
	return err == nil
}

// atom returns what a name means: a value that exactly one step made, a
// constant, or a made-up value.
func (p *parser) atom(name string) (*protocol.Expr, error) {
	c := protocol.C(name, nil)
	if t, err := p.now().state.Term(c); err == nil {
		c.Type = t.Type
		return c, nil
	}
	var fresh []int
	for n := 1; n <= len(p.now().steps); n++ {
		if p.exists(&protocol.Expr{Op: protocol.Fresh, Name: name, Index: n}) {
			fresh = append(fresh, n)
		}
	}
	switch {
	case len(fresh) == 1:
		e := &protocol.Expr{Op: protocol.Fresh, Name: name, Index: fresh[0]}
		t, err := p.now().state.Term(e)
		if err == nil {
			e.Type = t.Type
		}
		return e, err
	case len(fresh) > 1:
		return nil, p.fault("%s was made in several steps: write %s(%d)", clip(name, 40), clip(name, 40), fresh[0])
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "x")); err == nil && strings.HasPrefix(name, "x") {
		if e := p.open(n); e != nil {
			return e, nil
		}
	}
	return nil, p.fault("%s is no constant, and no step has made it", clip(name, 40))
}

// open returns the made-up value number n of the run.
func (p *parser) open(n int) (found *protocol.Expr) {
	for i := range p.now().steps {
		for _, v := range p.now().steps[i].Values {
			v.Walk(func(x *protocol.Expr) bool {
				if x.Op == protocol.Open && x.Index == n {
					found = x
				}
				return found == nil
			})
		}
	}
	return found
}

// invent returns a new value of the type that follows.
func (p *parser) invent() (*protocol.Expr, error) {
	name := p.name()
	if name == "" {
		name = "text"
	}
	for _, t := range inventable() {
		if t.String() == name {
			p.made++
			return &protocol.Expr{Op: protocol.Open, Index: p.made, Type: t}, nil
		}
	}
	return nil, p.fault("the intruder cannot make up a %s", clip(name, 40))
}

// inventable returns the types of which the intruder makes up values.
func inventable() []*term.Type {
	return []*term.Type{term.TText, term.TAgent, term.TPublicKey, term.TSymmetricKey, term.TNat, term.TMessage}
}
