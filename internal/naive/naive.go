// Package naive is the oracle that the engine is tested against: it decides
// ground derivability and explores small models in the most literal way known
// to be right, and is slow.
//
// It shares nothing with the engine but the description of a protocol. There are
// no symbolic states, no unifier, no constraints and no reductions: every
// message is ground, every state is a concrete state of package protocol, and
// "the intruder can derive m" is a fixpoint over the subterms of what he knows.
// That such a fixpoint is enough is the locality of Dolev-Yao deduction
// (D. McAllester, "Automatic recognition of tractability in inference
// relations", J. ACM 40(2), 1993; for exclusive or: H. Comon-Lundh and
// V. Shmatikov, LICS 2003, and Y. Chevalier et al., LICS 2003; for
// exponentiation: the same authors, FSTTCS 2003).
//
// An attack that the explorer finds is real. That it finds none means that there
// is none only when Result.Exact holds: then the finite universe of values that
// it tried is provably as good as the infinite one of the intruder.
package naive
