package syntax

import (
	"errors"
	"io"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The grammar of HLPSL, one production for each piece that the splitter cuts.
// It is LL(1) and built with no lookahead beyond the next token: a piece that
// does not match then fails at its first wrong token, which is where the
// translator's LALR parser fails, too. Expressions, types, literals and
// actions are written by hand over the same tokens (expr.go, type.go,
// literal.go, action.go): they need operator precedence, and they are where the
// time goes.
//
// So are lists of declarations and compositions (declaration.go, composition.go),
// because every process pays for building the grammar: mostly by the field with
// a tag, and by the words in the tags.
//
// What a rule needs of its own tokens it takes from Tokens, which participle
// fills in: a rule with few fields is also quicker to apply. The tokens live no
// longer than until the next piece is read: see buffer.
type (
	headerRule struct {
		Tokens  []lexer.Token
		Formals []*varsRule `parser:"'role' Const '(' ( @@ ( ',' @@ )* )? ')' ( 'played_by' Var )? 'def='"`
	}
	localsRule struct {
		Groups []*varsRule `parser:"'local' @@ ( ',' @@ )*"`
	}
	ownsRule struct {
		Names []lexer.Token `parser:"'owns' @( Var ( ',' Var )* )"`
	}
	constsRule struct {
		Groups []*constRule `parser:"'const' @@ ( ',' @@ )*"`
	}
	initsRule struct {
		Inits []*initRule `parser:"'init' @@ ( And @@ )*"`
	}
	acceptsRule struct {
		Conds []*literalRule `parser:"'accept' @@ ( And @@ )*"`
	}
	knowledgeRule struct {
		Tokens []lexer.Token
		Terms  exprsRule `parser:"'intruder_knowledge' '=' '{' @@? '}'"`
	}
	transitionRule struct {
		Tokens  []lexer.Token
		Left    []*literalRule `parser:"( Const | Nat ) '.' @@ ( And @@ )*"`
		Actions []*actionRule  `parser:"( '=|>' | '--|>' ) @@ ( And @@ )*"`
	}
	compositionRule struct {
		Tree *compRule `parser:"'composition' @@?"`
	}
	goalRule struct {
		Tokens []lexer.Token
		LTL    *ltlRule `parser:"( 'secrecy_of' | 'authentication_on' | 'weak_authentication_on' ) Const ( ',' Const )* | Const 'weakly'? 'authenticates' Const 'on' Const | @@"`
	}
)

// parsers holds one parser for each piece, all sharing one grammar.
type parsers struct {
	header      *participle.Parser[headerRule]
	locals      *participle.Parser[localsRule]
	owns        *participle.Parser[ownsRule]
	consts      *participle.Parser[constsRule]
	inits       *participle.Parser[initsRule]
	accepts     *participle.Parser[acceptsRule]
	knowledge   *participle.Parser[knowledgeRule]
	transition  *participle.Parser[transitionRule]
	composition *participle.Parser[compositionRule]
	goal        *participle.Parser[goalRule]
}

// rules builds the parsers at the first use: commands that read no model do
// not pay for them.
var rules = sync.OnceValue(build)

func build() *parsers {
	// Participle looks for left recursion in what the root reaches. That is for
	// a test to find, once, so the root is one of the rules.
	root := participle.MustBuild[ownsRule](grammar()...)
	return &parsers{
		header:      production[headerRule](root),
		locals:      production[localsRule](root),
		owns:        production[ownsRule](root),
		consts:      production[constsRule](root),
		inits:       production[initsRule](root),
		accepts:     production[acceptsRule](root),
		knowledge:   production[knowledgeRule](root),
		transition:  production[transitionRule](root),
		composition: production[compositionRule](root),
		goal:        production[goalRule](root),
	}
}

// grammar returns how to build the parsers.
func grammar() []participle.Option {
	return []participle.Option{
		participle.Lexer(definition{map[string]lexer.TokenType{
			"EOF": lexer.EOF, "Var": lexer.TokenType(tVar), "Const": lexer.TokenType(tConst),
			"Nat": lexer.TokenType(tNat), "And": lexer.TokenType(pAnd),
		}}),
		participle.UseLookahead(0),
		participle.Union[any](headerRule{}, localsRule{}, ownsRule{}, constsRule{}, initsRule{}, acceptsRule{},
			knowledgeRule{}, transitionRule{}, compositionRule{}, goalRule{}),
	}
}

// production returns the parser of one rule. The rules of the grammar are
// fixed, so it cannot fail once a test has built them.
func production[P any](root *participle.Parser[ownsRule]) *participle.Parser[P] {
	p, err := participle.ParserForProduction[P](root)
	if err != nil {
		panic(err)
	}
	return p
}

// definition tells participle the names of the token kinds. The tokens
// themselves come from lex, by way of a buffer.
type definition struct{ symbols map[string]lexer.TokenType }

func (d definition) Symbols() map[string]lexer.TokenType { return d.symbols }

func (definition) Lex(string, io.Reader) (lexer.Lexer, error) { return nil, errors.ErrUnsupported }
