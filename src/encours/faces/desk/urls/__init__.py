"""Addresses of the desk, by subject."""
