package gen

import (
	"fmt"
	"strings"
)

// IKE with pre-shared keys: D. Harkins and D. Carrel, "The Internet Key Exchange",
// RFC 2409, section 5.4. The scenarios are those of which S. Mödersheim and D.
// Basin, "Constraint differentiation", FORTE 2003, report the effect of the
// reduction: a list of pairs initiator and responder, such as "ab,ai,ia", and how
// many sessions each pair has.

// IKEAggressive is the aggressive mode: three messages.
func IKEAggressive(scenario string, copies int) string {
	w := &writer{}
	locals := "State:nat, CI,CR,NI,NR,X,Y:text, GX,GY:message"
	i := ike{"CI", "CR", "NI", "NR", "exp(g,X)", "GY", "X"}
	r := ike{"CI", "CR", "NI", "NR", "GX", "exp(g,Y)", "Y"}

	w.role("initiator", ikeFormals, "A", locals)
	w.step("RCV(start)", "CI' := new()", "NI' := new()", "X' := new()", "SND(CI'.sa.exp(g,X').NI'.A)")
	in := i.with("CR'", "NR'", "GY'", i.gi)
	w.step("RCV(CI.CR'.sa.GY'.NR'.B."+in.hashR()+")", "SND(CI.CR'."+in.hashI()+")", in.claims("A", "B", "GY'", "X"))
	w.end()

	w.role("responder", ikeFormals, "B", locals)
	out := ike{"CI'", "CR'", "NI'", "NR'", "GX'", "exp(g,Y')", "Y'"}
	w.step("RCV(CI'.sa.GX'.NI'.A)", "CR' := new()", "NR' := new()", "Y' := new()",
		"SND(CI'.CR'.sa.exp(g,Y').NR'.B."+out.hashR()+")", "witness(B,A,ikey,exp(GX',Y'))")
	w.step("RCV(CI.CR."+r.hashI()+")", r.claims("B", "A", "GX", "Y"))
	w.end()
	return ikeEnvironment(w, scenario, copies)
}

// IKEMain is the main mode: six messages, the last two encrypted.
func IKEMain(scenario string, copies int) string {
	w := &writer{}
	locals := "State:nat, CI,CR,NI,NR,X,Y:text, GX,GY:message"
	i := ike{"CI", "CR", "NI", "NR", "exp(g,X)", "GY", "X"}
	r := ike{"CI", "CR", "NI", "NR", "GX", "exp(g,Y)", "Y"}

	w.role("initiator", ikeFormals, "A", locals)
	w.step("RCV(start)", "CI' := new()", "SND(CI'.sa)")
	w.step("RCV(CI.CR'.sa)", "NI' := new()", "X' := new()", "SND(CI.CR'.exp(g,X').NI')")
	in := i.with("CR", "NR'", "GY'", i.gi)
	w.step("RCV(CI.CR.GY'.NR')", "SND(CI.CR.{A."+in.hashI()+"}_"+in.key("GY'", "X")+")", "witness(A,B,ikey,exp(GY',X))")
	w.step("RCV(CI.CR.{B."+i.hashR()+"}_"+i.key("GY", "X")+")", i.claims("A", "B", "GY", "X"))
	w.end()

	w.role("responder", ikeFormals, "B", locals)
	w.step("RCV(CI'.sa)", "CR' := new()", "SND(CI'.CR'.sa)")
	w.step("RCV(CI.CR.GX'.NI')", "NR' := new()", "Y' := new()", "SND(CI.CR.exp(g,Y').NR')", "witness(B,A,ikey,exp(GX',Y'))")
	w.step("RCV(CI.CR.{A."+r.hashI()+"}_"+r.key("GX", "Y")+")", "SND(CI.CR.{B."+r.hashR()+"}_"+r.key("GX", "Y")+")", r.claims("B", "A", "GX", "Y"))
	w.end()
	return ikeEnvironment(w, scenario, copies)
}

const ikeFormals = "A,B:agent, K:symmetric_key, F:hash_func"

// ike names what a side knows: cookies, nonces, half-keys, its exponent.
type ike struct{ ci, cr, ni, nr, gi, gr, x string }

func (k ike) with(cr, nr, gr, gi string) ike { return ike{k.ci, cr, k.ni, nr, gi, gr, k.x} }

// skeyid is prf(pre-shared-key, Ni | Nr).
func (k ike) skeyid() string { return "F(K." + k.ni + "." + k.nr + ")" }

// hashI is prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SA | IDii).
func (k ike) hashI() string {
	return fmt.Sprintf("F(%s.%s.%s.%s.%s.sa.A)", k.skeyid(), k.gi, k.gr, k.ci, k.cr)
}

// hashR is prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SA | IDir).
func (k ike) hashR() string {
	return fmt.Sprintf("F(%s.%s.%s.%s.%s.sa.B)", k.skeyid(), k.gr, k.gi, k.cr, k.ci)
}

// key is SKEYID_e, up to the derivation steps between: prf(SKEYID, g^xy | cookies).
func (k ike) key(peer, x string) string {
	return fmt.Sprintf("F(%s.exp(%s,%s).%s.%s)", k.skeyid(), peer, x, k.ci, k.cr)
}

// claims: the side relies on its peer for the common key and holds it secret.
func (k ike) claims(self, other, peer, x string) string {
	key := fmt.Sprintf("exp(%s,%s)", peer, x)
	out := fmt.Sprintf("wrequest(%s,%s,ikey,%s) /\\ secret(%s,skey,{A,B})", self, other, key, key)
	if self == "A" && strings.HasSuffix(peer, "'") { // the aggressive initiator is done at once
		out = fmt.Sprintf("witness(A,B,ikey,%s) /\\ ", key) + out
	}
	return out
}

func ikeEnvironment(w *writer, scenario string, copies int) string {
	w.session(ikeFormals, 2, func(r int) string { return []string{"initiator", "responder"}[r] + "(A,B,K,F" })
	var calls []string
	for _, pair := range strings.Split(scenario, ",") {
		for n := 0; n < copies; n++ {
			calls = append(calls, fmt.Sprintf("session(%c,%c,%s,f)", pair[0], pair[1], shared(pair[:1], pair[1:]).Name))
		}
	}
	return w.environment("a,b:agent, kab,kai,kbi:symmetric_key, f:hash_func, g,sa:text, ikey,skey:protocol_id",
		"a,b,i,kai,kbi,f,g,sa", calls, []string{"secrecy_of skey", "weak_authentication_on ikey"})
}
