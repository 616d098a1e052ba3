package syntax

func startsType(k tok) bool {
	switch k {
	case pLbrace, pLparen, kInv, kHash, kChannel, kFunction:
		return true
	}
	return simpleType(k)
}

func simpleType(k tok) bool {
	switch k {
	case kAgent, kPublicKey, kSymmetricKey, kText, kMessage, kProtocolID, kNat, kBool, kHashFunc:
		return true
	}
	return false
}

// typ reads a type: parts joined by dots, then any number of "set", then
// perhaps -> and a further type.
func (c *cursor) typ() *Type {
	first := c.Peek()
	parts := []*Type{c.typePart()}
	for c.more(pDot) {
		parts = append(parts, c.typePart())
	}
	if c.err != nil {
		return nil
	}
	t := parts[len(parts)-1]
	for i := len(parts) - 2; i >= 0; i-- {
		t = &Type{Name: ".", Args: []*Type{parts[i], t}, Range: parts[i].Range.To(t.Range)}
	}
	for c.kind() == kSet {
		c.take()
		t = &Type{Name: "set", Args: []*Type{t}, Range: c.since(first)}
	}
	if c.kind() == pMaps {
		c.take()
		to := c.typ()
		t = &Type{Name: "->", Args: []*Type{t, to}, Range: c.since(first)}
	}
	return t
}

func (c *cursor) typePart() *Type {
	if c.err != nil {
		return nil
	}
	t := c.Peek()
	k := c.kind()
	switch {
	case simpleType(k):
		c.take()
		return &Type{Name: t.Value, Range: rangeOf(t)}
	case k == kFunction:
		c.take()
		return &Type{Name: "hash_func", Range: rangeOf(t)}
	case k == kChannel:
		c.take()
		ty := &Type{Name: "channel"}
		if c.kind() == pLparen {
			c.take()
			if a := c.Peek(); c.kind() == kDy || c.kind() == kOta {
				c.take()
				ty.Chan = a.Value
			} else {
				c.fail(wantType)
			}
			c.expect(pRparen, wantRparen)
		}
		ty.Range = c.since(t)
		return ty
	case k == kInv || k == kHash:
		c.take()
		c.expect(pLparen, wantLparen)
		arg := c.typ()
		c.expect(pRparen, wantRparen)
		return &Type{Name: t.Value, Args: []*Type{arg}, Range: c.since(t)}
	case k == pLparen:
		c.take()
		ty := c.typ()
		c.expect(pRparen, wantRparen)
		if ty != nil {
			ty.Paren, ty.Range = true, c.since(t)
		}
		return ty
	case k == pLbrace:
		return c.typeBraces()
	}
	c.fail(wantType)
	return nil
}

// typeBraces reads {T}_K or the enumeration {c1,c2}.
func (c *cursor) typeBraces() *Type {
	t := c.take()
	if k := c.kind(); k == tConst || k == tNat {
		ty := &Type{Name: "enum"}
		for {
			if k := c.kind(); k != tConst && k != tNat {
				c.fail(wantType)
				return nil
			}
			ty.Names = append(ty.Names, identOf(c.take()))
			if c.kind() != pComma {
				break
			}
			c.take()
		}
		c.expect(pRbrace, wantRbrace)
		ty.Range = c.since(t)
		return ty
	}
	body := c.typ()
	c.expect(pRbrace, wantRbrace)
	c.expect(pUnder, wantUnder)
	key := c.typePart()
	return &Type{Name: "{}_", Args: []*Type{body, key}, Range: c.since(t)}
}
