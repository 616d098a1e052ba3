// Package config reads hornet.toml, the file by which a repository of models says
// what its gate checks, within which bounds, and what fails it.
//
//	paths = ["models/**/*.hlpsl"]
//	fail-on = ["attack", "undecided", "unexecutable", "vacuous"]
//	timeout = "1m"
//
//	[[override]]
//	paths = ["models/tls/**"]
//	timeout = "10m"
//
// Flags on the command line come before the file; a later override comes before
// an earlier one. hornet.toml.schema.json describes the file to editors.
package config
