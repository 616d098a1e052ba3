package diag

// Executability and implementability: H05xx. Package hlpsl/lint raises them.
const (
	NoSender         Code = "H0501" // a receive that no send can match
	StateNeverSet    Code = "H0502" // a left side asks for a state that nothing sets
	TypeNeverFits    Code = "H0503" // a typed variable meets only values of another type
	NotImplementable Code = "H0504" // a receive that an implementation could not do
	BothWait         Code = "H0505" // every role of a session waits for another
	FactNeverSaid    Code = "H0506" // a left side that asks for a fact which nothing says
)

// execDocs documents the codes of this file, in the order of their numbers.
func execDocs() []Doc {
	return []Doc{
		{Code: NoSender, Severity: Warning,
			Title: "a receive that no send can match",
			Why: "In a session of honest agents nobody ever sends a message of the form that the role waits for: the step, and " +
				"all that follow it, cannot happen, and a verdict about them means nothing. The nearest message is shown beside " +
				"it with the part that differs. Messages that only an attacker would make up do not count; where only those " +
				"match, the text says so.",
			Bad: edit(answered,
				`SND({B.Na'.Nb'}_K)`, `SND({B.Na'}_K.Nb')`),
			Good: text(answered)},
		{Code: StateNeverSet, Severity: Warning,
			Title: "a step in a state that is never reached",
			Why: "The step asks for a value of the state that is neither the initial one nor set by any step of the role. Mostly " +
				"the number after State' := or after State = is wrong.",
			Bad: edit(answered,
				`     State':=1 /\ Nb':=new()`, `     State':=3 /\ Nb':=new()`),
			Good: text(answered)},
		{Code: TypeNeverFits, Severity: Warning,
			Title: "a typed variable that meets only values of another type",
			Why: "In the typed model a variable of type text takes nonces and other texts, never a hash, an encryption, a pair, " +
				"a power or an agent; the other basic types likewise. The message meant for this receive has such a part in " +
				"that place, so the step cannot happen between honest agents. Declare the variable as message.",
			Bad: edit(hashed,
				`local State:nat, Na:text
`, `local State:nat, Na,X:text
`,
				`RCV(H(B.Na))`, `RCV(X')`),
			Good: text(hashed)},
		{Code: NotImplementable, Severity: Warning,
			Title: "a receive that no implementation could do",
			Why: "Matching in HLPSL looks inside hashes and encryptions whatever the role knows. A program must open what it " +
				"gets with keys it holds, or build the message itself and compare. Here it can do neither, because a part of " +
				"the message that it needs for that comes in no other way. A clean verdict on such a model rests on a role that " +
				"cannot be built; it is no less right about the model, so the exit code stays what it is, with a note beside the " +
				"verdict, unless --fail-on names warning. The private half of a public key that the role is given counts as held.",
			Bad: edit(hashed,
				`SND({A.B.Na'}_K) /\`, `SND(H(A.B.Na')) /\`,
				`RCV({A.B.Na'}_K)`, `RCV(H(A.B.Na'))`),
			Good: text(hashed)},
		{Code: BothWait, Severity: Warning,
			Title: "roles that wait for each other",
			Why: "Every message that one role waits for is sent by another only after a message that it waits for itself. No " +
				"session of honest agents can begin, or it gets stuck half-way. A role that begins needs RCV(start) on the left " +
				"side of its first step.",
			Bad: edit(answered,
				`  1. State=0 /\ RCV(start) =|>`, `  1. State=0 /\ RCV({B.Nb'}_K) =|>`,
				`     State':=1 /\ Nb':=new() /\ SND({B.Na'.Nb'}_K)`, `     State':=1 /\ Nb':=new() /\ SND({B.Na'.Nb'}_K.{B.Nb'}_K)`,
				`RCV({B.Na.Nb'}_K)`, `RCV({B.Na.Nb'}_K.{B.Nb'}_K)`),
			Good: text(answered)},
		{Code: FactNeverSaid, Severity: Warning,
			Title: "a step that waits for a fact that nothing says",
			Why: "A name in small letters with arguments on a left side is a fact that must be present, left behind by the right " +
				"side of an earlier step. There is no predicate that computes anything: equal(X,Y) or verify(S,K) is a fact, and when " +
				"nothing says it the step is dead. Compare with = and /=, or match the parts of the message in the receive.",
			Bad:  edit(base, `RCV({A.B.Na'}_K) =|>`, `RCV({A.B.Na'}_K) /\ valid(Na') =|>`),
			Good: text(base)},
	}
}
