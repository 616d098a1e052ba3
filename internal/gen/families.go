package gen

import (
	"fmt"
	"strings"
)

// The families: HLPSL texts that grow with a number, each from the published
// message flow of its protocol.

// NSL is the Needham-Schroeder-Lowe protocol for n parties: C. Cremers and S. Mauw,
// "A family of multi-party authentication protocols", WISSec 2006. Every party
// sends the nonces so far and the names of all but the receiver around a ring,
// and a second round returns what each has not yet confirmed. Two sessions: all
// honest, and one in which the intruder is the last party. No attack. Agreement is
// a goal for two parties only: more promise it when all of them are honest, which
// a goal cannot ask for.
func NSL(n int) string { return ring(n, true) }

// NSPK is NSL without the names in the message that closes the first round, which
// for two parties is the original protocol of Needham and Schroeder, with Lowe's
// attack.
func NSPK(n int) string { return ring(n, false) }

func ring(n int, names bool) string {
	w := &writer{}
	seq := func(from, to int, f func(int) string) []string {
		var out []string
		for i := from; i < to; i++ {
			out = append(out, f(i))
		}
		return out
	}
	party := func(i int) string { return fmt.Sprintf("P%d", i) }
	key := func(i int) string { return fmt.Sprintf("K%d", i) }
	others := func(r int) []string {
		var out []string
		for i := 0; i < n; i++ {
			if i != r {
				out = append(out, party(i))
			}
		}
		return out
	}
	agents := strings.Join(seq(0, n, party), ",") + ":agent"
	keys := strings.Join(seq(0, n, key), ",") + ":public_key"
	nonces := seq(0, n, func(i int) string { return fmt.Sprintf("N%d", i) })
	for r := 0; r < n; r++ {
		prime := func(from, to int) []string {
			return seq(from, to, func(i int) string { return nonces[i] + "'" })
		}
		// first is the message of the first round to a party.
		first := func(to int, ns []string) string {
			parts := ns
			if to > 0 || names {
				parts = append(parts, others(to)...)
			}
			return fmt.Sprintf("{%s}_%s", strings.Join(parts, "."), key(to))
		}
		next := (r + 1) % n
		w.role(fmt.Sprintf("party%d", r), agents+", "+keys, party(r),
			"State:nat, "+strings.Join(nonces, ",")+":text")
		own := nonces[r] + "' := new()"
		if r == 0 {
			w.step("RCV(start)", own, "SND("+first(1, []string{"N0'"})+")", witnesses(r, n))
			w.step("RCV("+first(0, append([]string{"N0"}, prime(1, n)...))+")", "SND({"+strings.Join(prime(1, n), ".")+"}_"+key(1)+")", requests(r, n, true), secrets(r, n))
		} else {
			w.step("RCV("+first(r, prime(0, r))+")", own,
				"SND("+first(next, append(prime(0, r), nonces[r]+"'"))+")", witnesses(r, n))
			in := append([]string{nonces[r]}, prime(r+1, n)...)
			var acts []string
			if r < n-1 {
				acts = append(acts, "SND({"+strings.Join(prime(r+1, n), ".")+"}_"+key(next)+")")
			}
			w.step("RCV({"+strings.Join(in, ".")+"}_"+key(r)+")", append(acts, requests(r, n, false), secrets(r, n))...)
		}
		w.end()
	}
	w.session(agents+", "+keys, n, func(r int) string {
		return fmt.Sprintf("party%d(%s,%s", r, strings.Join(seq(0, n, party), ","), strings.Join(seq(0, n, key), ","))
	})
	all := seq(0, n, func(i int) string { return fmt.Sprintf("a%d", i) })
	pks := seq(0, n, func(i int) string { return fmt.Sprintf("k%d", i) })
	with := append(append([]string{}, all[:n-1]...), "i")
	pkWith := append(append([]string{}, pks[:n-1]...), "ki")
	var ids, goals []string
	for i := 0; i < n; i++ {
		ids = append(ids, fmt.Sprintf("s%d", i))
		goals = append(goals, fmt.Sprintf("secrecy_of s%d", i))
	}
	for i := 0; i < n && n == 2; i++ {
		ids = append(ids, fmt.Sprintf("n%d", i))
		goals = append(goals, fmt.Sprintf("weak_authentication_on n%d", i))
	}
	return w.environment(strings.Join(all, ",")+":agent, "+strings.Join(pks, ",")+",ki:public_key, "+strings.Join(ids, ",")+":protocol_id",
		strings.Join(all, ",")+",i,"+strings.Join(pks, ",")+",ki,inv(ki)",
		[]string{"session(" + strings.Join(append(all, pks...), ",") + ")", "session(" + strings.Join(append(with, pkWith...), ",") + ")"}, goals)
}

