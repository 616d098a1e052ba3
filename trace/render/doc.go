// Package render turns a run into something a person reads: the trace of the
// AVISPA back-ends, a text chart, SVG and HTML message sequence charts, Mermaid,
// LaTeX, and Graphviz graphs.
//
// Every renderer is a pure function of a protocol.Model and a trace.Run: it
// writes to an io.Writer, keeps nothing, prints nothing else, and gives the same
// bytes for the same input. Renderers judge nothing: whether the run is possible
// is for trace/replay to say. A run that does not fit its model (an index out of
// range) is refused with an error before anything is written.
//
// The charts share one model, Chart: lifelines, and rows in the order of time
// (ITU-T Z.120, message sequence charts, reduced to what a Dolev-Yao run needs:
// one message at a time, every message through the intruder).
//
// # Names
//
// A model may be hostile: its names may be of any length, and in the notation of
// every output format mean something else. Each renderer escapes all text that
// comes from a model and shortens what does not fit; the full text stays where
// the format has a place for it.
package render
