package unify

import (
	"flag"
	"os"
	"testing"
)

// TestMain draws the same cases in every run, so that a change that breaks one is
// to blame for it. Others are tried with -rapid.seed.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f.Value.String() == "0" {
		if err := f.Value.Set("1"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
