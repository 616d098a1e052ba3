package diag

import "strings"

// syntaxSample is the model that the examples of the syntax codes spoil.
const syntaxSample = `role alice(A, B : agent,
           K    : symmetric_key,
           SND, RCV : channel(dy))
played_by A
def=

  local State : nat,
        Na, Nb : text

  init State := 0

  transition

    1.    State = 0
       /\ RCV(start)
       =|>
          State' := 1
       /\ Na' := new()
       /\ SND({A.Na'}_K)
       /\ secret(Na',sec_na,{A,B})

    2.    State = 1
       /\ RCV({Na.Nb'}_K)
       =|>
          State' := 2

end role

role environment()
def=

  local S, R : channel(dy)

  const a, b   : agent,
        k      : symmetric_key,
        sec_na : protocol_id

  intruder_knowledge = {a, b}

  composition
    alice(a,b,k,S,R)

end role

goal
  secrecy_of sec_na
end goal

environment()
`

// spoilt returns a document whose good example is the sample and whose bad one
// has bad in the place of the first good.
func spoilt(code Code, title, why, good, bad string) Doc {
	return Doc{Code: code, Severity: Error, Title: title, Why: why, Good: text(syntaxSample),
		Bad: func() string { return strings.Replace(syntaxSample, good, bad, 1) }}
}

