package render

import (
	"testing"

	"hornet/protocol"
	"hornet/trace"
)

// fixture is a model with a run.
type fixture struct {
	name string
	m    *protocol.Model
	run  *trace.Run
}

// fixtures returns the runs that the golden files show. The protocols are those
// of the literature; the models are built here.
func fixtures(t testing.TB) []fixture {
	return []fixture{lowe(t), leak(t), replayed(t), diffieHellman(t), baseline(t), honest(t)}
}

// nspk is the Needham–Schroeder public key protocol (CACM 21(12), 1978) in the
// sessions (a,i) and (a,b).
func nspk(t testing.TB) *model {
	b := newModel(t, "nspk.hlpsl", "a,b,i:agent ka,kb,ki:pk")
	b.know("start", "i", "a", "b", "ka", "kb", "ki", "inv(ki)")
	b.role("alice", "A,B:agent Ka,Kb:pk State:nat Na,Nb:text")
	b.rule("1", "0; ?start", "2; !{Na'.A}_Kb; secret(Na',na,A.B); witness(A,B,bob_na,Na')", "Na")
	b.rule("2", "2; ?{Na.Nb'}_Ka", "4; !{Nb'}_Kb; request(A,B,alice_nb,Nb')", "")
	b.role("bob", "B,A:agent Ka,Kb:pk State:nat Na,Nb:text")
	b.rule("1", "1; ?{Na'.A}_Kb", "3; !{Na'.Nb'}_Ka; secret(Nb',nb,A.B); witness(B,A,alice_nb,Nb')", "Nb")
	b.rule("2", "3; ?{Nb}_Kb", "5; request(B,A,bob_na,Na)", "")
	b.session(2, "a,i", "bob")
	b.instance("alice", 3, 3, "a,i,ka,ki,0")
	b.session(5, "a,b")
	b.instance("alice", 6, 6, "a,b,ka,kb,0")
	b.instance("bob", 7, 6, "b,a,ka,kb,1")
	b.goal(protocol.Secrecy, "na")
	b.goal(protocol.Secrecy, "nb")
	b.goal(protocol.Authentication, "alice_nb")
	b.goal(protocol.Authentication, "bob_na")
	return b
}

// lowe is the attack of G. Lowe (IPL 56, 1995).
func lowe(t testing.TB) fixture { return fixture{"lowe", nspk(t).m, loweRun(t)} }

func loweRun(t testing.TB) *trace.Run {
	b := nspk(t)
	r := b.start()
	opened := open(out(0, 0), b.known("inv(ki)"))
	r.fire(0, 0, "", b.known("start"))
	r.fire(2, 0, "Na=Na(1)", compose(protocol.Crypt, b.known("kb"), opened))
	r.fire(0, 1, "Nb=Nb(2)", out(1, 0))
	r.fire(2, 1, "", compose(protocol.Crypt, b.known("kb"), open(out(2, 0), b.known("inv(ki)"))))
	return r.violate(3, trace.Unmatched, 3, 0, nil)
}

// leak is the same attack seen from the secrecy of bob's nonce, one step earlier.
func leak(t testing.TB) fixture {
	b := nspk(t)
	r := b.start()
	r.fire(0, 0, "", b.known("start"))
	r.fire(2, 0, "Na=Na(1)", compose(protocol.Crypt, b.known("kb"), open(out(0, 0), b.known("inv(ki)"))))
	r.fire(0, 1, "Nb=Nb(2)", out(1, 0))
	return fixture{"leak", b.m, r.violate(1, trace.Leak, 1, 0, open(out(2, 0), b.known("inv(ki)")))}
}

// honest is a run of the session (a,b) that nobody disturbs.
func honest(t testing.TB) fixture {
	b := nspk(t)
	r := b.start()
	r.fire(1, 0, "", b.known("start"))
	r.fire(2, 0, "Na=Na(1)", out(0, 0))
	r.fire(1, 1, "Nb=Nb(2)", out(1, 0))
	r.fire(2, 1, "", out(2, 0))
	return fixture{"honest", b.m, r.run}
}

// replay sends one authenticated message to two instances of its receiver.
func replayed(t testing.TB) fixture {
	b := newModel(t, "order.hlpsl", "a,b,i:agent kab:sk h:hash")
	b.know("start", "i", "a", "b", "h")
	b.role("customer", "A,B:agent K:sk H:hash State:nat Order:text")
	b.rule("1", "0; ?start", "1; !A.{Order'.H(Order'.B)}_K; witness(A,B,order,Order')", "Order")
	b.role("bank", "B,A:agent K:sk H:hash State:nat Order:text")
	b.rule("1", "0; ?A.{Order'.H(Order'.B)}_K", "1; request(B,A,order,Order')", "")
	for i, n := range []int{2, 5} {
		b.session(n, "a,b")
		b.instance("customer", n+1, 3*i+3, "a,b,kab,h,0")
		b.instance("bank", n+2, 3*i+3, "b,a,kab,h,0")
	}
	b.goal(protocol.Authentication, "order")
	r := b.start()
	r.fire(0, 0, "", b.known("start"))
	r.fire(1, 0, "Order=Order(1)", out(0, 0))
	r.fire(3, 0, "Order=Order(1)", out(0, 0))
	run := r.violate(0, trace.Replayed, 2, 0, nil)
	run.Violation.Other = &trace.Event{Step: 1, Emit: 0, Args: run.Violation.Event.Args}
	return fixture{"replay", b.m, run}
}

