package diag

import "strings"

// Names and types: H02xx. Package hlpsl/check raises them. In brackets: the
// number under which the reference translator rejects the same text.
const (
	UndefinedRole      Code = "H0201" // a call of a role that is not defined (Sem 0)
	DuplicateRole      Code = "H0202" // two roles of one name (the translator drops the second)
	UndeclaredVariable Code = "H0203" // a variable that the role does not declare (Sem 11)
	ArgumentCount      Code = "H0204" // a call with too few or too many arguments (Sem 2a)
	ArgumentType       Code = "H0205" // an argument of another type than the parameter (Sem 2b)
	ElementType        Code = "H0206" // an element of another type than its set (Sem 5.1t)
	NotASet            Code = "H0207" // cons or delete on something that is no set (Sem 5.3t)
	InitType           Code = "H0208" // an initial value of another type (Sem 5.1i)
	NotAChannel        Code = "H0209" // start received on a variable that is no channel (Sem 10)
	Redeclared         Code = "H0210" // a variable declared twice in a role (Sem 13, 16)
	ConstantConflict   Code = "H0211" // a constant declared with two types (Sem 16)
	KeyNotDeclared     Code = "H0212" // a key whose type is not known where it is used (Sem 16)
	PlayerNotAgent     Code = "H0213" // a player who is no parameter of type agent (Sem 17)
	OtherRoleType      Code = "H0214" // a variable that has another type in an earlier role (Sem 18a)
	ReservedVariable   Code = "H0215" // a variable that the goals use, with another type (Sem 18b)
	BadKnowledge       Code = "H0216" // a term that intruder_knowledge cannot hold (Sem 20)
	RecursiveRole      Code = "H0217" // a role that calls itself (Sem 20)
	BadMain            Code = "H0218" // a main call of a basic role
	GoalRole           Code = "H0219" // "authenticates" between roles that have no player (Sem 20)
	RepeatedRole       Code = "H0220" // the same role twice
)

