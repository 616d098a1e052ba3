package mutation

// Faults returns the list. Each fault names the quickest tests that are known to
// catch it. HORNET_SEEDS says how many random protocols they look at.
//
// Left out, because no verdict can change, and only the number of states does:
//   - the case that an item stays shut, without the disequalities that say so
//     (branch): the intruder of that case may then know less than he could, and
//     the other cases hold all that he would know;
//   - items that are never closed, in a model without sums (closeItems): unifying
//     with an item that can be composed gives again what composing gives;
//   - ranks in another order (rank): every order is sound, and Run tries several;
//   - a more lenient filter before unification (mayMeet): unification fails then;
//   - a reduction that is switched off.
func Faults() []Fault {
	covers := Tests{Package: "./search", Run: "^TestCovers$"}
	order := Tests{Package: "./internal/crossval", Run: "^TestOrder$"}
	cases := Tests{Package: "./internal/crossval", Run: "^TestCases$"}
	lazy := Tests{Package: "./intruder", Run: "^(TestLazy|TestLazyCases)$"}
	random := func(test, seeds string) Tests {
		return Tests{Package: "./internal/crossval", Run: "^(" + test + ")$", Env: []string{"HORNET_SEEDS=" + seeds}}
	}
	return []Fault{
		{Name: "unification: a variable of a basic type takes any message", File: "term/unify/subst.go",
			Old: "if op := u.Op(t); op != term.Atom && op != term.Fresh || u.SortOf(t) != sort {",
			New: "if op := u.Op(t); op == term.Xor {",
			By:  Tests{Package: "./term/unify", Run: "^TestUnifiers$"}},
		{Name: "solver: a bound variable need no longer be derivable", File: "intruder/solver.go",
			Old: "if b := s.Vars[v].Birth; b != unify.Unborn && s.Op",
			New: "if b := s.Vars[v].Birth; b != unify.Unborn && false && s.Op",
			By:  lazy},
		{Name: "solver: summands never cancel", File: "intruder/sum.go",
			Old: "for j, b := range others {",
			New: "for j, b := range others[:0] {",
			By:  lazy},
		{Name: "solver: what is left when summands cancel counts as a goal met again", File: "intruder/sum.go",
			Old: "	same := g // what",
			New: "	same := Constraint{T: g.T, P: g.P, used: g.used, up: &ancestor{g.T, g.up}} // what",
			By:  lazy},
		{Name: "solver: known sums are not seen to cancel against each other", File: "intruder/possible.go",
			Old: "if j == i && q != r || c.equal[i][j] {",
			New: "if j == i && q > len(c.rows) {",
			By:  lazy},
		{Name: "solver: disequalities of guards are ignored", File: "search/step.go",
			Old: "		s.AddDiseq(intruder.Diseq{{w.eval(e.a, f.slots), w.eval(e.b, f.slots)}})",
			New: "		_ = e",
			By:  cases},
		{Name: "analysis: signatures are not opened", File: "intruder/learn.go",
			Old: "		if !cipher && s.idle(s.Head(p.content)",
			New: "		if op == term.Crypt && s.Op(p.key) != term.Inv {\n			continue\n		}\n		if !cipher && s.idle(s.Head(p.content)",
			By:  random("TestSoup", "1-100")},
		{Name: "analysis: no case split on how to open an item", File: "intruder/learn.go",
			Old: "	items := s.Items\n	t := items[i].T\n",
			New: "	items := s.Items\n	t := items[i].T\n	if i >= 0 {\n		return true, false\n	}\n",
			By:  lazy},
		{Name: "analysis: the case that the item stays shut is lost", File: "intruder/learn.go",
			Old: "		goOn = s.learn(nil, i+1, q, k)",
			New: "		_ = q",
			By:  lazy},
		{Name: "differentiation: two steps of one instance are exchanged", File: "search/order.go",
			Old: "if int(h.inst) == f.ii {",
			New: "if int(h.inst) == -1 {",
			By:  order},
		{Name: "differentiation: conflicts on sets are ignored", File: "search/order.go",
			Old: "if w.conflict(own, theirs) {",
			New: "if false && w.conflict(own, theirs) {",
			By:  order},
		{Name: "differentiation: one early message of several forbids a step", File: "search/order.go",
			Old: "			if !w.s.Derivable(m, d.p) {\n				all = false\n				break\n			}",
			New: "			if all = w.s.Derivable(m, d.p); all {\n				break\n			}",
			By:  order},
		{Name: "eager steps: one that records a witness", File: "search/reduce.go",
			Old: "if f.kind == protocol.Witness && !t.makes(f.args[2]) {",
			New: "if false && f.kind == protocol.Witness {",
			By:  order},
		{Name: "eager steps: one that another transition competes with", File: "search/reduce.go",
			Old: "if ui != ti && compatible(t, &r.trans[ui]) {",
			New: "if false && compatible(t, &r.trans[ui]) {",
			By:  order},
		{Name: "symmetry: instances with different arguments are exchanged", File: "search/reduce.go",
			Old: "if u != v && !own {",
			New: "if false && u != v && !own {",
			By:  random("TestRandom", "1-100")},
		{Name: "leaf rule: a request that another instance may repeat", File: "search/reduce.go",
			Old: "if w.mayEmit(st, f.kind, f.id, ii) {",
			New: "if false && w.mayEmit(st, f.kind, f.id, ii) {",
			By:  random("TestRandom|TestHard", "1-150")},
		{Name: "births: every value of a basic type is known from the start", File: "intruder/solver.go",
			Old: "			last = it.From\n",
			New: "			last = 0\n",
			By:  random("TestRandom|TestHard", "1-150")},
		{Name: "subsumption: what variables may draw on is not compared", File: "search/cover.go",
			Old: "	return m.reach[min(int(b), len(m.reach)-1)] <= a\n",
			New: "	return true\n",
			By:  covers},
		{Name: "subsumption: disequalities are not compared", File: "search/cover.go",
			Old: "	return !slices.ContainsFunc(a.diseqs, m.forbids)",
			New: "	return true",
			By:  covers},
		{Name: "subsumption: facts are not compared", File: "search/cover.go",
			Old: "!every(m, a.facts, b.facts, (*matcher).fact) || ",
			New: "",
			By:  covers},
		{Name: "relays: every variable counts as received", File: "search/relay.go",
			Old: "		if slices.ContainsFunc(parts, e.equal) {",
			New: "		if slices.ContainsFunc(parts, e.equal) || e.op == protocol.Var {",
			By:  random("TestRandom|TestHard", "1-150")},
		{Name: "liveness: only the next transition counts", File: "search/live.go",
			Old: "!stored && !in[ti][s] {",
			New: "!stored && !in[ti][s] && false {",
			By:  random("TestRandom|TestHard", "1-150")},
		{Name: "liveness: a witness is forgotten that is still asked for", File: "search/live.go",
			Old: "			if w.asked(k, f.ID) && w.mayEmit(st, k, f.ID, -1) {\n				return true",
			New: "			if w.asked(k, f.ID) && w.mayEmit(st, k, f.ID, -1) {\n				return false",
			By:  random("TestRandom|TestHard", "1-150")},
		{Name: "goals: a secret must be kept from those who share it", File: "goals/goals.go",
			Old: "			s.AddDiseq(intruder.Diseq{{m.Elem, i}})",
			New: "			_ = i",
			By:  Tests{Package: "./goals", Run: "^TestLeak$"}},
		{Name: "goals: a witness of another value matches", File: "goals/goals.go",
			Old: "{w.A, f.B}, {w.B, f.A}, {w.M, f.M}",
			New: "{w.A, f.B}, {w.B, f.A}",
			By:  Tests{Package: "./goals", Run: "^TestUnmatched$"}},
		{Name: "goals: requests of different values are a replay", File: "goals/goals.go",
			Old: "return s.Unify(f.M, g.M, reopen)",
			New: "return reopen()",
			By:  Tests{Package: "./goals", Run: "^TestReplayed$"}},
	}
}
