"""Money, clock, business days, identifiers: no Django."""
