package diag

// Lexis and syntax: H01xx. Package hlpsl/syntax raises them.
const (
	Unexpected        Code = "H0101" // a token that cannot stand where it stands
	StraySymbol       Code = "H0102" // a symbol that HLPSL does not have
	StraySlash        Code = "H0103" // / where /\ was meant
	TypographicQuote  Code = "H0104" // ’ where ' was meant
	ByteOrderMark     Code = "H0105" // a byte-order mark before the first role
	HyphenInName      Code = "H0106" // - inside a name
	NotText           Code = "H0107" // a binary file, or text of two bytes a letter
	UnexpectedEnd     Code = "H0108" // a role or goal section without its end
	MissingDef        Code = "H0109" // a role header without def=
	UpdateNoPrime     Code = "H0110" // X := e on a right side
	UpdateNoAssign    Code = "H0111" // X' = e on a right side
	AssignOnLeft      Code = "H0112" // := on a left side
	LowerCaseVariable Code = "H0113" // a small letter where a variable must stand
	UpperCaseConstant Code = "H0114" // a capital where a constant must stand
	BadType           Code = "H0115" // a type that does not exist, or none
	SectionOrder      Code = "H0116" // sections of a role in another order
	SectionRepeated   Code = "H0117" // a section that the role has already
	MissingSection    Code = "H0118" // a role without transition or composition
	WrongSection      Code = "H0119" // a transition in a composed role, a composition in a basic one
	KeywordCase       Code = "H0120" // a keyword with a capital
	ReservedWord      Code = "H0121" // a keyword used as a name
	MissingComma      Code = "H0122" // names, groups or arguments not separated by commas
	MissingAnd        Code = "H0123" // conditions or actions not joined by /\
	ExtraAnd          Code = "H0124" // a /\ with nothing before or after it
	Unbalanced        Code = "H0125" // a bracket that is not closed, or not opened
	EncryptedList     Code = "H0126" // {A,B}_K
	BadKey            Code = "H0127" // an encryption without _ or without a key
	SetOnLeft         Code = "H0128" // a set literal on a left side
	MisplacedPrime    Code = "H0129" // a prime where nothing has a new value
	MisplacedStart    Code = "H0130" // start anywhere but as the whole of a received message
	ImmediatePrime    Code = "H0131" // a prime on the left side of --|>
	MisplacedGoals    Code = "H0132" // a goal section between roles, a second or an empty one
	BadGoal           Code = "H0133" // something that is no goal
	NoMainCall        Code = "H0134" // a specification without main call
	StrayText         Code = "H0135" // text outside roles and goals
	CompoundConst     Code = "H0136" // a constant of a compound type
	MixedComposition  Code = "H0137" // /\ and ; in one composition, or a group that is not its end
	TooDeep           Code = "H0138" // brackets nested beyond reason
	MissingLabel      Code = "H0139" // a transition without label, or a label without dot
	BadInit           Code = "H0140" // an init section that is no conjunction of V := term
	NoCondition       Code = "H0141" // a term alone where a condition is needed
	BadArrow          Code = "H0142" // a transition without =|> or with a broken one
	OnWrongSide       Code = "H0143" // a condition on a right side
	NoAction          Code = "H0144" // a right side that does nothing
	IgnoredText       Code = "H0145" // text after the main call
	TooManyErrors     Code = "H0146" // further errors that are not shown
)
