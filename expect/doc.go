// Package expect reads the verdicts that a model states about itself and holds
// the run's verdicts against them.
//
// An expectation is a comment of its own or behind code:
//
//	%% expect: safe secrecy_of sec_k
//	%% expect: attack authentication_on na_nb2
//	%% expect: safe secrecy_of k (3 sessions, depth 8)
//
// The verdicts are safe, attack, vacuous, unexecutable and undecided. The bounds
// in parentheses are part of the claim: the model must still declare that many
// sessions; a safe goal must be explored completely to that depth (an incomplete
// search that got there is enough); an attack must take no more transitions.
//
// Both directions fail: a goal without an expectation is reported, and so is an
// expectation on a goal that the model no longer has.
package expect
