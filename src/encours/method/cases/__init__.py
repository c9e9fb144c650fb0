"""The case of a customer, its holds and the facts of each contact."""
