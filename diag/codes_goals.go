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
	LateWitness      Code = "H0617" // a witness that comes after the request
)

// goalDocs documents the codes of this file, in the order of their numbers.
func goalDocs() []Doc {
	return []Doc{
		{Code: GoalWithoutFact, Severity: Warning,
			Title: "a goal that no role speaks of",
			Why: "secrecy_of id looks at facts secret(M,id,S), authentication_on id at request and witness with that id. When no " +
				"role says one, the goal holds whatever the protocol does.",
			Bad: edit(base,
				` /\ secret(Na',sec_na,{A,B})`, ``,
				` secrecy_of sec_na`, ` secrecy_of sec_na`,
				`     /\ witness`, `     /\ witness`,
				` 
`, `
`),
			Good: text(base)},
		{Code: FactWithoutGoal, Severity: Warning,
			Title: "a fact that no goal asks for",
			Why: "A fact whose id is named by no goal of its kind is dropped by the translator. request serves " +
				"authentication_on, wrequest weak_authentication_on, secret secrecy_of; witness serves both kinds of " +
				"authentication.",
			Bad: edit(base,
				`  secrecy_of sec_na
`, ``),
			Good: text(base)},
		{Code: MisspelledFact, Severity: Warning,
			Title: "a predicate that looks like one of a goal",
			Why: "Any lower-case name may be a fact, so witnes(A,B,id,M) is legal: a fact of the model's own that no step ever " +
				"asks for. The goal never sees it.",
			Bad: edit(base,
				`secret(Na',sec_na,{A,B})`, `secret(Na',sec_na,{A,B}) /\ witnes(A,B,na,Na')`),
			Good: text(base)},
		{Code: FactArguments, Severity: Warning,
			Title: "a goal's fact with a wrong number of arguments",
			Why: "The translator does not count the arguments of facts. witness, request and wrequest take two agents, the " +
				"goal's id and the value; secret takes the value, the id and the set of those who may know it. Anything else is " +
				"not counted by any goal.",
			Bad: edit(base,
				`secret(Na',sec_na,{A,B})`, `secret(Na',sec_na,{A,B}) /\ secret(Na',sec_na)`),
			Good: text(base)},
		{Code: WitnessNoRequest, Severity: Warning,
			Title: "a witness that nobody relies on",
			Why: "An authentication goal is violated by a request without a matching witness. Without any request it holds " +
				"whatever the protocol does.",
			Bad: edit(base,
				`State':=1 /\ wrequest(B,A,na,Na')`, `State':=1`),
			Good: text(base)},
		{Code: RequestNoWitness, Severity: Warning,
			Title: "a request that no witness can meet",
			Why:   "Every run in which the request happens is an attack, because no role ever says the matching witness.",
			Bad: edit(base,
				` /\ witness(A,B,na,Na')`, ``),
			Good: text(base)},
		{Code: SwappedAgents, Severity: Warning,
			Title: "witness and request whose agents do not cross",
			Why: "witness(A,B,id,M) is said by A and means: I run with B and mean M. request(B,A,id,M) is said by B and means: I " +
				"rely on A for M. So each role names its own player first, and the two facts have their agents crosswise. " +
				"Otherwise the goal compares the wrong things, and the rule that the intruder may not be the partner looks at " +
				"the wrong agent.",
			Bad: edit(base,
				`wrequest(B,A,na,Na')`, `wrequest(A,B,na,Na')`),
			Good: text(base)},
		{Code: DifferingTerms, Severity: Warning,
			Title: "witness and request that never agree on a value",
			Why: "The values that the two sides name can never be the same message: two different nonces, or a hash here and a " +
				"text there. Every run that reaches the request is then an attack.",
			Bad: edit(base,
				`local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV({`, `local State:nat, Na,Nb:text
  init State:=0
  transition
  1. State=0 /\ RCV({`,
				`State':=1 /\ wrequest(B,A,na,Na')`, `State':=1 /\ Nb':=new() /\ wrequest(B,A,na,Nb')`),
			Good: text(base)},
		{Code: SecretOfSet, Severity: Warning,
			Title: "a set as the secret",
			Why: "secret({X},id,S) says that the set {X} is secret, and sets are never sent: the goal holds whatever happens to " +
				"X. Hundreds of published models have this slip.",
			Bad: edit(base,
				`secret(Na',`, `secret({Na'},`),
			Good: text(base)},
		{Code: SecretNotShared, Severity: Warning,
			Title: "a secret that is shared with no set of agents",
			Why: "The last argument of secret is the set of agents who may know the value. For an agent, a pair or {} the " +
				"intruder is never one of them: in a session that he takes part in as a partner the goal reports an attack that " +
				"is none.",
			Bad: edit(base,
				`secret(Na',sec_na,{A,B})`, `secret(Na',sec_na,B)`),
			Good: text(base)},
		{Code: ConstantReplay, Severity: Warning,
			Title: "strong authentication on a value that never changes",
			Why: "authentication_on also forbids replay: two runs that rely on the same value. A parameter or a constant is the " +
				"same in all runs of the same agents, so two sessions are an attack whatever the protocol does.",
			Bad: edit(base,
				`wrequest(B,A,na,Na')`, `request(B,A,na,K)`,
				`witness(A,B,na,Na')`, `witness(A,B,na,K)`,
				`weak_auth`, `auth`),
			Good: edit(base,
				`wrequest(B,A,na,Na')`, `wrequest(B,A,na,K)`,
				`witness(A,B,na,Na')`, `witness(A,B,na,K)`)},
		{Code: SecretInClear, Severity: Warning,
			Title: "a secret that everybody can read",
			Why: "The role sends or receives the value outside any encryption, in a signature, or under a key that the intruder " +
				"has: whoever reads along knows it. The goal is violated in the first run.",
			Bad: edit(base,
				`SND({A.B.Na'}_K)`, `SND({A.B.Na'}_K.Na')`,
				`RCV({A.B.Na'}_K)`, `RCV({A.B.Na'}_K.Na')`),
			Good: text(base)},
		{Code: SecretIsKnown, Severity: Warning,
			Title: "a secret that the intruder knows from the start",
			Why: "The value is listed in intruder_knowledge, or can be put together from what is: the goal is violated as soon " +
				"as a role declares it.",
			Bad: edit(base,
				`secret(Na',sec_na,{A,B})`, `secret(K,sec_na,{A,B})`,
				`{a,b,kai,kib}`, `{a,b,kab,kai,kib}`),
			Good: edit(base,
				`secret(Na',sec_na,{A,B})`, `secret(K,sec_na,{A,B})`)},
		{Code: NoGoals, Severity: Warning,
			Title: "a model without goals",
			Why:   "Without a goal section there is nothing to check; a verdict would only say that nothing was asked.",
			Bad: edit(base,
				`goal
  secrecy_of sec_na
  weak_authentication_on na
end goal
`, ``),
			Good: text(base)},
		{Code: GoalAfterMain, Severity: Warning,
			Title: "a goal section after the main call",
			Why: "The main call ends the specification: the translator ignores whatever follows, a goal section as well. Nothing " +
				"is checked. Goals stand between the last role and the main call.",
			Bad: edit(base,
				`goal
  secrecy_of sec_na
  weak_authentication_on na
end goal

environment()
`, `environment()

goal
  secrecy_of sec_na
  weak_authentication_on na
end goal
`),
			Good: text(base)},
		{Code: FactNotAgent, Severity: Warning,
			Title: "witness or request with something that is no agent",
			Why: "The first two arguments are the agents who authenticate each other. A fact with a nonce or a key in their " +
				"place never counts.",
			Bad: edit(base,
				`wrequest(B,A,na,Na')`, `wrequest(B,Na',na,Na')`),
			Good: text(base)},
		{Code: LateWitness, Severity: Warning,
			Title: "a witness that comes after the request",
			Why: "A request is judged when it is made: a witness in a later step is too late. Here every step that says the " +
				"witness waits, directly or not, for the step that makes the request, so each run between honest agents " +
				"counts as an attack. The witness belongs to the step that makes the value or first sends it.",
			Bad: edit(answered,
				`sec_na:protocol_id`, `sec_na,na:protocol_id`,
				`  secrecy_of sec_na`, `  secrecy_of sec_na
  weak_authentication_on na`,
				`     State':=2 /\ SND({Nb'}_K)`, `     State':=2 /\ SND({Nb'}_K) /\ witness(A,B,na,Na)`,
				`     State':=1 /\ Nb':=new()`, `     State':=1 /\ Nb':=new() /\ wrequest(B,A,na,Na')`),
			Good: edit(answered,
				`sec_na:protocol_id`, `sec_na,na:protocol_id`,
				`  secrecy_of sec_na`, `  secrecy_of sec_na
  weak_authentication_on na`,
				`     State':=1 /\ Na':=new()`, `     State':=1 /\ Na':=new() /\ witness(A,B,na,Na')`,
				`     State':=1 /\ Nb':=new()`, `     State':=1 /\ Nb':=new() /\ wrequest(B,A,na,Na')`)},
	}
}
