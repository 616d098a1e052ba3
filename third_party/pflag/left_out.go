package pflag

// What flag.go names of the files that are left out here (README.md). No flag has
// a value of these types.
type (
	ipValue     struct{ Value }
	ipMaskValue struct{ Value }
	ipNetValue  struct{ Value }
)
