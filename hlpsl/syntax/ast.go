// Package syntax holds the syntax tree of HLPSL, its lexer, its parser and its
// printer. The tree is close to the text: parentheses, labels and comments are
// kept, so that a formatter can give them back. The parser accepts more than the
// language and leaves the rest to the passes that can say what is wrong.
//
// The language is that of the AVISPA user manual v1.1, section 2.1, as the
// translator hlpsl2if reads it.
package syntax

import "hornet/diag"

// File is a parsed specification.
type File struct {
	Name     string // as the user gave it
	Text     []byte
	Roles    []*Role
	Goals    *GoalSection // nil: none
	Main     *Call        // nil: none (an error that the parser has reported)
	Ignored  *diag.Range  // what follows the main call, when that is more than blanks and comments
	LateGoal *diag.Range  // a goal section after the main call: nothing of it is checked
	Comments []Comment
}

// Comment is a comment from its % to the end of the line.
type Comment struct {
	Range diag.Range
	Text  string // with the leading %
}

// Ident is a name in the text.
type Ident struct {
	Name  string
	Range diag.Range
}

// Role is a basic role (Player set, Transitions) or a composed one (Composition).
type Role struct {
	Range   diag.Range
	Name    Ident
	Formals []VarGroup
	Player  *Ident     // nil: composed role
	Def     diag.Range // def=

	Locals    []VarGroup
	Owns      []Ident
	Consts    []VarGroup
	Inits     []Init
	Accepts   []*Atom   // the facts and channels of accept
	AcceptAll []Literal // all conditions of accept, those of Accepts among them
	Knowledge *Knowledge

	Body        diag.Range    // the keyword transition or composition
	Transitions []*Transition // of a basic role
	Composition *Composition  // of a composed role; nil when empty
	Composed    bool          // the text has a composition section
}

// VarGroup declares names of one type: A,B:agent.
type VarGroup struct {
	Names []Ident
	Type  *Type
}

// Type is a type in the text.
type Type struct {
	Range diag.Range
	Name  string  // simple types by keyword ("hash_func" also for function); else one of "." "set" "{}_" "inv" "hash" "->" "enum"
	Args  []*Type // of compound types; {T}_K has T, K
	Names []Ident // of "enum"
	Chan  string  // of "channel": "dy", "ota" or ""
	Paren bool    // written in parentheses
}

// Init is V := e, or a predicate such as iknows(M).
type Init struct {
	Var   Ident // Name "" for a predicate
	Value Expr
	Fact  *Atom
	Range diag.Range
}

// Knowledge is intruder_knowledge = { terms }.
type Knowledge struct {
	Range diag.Range
	Terms []Expr
}

// Transition is label. LHS =|> RHS.
type Transition struct {
	Range     diag.Range
	Label     Ident
	Immediate bool // --|> instead of =|>
	Arrow     diag.Range
	Left      []Literal
	Right     []Action
}

// LitKind is the kind of a literal of a left side.
type LitKind uint8

const (
	LitEq   LitKind = iota // Args[0] = Args[1]
	LitNeq                 // Args[0] /= Args[1]
	LitLeq                 // Args[0] <= Args[1]
	LitIn                  // in(Args[0], Args[1])
	LitAtom                // pred(...) or CHAN(...): Atom
)

// Literal is a condition of a left side.
type Literal struct {
	Kind  LitKind
	Neg   bool // inside not(...)
	Args  []Expr
	Atom  *Atom
	Range diag.Range
}

// Atom is pred(args) or CHAN(args): a name in lower case is a predicate, a
// variable is a channel. Start is set for CHAN(start).
type Atom struct {
	Name  Ident
	Chan  bool // Name is a variable
	Start bool
	Args  []Expr
	Range diag.Range
}

// Action is an update X' := e of a right side, or an atom: a fact or a send.
type Action struct {
	Var   Ident // Name "" for an atom
	Value Expr  // of an update; nil when New
	New   bool  // X' := new()
	Atom  *Atom
	Range diag.Range
}

// Composition is a tree of calls.
type Composition struct {
	Range diag.Range
	Op    string // "call", "/\\", ";", "forall", "()"
	Call  *Call
	Parts []*Composition // of "/\\" and ";" (two or more), "forall" and "()" (one)
	Vars  []Ident        // of forall
	Set   Expr           // of forall
}

// Call instantiates a role.
type Call struct {
	Range diag.Range
	Name  Ident
	Args  []Expr
}

// GoalSection is goal ... end goal.
type GoalSection struct {
	Range diag.Range
	Goals []*Goal
}

// GoalKind is the kind of a goal in the text.
type GoalKind uint8

const (
	GoalSecrecy       GoalKind = iota // secrecy_of IDs
	GoalAuth                          // authentication_on IDs
	GoalWeakAuth                      // weak_authentication_on IDs
	GoalAuthenticates                 // Roles[0] [weakly] authenticates Roles[1] on IDs[0]
	GoalLTL                           // [] formula
)

// Goal is one line of a goal section.
type Goal struct {
	Range  diag.Range
	Kind   GoalKind
	IDs    []Ident
	Roles  []Ident
	Weakly bool
	Text   string // of GoalLTL: as written
}

// Expr is a message expression: *Var, *Const, *Nat, *Pair, *Encrypt, *Inv,
// *Apply, *SetLit, *Cons, *Delete, *Exp, *Xor or *Paren.
type Expr interface {
	// Pos returns the range of the expression in the text.
	Pos() diag.Range
}

type (
	// Var is a variable, primed or not.
	Var struct {
		Name   string
		Primed bool
		Range  diag.Range
	}
	// Const is a constant.
	Const struct {
		Name  string
		Range diag.Range
	}
	// Nat is a natural number, as written.
	Nat struct {
		Text  string
		Range diag.Range
	}
	// Pair is L . R.
	Pair struct {
		L, R  Expr
		Range diag.Range
	}
	// Encrypt is {Body}_Key.
	Encrypt struct {
		Body, Key Expr
		Range     diag.Range
	}
	// Inv is inv(X).
	Inv struct {
		X     Expr
		Range diag.Range
	}
	// Apply is F(Args); Fn is a variable or a constant.
	Apply struct {
		Fn    Ident
		IsVar bool // Fn is a variable
		Args  []Expr
		Range diag.Range
	}
	// SetLit is {Elems}.
	SetLit struct {
		Elems []Expr
		Range diag.Range
	}
	// Cons is cons(Elem,Set).
	Cons struct {
		Elem, Set Expr
		Range     diag.Range
	}
	// Delete is delete(Elem,Set).
	Delete struct {
		Elem, Set Expr
		Range     diag.Range
	}
	// Exp is exp(Args). The translator takes a single argument, too.
	Exp struct {
		Args  []Expr
		Range diag.Range
	}
	// Xor is xor(Args). The translator takes a single argument, too.
	Xor struct {
		Args  []Expr
		Range diag.Range
	}
	// Paren is (X).
	Paren struct {
		X     Expr
		Range diag.Range
	}
)

// Pos returns the range of the expression.
func (e *Var) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Const) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Nat) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Pair) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Encrypt) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Inv) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Apply) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *SetLit) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Cons) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Delete) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Exp) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Xor) Pos() diag.Range { return e.Range }

// Pos returns the range of the expression.
func (e *Paren) Pos() diag.Range { return e.Range }
