// Package term holds messages as small integers.
//
// A Store interns every term once (hash-consing): two terms are equal exactly
// when their Terms are, and a term is built only in the normal form of the
// equational theory, so that equality modulo the theory is equality of integers
// for terms whose variables stand for themselves. The theory is (AVISPA prelude;
// Basin, Mödersheim, Viganò, "Algebraic intruder deductions", LPAR 2005):
//
//	inv(inv(k)) = k
//	exp(exp(g,x),y) = exp(exp(g,y),x)      exp(exp(g,x),inv(x)) = g
//	xor: associative, commutative, xor(t,t) = zero, xor(t,zero) = t
//
// and nothing else: pairs are free unless Store.Assoc is set.
//
// The nodes live in arenas without pointers, which the garbage collector does
// not scan. Nodes never move; a Store may be used by several goroutines, each
// Term being visible to whoever received it in a synchronised way. Nothing
// observable depends on the integers: orders are structural (Compare).
package term

import (
	"sync"
	"sync/atomic"
)

// Term is an interned term of a Store. The zero Term is none.
type Term uint32

// Op is the head of a term.
type Op uint8

// The heads of terms.
const (
	None   Op = iota
	Var       // a variable; Index
	Atom      // a constant; Index is its symbol
	Fresh     // a fresh value: Index is its symbol, Maker the instance and occurrence
	Pair      // two arguments
	Crypt     // key, body; opened with inv(key)
	Scrypt    // key, body; opened with key
	Inv       // the private half of a key
	Apply     // function, argument
	Exp       // base, exponents in order; the base is no Exp
	Xor       // two or more arguments in order, all different, none a Xor
)

// Sort is the type of an atom or variable as unification sees it: a basic Kind,
// Message (0), or, from firstCompound on, a compound type of the Store.
type Sort uint16

const firstCompound Sort = 64

const (
	chunkBits = 12
	chunkSize = 1 << chunkBits
	maxChunks = 1 << 14
	extBits   = 12
	shards    = 64
)

// node is the record of a term. Its size matters: it is most of the memory of a
// long search.
type node struct {
	hash uint64
	mask uint64  // Bloom filter of the variables in it: bit index&63; 0 means ground
	ab   [2]Term // arguments, when at most two; the start in ext otherwise
	n    uint16  // number of arguments; the sort of Atom and Fresh
	op   Op
	alg  bool // an Exp, Xor or Inv of a non-atom occurs in it

	shape uint32 // see Shape
}

// shard is a part of the table of terms. It is read without the lock: a term gets
// into a slot when its node is complete, and stays there, and a table that was too
// small is replaced as a whole.
type shard struct {
	table atomic.Pointer[table]
	mu    sync.Mutex // of who writes
	used  int
}

type table []atomic.Uint32

// Symbol names a constant or a fresh value.
type Symbol struct {
	Name string
	Sort Sort
}

// Store interns terms. Create one with NewStore.
type Store struct {
	// Assoc makes pairing associative: pairs are nested to the right.
	Assoc bool

	chunks [maxChunks]atomic.Pointer[[chunkSize]node]
	next   atomic.Uint32
	grow   sync.Mutex

	ext     [maxChunks]atomic.Pointer[[1 << extBits]Term]
	extMu   sync.Mutex
	extNext uint32

	shards  [shards]shard
	syms    []Symbol
	symbols map[string]uint32
	types   []*Type // compound types, from firstCompound
	zero    Term
	one     Term
}

// NewStore returns an empty store.
func NewStore() *Store {
	s := &Store{symbols: map[string]uint32{}}
	s.next.Store(1)
	s.zero = s.Const("\x00zero", Sort(Message)) // no name of a model
	s.one = s.Const("\x00one", Sort(Message))
	return s
}

// Zero returns the neutral element of xor.
func (s *Store) Zero() Term { return s.zero }

// One returns the empty product of exponents; see Product.
func (s *Store) One() Term { return s.one }

// Len returns the number of interned terms.
func (s *Store) Len() int { return int(s.next.Load()) - 1 }

func (s *Store) node(t Term) *node {
	return &s.chunks[t>>chunkBits].Load()[t&(chunkSize-1)]
}

// Op returns the head of t.
func (s *Store) Op(t Term) Op { return s.node(t).op }

// Index returns the index of a variable or the symbol of an atom.
func (s *Store) Index(t Term) int { return int(s.node(t).ab[0]) }

// Maker returns the instance and the occurrence that a fresh value is named by.
func (s *Store) Maker(t Term) (instance, occurrence int) {
	b := s.node(t).ab[1]
	return int(b >> 12), int(b & 0xfff)
}

// Symbol returns the symbol of an Atom or Fresh.
func (s *Store) Symbol(t Term) Symbol { return s.syms[s.node(t).ab[0]] }

// SortOf returns the sort of an atom, and Message for everything else.
func (s *Store) SortOf(t Term) Sort {
	if n := s.node(t); n.op == Atom || n.op == Fresh {
		return Sort(n.n)
	}
	return Sort(Message)
}

// Ground reports whether t holds no variable.
func (s *Store) Ground(t Term) bool { return s.node(t).mask == 0 }

// Mask returns a Bloom filter of the variables in t: bit index modulo 64 of
// each.
func (s *Store) Mask(t Term) uint64 { return s.node(t).mask }

