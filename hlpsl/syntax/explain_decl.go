package syntax

import (
	"strings"

	"hornet/diag"
)

// header explains errors in role … ( … ) played_by … def=.
func (p *point) header() bool {
	if p.k == p.i+1 {
		if p.found() == tVar {
			return p.upperConstant("the name of a role")
		}
		if isKeyword(p.found()) && !isSection(p.found()) && !p.atEnd() {
			p.mend(p.k, tConst)
		}
		return p.reserved("the name of a role")
	}
	if p.k == p.i+2 {
		d := p.add(diag.Unexpected, p.k, "the parameters of role %s must follow its name in parentheses", p.str(p.i+1))
		if n := p.found(); (n == tConst || n == tVar) && p.next() == pLparen {
			d.Message = "the name of a role is one word"
			d.Help = "write " + p.str(p.i+1) + "_" + p.str(p.k)
			return true
		}
		d.Help = "a role without parameters is written role " + p.str(p.i+1) + "() ... def="
		return true
	}
	if p.depth() > 0 {
		return p.declaration()
	}
	if p.prev() == kPlayedBy {
		if p.found() == tConst {
			return p.lowerVariable("the player")
		}
		d := p.add(diag.Unexpected, p.k, "played_by is followed by the variable that plays the role")
		d.Help = "write played_by A, with A one of the parameters"
		return true
	}
	d := p.add(diag.MissingDef, p.k, "the header of a role ends with def=")
	switch {
	case p.found() == tConst && strings.EqualFold(p.str(p.k), "def"):
		d.Message = "def= is one word"
		d.Help = "write def= without a blank"
		last := p.k
		if p.next() == pEq {
			last++
			p.mend(last, tSkip)
		}
		p.mend(p.k, pDef)
		d.Range = p.span(p.k, last)
		p.fix(d, p.k, last, "def=")
	case p.atEnd():
		d.Help = "add def= after the parameters and played_by"
		p.insert(d, p.k-1, " def=")
	default:
		d.Message = "between the parameters and def= only played_by and a variable can stand"
		d.Help = "write played_by A def=, with A one of the parameters, or just def="
	}
	return true
}

// declaration explains errors in lists of names and types.
func (p *point) declaration() bool {
	f, prev := p.found(), p.prev()
	vars := p.ctx != inConst
	what := "a variable"
	if !vars {
		what = "a constant"
	}
	name, other := tVar, tConst
	if !vars {
		name, other = tConst, tVar
	}
	switch {
	case p.want != wantNothing || prev == pColon || prev == pMaps && !p.atEnd():
		return p.badType()
	case f == pPrime:
		d := p.add(diag.MisplacedPrime, p.k, "names are declared without prime")
		d.Help = "X' is the new value of X, which is declared once"
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
		return true
	case f == pSemi && prev == name && startsType(p.next()) && p.ctx != inOwns:
		d := p.add(diag.BadType, p.k, "a colon stands between names and their type, not a semicolon")
		d.Help = "write " + p.lastName() + ":" + p.str(p.k+1)
		p.fix(d, p.k, p.k, ":")
		p.mend(p.k, pColon)
		return true
	case f == pSemi:
		d := p.add(diag.MissingComma, p.k, "declarations are separated by commas")
		if n := p.next(); n == name || n == other {
			d.Help = "write , instead of ;"
			p.fix(d, p.k, p.k, ",")
			p.mend(p.k, pComma)
		} else {
			d.Help = "remove the semicolon"
			p.fix(d, p.k, p.k, "")
			p.mend(p.k, tSkip)
		}
		return true
	case prev == pComma && p.functionType():
		return true
	case prev == pComma || p.k == p.i+1 || prev == pLparen:
		return p.declaredName(what, name, other)
	case prev == name: // a type, a comma or nothing more can follow
		switch {
		case f == name || f == other || f == pDot:
			d := p.add(diag.MissingComma, p.k, "names are separated by commas")
			second := p.k
			if f == pDot {
				p.fix(d, p.k, p.k, ",")
				p.mend(p.k, pComma)
				second++
			} else {
				p.insert(d, p.k-1, ",")
			}
			d.Help = "write " + p.lastName() + ", " + p.word(second)
			return true
		case p.ctx != inOwns && (startsType(f) || f == kSet):
			d := p.add(diag.BadType, p.k, "a colon stands between names and their type")
			d.Help = "write " + p.str(p.k-1) + ":" + p.str(p.k)
			p.insert(d, p.k-1, ":")
			return true
		case p.ctx != inOwns && (p.atEnd() || f == pRparen || f == kEnd):
			d := p.add(diag.BadType, p.k-1, "%s has no type", p.str(p.k-1))
			d.Help = "write " + p.str(p.k-1) + ":agent, :text, :message, :nat, :public_key, ..."
			return true
		}
	case (endsType(prev) || prev == pRparen || prev == pRbrace) && (f == name || f == other):
		if p.kind(p.k-1) == kHash || prev == kChannel && f == tConst {
			return p.badType()
		}
		d := p.addSpan(diag.MissingComma, p.k, p.k, "a comma stands between declarations")
		p.insert(d, p.k-1, ",")
		d.Help = "write a comma before " + p.str(p.k)
		return true
	case f == pUnder || f == pLparen || f == pColon:
		return p.badType()
	}
	return false
}

