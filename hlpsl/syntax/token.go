package syntax

// kind is the kind of a token. Keywords have kinds of their own, so that the
// grammar never takes one for a name.
type kind uint8

const (
	tEOF   kind = iota
	tBad        // a byte that is no HLPSL, or a run of such bytes
	tVar        // [A-Z][A-Za-z0-9_]*
	tConst      // [a-z][A-Za-z0-9_]*
	tNat        // [0-9]+
	tSkip       // a bad token that the parser has dealt with
)

// tok is a token id: the kinds above, then one id for each operator and each
// keyword. It fits a byte.
type tok = kind

// Operators and brackets.
const (
	pPrime tok = iota + 16
	pUnder
	pLparen
	pRparen
	pLbrace
	pRbrace
	pComma
	pDot
	pColon
	pSemi
	pAssign
	pEq
	pNeq
	pLeq
	pArrow
	pNow
	pAnd
	pMaps
	pAlways
	pEver
	pIff
	pLast
	pHist
	pNot
	pImp
	pOr
	pDef // def=
)

// Keywords.
const (
	kAccept tok = iota + 64
	kAgent
	kAuthenticates
	kAuthOn
	kBool
	kChannel
	kComposition
	kCons
	kConst
	kDelete
	kDy
	kEnd
	kExists
	kExp
	kFunction
	kGoal
	kHash
	kHashFunc
	kIn
	kInit
	kKnowledge
	kInv
	kLocal
	kMessage
	kNat
	kNew
	kNot
	kOn
	kOta
	kOwns
	kPlayedBy
	kProtocolID
	kPublicKey
	kRole
	kSecrecyOf
	kSet
	kStart
	kSymmetricKey
	kText
	kTransition
	kWeakAuthOn
	kWeakly
	kXor
)

// keywords lists the keywords in the order of their ids from kAccept. "def=" is
// an operator to the lexer: its equals sign belongs to it.
var keywords = [...]string{
	"accept", "agent", "authenticates", "authentication_on", "bool", "channel", "composition", "cons", "const",
	"delete", "dy", "end", "exists", "exp", "function", "goal", "hash", "hash_func", "in", "init",
	"intruder_knowledge", "inv", "local", "message", "nat", "new", "not", "on", "ota", "owns", "played_by",
	"protocol_id", "public_key", "role", "secrecy_of", "set", "start", "symmetric_key", "text", "transition",
	"weak_authentication_on", "weakly", "xor",
}

// puncts lists the operators and brackets in the order of their ids from pPrime.
var puncts = [...]string{
	"'", "_", "(", ")", "{", "}", ",", ".", ":", ";", ":=", "=", "/=", "<=", "=|>", "--|>", `/\`, "->",
	"[]", "<>", "<->", "(-)", "[-]", "~", "=>", `\/`, "def=",
}

// longestKeyword is the length of weak_authentication_on.
const longestKeyword = 22

// keyword returns the id of the keyword name, or tConst. All letters but the
// first may be capitals: the translator reads public_Key as public_key.
func keyword(name []byte) tok {
	if len(name) > longestKeyword {
		return tConst
	}
	var buf [longestKeyword]byte
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	lower := buf[:len(name)]
	lo, hi := 0, len(keywords)
	for lo < hi {
		m := (lo + hi) / 2
		if keywords[m] < string(lower) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(keywords) && keywords[lo] == string(lower) {
		return kAccept + tok(lo)
	}
	return tConst
}

// isKeyword reports whether t is the id of a keyword.
func isKeyword(t tok) bool { return t >= kAccept && int(t-kAccept) < len(keywords) }

// endsOperand reports whether a token of kind t can be the last one of an expression.
func endsOperand(t tok) bool {
	switch t {
	case tVar, tConst, tNat, pPrime, pRparen, pRbrace:
		return true
	}
	return false
}
