package compile

import (
	"hornet/protocol"
	"hornet/term"
)

// dummyNames are the translator's names for what an uninitialised variable
// holds, one constant for each basic type.
var dummyNames = map[term.Kind]string{
	term.Message:      "dummy_msg",
	term.Agent:        "dummy_agent",
	term.Text:         "dummy_nonce",
	term.Nat:          "dummy_nat",
	term.PublicKey:    "dummy_pk",
	term.SymmetricKey: "dummy_sk",
	term.HashFunc:     "dummy_hash",
	term.Bool:         "dummy_bool",
	term.ProtocolID:   "dummy_pid",
	term.Channel:      "dummy_chnl",
	term.Enum:         "dummy_msg",
	term.HashType:     "dummy_msg",
	term.FuncType:     "dummy_hash",
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
		return protocol.C(dummyNames[t.Kind], term.TMessage)
	case term.FuncType:
		return protocol.C(dummyNames[t.Kind], term.THashFunc)
	}
	return protocol.C(dummyNames[t.Kind], t)
}
