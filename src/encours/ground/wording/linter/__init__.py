"""Holds any text against the 80 rules of wording: what a person wrote, and what a template became."""