// lastName returns the name before the point; a prime behind it was reported.
func (p *point) lastName() string { return p.word(p.last()) }

// functionType reports the commas of X: text,text -> message. What they join is
// one type, that of the arguments.
func (p *point) functionType() bool {
	n := p.k
	for simpleType(p.kind(n)) && p.kind(n+1) == pComma {
		n += 2
	}
	if !simpleType(p.kind(n)) || p.kind(n+1) != pMaps {
		return false
	}
	d := p.add(diag.BadType, p.k-1, "the arguments of a function are joined by dots, not by commas")
	first := p.k - 1
	for endsType(p.kind(first-1)) && p.kind(first-2) == pComma {
		first -= 2
	}
	d.Help = "write " + p.word(first-1)
	for ; first < n; first += 2 {
		d.Help += "." + p.word(first+1)
		p.fix(d, first, first, ".")
		p.mend(first, pDot)
	}
	d.Help += " -> ..."
	return true
}

// declaredName explains why a name could not be read.
func (p *point) declaredName(what string, name, other tok) bool {
	f := p.found()
	switch {
	case p.prev() == pComma && p.ctx == inHeader && (f == pDef || f == kPlayedBy):
		d := p.add(diag.Unbalanced, p.k, "the parameters of role %s are not closed before %s", p.str(p.i+1), p.word(p.k))
		d.Help = "write ) in the place of the last comma"
		p.fix(d, p.k-1, p.k-1, ")")
		p.mend(p.k-1, pRparen)
		return true
	case p.prev() == pComma && (p.atEnd() || f == pRparen || f == pColon || f == pComma):
		d := p.add(diag.MissingComma, p.k-1, "a comma with no name after it")
		d.Help = "remove the comma"
		p.fix(d, p.k-1, p.k-1, "")
		p.mend(p.k-1, tSkip)
		if p.toks[p.k].line != p.toks[p.k-1].line {
			d.Range = p.rng(p.k)
			d.Message = "the declarations before " + p.word(p.k) + " end with a comma"
			d.Related = append(d.Related, diag.Related{Range: p.rng(p.k - 1), Message: "this comma"})
		}
		return true
	case f == other && name == tVar:
		p.mendNames(tConst, tVar)
		return p.lowerVariable("what is declared here")
	case f == other:
		p.mendNames(tVar, tConst)
		return p.upperConstant("what is declared here")
	}
	if isKeyword(f) && !p.atEnd() {
		p.mend(p.k, name)
	}
	return p.reserved("the name of " + what)
}

// mendNames takes the names of one kind from the point to the colon for names
// of the other: one report is enough for all of them.
func (p *point) mendNames(from, to tok) {
	for k := p.k; k < p.j && p.kind(k) != pColon; k++ {
		if p.kind(k) == from {
			p.mend(k, to)
		}
	}
}

// lowerVariable reports a constant where a variable must stand.
func (p *point) lowerVariable(what string) bool {
	s := p.str(p.k)
	d := p.add(diag.LowerCaseVariable, p.k, "%s is a variable and begins with a capital; %s is a constant", what, p.word(p.k))
	d.Help = "write " + strings.ToUpper(s[:1]) + s[1:]
	return true
}

