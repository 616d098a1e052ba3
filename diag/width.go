package diag

import "github.com/clipperhouse/displaywidth"

// Width returns how many columns s takes on a terminal. The environment's locale
// does not count: the same report must look the same everywhere.
func Width(s string) int { return displaywidth.String(s) }
