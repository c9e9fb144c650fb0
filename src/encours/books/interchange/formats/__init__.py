"""Bytes to records and back: pure, without a database, a clock or the network."""