// Shape returns a hash that is the same for terms that differ only in the names
// of their variables, as long as the store lives.
func (s *Store) Shape(t Term) uint32 { return s.node(t).shape }

// Algebraic reports whether unifying t may need the equational theory.
func (s *Store) Algebraic(t Term) bool { return s.node(t).alg }

// Args returns the arguments of t. The caller must not change them.
func (s *Store) Args(t Term) []Term {
	nd := s.node(t)
	if nd.op <= Fresh {
		return nil
	}
	if nd.n <= 2 {
		return nd.ab[:nd.n:nd.n]
	}
	at := uint32(nd.ab[0])
	return s.ext[at>>extBits].Load()[at&(1<<extBits-1):][:nd.n:nd.n]
}

// Arg returns argument i of a term with at most two arguments.
func (s *Store) Arg(t Term, i int) Term { return s.node(t).ab[i] }

func mix(h, v uint64) uint64 {
	h ^= v + 0x9e3779b97f4a7c15
	h *= 0xff51afd7ed558ccd
	return h ^ h>>29
}

// intern returns the term of nd, whose hash, mask and alg it computes. ext holds
// the arguments when there are more than two.
func (s *Store) intern(nd node, ext []Term) Term {
	h := mix(uint64(nd.op)<<32|uint64(nd.n), uint64(nd.ab[0])<<32|uint64(nd.ab[1]))
	for _, a := range ext {
		h = mix(h, uint64(a))
	}
	nd.hash = h
	sh := &s.shards[h&(shards-1)]
	if t, _ := s.find(sh.table.Load(), &nd, ext); t != 0 {
		return t
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if tab := sh.table.Load(); tab == nil || sh.used*2 >= len(*tab) {
		sh.table.Store(s.rehash(tab))
	}
	tab := sh.table.Load()
	t, slot := s.find(tab, &nd, ext) // somebody else may have been quicker
	if t == 0 {
		t = s.add(nd, ext)
		(*tab)[slot].Store(uint32(t))
		sh.used++
	}
	return t
}

// find returns the term of nd in a table, or 0 and the slot where it would be.
func (s *Store) find(tab *table, nd *node, ext []Term) (Term, uint64) {
	if tab == nil {
		return 0, 0
	}
	slots := *tab
	size := uint64(len(slots) - 1)
	for i := (nd.hash >> 8) & size; ; i = (i + 1) & size {
		t := Term(slots[i].Load())
		if t == 0 {
			return 0, i
		}
		if old := s.node(t); old.hash == nd.hash && old.op == nd.op && old.n == nd.n {
			if ext == nil {
				if old.ab == nd.ab {
					return t, i
				}
			} else if equalTerms(s.Args(t), ext) {
				return t, i
			}
		}
	}
}

func equalTerms(a, b []Term) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// rehash returns a table twice as large with the same terms.
func (s *Store) rehash(old *table) *table {
	n := 16
	if old != nil {
		n = 2 * len(*old)
	}
	slots := make(table, n)
	if old != nil {
		for i := range *old {
			t := (*old)[i].Load()
			if t == 0 {
				continue
			}
			j := (s.node(Term(t)).hash >> 8) & uint64(n-1)
			for slots[j].Load() != 0 {
				j = (j + 1) & uint64(n-1)
			}
			slots[j].Store(t)
		}
	}
	return &slots
}

// add stores a new node.
func (s *Store) add(nd node, ext []Term) Term {
	switch nd.op {
	case Var:
		nd.mask = 1 << (nd.ab[0] & 63)
	case Atom, Fresh:
	default:
		args := ext
		if args == nil {
			args = nd.ab[:nd.n]
		}
		h := uint64(nd.op)
		for _, a := range args {
			an := s.node(a)
			nd.mask |= an.mask
			nd.alg = nd.alg || an.alg
			if an.mask == 0 {
				h = mix(h, uint64(a)<<1)
			} else {
				h = mix(h, uint64(an.shape)<<1|1)
			}
		}
		nd.shape = uint32(h>>32 ^ h)
		switch nd.op {
		case Exp, Xor:
			nd.alg = true
		case Inv:
			nd.alg = nd.alg || nd.mask != 0
		case Pair:
			nd.alg = nd.alg || s.Assoc && nd.mask != 0
		}
	}
	if ext != nil {
		nd.ab = [2]Term{s.addExt(ext), 0}
	}
	id := s.next.Add(1) - 1
	c := id >> chunkBits
	p := s.chunks[c].Load()
	if p == nil {
		s.grow.Lock()
		if p = s.chunks[c].Load(); p == nil {
			p = new([chunkSize]node)
			s.chunks[c].Store(p)
		}
		s.grow.Unlock()
	}
	p[id&(chunkSize-1)] = nd
	return Term(id)
}

func (s *Store) addExt(args []Term) Term {
	s.extMu.Lock()
	defer s.extMu.Unlock()
	const size = 1 << extBits
	if s.extNext&(size-1)+uint32(len(args)) > size {
		s.extNext = (s.extNext/size + 1) * size
	}
	at := s.extNext
	p := s.ext[at>>extBits].Load()
	if p == nil {
		p = new([size]Term)
		s.ext[at>>extBits].Store(p)
	}
	copy(p[at&(size-1):], args)
	s.extNext += uint32(len(args))
	return Term(at)
}
