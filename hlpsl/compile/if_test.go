package compile_test

import (
	"fmt"
	"strings"
)

// This file reads the intermediate format (IF) of the AVISPA translator, as far
// as a comparison with a compiled model needs it.

// ifTerm is f(args), or a constant or variable when it has no arguments.
type ifTerm struct {
	head string
	args []*ifTerm
}

func (t *ifTerm) String() string {
	if len(t.args) == 0 {
		return t.head
	}
	s := make([]string, len(t.args))
	for i, a := range t.args {
		s[i] = a.String()
	}
	return t.head + "(" + strings.Join(s, ",") + ")"
}

// ifRule is a step of the IF.
type ifRule struct {
	name   string
	left   []*ifTerm // facts
	neg    []*ifTerm // facts that must be absent, and equal(..) that must not hold
	conds  []*ifTerm // equal(..), leq(..)
	right  []*ifTerm
	exists []string
}

type ifSpec struct {
	types map[string]string
	init  []*ifTerm
	rules []ifRule
	goals []string
}

// parseIF reads a file. It fails with an error where the text is cut short.
func parseIF(text string) (*ifSpec, error) {
	spec := &ifSpec{types: map[string]string{}}
	section := func(name string) string {
		_, rest, ok := strings.Cut(text, "section "+name+":")
		if !ok {
			return ""
		}
		body, _, _ := strings.Cut(rest, "\nsection ")
		return body
	}
	for _, l := range strings.Split(section("types"), "\n") {
		names, typ, ok := strings.Cut(l, ": ")
		if !ok {
			continue
		}
		for _, n := range strings.Split(names, ",") {
			spec.types[strings.TrimSpace(n)] = strings.TrimSpace(typ)
		}
	}
	_, inits, ok := strings.Cut(section("inits"), ":=")
	if !ok {
		return nil, fmt.Errorf("no initial state")
	}
	var err error
	if spec.init, _, _, err = parseFacts(inits); err != nil {
		return nil, fmt.Errorf("initial state: %v", err)
	}
	for _, s := range strings.Split(section("rules"), "\nstep ")[1:] {
		r, err := parseRule(s)
		if err != nil {
			return nil, err
		}
		spec.rules = append(spec.rules, r)
	}
	for _, s := range strings.Split(section("attack_states"), "attack_state ")[1:] {
		name, _, _ := strings.Cut(s, " ")
		spec.goals = append(spec.goals, name)
	}
	return spec, nil
}

func parseRule(s string) (ifRule, error) {
	name, _, _ := strings.Cut(s, " ")
	r := ifRule{name: name}
	_, body, ok := strings.Cut(s, ":=")
	if !ok {
		return r, fmt.Errorf("%s: cut short", name)
	}
	var left, right string
	if l, rest, ok := strings.Cut(body, "=[exists "); ok {
		vars, rr, ok := strings.Cut(rest, "]=>")
		if !ok {
			return r, fmt.Errorf("%s: cut short", name)
		}
		left, right = l, rr
		for _, v := range strings.Split(vars, ",") {
			r.exists = append(r.exists, strings.TrimSpace(v))
		}
	} else if left, right, ok = strings.Cut(body, "=>"); !ok {
		return r, fmt.Errorf("%s: cut short", name)
	}
	var err error
	if r.left, r.neg, r.conds, err = parseFacts(left); err != nil {
		return r, fmt.Errorf("%s: left: %v", name, err)
	}
	if r.right, _, _, err = parseFacts(right); err != nil {
		return r, fmt.Errorf("%s: right: %v", name, err)
	}
	return r, nil
}

// parseFacts reads f.f.f & cond & cond.
func parseFacts(s string) (facts, neg, conds []*ifTerm, err error) {
	p := &ifParser{s: s}
	first := true
	for p.skip(); p.i < len(p.s); p.skip() {
		if !first {
			if !p.eat('.') && !p.eat('&') {
				return nil, nil, nil, fmt.Errorf("expected . or & at %.30q", p.s[p.i:])
			}
		}
		first = false
		t, err := p.term()
		if err != nil {
			return nil, nil, nil, err
		}
		switch {
		case t.head == "not" && len(t.args) == 1:
			neg = append(neg, t.args[0])
		case t.head == "equal" || t.head == "leq":
			conds = append(conds, t)
		default:
			facts = append(facts, t)
		}
	}
	return facts, neg, conds, nil
}

type ifParser struct {
	s string
	i int
}

func (p *ifParser) skip() {
	for p.i < len(p.s) && strings.ContainsRune(" \t\r\n", rune(p.s[p.i])) {
		p.i++
	}
}

func (p *ifParser) eat(c byte) bool {
	p.skip()
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

func (p *ifParser) term() (*ifTerm, error) {
	p.skip()
	start := p.i
	for p.i < len(p.s) && (isWord(p.s[p.i])) {
		p.i++
	}
	if start == p.i {
		return nil, fmt.Errorf("expected a term at %.30q", p.s[p.i:])
	}
	t := &ifTerm{head: p.s[start:p.i]}
	if !p.eat('(') {
		return t, nil
	}
	for {
		a, err := p.term()
		if err != nil {
			return nil, err
		}
		t.args = append(t.args, a)
		if p.eat(')') {
			return t, nil
		}
		if !p.eat(',') {
			return nil, fmt.Errorf("expected , or ) at %.30q", p.s[p.i:])
		}
	}
}

func isWord(c byte) bool {
	return c == '_' || c == '\'' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
