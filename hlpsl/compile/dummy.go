package compile

import (
	"hornet/protocol"
	"hornet/term"
)

// dummyName returns the translator's name for what an uninitialised variable
// holds, one constant for each basic type.
func dummyName(k term.Kind) string {
	switch k {
	case term.Message, term.Enum, term.HashType:
		return "dummy_msg"
	case term.Agent:
		return "dummy_agent"
	case term.Text:
		return "dummy_nonce"
	case term.Nat:
		return "dummy_nat"
	case term.PublicKey:
		return "dummy_pk"
	case term.SymmetricKey:
		return "dummy_sk"
	case term.HashFunc, term.FuncType:
		return "dummy_hash"
	case term.Bool:
		return "dummy_bool"
	case term.ProtocolID:
		return "dummy_pid"
	case term.Channel:
		return "dummy_chnl"
	}
	return ""
}

// dummySet is the one set that all uninitialised set variables share.
const dummySet = "dummy_set"

// dummy returns what an uninitialised variable of type t holds: a constant of
// that type, or a term built from such constants for a compound type.
func (c *compiler) dummy(t *term.Type) *protocol.Expr {
	part := func(i int) *protocol.Expr { return c.dummy(t.Args[i]) }
	switch t.Kind {
	case term.Set:
		if _, ok := c.sets[dummySet]; !ok {
			c.addSet(dummySet, &term.Type{Kind: term.Set, Args: []*term.Type{term.TMessage}}, nil)
		}
		return protocol.C(dummySet, c.model.Sets[c.sets[dummySet]].Type)
	case term.PairType:
		return protocol.E(protocol.Pair, part(0), part(1))
	case term.CryptType:
		return protocol.E(protocol.Crypt, part(0), part(1))
	case term.ScryptType:
		return protocol.E(protocol.Scrypt, part(0), part(1))
	case term.InvType:
		return protocol.E(protocol.Inv, part(0))
	case term.Enum, term.HashType:
		return protocol.C(dummyName(t.Kind), term.TMessage)
	case term.FuncType:
		return protocol.C(dummyName(t.Kind), term.THashFunc)
	}
	return protocol.C(dummyName(t.Kind), t)
}
