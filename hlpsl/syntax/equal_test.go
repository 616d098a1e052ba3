package syntax

import (
	"reflect"
	"strings"

	"hornet/diag"
)

// Equal reports whether two files hold the same tree. Names of files, ranges,
// comments, the text itself and blanks inside an LTL goal do not count.
func Equal(a, b *File) bool {
	if (a.Ignored == nil) != (b.Ignored == nil) || (a.LateGoal == nil) != (b.LateGoal == nil) {
		return false
	}
	return same(reflect.ValueOf(a.Roles), reflect.ValueOf(b.Roles)) &&
		same(reflect.ValueOf(a.Goals), reflect.ValueOf(b.Goals)) &&
		same(reflect.ValueOf(a.Main), reflect.ValueOf(b.Main))
}

var (
	rangeType = reflect.TypeFor[diag.Range]()
	goalType  = reflect.TypeFor[Goal]()
)

// same compares two values of one type; nil and empty slices are the same.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		if a.Kind() == reflect.Interface && a.Elem().Type() != b.Elem().Type() {
			return false
		}
		return same(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if a.Type() == rangeType {
			return true
		}
		for i := range a.NumField() {
			x, y := a.Field(i), b.Field(i)
			if a.Type() == goalType && x.Kind() == reflect.String { // Text
				if strings.Join(strings.Fields(x.String()), " ") != strings.Join(strings.Fields(y.String()), " ") {
					return false
				}
				continue
			}
			if !same(x, y) {
				return false
			}
		}
		return true
	}
	return a.Interface() == b.Interface()
}
