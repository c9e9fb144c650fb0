"""Dunning procedures and levels, and the next best action."""
