package syntax

import (
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
// What a rule needs of its own tokens it takes from Tokens, which participle
// fills in: every process pays for building the grammar, mostly by the field
// with a tag and those that follow others in one rule, and a rule with few of
// them is also quicker to apply. With a field for each name, bracket and
// alternative, building took four times as long.
type (
	headerRule struct {
		Tokens  []lexer.Token
		Formals []*varsRule `parser:"'role' Const '(' ( @@ ( ',' @@ )* )? ')' ( 'played_by' Var )? 'def='"`
	}
	varsRule struct {
		Tokens []lexer.Token
		Type   *typeRule `parser:"Var ( ',' Var )* ':' @@"`
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
	constRule struct {
		Tokens []lexer.Token
		Type   *typeRule `parser:"Const ( ',' Const )* ':' @@"`
	}
	initsRule struct {
		Inits []initPart `parser:"'init' @@ ( And @@ )*"`
	}
	assignRule struct {
		Tokens []lexer.Token
		Value  Expr `parser:"Var ':=' @@"`
	}
	factRule struct {
		Tokens []lexer.Token
		Args   exprsRule `parser:"Const '(' @@ ')'"`
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
	compRule struct { // more than the language has: see restrict.go
		Tokens []lexer.Token
		Parts  []compPart `parser:"@@ ( ( And @@ )+ | ( ';' @@ )+ )?"`
	}
	groupRule struct {
		Tokens []lexer.Token
		Inner  *compRule `parser:"'(' @@ ')'"`
	}
	forallRule struct {
		Tokens []lexer.Token
		Set    Expr      `parser:"And '_' '{' 'in' '(' Var ( '.' Var )+ ',' @@ ')' '}'"`
		Body   *compRule `parser:"@@"`
	}
	callRule struct {
		Tokens []lexer.Token
		Args   exprsRule `parser:"Const '(' @@? ')'"`
	}
	goalRule struct {
		Tokens []lexer.Token
		LTL    *ltlRule `parser:"( 'secrecy_of' | 'authentication_on' | 'weak_authentication_on' ) Const ( ',' Const )* | Const 'weakly'? 'authenticates' Const 'on' Const | @@"`
	}
)

// initPart is an assignRule or a factRule.
type initPart interface{ init() Init }

// compPart is a callRule, a groupRule or a forallRule.
type compPart interface {
	tree() *Composition
	tokens() []lexer.Token
}

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
	tree        *participle.Parser[compRule]
	goal        *participle.Parser[goalRule]
	call        *participle.Parser[callRule]
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
		tree:        production[compRule](root),
		goal:        production[goalRule](root),
		call:        production[callRule](root),
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
		participle.ParseTypeWith(parseExpr),
		participle.Union[initPart](assignRule{}, factRule{}),
		participle.Union[compPart](callRule{}, groupRule{}, forallRule{}),
		participle.Union[any](headerRule{}, localsRule{}, ownsRule{}, constsRule{}, initsRule{}, acceptsRule{},
			knowledgeRule{}, transitionRule{}, compositionRule{}, goalRule{}, callRule{}),
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
// themselves come from lex.
type definition struct{ symbols map[string]lexer.TokenType }

func (d definition) Symbols() map[string]lexer.TokenType { return d.symbols }

func (definition) Lex(file string, r io.Reader) (lexer.Lexer, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	l := lex(file, text)
	return &feed{l: l, end: len(l.toks) - 1}, nil
}

// feed gives participle the tokens [next,end) of l; the end of the piece lies
// where the token after it begins.
type feed struct {
	l         *lexed
	next, end int
}

// Next returns the next token. It never fails.
func (f *feed) Next() (lexer.Token, error) {
	for f.next < f.end && f.l.toks[f.next].kind == tSkip {
		f.next++
	}
	t := f.l.toks[f.next]
	p := lexer.Position{Filename: f.l.file, Offset: int(t.off), Line: int(t.line), Column: int(t.col)}
	if f.next >= f.end {
		return lexer.EOFToken(p), nil
	}
	f.next++
	return lexer.Token{Type: lexer.TokenType(t.kind), Value: f.l.value(t), Pos: p}, nil
}

// value returns the text of t, without an allocation where it is one of ours.
// Of a mended token it returns what stands in the text, so that ranges stay
// true, unless the grammar looks for the text itself.
func (l *lexed) value(t token) string {
	s := ""
	switch {
	case t.kind >= kAccept:
		s = keywords[t.kind-kAccept]
	case t.kind >= pPrime:
		s = puncts[t.kind-pPrime]
	}
	if len(s) == int(t.end-t.off) || t.kind == pAssign || t.kind == pArrow || t.kind == pDef || isSection(t.kind) || t.kind == kRole {
		return s
	}
	return string(l.text[t.off:t.end])
}