// nameDocs documents the codes of this file, in the order of their numbers.
func nameDocs() []Doc {
	return []Doc{
		{
			Code: UndefinedRole, Severity: Error,
			Title: "a role is called that is not defined",
			Why:   "The composition or the main call names a role that the text does not contain. Most often the name is misspelt: names of roles begin with a small letter, and capitals count.",
			Bad:   variant("composition alice(", "composition alcie("),
			Good:  text(example),
		},
		{
			Code: DuplicateRole, Severity: Error,
			Title: "two roles have one name",
			Why:   "The reference translator silently ignores the second of two roles with one name, so that what it checks is not what is written. hornet refuses the text. Rename one of the roles or remove it.",
			Bad:   variant("role environment()", "role alice(A,B:agent)\ndef=\n  composition\nend role\n\nrole environment()"),
			Good:  variant("role environment()", "role pair(A,B:agent)\ndef=\n  composition\nend role\n\nrole environment()"),
		},
		{
			Code: UndeclaredVariable, Severity: Error,
			Title: "a variable is not declared",
			Why:   "Every variable belongs to the role that declares it, among its parameters or in its local section; a variable of another role cannot be seen. Names that begin with a capital are variables, those that begin with a small letter are constants.",
			Bad:   variant("State:nat, Na:text", "State:nat"),
			Good:  text(example),
		},
		{
			Code: ArgumentCount, Severity: Error,
			Title: "a role is called with a wrong number of arguments",
			Why:   "A call gives one argument for each parameter of the role, in their order.",
			Bad:   variant("alice(a,b,k,SA,RA)", "alice(a,b,SA,RA)"),
			Good:  text(example),
		},
		{
			Code: ArgumentType, Severity: Error,
			Title: "an argument has another type than the parameter",
			Why:   "An argument fits a parameter of the same type; a parameter of type message takes everything; a hash function and its results fit every simple type. Nothing else fits: no message for a text, no text for a key, no pair, sum or ciphertext for anything but message or its own compound type. Often two arguments are swapped.",
			Bad:   variant("alice(a,b,k,SA,RA)", "alice(a,k,b,SA,RA)"),
			Good:  text(example),
		},
		{
			Code: ElementType, Severity: Error,
			Title: "an element has another type than its set",
			Why:   "All elements of a set have one type, and cons and delete take an element of the set's type. The set of those who may know a secret is a set of agents; in particular secret({Na,Nb},...) makes a set of the secrets, which is not what is meant: write one secret(..) for each.",
			Bad:   variant("{A,B})", "{A,Na})"),
			Good:  text(example),
		},
		{
			Code: NotASet, Severity: Error,
			Title: "cons or delete is applied to something that is no set",
			Why:   "cons(E,S) adds E to the set S, delete(E,S) removes it; S is declared as \"T set\".",
			Bad:   variant("Na:text", "Na,Seen:text", "Na':=new()", "Na':=new() /\\ Seen':=cons(Na',Seen)"),
			Good:  variant("Na:text", "Na:text, Seen:text set", "State:=0", "State:=0 /\\ Seen:={}", "Na':=new()", "Na':=new() /\\ Seen':=cons(Na',Seen)"),
		},
		{
			Code: InitType, Severity: Error,
			Title: "a variable starts with a value of another type",
			Why:   "The init section obeys the rules for arguments: the value has the type of the variable, or the variable is a message.",
			Bad:   variant("State:=0", "State:=0 /\\ Na:=K"),
			Good:  variant("State:=0", "State:=0 /\\ Na:=n0", "const a,b:agent", "const n0:text, a,b:agent"),
		},
		{
			Code: NotAChannel, Severity: Error,
			Title: "start is received on something that is no channel",
			Why:   "RCV(start) waits for the signal that starts a role. RCV has to be declared with the type channel(dy).",
			Bad:   variant("SND,RCV:channel(dy)", "SND:channel(dy), RCV:message"),
			Good:  text(example),
		},
		{
			Code: Redeclared, Severity: Error,
			Title: "a variable is declared twice",
			Why:   "A parameter is declared by the header of the role and must not stand in the local section again, and no list may name a variable twice.",
			Bad:   variant("Na:text", "Na:text, K:symmetric_key"),
			Good:  text(example),
		},
		{
			Code: ConstantConflict, Severity: Error,
			Title: "a constant is declared with two types",
			Why:   "Constants are global: two declarations of one name speak of the same constant and must agree. i is the intruder, an agent.",
			Bad:   variant("  init State:=0", "  const k:public_key\n  init State:=0"),
			Good:  variant("  init State:=0", "  const k:symmetric_key\n  init State:=0"),
		},
		{
			Code: KeyNotDeclared, Severity: Error,
			Title: "the type of a key is not known",
			Why:   "Whether {M}_k is a symmetric or an asymmetric encryption depends on the type of k. The text is read once, from top to bottom: a constant that is used directly as a key must be declared in the role that uses it, or in one above it. Better pass the key as a parameter.",
			Bad:   variant("{Na'}_K", "{Na'}_k"),
			Good:  text(example),
		},
		{
			Code: PlayerNotAgent, Severity: Error,
			Title: "the player is no parameter of type agent",
			Why:   "played_by names the agent who runs the role. It must be one of the role's parameters: who plays it is decided where the role is called, and instances played by i are dropped, the intruder acts for them.",
			Bad:   variant("played_by A", "played_by K"),
			Good:  text(example),
		},
		{
			Code: OtherRoleType, Severity: Error,
			Title: "a variable has another type in a role above",
			Why:   "A variable belongs to its role, but the reference translator wants variables of one name to have types that go together: what the role above holds must fit the role below (text above, message below; not the other way round). Give both one type or rename one.",
			Bad:   variant("  local SA,RA", "  local Na:symmetric_key, SA,RA"),
			Good:  variant("  local SA,RA", "  local Na:text, SA,RA"),
		},
		{
			Code: ReservedVariable, Severity: Error,
			Title: "a variable has the name of one that the goals use",
			Why:   "Goals are translated with the variables SID, SID1, SID2, A1Goal, A2Goal, MGoal and ASGoal. A model may declare them only with the types they have there: nat, agent, message and agent set. Rename the variable.",
			Bad:   variant("Na:text", "Na:text, ASGoal:text"),
			Good:  variant("Na:text", "Na:text, Goal:text"),
		},
		{
			Code: BadKnowledge, Severity: Error,
			Title: "intruder_knowledge holds a term that cannot be written there",
			Why:   "The knowledge may hold constants, variables, naturals, inv(..), encryptions, pairs and results of hash functions. Sums, powers and applications of other constants have no value before the search begins. List the parts instead: what the intruder can build from them he need not be given.",
			Bad:   variant("={a,b}", "={a,b,xor(a,b)}"),
			Good:  text(example),
		},
		{
			Code: RecursiveRole, Severity: Error,
			Title: "a role calls itself",
			Why:   "Roles are unfolded before the search begins, so none may contain itself, directly or through others.",
			Bad:   variant("alice(a,b,k,SA,RA)", "alice(a,b,k,SA,RA) /\\ environment()"),
			Good:  variant("alice(a,b,k,SA,RA)", "alice(a,b,k,SA,RA) /\\ alice(b,a,k,SA,RA)"),
		},
		{
			Code: BadMain, Severity: Error,
			Title: "the main call names a basic role",
			Why:   "The last line of a model calls the composed role that starts everything, usually environment(). A basic role cannot stand there: put it into a composition.",
			Bad:   variant("\nenvironment()\n", "\nalice(a,b,k,sa,ra)\n"),
			Good:  text(example),
		},
		{
			Code: GoalRole, Severity: Error,
			Title: "a goal speaks of a role without player",
			Why:   "\"alice authenticates bob on id\" names two basic roles: the agents who play them are those who authenticate each other.",
			Bad:   variant("secrecy_of sec_na", "secrecy_of sec_na\n  alice authenticates environment on sec_na"),
			Good:  text(example),
		},
		{
			Code: RepeatedRole, Severity: Warning,
			Title: "a role is written twice",
			Why:   "Two roles are the same, word for word. One of them is enough, and who changes one may forget the other: two roles of one name that differ are an error.",
			Bad:   func() string { return example[:strings.Index(example, "role environment")] + example },
			Good:  text(example),
		},
	}
}
