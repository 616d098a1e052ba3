package crossval

import "runtime/debug"

func init() { debug.SetMaxStack(64 << 20) }