// witnesses: party r means its nonce for each other party.
func witnesses(r, n int) string {
	if n > 2 {
		return ""
	}
	var out []string
	for i := 0; i < n; i++ {
		if i != r {
			out = append(out, fmt.Sprintf("witness(P%d,P%d,n%d,N%d')", r, i, r, r))
		}
	}
	return strings.Join(out, " /\\ ")
}

// requests: party r relies on the parties whose nonces it has at its last step.
func requests(r, n int, initiator bool) string {
	if n > 2 {
		return ""
	}
	var out []string
	for i := 0; i < n; i++ {
		p := ""
		if i > r || initiator {
			p = "'"
		}
		if i != r {
			out = append(out, fmt.Sprintf("wrequest(P%d,P%d,n%d,N%d%s)", r, i, i, i, p))
		}
	}
	return strings.Join(out, " /\\ ")
}

// secrets: party r declares its own nonce at its last step.
func secrets(r, n int) string {
	var all []string
	for i := 0; i < n; i++ {
		all = append(all, fmt.Sprintf("P%d", i))
	}
	return fmt.Sprintf("secret(N%d,s%d,{%s})", r, r, strings.Join(all, ","))
}

// XOR hides a nonce in a sum with n values that come in clear and a key that both
// know (were the key a text, it could stand for the nonce, and cancel). Two honest sessions and one with the intruder. No attack; without types
// the initiator can be made to take another sum for the nonce.
func XOR(n int) string {
	w := &writer{}
	var news []string
	for i := 1; i <= n; i++ {
		news = append(news, fmt.Sprintf("X%d' := new()", i))
	}
	name := func(prime, sep string) string {
		var out []string
		for i := 1; i <= n; i++ {
			out = append(out, fmt.Sprintf("X%d%s", i, prime))
		}
		return strings.Join(out, sep)
	}
	formals := "A,B:agent, S:symmetric_key, H:hash_func"
	locals := "State:nat, " + name("", ",") + ",Nb:text"
	w.role("alice", formals, "A", locals)
	w.step("RCV(start)", append(news, "SND(A."+name("'", ".")+")")...)
	w.step("RCV(xor("+name("", ",")+",S,Nb'))", "SND(H(Nb'.A.B))", "wrequest(A,B,nb,Nb')")
	w.end()
	w.role("bob", formals, "B", locals)
	w.step("RCV(A."+name("'", ".")+")", "Nb' := new()", "SND(xor("+name("'", ",")+",S,Nb'))", "witness(B,A,nb,Nb')", "secret(Nb',snb,{A,B})")
	w.step("RCV(H(Nb.A.B))", "wrequest(B,A,nb2,Nb)")
	w.end()
	w.session(formals, 2, func(r int) string { return []string{"alice", "bob"}[r] + "(A,B,S,H" })
	return w.environment("a,b:agent, sab,sai,sbi:symmetric_key, h:hash_func, nb,nb2,snb:protocol_id", "a,b,i,sai,sbi,h",
		[]string{"session(a,b,sab,h)", "session(a,b,sab,h)", "session(i,b,sbi,h)"}, []string{"secrecy_of snb", "weak_authentication_on nb"})
}

// DH is a signed Diffie-Hellman exchange in which each side has n exponents, so
// that the key is a tower of 2n. Two sessions, one with the intruder. No attack.
func DH(n int) string {
	w := &writer{}
	tower := func(base, v, prime string) string {
		for i := 1; i <= n; i++ {
			base = fmt.Sprintf("exp(%s,%s%d%s)", base, v, i, prime)
		}
		return base
	}
	names := func(v string) string {
		var out []string
		for i := 1; i <= n; i++ {
			out = append(out, fmt.Sprintf("%s%d", v, i))
		}
		return strings.Join(out, ",")
	}
	news := func(v string) []string {
		var out []string
		for i := 1; i <= n; i++ {
			out = append(out, fmt.Sprintf("%s%d' := new()", v, i))
		}
		return out
	}
	formals := "A,B:agent, Ka,Kb:public_key"
	w.role("alice", formals, "A", "State:nat, "+names("X")+",Nb:text, GY:message")
	w.step("RCV(start)", append(news("X"), "SND({B."+tower("g", "X", "'")+"}_inv(Ka))")...)
	gx := tower("g", "X", "")
	w.step("RCV({A."+gx+".GY'}_inv(Kb).{Nb'}_"+tower("GY'", "X", "")+")", "SND({Nb'.A}_"+tower("GY'", "X", "")+")", "witness(A,B,nb,Nb')")
	w.end()
	w.role("bob", formals, "B", "State:nat, "+names("Y")+",Nb:text, GX:message")
	w.step("RCV({B.GX'}_inv(Ka))", append(news("Y"), "Nb' := new()", "SND({A.GX'."+tower("g", "Y", "'")+"}_inv(Kb).{Nb'}_"+tower("GX'", "Y", "'")+")",
		"secret(Nb',snb,{A,B})")...)
	w.step("RCV({Nb.A}_"+tower("GX", "Y", "")+")", "request(B,A,nb,Nb)")
	w.end()
	w.session(formals, 2, func(r int) string { return []string{"alice", "bob"}[r] + "(A,B,Ka,Kb" })
	return w.environment("a,b:agent, ka,kb,ki:public_key, g:text, nb,snb:protocol_id", "a,b,i,ka,kb,ki,inv(ki),g",
		[]string{"session(a,b,ka,kb)", "session(i,b,ki,kb)"}, []string{"secrecy_of snb", "authentication_on nb"})
}

