package term

import "strings"

// Kind is the head of a type.
type Kind uint8

// The kinds of types. Agent to Bool are the basic types: a typed variable of a
// basic type takes only atoms of exactly that type (AVISPA user manual §2.1).
const (
	Message      Kind = iota // any message; the zero type
	Agent                    // agent names
	Text                     // nonces and other data
	Nat                      // natural numbers
	PublicKey                // public keys
	SymmetricKey             // shared keys
	HashFunc                 // one-way functions
	Bool                     // true, false
	ProtocolID               // labels of goals; as a variable's type it means Message
	Channel                  // channels; all of them belong to the intruder
	Enum                     // {c1,c2}; as a variable's type it means Message
	Set                      // Args[0] set
	PairType                 // Args[0] . Args[1]
	CryptType                // {Args[1]}_Args[0] under a public or private key
	ScryptType               // {Args[1]}_Args[0] under any other key
	InvType                  // inv(Args[0])
	HashType                 // hash(Args[0])
	FuncType                 // Args[0] -> Args[1]
)

// Type is the type of a constant, variable or slot. Types are immutable.
type Type struct {
	Kind  Kind
	Args  []*Type  // the parts of a compound type
	Names []string // the constants of an Enum
}

// The basic types and Message, for sharing.
var (
	TMessage      = &Type{Kind: Message}
	TAgent        = &Type{Kind: Agent}
	TText         = &Type{Kind: Text}
	TNat          = &Type{Kind: Nat}
	TPublicKey    = &Type{Kind: PublicKey}
	TSymmetricKey = &Type{Kind: SymmetricKey}
	THashFunc     = &Type{Kind: HashFunc}
	TBool         = &Type{Kind: Bool}
	TProtocolID   = &Type{Kind: ProtocolID}
	TChannel      = &Type{Kind: Channel}
)

// IsBasic reports whether only atoms of exactly this type inhabit it.
func (t *Type) IsBasic() bool { return t.Kind >= Agent && t.Kind <= Bool }

// Equal reports whether t and u are the same type.
func (t *Type) Equal(u *Type) bool {
	if t == u {
		return true
	}
	if t.Kind != u.Kind || len(t.Args) != len(u.Args) || strings.Join(t.Names, ",") != strings.Join(u.Names, ",") {
		return false
	}
	for i := range t.Args {
		if !t.Args[i].Equal(u.Args[i]) {
			return false
		}
	}
	return true
}

var kindNames = [...]string{"message", "agent", "text", "nat", "public_key", "symmetric_key", "hash_func", "bool", "protocol_id", "channel", "enum", "set", "pair", "crypt", "scrypt", "inv", "hash", "function"}

// String returns the name of the kind.
func (k Kind) String() string { return kindNames[k] }

// String returns the type in HLPSL notation.
func (t *Type) String() string {
	switch t.Kind {
	case Enum:
		return "{" + strings.Join(t.Names, ",") + "}"
	case Set:
		if t.Args[0].Kind == PairType {
			return "(" + t.Args[0].String() + ") set"
		}
		return t.Args[0].String() + " set"
	case PairType:
		l := t.Args[0].String()
		if t.Args[0].Kind == PairType {
			l = "(" + l + ")"
		}
		return l + "." + t.Args[1].String()
	case CryptType, ScryptType:
		return "{" + t.Args[1].String() + "}_" + t.Args[0].String()
	case InvType:
		return "inv(" + t.Args[0].String() + ")"
	case HashType:
		return "hash(" + t.Args[0].String() + ")"
	case FuncType:
		return t.Args[0].String() + "->" + t.Args[1].String()
	case Channel:
		return "channel(dy)"
	}
	return t.Kind.String()
}