// upperConstant reports a variable where a constant must stand.
func (p *point) upperConstant(what string) bool {
	s := p.str(p.k)
	d := p.add(diag.UpperCaseConstant, p.k, "%s is a constant and begins with a small letter; %s is a variable", what, p.word(p.k))
	low := strings.ToLower(s[:1]) + s[1:]
	if s == strings.ToUpper(s) {
		low = strings.ToLower(s)
	}
	d.Help = "write " + low + " everywhere"
	return true
}

// reserved reports a keyword, a number or a symbol where a name must stand.
func (p *point) reserved(what string) bool {
	f := p.found()
	if s := p.str(p.k); f <= tNat && keyword([]byte(s)) != tConst {
		f = keyword([]byte(s)) // mended
	}
	switch {
	case p.atEnd():
		return false
	case isKeyword(f):
		d := p.add(diag.ReservedWord, p.k, "%s is a keyword and cannot be %s", p.str(p.k), what)
		d.Help = "choose another name, such as " + p.str(p.k) + "_1"
		return true
	case f == tNat:
		p.add(diag.Unexpected, p.k, "a name begins with a letter, not with a digit")
		return true
	}
	return false
}

// badType explains what is wrong with a type.
func (p *point) badType() bool {
	const list = "agent, channel(dy), public_key, symmetric_key, text, message, nat, bool, hash_func, protocol_id"
	f := p.found()
	switch {
	case p.kind(p.k-1) == kHash && f != pLparen:
		d := p.add(diag.BadType, p.k-1, "hash is no type by itself")
		d.Help = "write hash_func for a function, hash(T) for the type of its values"
		p.mend(p.k-1, kHashFunc)
		return true
	case f == tConst && (p.prev() == pLparen || p.prev() == pComma) && p.k > p.i+1 && p.kind(p.k-2) == kChannel:
		d := p.add(diag.BadType, p.k, "a channel is dy or ota, not %s", p.word(p.k))
		d.Help = "write channel(dy)"
		p.fix(d, p.k, p.k, "dy")
		p.mend(p.k, kDy)
		return true
	case f == tConst || f == tVar || f == kSet || f == kDy:
		s := p.str(p.k)
		d := p.add(diag.BadType, p.k, "there is no type %s", p.word(p.k))
		p.mend(p.k, kText)
		switch strings.ToLower(s) {
		case "private_key", "privatekey", "secret_key", "inv_key":
			d.Message = "there is no type " + s
			d.Help = "declare the public key K:public_key; its private key is inv(K)"
		case "key", "sym_key", "symmetrickey", "shared_key":
			d.Help = "write symmetric_key or public_key"
		case "set":
			d.Message = "set needs the type of its elements"
			d.Help = "write agent set, text set, ..."
		case "nonce", "string", "number", "data", "timestamp", "int", "integer":
			d.Help = "write text for nonces and data, nat for numbers such as State"
		default:
			if d.Help = didYouMeanType(s); d.Help == "" {
				d.Help = "the types are " + list
			}
		}
		return true
	case f == pUnder:
		return false
	case p.atEnd() || f == pComma || f == pRparen || f == pColon || f == pSemi:
		d := p.add(diag.BadType, p.k, "a type is missing before %s", p.word(p.k))
		if f == pColon {
			d.Message = "this group of names has its type already"
			d.Help = "separate the groups by commas: A,B:agent, N:text"
		} else {
			d.Help = "the types are " + list
		}
		return true
	}
	d := p.add(diag.BadType, p.k, "%s cannot stand in a type", p.word(p.k))
	d.Help = "the types are " + list
	return true
}

// didYouMeanType suggests a type for s, also one that s is the beginning of or
// goes on from: hash_function, protocol.
func didYouMeanType(s string) string {
	names := typeNames()
	if help := diag.DidYouMean(s, names); help != "" {
		return help
	}
	low := strings.ToLower(strings.ReplaceAll(s, "_", ""))
	for _, n := range names {
		flat := strings.ReplaceAll(n, "_", "")
		if len(low) > 3 && (strings.HasPrefix(flat, low) || strings.HasPrefix(low, flat)) {
			return "did you mean " + n + "?"
		}
	}
	return ""
}

