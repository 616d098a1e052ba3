package render

import (
	"os"
	"testing"
)

func TestGen(t *testing.T) {
	dir := os.Getenv("GEN")
	if dir == "" {
		t.Skip()
	}
	for _, f := range fixtures(t) {
		c, err := NewChart(f.m, f.run, Options{})
		if err != nil {
			t.Fatal(err)
		}
		o, _ := os.Create(dir + "/" + f.name + ".svg")
		SVG(o, c)
		o.Close()
	}
}
