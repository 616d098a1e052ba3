package diag

// Executability and implementability: H05xx. Package hlpsl/lint raises them.
const (
	NoSender         Code = "H0501" // a receive that no send can match
	StateNeverSet    Code = "H0502" // a left side asks for a state that nothing sets
	TypeNeverFits    Code = "H0503" // a typed variable meets only values of another type
	NotImplementable Code = "H0504" // a receive that an implementation could not do
	BothWait         Code = "H0505" // every role of a session waits for another
)

// execDocs documents the codes of this file, in the order of their numbers.
func execDocs() []Doc {
	return []Doc{}
}
