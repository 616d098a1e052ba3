// Package gate runs hornet over a repository: it finds the models, checks them
// concurrently, hands the reports in a stable order to any number of outputs and
// says with which exit code the run ends.
//
// Nothing about the order or the content of the output depends on the number of
// workers, and no more than a window of reports is in memory at a time.
package gate
