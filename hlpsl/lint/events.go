package lint

import (
	"hornet/protocol"
)

// event is a fact that a transition of an instance leaves behind.
type event struct {
	st   *istep
	fact *protocol.Fact
	args []*shape
}

// events returns the facts of the model by goal id: witnesses and requests.
func (w *world) events() (witness, request map[string][]*event, ids []string) {
	witness, request = map[string][]*event{}, map[string][]*event{}
	for _, x := range w.insts {
		for j, st := range x.steps {
			for k := range st.t.Emits {
				f := &st.t.Emits[k]
				if f.Kind != protocol.Witness && f.Kind != protocol.Request && f.Kind != protocol.WRequest || len(f.Args) != 3 {
					continue
				}
				e := &event{st: st, fact: f}
				for _, a := range f.Args {
					e.args = append(e.args, w.build(x, st.t, j, a))
				}
				if len(witness[f.ID])+len(request[f.ID]) == 0 {
					ids = append(ids, f.ID)
				}
				if f.Kind == protocol.Witness {
					witness[f.ID] = append(witness[f.ID], e)
				} else {
					request[f.ID] = append(request[f.ID], e)
				}
			}
		}
	}
	return witness, request, ids
}