// diffieHellman is the man in the middle of unauthenticated key agreement
// (Diffie and Hellman, 1976).
func diffieHellman(t testing.TB) fixture {
	b := newModel(t, "dh.hlpsl", "a,b,i:agent g:text")
	b.know("start", "i", "a", "b", "g")
	b.role("alice", "A,B:agent G:text State:nat X,M:text GY:message")
	b.rule("1", "0; ?start", "1; !A.exp(G,X')", "X")
	b.rule("2", "1; ?B.GY'", "2; !{M'}_exp(GY',X); secret(M',m,A.B)", "M")
	b.role("bob", "B,A:agent G:text State:nat Y,M:text GX:message")
	b.rule("1", "0; ?A.GX'", "1; !B.exp(G,Y')", "Y")
	b.rule("2", "1; ?{M'}_exp(GX,Y)", "2; request(B,A,m,M')", "")
	b.session(2, "a,b")
	b.instance("alice", 3, 3, "a,b,g,0")
	b.instance("bob", 4, 3, "b,a,g,0")
	b.goal(protocol.Secrecy, "m")
	r := b.start()
	x := b.parse("x1", nil, nil)
	mine := compose(protocol.Exp, b.known("g"), mk(x))
	r.fire(0, 0, "", b.known("start"))
	r.fire(1, 0, "GX=exp(g,x1)", compose(protocol.Pair, b.known("a"), mine))
	r.fire(0, 1, "GY=exp(g,x1)", compose(protocol.Pair, b.known("b"), mine))
	key := &trace.Recipe{Op: trace.Raise, Args: []*trace.Recipe{second(out(0, 0)), mk(x)}}
	return fixture{"dh", b.m, r.violate(0, trace.Leak, 2, 0, open(out(2, 0), key))}
}

// baseline is a handshake in the style of TLS whose messages do not fit each
// other: the attack must follow the order in which the intruder learns the
// labels, and a variable is read before it is stored.
func baseline(t testing.TB) fixture {
	b := newModel(t, "baseline.hlpsl", "a,b,i:agent pkc,pks,pki:pk")
	b.know("start", "i", "a", "b", "pkc", "pks", "pki", "inv(pki)")
	b.role("client", "A,B:agent PKC,PKS:pk State:nat Rand1,Rand2,Rand3,ParaS,ParaC,Crequest:text")
	b.rule("1", "0; ?start", "2; !Rand1'.session1", "Rand1")
	b.rule("2", "2; ?{Rand2'.session2.ParaS'}_inv(PKS).done.Crequest'",
		"4; !ParaC'.{x}_inv(PKC).{Rand3'}_PKS; witness(A,B,na_nb2,Rand3')", "ParaC Rand3")
	b.rule("3", "4; ?{Rand3}_PKC", "6; request(A,B,na_nb1,Rand3)", "")
	b.role("server", "B,A:agent PKC,PKS:pk State:nat Rand1,Rand2,Rand3,ParaS,ParaC,Crequest:text")
	b.rule("1", "1; ?Rand1'.session1", "3; !{Rand2'.session2}_inv(PKS).ParaS'.done.Crequest'; witness(B,A,na_nb1,Rand1')", "Rand2 ParaS Crequest")
	b.rule("2", "3; ?ParaC'.{x}_inv(PKC).{Rand3'}_PKS", "5; !{Rand3}_PKC; request(B,A,na_nb2,Rand3')", "")
	b.session(2, "a,b")
	b.instance("client", 3, 3, "a,b,pkc,pks,0")
	b.instance("server", 4, 3, "b,a,pkc,pks,1")
	b.session(5, "a,i", "server")
	b.instance("client", 6, 6, "a,i,pkc,pki,0")
	b.goal(protocol.Authentication, "na_nb1")
	b.goal(protocol.Authentication, "na_nb2")
	r := b.start()
	x := func(s string) *trace.Recipe { return mk(b.parse(s, nil, nil)) }
	pair := func(l, r *trace.Recipe) *trace.Recipe { return compose(protocol.Pair, l, r) }
	server := out(1, 0)
	signed := &trace.Recipe{Op: trace.OpenSign, Args: []*trace.Recipe{first(server), b.known("pks")}}
	session2, done := second(signed), first(second(second(server)))
	r.fire(2, 0, "", b.known("start"))
	r.fire(1, 0, "Rand1=x246", pair(x("x246"), second(out(0, 0))))
	r.fire(2, 1, "Rand2=x259 ParaS=x260 Crequest=x261",
		pair(compose(protocol.Crypt, b.known("inv(pki)"), pair(x("x259"), pair(session2, x("x260")))), pair(done, x("x261"))))
	r.fire(1, 1, "ParaC=x274 Rand3=x275",
		pair(x("x274"), pair(first(second(out(2, 0))), compose(protocol.Crypt, b.known("pks"), x("x275")))))
	return fixture{"baseline", b.m, r.violate(1, trace.Unmatched, 3, 0, nil)}
}
