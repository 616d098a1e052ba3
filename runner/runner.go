package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/internal/version"
	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace"
)

// Check checks the model text, named name, and says what came out. It does not
// fail: whatever goes wrong is part of the report.
func Check(ctx context.Context, name string, text []byte, opt Options) (f *report.File) {
	start := time.Now()
	f = &report.File{Name: name, Hash: Hash(text), Text: text, Goals: []report.Goal{}}
	defer func() {
		// One broken model must not take a thousand others with it.
		if p := recover(); p != nil {
			refuse(f, opt, fault(p))
		}
	}()
	u := hlpsl.Load(name, text)
	f.Stats.ParseMS = millis(start)
	if u.Model == nil || opt.LintOnly {
		f.Diagnostics = diagnose(u, !opt.NoLint)
		return f
	}
	m := u.Model

	start = time.Now()
	s := opt.Search
	s.Goals, f.Unasked, f.Missing = selectGoals(m, opt.Goals), unasked(m, opt.Goals), missing(m, opt.Goals)
	f.Bounds = bounds(m, s)
	if len(m.Goals) == 0 || s.Goals != nil && len(s.Goals) == 0 {
		f.Diagnostics = diagnose(u, !opt.NoLint)
		return f
	}
	// Neither lints nor grounds need the search. Where it takes long, they are made
	// beside it.
	grounds := sync.OnceValue(func() *grounds { return newGrounds(m, s) })
	linted := once(func() diag.List { defer grounds(); return diagnose(u, !opt.NoLint) })
	late := time.AfterFunc(quick, func() {
		defer func() { _ = recover() }() // who asks for the lints below has the same panic
		linted()
	})
	r, err := explore(ctx, m, s, opt, name)
	late.Stop()
	f.Diagnostics = linted()
	g := grounds()
	f.Stats.SearchMS = millis(start)
	if err != nil {
		refuse(f, opt, err)
		return f
	}
	index := weigh(f, g, s, r)
	if err := evidence(f, g, r, index); err != nil {
		refuse(f, opt, err)
	}
	f.Stats.SearchMS = millis(start)
	return f
}

// once returns what do returns, which is called when somebody first asks. A panic
// in do is one of whoever asks, and tells where it happened.
func once[T any](do func() T) func() T {
	return sync.OnceValue(func() T {
		defer func() {
			if p := recover(); p != nil {
				panic(fault(p))
			}
		}()
		return do()
	})
}

// refuse takes back every verdict of f: an attack that the replay checker does
// not accept is a fault of hornet, and so may be the verdicts beside it.
func refuse(f *report.File, opt Options, err error) {
	f.Failure = &report.Failure{Kind: report.Internal, Message: err.Error(), Details: bundle(f, opt, err)}
	f.Goals, f.Attacks, f.Coverage = []report.Goal{}, nil, nil
}

// bundle returns what is needed to look into an internal fault: the model, the
// options, the message and, for a refused attack, its steps.
func bundle(f *report.File, opt Options, err error) []byte {
	b := struct {
		Schema  string     `json:"schema"`
		Hornet  string     `json:"hornet"`
		Error   string     `json:"error"`
		Name    string     `json:"name"`
		Text    string     `json:"text"`
		Options any        `json:"options"`
		Run     *trace.Run `json:"run,omitempty"`
		Stack   string     `json:"stack,omitempty"`
	}{"hornet-fault/1", version.String(), err.Error(), f.Name, string(f.Text), opt.Key(), nil, ""}
	var r *refusal
	if errors.As(err, &r) {
		b.Run = r.run
	}
	var c *crash
	if errors.As(err, &c) {
		b.Stack = c.stack
	}
	out, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return nil
	}
	return append(out, '\n')
}

// refusal is the error of an attack that the replay checker refuses.
type refusal struct {
	goal string
	run  *trace.Run
	err  error
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the replay checker refuses an attack on %s: %v", r.goal, r.err)
}

func (r *refusal) Unwrap() error { return r.err }

// crash is the error of a panic.
type crash struct {
	value any
	stack string
}

// fault returns the error of the panic p; to be called where it is recovered.
func fault(p any) *crash {
	if c, ok := p.(*crash); ok {
		return c
	}
	return &crash{p, string(debug.Stack())}
}

func (c *crash) Error() string { return fmt.Sprintf("unexpected fault: %v", c.value) }

// Hash returns the name by which reports and certificates know a text.
func Hash(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// millis returns the milliseconds since t, to the microsecond.
func millis(t time.Time) float64 {
	return float64(time.Since(t).Microseconds()) / 1000
}

// quick is how long a search takes that is over before another thread could do
// anything of use.
const quick = 2 * time.Millisecond

// grace is how long a search may take to notice that it is to end.
const grace = 2 * time.Second

// explore runs the search under opt's time limit. A search that does not come
// back in time is left behind: a limit must hold, whatever the engine does.
func explore(ctx context.Context, m *protocol.Model, s search.Options, opt Options, name string) (*search.Result, error) {
	if opt.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, opt.Timeout)
		defer cancel()
	}
	if opt.Progress != nil {
		s.Progress = func(p search.Progress) { opt.Progress(name, p) }
	}
	if ctx.Done() == nil {
		return search.Run(ctx, m, s)
	}
	type outcome struct {
		r   *search.Result
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- outcome{nil, fault(p)}
			}
		}()
		r, err := search.Run(ctx, m, s)
		done <- outcome{r, err}
	}()
	select {
	case o := <-done:
		return o.r, o.err
	case <-ctx.Done():
	}
	select {
	case o := <-done:
		return o.r, o.err
	case <-time.After(grace):
	}
	cause := search.Timeout
	if ctx.Err() == context.Canceled {
		cause = search.Interrupted
	}
	r := &search.Result{Goals: make([]search.GoalResult, len(m.Goals)), Cause: cause, Events: make([]int, len(m.Goals))}
	for i := range r.Goals {
		r.Goals[i].Cause = cause
	}
	return r, nil
}

// bounds describes what a search with options s of m covers.
func bounds(m *protocol.Model, s search.Options) report.Bounds {
	b := report.Bounds{Sessions: len(m.Sessions), Roles: len(m.Instances), Typing: "typed", FirstAttack: s.FirstAttack}
	switch {
	case s.Untyped:
		b.Typing = "untyped"
	case s.StrongTypes:
		b.Typing = "strongly typed"
	}
	var th []string
	if m.Uses(protocol.Exp) {
		th = append(th, "exp")
	}
	if m.Uses(protocol.Xor) {
		th = append(th, "xor")
	}
	if s.Assoc {
		th = append(th, "assoc")
	}
	b.Theory = "free"
	if th != nil {
		b.Theory = strings.Join(th, ", ")
	}
	return b
}
