package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// lateWitness reports H0617: a request that comes before every witness it could
// be met by. The goal is judged when the request is made, so every run between
// honest agents is an attack.
//
// The sessions run once more in the abstract (see executability) without the
// steps that make the request. When no step with a matching witness is taken
// then, although it is otherwise, the witness waits for the request. The abstract
// runs allow too much rather than too little, so the dependence is real.
func lateWitness(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	witness, request, ids := w.events()
	honest := w.honest()
	for _, id := range ids {
		without := map[*protocol.Transition]bool{}
		var asks *event
		for _, r := range request[id] {
			if honest[r.st.of.in.Session] {
				without[r.st.t] = true
				if asks == nil {
					asks = r
				}
			}
		}
		if asks == nil || len(without) > 1 {
			continue // with several requests it depends on which comes first
		}
		w.run(honest, nil)
		if !asks.st.fires {
			continue
		}
		var says []*event
		for _, x := range witness[id] {
			if x.st.fires && x.st.t != asks.st.t && w.m.match(asks.args[0], x.args[1]) && w.m.match(asks.args[1], x.args[0]) {
				says = append(says, x)
			}
		}
		w.run(honest, without)
		late := len(says) > 0
		for _, x := range says {
			late = late && !x.st.fires
		}
		if !late || w.fair.steps <= 0 || p.reported(diag.DifferingTerms, asks.fact.Range) {
			continue
		}
		d := p.warn(diag.LateWitness, asks.fact.Range, "this %s comes before the witness of %s that it needs: every honest run that gets here is an attack", asks.fact.Kind, id)
		d.Help = "say witness where the value is made or first sent"
		d.Related = append(d.Related, diag.Related{Range: says[0].fact.Range, Message: "the witness comes after that"})
	}
}
