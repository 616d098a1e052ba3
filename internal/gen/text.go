package gen

import (
	"fmt"
	"strconv"
)

// Text returns the HLPSL text that args name: a family and its number, an IKE
// mode with a scenario and a number of copies, or "random" and a seed.
func Text(args []string) (string, error) {
	usage := fmt.Errorf("want: nsl|nspk|xor|dh|tls N, ike-aggressive|ike-main SCENARIO COPIES, or random|hard|soup|crowd|keeper SEED")
	if len(args) < 2 {
		return "", usage
	}
	n, err := strconv.Atoi(args[len(args)-1])
	if err != nil || n < 1 {
		return "", usage
	}
	if len(args) == 3 {
		switch args[0] {
		case "ike-aggressive":
			return IKEAggressive(args[1], n), nil
		case "ike-main":
			return IKEMain(args[1], n), nil
		}
		return "", usage
	}
	families := map[string]func(int) string{"nsl": NSL, "nspk": NSPK, "xor": XOR, "dh": DH, "tls": TLS,
		"crowd":  func(n int) string { return CrowdFromSeed(uint64(n)).HLPSL() },
		"keeper": func(n int) string { return KeeperFromSeed(uint64(n)).HLPSL() },
		"soup":   func(n int) string { return SoupFromSeed(uint64(n)).HLPSL() },
		"hard":   func(n int) string { return HardFromSeed(uint64(n)).HLPSL() },
		"random": func(n int) string { return FromSeed(uint64(n)).HLPSL() }}
	f := families[args[0]]
	if f == nil || n < 2 && (args[0] == "nsl" || args[0] == "nspk") {
		return "", usage
	}
	return f(n), nil
}
