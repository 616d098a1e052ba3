package diag

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
)

// nameDocs documents the codes of this file, in the order of their numbers.
func nameDocs() []Doc {
	return []Doc{}
}
