"""How we get paid."""
