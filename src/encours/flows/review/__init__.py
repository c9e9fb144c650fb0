"""Reviewing customers: facts gathered once in the plural, the rules asked, the answer for the list and the night."""
