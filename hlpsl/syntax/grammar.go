package syntax

import (
	"errors"
	"io"
	"sync"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// The grammar of HLPSL, one production for each piece of a role that the splitter
// cuts.
// It is LL(1) and built with no lookahead beyond the next token: a piece that
// does not match then fails at its first wrong token, which is where the
// translator's LALR parser fails, too. Expressions, types, literals and
// actions are written by hand over the same tokens (expr.go, type.go,
// literal.go, action.go): they need operator precedence, and they are where the
// time goes.
//
// So are lists of declarations, compositions, goals and the main call
// (declaration.go, composition.go, goal.go), because every process pays for
// building the grammar: mostly by the field with a tag, and by the words in the
// tags.
//
// What a rule needs of its own tokens it takes from Tokens, which participle
// fills in: a rule with few fields is also quicker to apply. The tokens live no
// longer than until the next piece is read: see buffer.
type (
	headerRule struct {
		Tokens  []lexer.Token
		Formals varsRule `parser:"'role' Const '(' @@? ')' ( 'played_by' Var )? 'def='"`
	}
	localsRule struct {
		Groups varsRule `parser:"'local' @@"`
	}
	ownsRule struct {
		Names []lexer.Token `parser:"'owns' @( Var ( ',' Var )* )"`
	}
	constsRule struct {
		Groups constantsRule `parser:"'const' @@"`
	}
	initsRule struct {
		Inits initialRule `parser:"'init' @@"`
	}
	acceptsRule struct {
		Conds literalsRule `parser:"'accept' @@"`
	}
	knowledgeRule struct {
		Tokens []lexer.Token
		Terms  exprsRule `parser:"'intruder_knowledge' '=' '{' @@? '}'"`
	}
	transitionRule struct {
		Tokens  []lexer.Token
		Left    literalsRule `parser:"( Const | Nat ) '.' @@ ( '=|>' | '--|>' )"`
		Actions actionsRule  `parser:"@@"`
	}
	compositionRule struct {
		Tree *compRule `parser:"'composition' @@?"`
	}
)

// parsers holds one parser for each piece, all sharing one grammar.
type parsers struct {
	header      *participle.Parser[headerRule]
	locals      *participle.Parser[localsRule]
	consts      *participle.Parser[constsRule]
	inits       *participle.Parser[initsRule]
	knowledge   *participle.Parser[knowledgeRule]
	transition  *participle.Parser[transitionRule]
	composition *participle.Parser[compositionRule]
}

// rules builds the parsers at the first use: commands that read no model do
// not pay for them. Few models pay for ownership and acceptance.
var (
	rules      = sync.OnceValue(build)
	ownership  = sync.OnceValue(func() *participle.Parser[ownsRule] { return participle.MustBuild[ownsRule](words()...) })
	acceptance = sync.OnceValue(func() *participle.Parser[acceptsRule] { return participle.MustBuild[acceptsRule](words()...) })
)

func build() *parsers {
	// Participle looks for left recursion in what the root reaches. That is for
	// a test to find, once, so the root is one of the rules.
	root := participle.MustBuild[localsRule](grammar()...)
	return &parsers{
		header:      production[headerRule](root),
		locals:      root,
		consts:      production[constsRule](root),
		inits:       production[initsRule](root),
		knowledge:   production[knowledgeRule](root),
		transition:  production[transitionRule](root),
		composition: production[compositionRule](root),
	}
}

// grammar returns how to build the parsers.
func grammar() []participle.Option {
	return append(words(), participle.Union[any](headerRule{}, localsRule{}, constsRule{}, initsRule{}, knowledgeRule{},
		transitionRule{}, compositionRule{}))
}

// words returns what the rules are made of.
func words() []participle.Option {
	return []participle.Option{
		participle.Lexer(definition{map[string]lexer.TokenType{
			"EOF": lexer.EOF, "Var": lexer.TokenType(tVar), "Const": lexer.TokenType(tConst), "Nat": lexer.TokenType(tNat),
		}}),
		participle.UseLookahead(0),
	}
}

// production returns the parser of one rule. The rules of the grammar are
// fixed, so it cannot fail once a test has built them.
func production[P any](root *participle.Parser[localsRule]) *participle.Parser[P] {
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
