package report

import "sync"

// Certificate is what the independent checker repeats an attack from, in the form
// of docs/certificate.md. It is written down when somebody asks for it first: most
// formats do not, and the first JSON of a process takes a third of a millisecond.
// The zero value is none.
type Certificate struct{ text func() []byte }

// NewCertificate returns a certificate that write writes down. It may be called
// from any goroutine, once.
func NewCertificate(write func() []byte) Certificate { return Certificate{sync.OnceValue(write)} }

// Bytes returns the certificate, nil for none. The caller must not change it.
func (c Certificate) Bytes() []byte {
	if c.text == nil {
		return nil
	}
	return c.text()
}

// MarshalJSON returns the certificate as it is.
func (c Certificate) MarshalJSON() ([]byte, error) { return c.Bytes(), nil }

// UnmarshalJSON takes text as it is.
func (c *Certificate) UnmarshalJSON(text []byte) error {
	kept := append([]byte(nil), text...) // text is the decoder's
	c.text = func() []byte { return kept }
	return nil
}
