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
	CyclicAssignment   Code = "H0311" // X' := f(Y') and Y' := g(X') in one transition
	TermTooLarge       Code = "H0312" // a term that grows beyond all bounds
)

// translateDocs documents the codes of this file, in the order of their numbers.
func translateDocs() []Doc {
	return []Doc{
		{
			Code: UndeclaredConstant, Severity: Warning,
			Title: "a constant is not declared",
			Why:   "An undeclared constant gets the type of the parameter it is passed for, else message, and then a variable of type text or agent never takes it. Declare it in a const section; or it is a misspelt name, or a variable written with a small letter.",
			Bad:   variant("const a,b:agent, k", "const a:agent, k"),
			Good:  text(example),
		},
		{
			Code: NoEvent, Severity: Warning,
			Title: "a transition with =|> receives nothing",
			Why:   "=|> is the arrow of a transition that waits for a message. Without one the transition can fire at any time, as with --|>. Add the receive, or RCV(start), or write --|>.",
			Bad:   variant("State=0 /\\ RCV(start)", "State=0"),
			Good:  text(example),
		},
		{
			Code: ImmediateReceive, Severity: Warning,
			Title: "a transition with --|> waits for a message",
			Why:   "--|> is the arrow of a transition that fires without waiting. With a receive on its left side it is read as =|>.",
			Bad:   variant("RCV(start) =|>", "RCV(Na) --|>"),
			Good:  text(example),
		},
		{
			Code: MultipleAssignment, Severity: Warning,
			Title: "a variable gets two values in one transition",
			Why:   "Of two assignments to one variable only the first takes effect, and X' = e on the left side goes before both. The elements that cons adds and delete removes count all the same.",
			Bad:   variant("Na':=new()", "Na':=new() /\\ State':=2"),
			Good:  text(example),
		},
		{
			Code: Sequential, Severity: Warning,
			Title: "; does not order the roles of a composition",
			Why:   "The roles on both sides of ; start at once, as with /\\: no tool runs one after the other.",
			Bad:   variant("alice(a,b,k,SA,RA)", "alice(a,b,k,SA,RA) ; alice(b,a,k,SA,RA)"),
			Good:  variant("alice(a,b,k,SA,RA)", "alice(a,b,k,SA,RA) /\\ alice(b,a,k,SA,RA)"),
		},
		{
			Code: OtaChannel, Severity: Warning,
			Title: "a channel(ota) is a channel(dy)",
			Why:   "The over-the-air intruder model was never built: every channel belongs to the intruder.",
			Bad:   variant("SND,RCV:channel(dy)", "SND,RCV:channel(ota)"),
			Good:  text(example),
		},
		{
			Code: EnumType, Severity: Warning,
			Title: "a variable of an enumeration type takes any message",
			Why:   "The old tools fail on enumerations. hornet reads them as message, so that the intruder can put anything there. Use text, nat or protocol_id.",
			Bad:   variant("Na:text", "Na:text, Mode:{m1,m2}"),
			Good:  variant("Na:text", "Na:text, Mode:protocol_id"),
		},
		{
			Code: TooManyInstances, Severity: Error,
			Title: "the composition unfolds to too many roles",
			Why:   "Composed roles that call composed roles several times multiply. A bounded analysis is about a handful of sessions: two or three show almost every attack.",
			Bad:   func() string { return manyRoles(14) },
			Good:  func() string { return manyRoles(2) },
		},
		{
			Code: Unsupported, Severity: Warning,
			Title: "a construct has no meaning that could be checked",
			Why:   "No transition system expresses it, for example not(RCV(M)): whether a message does not arrive cannot be observed. Every verdict on such a model is undecided.",
			Bad:   variant("RCV(start)", "RCV(start) /\\ not(RCV(Na))"),
			Good:  text(example),
		},
		{
			Code: NothingToRun, Severity: Warning,
			Title: "no role is played by an honest agent",
			Why:   "Instances that the intruder plays are dropped. When nothing else is left, nothing can happen and every goal holds for want of a run.",
			Bad:   variant("alice(a,b,k,SA,RA)", "alice(i,b,k,SA,RA)"),
			Good:  text(example),
		},
		{
			Code: CyclicAssignment, Severity: Warning,
			Title: "the new values of two variables depend on each other",
			Why:   "X' is the new value of X: in X' := f(Y') and Y' := g(X') neither can be computed. The translator leaves a symbol without value there, which is read as a fresh one. Write X for the old value.",
			Bad:   variant("Na:text", "Na:text, X,Y:message", "Na':=new()", "Na':=new() /\\ X':=Na'.Y' /\\ Y':=Na'.X'"),
			Good:  variant("Na:text", "Na:text, X,Y:message", "Na':=new()", "Na':=new() /\\ X':=Na'.Na' /\\ Y':=Na'.X'"),
		},
		{
			Code: TermTooLarge, Severity: Error,
			Title: "a term has too many symbols",
			Why:   "A value that is used twice at each of many steps doubles each time: twenty steps make a million symbols. No implementation sends such a message, and no search can handle it.",
			Bad:   func() string { return doubling(20) },
			Good:  func() string { return doubling(3) },
		},
	}
}

// doubling returns the example with a transition that pairs a value with itself
// n times.
func doubling(n int) string {
	name := func(i int) string { return "X" + string(rune('a'+i)) }
	vars, actions := "", "Xa':=Na'.Na'"
	for i := 0; i < n; i++ {
		vars += name(i) + ","
		if i > 0 {
			actions += " /\\ " + name(i) + "':=" + name(i-1) + "'." + name(i-1) + "'"
		}
	}
	return variant("Na:text", "Na:text, "+vars[:len(vars)-1]+":message", "Na':=new()", "Na':=new() /\\ "+actions)()
}

// manyRoles returns the example with n levels of composed roles, each of which
// calls the next one twice.
func manyRoles(n int) string {
	name := func(i int) string {
		if i == 0 {
			return "alice(a,b,k,SND,RCV)"
		}
		return "level" + string(rune('a'+i-1)) + "(SND,RCV)"
	}
	roles := ""
	for i := 1; i <= n; i++ {
		roles += "role level" + string(rune('a'+i-1)) + "(SND,RCV:channel(dy))\ndef=\n  composition " + name(i-1) + " /\\ " + name(i-1) + "\nend role\n\n"
	}
	return variant("role environment()", roles+"role environment()", "composition alice(a,b,k,SA,RA)", "composition level"+string(rune('a'+n-1))+"(SA,RA)")()
}