// TLS is the handshake of TLS with certificates for both sides, as L. Paulson
// abstracts it ("Inductive analysis of the Internet protocol TLS", TISSEC 1999),
// in n sessions: honest, with the intruder as server, as client, and again. No
// attack.
func TLS(n int) string {
	w := &writer{}
	formals := "A,B:agent, Ka,Kb,Kca:public_key, H,PRF,KeyGen:hash_func"
	finished := func(p, who string) string {
		return "H(PRF(P" + p + ".Na" + p + ".Nb" + p + ").A.B.Na" + p + ".Nb" + p + "." + who + ")"
	}
	key := func(p, who string) string {
		return "KeyGen(" + who + ".Na" + p + ".Nb" + p + ".PRF(P" + p + ".Na" + p + ".Nb" + p + "))"
	}
	with := func(s, na, nb, pm string) string {
		s = strings.ReplaceAll(s, "Na#", "Na"+na)
		s = strings.ReplaceAll(s, "Nb#", "Nb"+nb)
		return strings.ReplaceAll(s, "P#", "P"+pm)
	}
	w.role("client", formals, "A", "State:nat, Na,Nb,P:text")
	w.step("RCV(start)", "Na' := new()", "SND(A.Na')")
	w.step("RCV(Nb'.{B.Kb}_inv(Kca))", "P' := new()",
		"SND({P'}_Kb.{A.Ka}_inv(Kca).{H(Nb'.B.P')}_inv(Ka).{"+with(finished("#", "A"), "", "'", "'")+"}_"+with(key("#", "A"), "", "'", "'")+")",
		"witness(A,B,pms,P')", "secret(P',spms,{A,B})")
	w.step("RCV({"+with(finished("#", "B"), "", "", "")+"}_"+with(key("#", "B"), "", "", "")+")", "request(A,B,nanb,Na.Nb)")
	w.end()
	w.role("server", formals, "B", "State:nat, Na,Nb,P:text")
	w.step("RCV(A.Na')", "Nb' := new()", "SND(Nb'.{B.Kb}_inv(Kca))", "witness(B,A,nanb,Na'.Nb')")
	w.step("RCV({P'}_Kb.{A.Ka}_inv(Kca).{H(Nb.B.P')}_inv(Ka).{"+with(finished("#", "A"), "", "", "'")+"}_"+with(key("#", "A"), "", "", "'")+")",
		"SND({"+with(finished("#", "B"), "", "", "'")+"}_"+with(key("#", "B"), "", "", "'")+")", "request(B,A,pms,P')")
	w.end()
	w.session(formals, 2, func(r int) string {
		return []string{"client", "server"}[r] + "(A,B,Ka,Kb,Kca,H,PRF,KeyGen"
	})
	all := []string{"a,b,ka,kb", "a,i,ka,ki", "i,b,ki,kb", "b,a,kb,ka"}
	var calls []string
	for i := 0; i < n; i++ {
		calls = append(calls, "session("+all[i%len(all)]+",kca,h,prf,keygen)")
	}
	return w.environment("a,b:agent, ka,kb,ki,kca:public_key, h,prf,keygen:hash_func, pms,spms,nanb:protocol_id",
		"a,b,i,ka,kb,ki,inv(ki),kca,{i.ki}_inv(kca),h,prf,keygen", calls,
		[]string{"secrecy_of spms", "authentication_on pms", "authentication_on nanb"})
}
