package diag

// Goals: H06xx. Package hlpsl/lint raises them.
const (
	GoalWithoutFact  Code = "H0601" // a goal that no fact speaks of
	FactWithoutGoal  Code = "H0602" // a fact whose id no goal of its kind names: it is dropped
	MisspelledFact   Code = "H0603" // a predicate that looks like witness, request, wrequest or secret
	FactArguments    Code = "H0604" // a goal's fact with a wrong number of arguments
	WitnessNoRequest Code = "H0605" // witness without request
	RequestNoWitness Code = "H0606" // request without witness
	SwappedAgents    Code = "H0607" // the agents of witness and request do not cross
	DifferingTerms   Code = "H0608" // witness and request speak of terms that can never be equal
	SecretOfSet      Code = "H0609" // secret({X},...): the set itself is the secret
	SecretNotShared  Code = "H0610" // secret(...,B): the last argument is no set
	ConstantReplay   Code = "H0611" // strong authentication on a value that is the same in each session
	SecretInClear    Code = "H0612" // a secret sent in the clear
	SecretIsKnown    Code = "H0613" // a secret that the intruder knows from the start
	NoGoals          Code = "H0614" // a model that asks for nothing
	GoalAfterMain    Code = "H0615" // a goal section after the main call is ignored
	FactNotAgent     Code = "H0616" // witness or request with something that is no agent
)

// goalDocs documents the codes of this file, in the order of their numbers.
func goalDocs() []Doc {
	return []Doc{}
}