func typeNames() []string {
	return []string{
		"agent", "channel", "public_key", "symmetric_key", "text", "message", "protocol_id", "nat", "bool", "hash_func", "function",
	}
}

// init explains errors in V := e /\ ….
func (p *point) init() bool {
	f, prev := p.found(), p.prev()
	switch {
	case f == pEq && prev == tVar:
		d := p.add(diag.BadInit, p.k, "an initial value is given with :=")
		d.Help = "write " + p.str(p.k-1) + " := ..."
		p.fix(d, p.k, p.k, ":=")
		p.mend(p.k, pAssign)
	case f == pPrime && prev == tVar:
		d := p.add(diag.MisplacedPrime, p.k, "init gives first values; there is no prime in it")
		d.Help = "write " + p.str(p.k-1) + " := ..."
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
	case f == kNew:
		d := p.add(diag.BadInit, p.k, "init cannot make fresh values")
		d.Help = "assign X' := new() in the first transition"
	case p.depth() == 0 && (f == pComma || f == pSemi):
		d := p.add(diag.BadInit, p.k, `initial values are joined by /\, not by %s`, p.str(p.k))
		if p.k+1 < p.j {
			d.Help = `write /\`
			p.fix(d, p.k, p.k, ` /\`)
			p.mend(p.k, pAnd)
		} else {
			d.Message = p.str(p.k) + " cannot end the init section"
			d.Help = "remove it"
			p.fix(d, p.k, p.k, "")
		}
	case (f == pAssign || f == pEq || f == pPrime) && prev == tConst:
		p.k--
		p.mend(p.k, tVar)
		return p.lowerVariable("what init gives a value to")
	case f == kInit && prev == pAnd:
		d := p.add(diag.BadInit, p.k, "the word init stands once, before all initial values")
		d.Help = "remove it"
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
	case (f == pAssign || f == pEq) && prev == pRparen:
		d := p.add(diag.BadInit, p.k, "init gives values to variables, one by one")
		d.Help = "write V := value"
		if p.callee() == "knowledge" {
			d.Help = "what the intruder knows stands in intruder_knowledge = {...}; a role knows its parameters"
		}
	case p.depth() == 0 && endsOperand(prev) && (f == tVar || f == tConst):
		return p.missingAnd("initial values")
	case prev == tVar && p.kind(p.k-2) != pAssign && p.depth() == 0:
		d := p.add(diag.BadInit, p.k, "init consists of V := value")
		d.Help = "write " + p.str(p.k-1) + " := ..."
	default:
		return false
	}
	return true
}

// callee returns the name before the parentheses that end before the point.
func (p *point) callee() string {
	depth := 0
	for n := p.k - 1; n > p.i; n-- {
		switch p.kind(n) {
		case pRparen, pRbrace:
			depth++
		case pLparen, pLbrace:
			if depth--; depth == 0 {
				return p.str(n - 1)
			}
		}
	}
	return ""
}

// knowledge explains errors in intruder_knowledge = { … }.
func (p *point) knowledge() bool {
	f := p.found()
	switch {
	case p.k == p.i+1 || p.k == p.i+2:
		d := p.add(diag.Unexpected, p.k, "intruder_knowledge is followed by = and a set")
		d.Help = "write intruder_knowledge = {a, b, ka, kb}"
	case p.depth() == 1 && f == pSemi:
		d := p.add(diag.MissingComma, p.k, "what the intruder knows is separated by commas")
		d.Help = "write , instead of ;"
		p.fix(d, p.k, p.k, ",")
		p.mend(p.k, pComma)
	case p.prev() == pComma && f == pRbrace:
		d := p.add(diag.MissingComma, p.k-1, "a comma with nothing after it")
		d.Help = "remove the comma"
		p.fix(d, p.k-1, p.k-1, "")
		p.mend(p.k-1, tSkip)
		if p.toks[p.k].line != p.toks[p.k-1].line {
			d.Range = p.rng(p.k)
		}
	default:
		return false
	}
	return true
}
