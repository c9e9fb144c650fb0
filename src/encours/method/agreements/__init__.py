"""Promises, theirs and ours, and whether they were kept."""
