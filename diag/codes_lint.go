package diag

// Smells: H04xx. Package hlpsl/lint raises them.
const (
	UnprimedRead      Code = "H0401" // X read where X' of the same step was meant
	ReadBeforeStored  Code = "H0402" // a variable read that only holds its dummy
	PrimedNotAssigned Code = "H0403" // X' on a right side that nothing binds: a fresh value
	StateStays        Code = "H0404" // a transition that leaves its state as it was
	StateOverlap      Code = "H0405" // two transitions on the same left side
	DroppedArgument   Code = "H0406" // CHAN(a,b): everything after the first comma is dropped
	LabelSwallows     Code = "H0407" // 1.1. State=0: the label ends at the first dot
	FrozenRole        Code = "H0408" // a stored value of another type
	RoleNotUsed       Code = "H0409" // a role that nothing instantiates
	HashNotKnown      Code = "H0410" // a hash function that the intruder cannot apply
	AgentNotKnown     Code = "H0411" // agent names missing from the intruder's knowledge
	NoPrivateKey      Code = "H0412" // the intruder plays a role whose private key he lacks
	NoIntruderSession Code = "H0413" // no session has the intruder as a partner
	IgnoreMalformed   Code = "H0414" // lint:ignore without code or reason, or of an unknown code
	IgnoreUnused      Code = "H0415" // lint:ignore that ignores nothing
)

// lintDocs documents the codes of this file, in the order of their numbers.
func lintDocs() []Doc {
	return []Doc{}
}
