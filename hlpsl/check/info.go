// Package check resolves the names of a specification and checks its types.
//
// HLPSL has one global space of constants and one space of variables for each
// role. Types matter in three places only: where a role is called, where a
// variable is initialised, and for the elements of a set. Everything else
// (updates, receives, facts) is untyped; what a value of a wrong type does at
// run time is the business of the transition system.
//
// The rules are those of the reference translator (AVISPA v1.1, hlpsl2if), its
// error numbers are quoted as "Sem 2b" and so on: a specification is rejected
// here exactly when it is rejected there, with the few exceptions that the
// documentation of the codes names. Unlike the translator, one run reports every
// independent error.
package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// Info is what is known about the names of a specification. It is filled as far
// as possible even when there are errors.
type Info struct {
	File   *syntax.File
	Roles  []*Role  // in the order of the text; of roles of one name only the first
	Main   *Role    // the role of the main call; nil when that is in error
	Consts []*Const // in order of appearance in the text: declarations first

	roles  map[string]*Role
	consts map[string]*Const
	tables map[*Var]bool // formals of function type that are given a set of pairs
}

// Role is a resolved role.
type Role struct {
	Decl    *syntax.Role
	Name    string
	Formals []*Var
	Locals  []*Var
	Player  *Var // nil for composed roles

	// Called is set when the role is reached from the main call.
	Called bool

	vars    map[string]*Var
	missing map[string]bool // undeclared variables that have been reported
}

// Var is a declared variable.
type Var struct {
	Name   string
	Type   *term.Type
	Range  diag.Range // of the name in its declaration
	Formal bool
	Init   *syntax.Init // its initialisation; nil: none
}

// Const is a constant of the specification, declared or not.
type Const struct {
	Name     string
	Type     *term.Type
	Range    diag.Range // of the declaration, or of the first use of an undeclared one
	Declared bool
	Conflict bool // declared again with another type, which has been reported
}

// Role returns the role called name, nil when there is none.
func (in *Info) Role(name string) *Role { return in.roles[name] }

// Const returns the constant called name, nil when the text does not name it.
func (in *Info) Const(name string) *Const { return in.consts[name] }

// Var returns the variable called name, nil when the role does not declare it.
func (r *Role) Var(name string) *Var { return r.vars[name] }

// Composed reports whether r is a composed role: it has no player.
func (r *Role) Composed() bool { return r.Decl.Player == nil }

// VarNames returns the names of the role's variables in the order of the text.
func (r *Role) VarNames() []string {
	var names []string
	for _, vs := range [][]*Var{r.Formals, r.Locals} {
		for _, v := range vs {
			names = append(names, v.Name)
		}
	}
	return names
}

// Asymmetric reports whether an encryption under key is asymmetric: the key is
// a variable or constant of type public_key or inv(T), or a term inv(..). Every
// other key, an application or a pair for example, makes it symmetric.
func (in *Info) Asymmetric(r *Role, key syntax.Expr) bool {
	switch k := Unparen(key).(type) {
	case *syntax.Inv:
		return true
	case *syntax.Var:
		if v := r.Var(k.Name); v != nil {
			return v.Type.Kind == term.PublicKey || v.Type.Kind == term.InvType
		}
	case *syntax.Const:
		if c := in.Const(k.Name); c != nil {
			return c.Type.Kind == term.PublicKey || c.Type.Kind == term.InvType
		}
	}
	return false
}

// Unparen returns e without the parentheses around it.
func Unparen(e syntax.Expr) syntax.Expr {
	for {
		p, ok := e.(*syntax.Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}

// Tabulated reports whether v, a formal of function type, is given a set of
// pairs in some call.
func (in *Info) Tabulated(v *Var) bool { return in.tables[v] }
