package cert

import (
	"encoding/json"
	"strconv"
)

// Compact returns the certificate as json.Marshal writes it. It needs no
// reflection: certificates are made for every attack that is shown.
func (c *Certificate) Compact() []byte { return withDigest(c.unsealed(c.buffer()), c.Digest) }

// SealCompact is Seal, then Compact.
func (c *Certificate) SealCompact() []byte {
	b := c.unsealed(c.buffer())
	c.Digest = Hash(withDigest(b, ""))
	return withDigest(b, c.Digest)
}

// buffer returns room for about what Compact returns.
func (c *Certificate) buffer() []byte {
	return make([]byte, 0, 512+96*len(c.Messages)+48*len(c.Recipes)+160*len(c.Steps))
}

// withDigest ends the certificate that b begins.
func withDigest(b []byte, digest string) []byte {
	return append(text(append(b, `,"digest":`...), digest), '}')
}

// unsealed appends all but the digest, which is last.
func (c *Certificate) unsealed(b []byte) []byte {
	b = text(append(b, `{"format":`...), c.Format)
	b = strconv.AppendInt(append(b, `,"version":`...), int64(c.Version), 10)
	b = text(append(b, `,"model":{"name":`...), c.Model.Name)
	b = text(append(b, `,"sha256":`...), c.Model.SHA256)
	b = append(b, `},"options":{`...)
	b = flag(b, "untyped", c.Options.Untyped)
	b = flag(b, "strongTypes", c.Options.StrongTypes)
	b = flag(b, "assoc", c.Options.Assoc)
	b = append(b, '}')
	b = array(append(b, `,"messages":`...), c.Messages, appendMessage)
	b = array(append(b, `,"recipes":`...), c.Recipes, appendRecipe)
	b = array(append(b, `,"steps":`...), c.Steps, appendStep)
	if v := c.Violation; v != nil {
		b = strconv.AppendInt(append(b, `,"violation":{"goal":`...), int64(v.Goal), 10)
		b = text(append(b, `,"name":`...), v.Name)
		b = text(append(b, `,"kind":`...), v.Kind)
		b = event(b, "event", v.Event)
		b = event(b, "other", v.Other)
		b = pointer(b, "recipe", v.Recipe)
		b = append(b, '}')
	}
	return b
}

// text appends a string. What is not plain goes to json.Marshal.
func text(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(s) // a string has no error
			return append(b, quoted...)
		}
	}
	b = append(append(b, '"'), s...)
	return append(b, '"')
}

// array appends a list, null for none at all.
func array[T any](b []byte, list []T, entry func([]byte, T) []byte) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = entry(b, e)
	}
	return append(b, ']')
}

// number is array's entry for integers.
func number(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// field appends the name of a field that the object may begin with.
func field(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(append(b, '"'), name...)
	return append(b, '"', ':')
}

// flag, word, count, pointer and numbers append a field unless it is empty.
func flag(b []byte, name string, v bool) []byte {
	if !v {
		return b
	}
	return append(field(b, name), "true"...)
}

func word(b []byte, name, v string) []byte {
	if v == "" {
		return b
	}
	return text(field(b, name), v)
}

func count(b []byte, name string, v int) []byte {
	if v == 0 {
		return b
	}
	return number(field(b, name), v)
}

func pointer(b []byte, name string, v *int) []byte {
	if v == nil {
		return b
	}
	return number(field(b, name), *v)
}

func numbers(b []byte, name string, v []int) []byte {
	if len(v) == 0 {
		return b
	}
	return array(field(b, name), v, number)
}

func appendMessage(b []byte, m Message) []byte {
	b = text(append(b, `{"op":`...), m.Op)
	b = word(b, "name", m.Name)
	b = count(b, "step", m.Step)
	b = count(b, "number", m.Number)
	if m.Type != nil {
		b = appendType(field(b, "type"), m.Type)
	}
	b = numbers(b, "args", m.Args)
	return append(word(b, "text", m.Text), '}')
}

func appendType(b []byte, t *Type) []byte {
	if t == nil {
		return append(b, "null"...)
	}
	b = text(append(b, `{"kind":`...), t.Kind)
	if len(t.Args) > 0 {
		b = array(field(b, "args"), t.Args, appendType)
	}
	if len(t.Names) > 0 {
		b = array(field(b, "names"), t.Names, text)
	}
	return append(b, '}')
}

func appendRecipe(b []byte, r Recipe) []byte {
	b = text(append(b, `{"op":`...), r.Op)
	b = word(b, "cons", r.Cons)
	b = count(b, "index", r.Index)
	b = count(b, "step", r.Step)
	b = pointer(b, "value", r.Value)
	return append(numbers(b, "args", r.Args), '}')
}

func appendStep(b []byte, s Step) []byte {
	b = number(append(b, `{"instance":`...), s.Instance)
	b = text(append(b, `,"role":`...), s.Role)
	b = number(append(b, `,"transition":`...), s.Transition)
	b = text(append(b, `,"label":`...), s.Label)
	b = array(append(b, `,"values":`...), s.Values, number)
	b = array(append(b, `,"recipes":`...), s.Recipes, number)
	b = array(append(b, `,"received":`...), s.Received, number)
	return append(array(append(b, `,"sent":`...), s.Sent, number), '}')
}

func event(b []byte, name string, e *Event) []byte {
	if e == nil {
		return b
	}
	b = number(append(field(b, name), `{"step":`...), e.Step)
	b = number(append(b, `,"emit":`...), e.Emit)
	return append(array(append(b, `,"args":`...), e.Args, number), '}')
}
