package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// Check resolves the names of f and checks its types. The list is sorted; the
// Info is never nil.
func Check(f *syntax.File) (*Info, diag.List) {
	c := &checker{info: &Info{
		File:   f,
		roles:  map[string]*Role{},
		consts: map[string]*Const{},
		tables: map[*Var]bool{},
	},
		declared: map[string]bool{},
		keyed:    map[string]bool{},
		passes:   map[*Var][]*Var{},
	}
	c.declareRoles()
	c.declareConsts()
	c.compareRoles()
	c.reserved()
	for _, r := range c.info.Roles {
		c.player(r)
		c.keys(r)
		c.inits(r)
		c.knowledge(r)
		c.transitions(r)
		c.composition(r)
	}
	c.main()
	c.goals()
	c.instantiation()
	c.list.Sort()
	return c.info, c.list
}

// checker is the state of one Check.
type checker struct {
	info *Info
	list diag.List

	declared map[string]bool // keys: constants declared so far, going down the text
	keyed    map[string]bool // keys: constants reported as keys of unknown type
	passes   map[*Var][]*Var // formals of function type: the formals they are passed to
}

func (c *checker) errorf(code diag.Code, at diag.Range, format string, args ...any) *diag.Diagnostic {
	return c.list.Add(code, diag.Error, at, format, args...)
}

func (c *checker) warnf(code diag.Code, at diag.Range, format string, args ...any) *diag.Diagnostic {
	return c.list.Add(code, diag.Warning, at, format, args...)
}

// Walk calls f on e and its parts, outside in.
func Walk(e syntax.Expr, f func(syntax.Expr)) {
	if e == nil {
		return
	}
	f(e)
	for _, p := range Parts(e) {
		Walk(p, f)
	}
}

// Parts returns the direct parts of e.
func Parts(e syntax.Expr) []syntax.Expr {
	switch e := e.(type) {
	case *syntax.Paren:
		return []syntax.Expr{e.X}
	case *syntax.Pair:
		return []syntax.Expr{e.L, e.R}
	case *syntax.Encrypt:
		return []syntax.Expr{e.Body, e.Key}
	case *syntax.Inv:
		return []syntax.Expr{e.X}
	case *syntax.Apply:
		return e.Args
	case *syntax.SetLit:
		return e.Elems
	case *syntax.Cons:
		return []syntax.Expr{e.Elem, e.Set}
	case *syntax.Delete:
		return []syntax.Expr{e.Elem, e.Set}
	case *syntax.Exp:
		return e.Args
	case *syntax.Xor:
		return e.Args
	}
	return nil
}

// names reports the undeclared variables of e (Sem 11) and enters its
// undeclared constants.
func (c *checker) names(r *Role, e syntax.Expr) {
	Walk(e, func(e syntax.Expr) {
		switch e := e.(type) {
		case *syntax.Var:
			c.useVar(r, e.Name, e.Range)
		case *syntax.Const:
			c.useConst(e.Name, e.Range)
		case *syntax.Apply:
			if e.IsVar {
				c.useVar(r, e.Fn.Name, e.Fn.Range)
			} else {
				c.useConst(e.Fn.Name, e.Fn.Range)
			}
		}
	})
}

// useVar reports name unless r declares it; the first use only.
func (c *checker) useVar(r *Role, name string, at diag.Range) {
	if r.vars[name] != nil || r.missing[name] {
		return
	}
	r.missing[name] = true
	d := c.errorf(diag.UndeclaredVariable, at, "variable %s is not declared in role %s", name, r.Name)
	if s := diag.DidYouMean(name, r.VarNames()); s != "" {
		d.Help = s
		return
	}
	for _, o := range c.info.Roles {
		if v := o.vars[name]; v != nil {
			d.Help = "declare it in role " + r.Name + ": a variable belongs to the role that declares it"
			d.Related = append(d.Related, diag.Related{Range: v.Range, Message: "role " + o.Name + " declares one of this name"})
			return
		}
	}
	d.Help = "add it to the formals or the local section of role " + r.Name
}

// useConst enters the constant name when nothing declares it (warning 7).
func (c *checker) useConst(name string, at diag.Range) *Const {
	if k := c.info.consts[name]; k != nil {
		return k
	}
	k := &Const{Name: name, Type: term.TMessage, Range: at}
	c.addConst(k)
	d := c.warnf(diag.UndeclaredConstant, at, "constant %s is not declared", name)
	d.Help = "declare it in a const section; until then its type is guessed"
	var declared []string
	for _, o := range c.info.Consts {
		if o.Declared && o.Range.IsValid() {
			declared = append(declared, o.Name)
		}
	}
	if s := diag.DidYouMean(name, declared); s != "" {
		d.Help = s
	}
	return k
}

func (c *checker) addConst(k *Const) {
	c.info.consts[k.Name] = k
	c.info.Consts = append(c.info.Consts, k)
}
