// Package animate lets a person run a protocol: fire what is possible, look at
// every variable, play the intruder, and step through attacks.
//
// A Session is a list of moments with a place in it. A moment is a state of
// trace/ground, the concrete interpreter that the replay checker rests on, and
// the steps that led to it. States are never changed, so that going back is
// moving the place, and nothing is ever computed twice.
//
// # What can happen
//
// Every message passes through the intruder (Dolev, Yao, IEEE Trans. Inf. Theory
// 29(2), 1983). The session therefore offers four kinds of events: a role starts
// or goes on by itself; a message that is on its way reaches the role that it was
// sent to; a message is diverted, that is delivered elsewhere or once more; and
// the intruder sends what he composed. Without the last two it is a protocol
// simulation, with them an intruder simulation, as SPAN calls them (Glouche,
// Genet, Heen, Courtay, FMICS 2006).
//
// # What is believed
//
// A step is taken only when trace/ground takes it and trace/deduce knows how the
// intruder makes each received message. That a goal is violated is believed only
// when trace/replay accepts the run as an attack. A saved run is a certificate of
// trace/cert, which `hornet replay` checks.
package animate
