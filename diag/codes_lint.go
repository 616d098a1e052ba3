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
	return []Doc{
		{Code: UnprimedRead, Severity: Warning,
			Title: "the old value of a variable read where the new one was meant",
			Why: "On the right side of a step X' is the value that the step gives to X, and X the one from before it. A step " +
				"that receives or makes X' and then says X sends the old value. This is one of the commonest slips in HLPSL, " +
				"and the model still runs.",
			Bad: edit(answered,
				`State':=2 /\ SND({Nb'}_K)`, `State':=2 /\ SND({Nb'}_K)
  3. State=2 /\ RCV({B.Nb'}_K) =|>
     State':=3 /\ SND({A.Nb}_K)`,
				`  2. State=1 /\ RCV({Nb}_K) =|>
     State':=2
`, `  2. State=1 /\ RCV({Nb}_K) =|>
     State':=2 /\ Nb':=new() /\ SND({B.Nb'}_K)
  3. State=2 /\ RCV({A.Nb}_K) =|>
     State':=3
`),
			Good: edit(answered,
				`State':=2 /\ SND({Nb'}_K)`, `State':=2 /\ SND({Nb'}_K)
  3. State=2 /\ RCV({B.Nb'}_K) =|>
     State':=3 /\ SND({A.Nb'}_K)`,
				`  2. State=1 /\ RCV({Nb}_K) =|>
     State':=2
`, `  2. State=1 /\ RCV({Nb}_K) =|>
     State':=2 /\ Nb':=new() /\ SND({B.Nb'}_K)
  3. State=2 /\ RCV({A.Nb}_K) =|>
     State':=3
`)},
		{Code: ReadBeforeStored, Severity: Warning,
			Title: "a variable read before anything was stored in it",
			Why: "A local variable without initial value holds a placeholder, dummy_nonce for a text: one constant that all " +
				"roles share and that the intruder does not know. Sending it, waiting for it or calling it secret is legal and " +
				"hardly ever meant. Mostly a prime is missing, or the value should come in as a parameter. A set without " +
				"initial value is one set for all roles.",
			Bad: edit(answered,
				`RCV({B.Na.Nb'}_K) =|>
     State':=2 /\ SND({Nb'}_K)`, `RCV({B.Na.Nb'}_K) =|>
     State':=2 /\ SND({Nb}_K)`),
			Good: text(answered)},
		{Code: PrimedNotAssigned, Severity: Warning,
			Title: "a primed variable that nothing gives a value",
			Why: "X' on a right side that the left side does not bind and no update assigns is taken for a fresh value, as if X' " +
				":= new() stood there. If that is meant, write it; if the stored value is meant, drop the prime.",
			Bad: edit(base,
				`Na':=new() /\ SND`, `SND`),
			Good: text(base)},
		{Code: StateStays, Severity: Warning,
			Title: "a step that leaves the state as it was",
			Why: "A step that asks for State=1 and does not assign State' can be taken any number of times. The search must then " +
				"bound it, and what was meant as one message becomes as many as the intruder likes. A loop that is meant can " +
				"say so: State' := 1.",
			Bad: edit(base,
				`     State':=1 /\ wrequest(B,A,na,Na')`, `     wrequest(B,A,na,Na')`),
			Good: text(base)},
		{Code: StateOverlap, Severity: Hint,
			Title: "two steps with the same left side",
			Why: "Whenever one of the steps can be taken, the other can, too. That is a way to write a choice, but more often a " +
				"state number was copied. The names of variables that a step binds make no difference.",
			Bad: edit(base,
				`     State':=1 /\ wrequest(B,A,na,Na')`, `     State':=1 /\ wrequest(B,A,na,Na')
  2. State=0 /\ RCV({A.B.Na'}_K) =|>
     State':=2`),
			Good: edit(base,
				`     State':=1 /\ wrequest(B,A,na,Na')`, `     State':=1 /\ wrequest(B,A,na,Na')
  2. State=1 /\ RCV({A.B.Na'}_K) =|>
     State':=2`)},
		{Code: DroppedArgument, Severity: Warning,
			Title: "a comma in a message",
			Why: "The parts of a message are joined by dots. The translator takes SND(A,B) for SND(A): everything after the " +
				"first comma is dropped, in sends and in receives. hornet does the same, so that its verdicts agree, and says " +
				"so.",
			Bad: edit(base,
				`{A.B.Na'}_K)
     /\ secret`, `{A.B.Na'}_K,A)
     /\ secret`),
			Good: edit(base,
				`{A.B.Na'}_K)
     /\ secret`, `{A.B.Na'}_K.A)
     /\ secret`,
				`RCV({A.B.Na'}_K)`, `RCV({A.B.Na'}_K.A)`)},
		{Code: LabelSwallows, Severity: Warning,
			Title: "a label with a dot in it",
			Why: "The label of a step ends at its first dot. In \"1.1. State=0\" the label is 1 and the left side asks for " +
				"1.State=0, a pair that is never equal to a number: the step is dead.",
			Bad: edit(base,
				`  1. State=0 /\ RCV(start)`, `  1.1. State=0 /\ RCV(start)`),
			Good: text(base)},
		{Code: FrozenRole, Severity: Warning,
			Title: "a stored value of another type than its variable",
			Why: "Updates are not type-checked, but in the typed model a role whose variable holds a value of another type takes " +
				"no step any more, whether the step uses the variable or not. N' := H(M) with N:text, or a key made by exp, are " +
				"the usual cases. Declare such variables as message.",
			Bad: edit(hashed,
				`Answer:message`, `Answer:text`),
			Good: text(hashed)},
		{Code: RoleNotUsed, Severity: Warning,
			Title: "a role that nothing instantiates",
			Why:   "No chain of calls from the main call reaches the role, so nothing in it is explored: its events never happen.",
			Bad: edit(base,
				` /\ bob(A,B,K,S,R)`, ``,
				`  weak_authentication_on na
`, ``,
				` /\ witness(A,B,na,Na')`, ``,
				`State':=1 /\ wrequest(B,A,na,Na')`, `State':=1`,
				`sec_na,na:`, `sec_na:`),
			Good: text(base)},
		{Code: HashNotKnown, Severity: Warning,
			Title: "a hash function that the intruder cannot apply",
			Why: "The intruder applies only functions that he knows. A hash function that is missing from intruder_knowledge is " +
				"a secret one: he can compute no value of it, which hides attacks. Functions applied to agents only, tables of " +
				"keys, are not meant.",
			Bad: edit(hashed,
				`kib,h}`, `kib}`),
			Good: text(hashed)},
		{Code: AgentNotKnown, Severity: Warning,
			Title: "an agent's name that the intruder does not know",
			Why: "The intruder knows what intruder_knowledge lists and what is sent, and nothing else, not even the names of " +
				"agents. He cannot make a message that contains a name before he has seen it, which hides attacks.",
			Bad: edit(base,
				`intruder_knowledge={a,b,kai,kib}`, `intruder_knowledge={a,kai,kib}`),
			Good: text(base)},
		{Code: NoPrivateKey, Severity: Warning,
			Title: "the intruder plays a role without its private key",
			Why: "In session(i,b,ki) the intruder acts in the place of the first agent. Without inv(ki) he cannot sign or " +
				"decrypt there, and the session explores nothing that an insider could do.",
			Bad: edit(signed,
				`ki,inv(ki)}`, `ki}`),
			Good: text(signed)},
		{Code: NoIntruderSession, Severity: Hint,
			Title: "the intruder is a partner in no session",
			Why: "Many attacks need a dishonest insider: someone who runs the protocol in his own name with one agent and abuses " +
				"what he learns with another. Lowe's attack on the Needham-Schroeder protocol is of this kind. Without a " +
				"session with i they cannot show.",
			Bad: edit(base,
				` /\ session(a,i,kai) /\ session(i,b,kib)`, ``,
				`,kai,kib:`, `:`,
				`{a,b,kai,kib}`, `{a,b}`),
			Good: text(base)},
		{Code: IgnoreMalformed, Severity: Warning,
			Title: "a lint:ignore comment without code or reason",
			Why: "\"%% lint:ignore H0405 both branches are meant\" silences one code on its own line, or on the next when the " +
				"comment stands alone. The reason is compulsory: without it nobody later knows whether the finding was looked " +
				"at. An unknown code silences nothing, and errors cannot be ignored.",
			Bad: edit(base,
				`  1. State=0 /\ RCV(start)`, `  %% lint:ignore H0405
  1. State=0 /\ RCV(start)`),
			Good: text(base)},
		{Code: IgnoreUnused, Severity: Hint,
			Title: "a lint:ignore comment that ignores nothing",
			Why:   "The finding is gone, or it is on another line. A comment that stays would hide the next one of its kind.",
			Bad: edit(base,
				`  1. State=0 /\ RCV(start)`, `  %% lint:ignore H0405 both branches are meant
  1. State=0 /\ RCV(start)`),
			Good: text(base)},
	}
}
