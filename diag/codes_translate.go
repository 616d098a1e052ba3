package diag

// Translation faults, that is the reference translator's warnings and what it or
// hornet does not support: H03xx. Packages hlpsl/check and hlpsl/compile raise
// them.
const (
	UndeclaredConstant Code = "H0301" // a constant that nothing declares (warning 7)
	NoEvent            Code = "H0302" // =|> without a receive (warning 8)
	ImmediateReceive   Code = "H0303" // --|> with a receive (warning 9)
	MultipleAssignment Code = "H0304" // a second value for a variable in one transition
	Sequential         Code = "H0305" // ; in a composition
	OtaChannel         Code = "H0306" // channel(ota), which is dy
	EnumType           Code = "H0307" // a variable of an enumeration type
	TooManyInstances   Code = "H0308" // a composition that unfolds to too many roles
	Unsupported        Code = "H0309" // a construct that no model can express
	NothingToRun       Code = "H0310" // no role is played by an honest agent
)

// translateDocs documents the codes of this file, in the order of their numbers.
func translateDocs() []Doc {
	return []Doc{}
}
