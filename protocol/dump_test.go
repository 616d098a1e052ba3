package protocol

import (
	"errors"
	"strings"
	"testing"

	"hornet/term"
)

// small is a model that uses every part that Dump writes.
func small() *Model {
	set := &term.Type{Kind: term.Set, Args: []*term.Type{term.TAgent}}
	a, b := C("a", term.TAgent), C("b", term.TAgent)
	secret := Fact{Kind: Secret, Name: "secret", ID: "sec", Args: []*Expr{V(0), S(2)}}
	return &Model{
		Name:        "small",
		Knowledge:   []*Expr{C(Start, term.TMessage), a},
		Sets:        []Set{{Name: "set_1", Type: set, Elems: []*Expr{a, b}}},
		Facts:       []Fact{{Name: "ready", Args: []*Expr{a}}},
		Goals:       []Goal{{Kind: Secrecy, ID: "sec"}},
		Unsupported: []Unsupported{{What: "a negated receive"}},
		Sessions:    []Session{{Name: "main", Number: 1, Args: []*Expr{a}, Honest: true}, {Name: "other", Number: 3, Dropped: []string{"bob"}}},
		Instances:   []Instance{{Number: 2, Shown: 2, Values: []*Expr{a, C("0", term.TNat), C("set_1", set)}}},
		Roles: []Role{{
			Name: "alice", Player: 0,
			Slots: []SlotDecl{{Name: "A", Type: term.TAgent, Formal: true}, {Name: "State", Type: term.TNat}, {Name: "{}", Type: set, Hidden: true}},
			Transitions: []Transition{{
				Label:    "1",
				Vars:     []VarDecl{{Name: "X", Type: term.TText}, {Name: "N", Type: term.TText, Kind: New}, {Name: "Y", Type: term.TText, Kind: Universal}},
				Receives: []Receive{{Channel: "RCV", Message: E(Pair, V(0), S(0))}},
				In:       []Membership{{Elem: S(0), Set: S(2)}},
				Guards:   []Guard{{Rel: LessEq, Left: S(1), Right: C("3", term.TNat)}, {Rel: Absent, Fact: &Fact{Name: "seen", Args: []*Expr{V(2)}}}},
				Consumes: []Fact{{Name: "ready", Args: []*Expr{S(0)}}},
				Updates:  []Update{{Slot: 1, Value: C("1", term.TNat)}},
				Deletes:  []SetOp{{Elem: b, Set: S(2)}},
				Adds:     []SetOp{{Elem: a, Set: S(2)}},
				Emits:    []Fact{secret},
				Sends:    []Send{{Channel: "SND", Message: E(Scrypt, V(1), S(0))}},
			}, {Label: "2", Spontaneous: true}},
		}},
	}
}

const wantSmall = `unsupported a negated receive
knows start, a
set set_1: agent set = {a, b}
fact ready(a)
session 1 main(a) honest
  2 (shown 2) alice(a, 0, set_1)
session 3 other() with the intruder
  dropped bob
goal secrecy_of_sec

role alice played by A
  formal 0 A: agent
  local 1 State: nat
  hidden 2 {}: agent set
  step 1
    bind X': text
    new N': text
    all Y': text
    receive RCV X'.A
    in A {}2
    guard State <= 3
    absent seen(Y')
    consume ready(A)
    store State := 1
    delete b from {}2
    add a to {}2
    emit secret[sec](X', {}2)
    send SND {A}_N'
  step 2
    spontaneous
`

func TestDump(t *testing.T) {
	var b strings.Builder
	if err := Dump(&b, small()); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != wantSmall {
		t.Errorf("got:\n%s\nwant:\n%s", got, wantSmall)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestDumpReportsWriteErrors(t *testing.T) {
	if Dump(failing{}, small()) == nil {
		t.Error("the writer's error is lost")
	}
}
