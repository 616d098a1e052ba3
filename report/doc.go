// Package report holds what a run of hornet says: one File for each checked
// model, with a verdict for every goal, the bounds within which the verdict
// holds, the coverage that tells whether it means anything, the diagnostics, the
// statistics and, for each attack, its narration and its certificate.
//
// The value is complete: every format is a pure function of it, so that a stored
// report (the verdict cache, a saved RUN.json) gives the same bytes as a fresh
// one. A verdict is never a bool. "No attack" is said only when the search was
// complete, the goal's event was reached and every role of an honest session can
// finish; the other cases have names of their own (Status).
//
// # Streaming
//
// A run over a thousand models keeps none of them: a Writer is given the files
// one by one in their final order and a Summary at the end.
//
// # Stability
//
// The JSON form has a version (Schema) and a JSON Schema (docs/report.schema.json).
// Fields may be added within a version; none changes its meaning or goes away.
package report