// syntaxDocs documents the codes of codes_syntax.go, in the order of their
// numbers.
func syntaxDocs() []Doc {
	deep := strings.Repeat("(", 1001) + "A" + strings.Repeat(")", 1001)
	many := func() string {
		return strings.Replace(syntaxSample, "SND({A.Na'}_K)", "SND({A.Na'}_K)"+strings.Repeat(" /\\ State = 1", 51), 1)
	}
	return []Doc{
		spoilt(Unexpected, "a word or symbol that cannot stand where it stands",
			"The text before it is fine; here something else must come. The help line says what.",
			"new()", "new"),
		spoilt(StraySymbol, "a symbol that HLPSL does not have",
			"There is no arithmetic, there are no strings and no \"or\". Comments begin with %, everything else is names, numbers and the operators of the manual.",
			"{A.Na'}_K", "{A.Na'+1}_K"),
		spoilt(StraySlash, "a slash that is not part of /\\",
			"\"And\" is written /\\, a slash and a backslash without a blank. Web forms and LaTeX often swallow the backslash.",
			"/\\ SND", "/ SND"),
		spoilt(TypographicQuote, "a typographic quote instead of the prime",
			"Word processors and PDF files turn ' into ’, which is another character. The prime is the ASCII apostrophe.",
			"Na' := new()", "Na’ := new()"),
		spoilt(ByteOrderMark, "a byte-order mark at the start of the file",
			"Some editors write three invisible bytes before the first letter. Save the file as UTF-8 without byte-order mark.",
			"role alice", "\xef\xbb\xbfrole alice"),
		spoilt(HyphenInName, "a hyphen in a name",
			"Names consist of letters, digits and underscores; a hyphen means nothing in HLPSL.",
			"secrecy_of sec_na", "secrecy_of sec-na"),
		{Code: NotText, Severity: Error, Title: "the file is no text",
			Why:  "It holds zero bytes: it is a binary file, or UTF-16 text. Save it as ASCII or UTF-8.",
			Good: text(syntaxSample), Bad: text("r\x00o\x00l\x00e\x00")},
		spoilt(UnexpectedEnd, "a role or goal section that is not closed",
			"Each role ends with end role, the goal section with end goal.",
			"end goal\n", ""),
		spoilt(MissingDef, "a role header without def=",
			"The parameters and played_by are followed by def=, which is one word: a blank before the equals sign breaks it.",
			"def=", "def ="),
		spoilt(UpdateNoPrime, "a right side that assigns without prime",
			"X' is the value of X after the step, X the one before; only the former can be assigned.",
			"State' := 1", "State := 1"),
		spoilt(UpdateNoAssign, "a right side that assigns with =",
			"A left side compares with =, a right side assigns with :=.",
			"State' := 1", "State' = 1"),
		spoilt(AssignOnLeft, "a left side that assigns with :=",
			"A left side says when a transition can fire. It compares with =; what is to change stands behind the arrow.",
			"State = 0", "State := 0"),
		spoilt(LowerCaseVariable, "a small letter where a variable must stand",
			"Variables begin with a capital, constants with a small letter; the letter is all that tells them apart.",
			"local State : nat", "local state : nat"),
		spoilt(UpperCaseConstant, "a capital where a constant must stand",
			"Names of roles, declared constants and the ids of goals are constants and begin with a small letter.",
			"const a, b ", "const A, b "),
		spoilt(BadType, "a type that does not exist, or none",
			"The types are agent, channel(dy), public_key, symmetric_key, text, message, nat, bool, hash_func, protocol_id and what T.T, T set, {T}_T, inv(T), hash(T) and T -> T make of them. A private key has no type: it is inv(K).",
			"symmetric_key", "private_key"),
		spoilt(SectionOrder, "sections in another order",
			"A role declares local, owns, const, init, accept and intruder_knowledge in this order, each at most once, before its transitions or composition.",
			"  local State : nat,\n        Na, Nb : text\n\n  init State := 0\n", "  init State := 0\n\n  local State : nat,\n        Na, Nb : text\n"),
		spoilt(SectionRepeated, "a section that the role has already",
			"Each section stands at most once; further declarations follow in it, behind a comma.",
			"State : nat,\n        Na", "State : nat\n  local Na"),
		spoilt(MissingSection, "a role without transition or composition",
			"A role ends with its transitions or its composition. Either may be empty, but the keyword must stand.",
			"  composition\n    alice(a,b,k,S,R)\n", ""),
		spoilt(WrongSection, "transitions in a composed role, or a composition in a basic one",
			"A role with played_by acts: it has transitions. A role without it starts others: it has a composition.",
			"played_by A\n", ""),
		spoilt(KeywordCase, "a keyword with a capital",
			"Keywords begin with a small letter; with a capital the word is a variable.",
			"State : nat", "State : Nat"),
		spoilt(ReservedWord, "a keyword used as a name",
			"Keywords cannot be names: start, text, end, on, in, set, message and so on. iknows, witness, request, secret and i are none.",
			"const a, b ", "const a, on "),
		spoilt(MissingComma, "things in a list that no comma separates",
			"Names, groups of names and arguments are separated by commas, with none after the last.",
			"A, B : agent", "A B : agent"),
		spoilt(MissingAnd, "conditions, actions or calls that /\\ does not join",
			"Each condition and each action is joined to the one before it by /\\.",
			"/\\ SND", "SND"),
		spoilt(ExtraAnd, "a /\\ with nothing before or after it",
			"/\\ stands between two conditions or actions, never at either end and never twice.",
			"/\\ SND", "/\\ /\\ SND"),
		spoilt(Unbalanced, "a bracket that is not closed, or not opened",
			"Each ( and { is closed by its counterpart in the same message.",
			"SND({A.Na'}_K)", "SND({A.Na'}_K"),
		spoilt(EncryptedList, "an encrypted list",
			"A comma makes a set of what stands in braces, and a set cannot be encrypted. The parts of a message are joined by dots.",
			"{A.Na'}_K", "{A,Na'}_K"),
		spoilt(BadKey, "an encryption without _ or without a key",
			"{M}_K is M encrypted with K; K is a variable, a constant, inv(K), an application or something in parentheses.",
			"{A.Na'}_K", "{A.Na'}K"),
		spoilt(SetOnLeft, "a set literal on a left side",
			"The translator refuses set literals on left sides. Compare with a variable, or test membership with in(X,S).",
			"RCV({Na.Nb'}_K)", "RCV({Na,Nb'})"),
		spoilt(MisplacedPrime, "a prime where nothing has a new value",
			"X' is the value of a variable after a transition. Declarations and init know no transition, and functions do not change.",
			"init State := 0", "init State' := 0"),
		spoilt(MisplacedStart, "start in a message or on a right side",
			"start is the signal that sets the first role going. It can only be received, as a whole message.",
			"{A.Na'}_K", "start"),
		spoilt(ImmediatePrime, "a prime or start on the left side of --|>",
			"--|> is a reaction that receives nothing, so its left side can bind no value.",
			"/\\ RCV({Na.Nb'}_K)\n       =|>", "/\\ Nb' = Na\n       --|>"),
		spoilt(MisplacedGoals, "a goal section between roles, a second or an empty one",
			"One goal section stands between the last role and the main call; without goals it is left out.",
			"  secrecy_of sec_na\n", ""),
		spoilt(BadGoal, "something that is no goal",
			"The goals are secrecy_of, authentication_on and weak_authentication_on with ids, r1 authenticates r2 on id, and [] formulas.",
			"secrecy_of sec_na", "confidentiality_of sec_na"),
		spoilt(NoMainCall, "no main call",
			"The file ends with the call of the outermost role, mostly environment(). Without it nothing would run.",
			"\nenvironment()\n", "\n"),
		spoilt(StrayText, "text outside roles and goals",
			"A specification consists of roles, one goal section and the main call; anything else must be a comment.",
			"role alice", "PROTOCOL: example\nrole alice"),
		spoilt(CompoundConst, "a constant of a compound type",
			"Constants have simple types, functions or enumerations; pairs, sets and encryptions are for variables.",
			"sec_na : protocol_id", "sec_na : protocol_id, ab : text.text"),
		spoilt(MixedComposition, "/\\ and ; in one composition, or a group that is not its end",
			"One composition uses one operator; a group in parentheses can only be its last part.",
			"alice(a,b,k,S,R)", "alice(a,b,k,S,R) /\\ alice(b,a,k,S,R) ; alice(a,b,k,S,R)"),
		spoilt(TooDeep, "brackets nested beyond reason",
			"More than 1,000 open brackets, or more than 10,000 parts of one message, are a mistake of whatever wrote the file.",
			"{A.Na'}_K", deep),
		spoilt(MissingLabel, "a transition without label, or a label without dot",
			"Each transition begins with a number or a name and a dot.",
			"1.    State", "1)    State"),
		spoilt(BadInit, "an init section that is no conjunction of V := term",
			"init gives first values with := and joins them by /\\.",
			"init State := 0", "init State = 0"),
		spoilt(NoCondition, "a message where a condition is needed",
			"A left side consists of comparisons, receives, in(X,S), not(...) and facts. A variable alone is none of them.",
			"/\\ RCV({Na.Nb'}_K)", "/\\ Na"),
		spoilt(BadArrow, "a transition without arrow, or with a broken one",
			"Conditions and actions are separated by =|>, or --|> where nothing is received; each is one word.",
			"=|>", "=>"),
		spoilt(OnWrongSide, "a condition on a right side",
			"Tests stand before the arrow; behind it a transition assigns, sends and states facts.",
			"/\\ SND", "/\\ not(in(A,B)) /\\ SND"),
		spoilt(NoAction, "a right side that does nothing",
			"Behind the arrow stands at least one action, mostly State' := n.",
			"State' := 2\n", "\n"),
		{Code: IgnoredText, Severity: Warning, Title: "text after the main call",
			Why:  "The specification ends with its main call; the translator reads nothing after it, whatever it is.",
			Good: text(syntaxSample), Bad: text(syntaxSample + "secrecy_of k\n")},
		{Code: TooManyErrors, Severity: Hint, Title: "more errors than are shown",
			Why:  "One run shows the first 50 syntax errors. Mend those; most likely they have one cause.",
			Good: text(syntaxSample), Bad: many},
	}
}
