"""Encours: unpaid invoices paid without losing the customer."""

import sys

import pysqlite3

__version__ = "0.1.0"

# The interpreter's SQLite may be older than 3.51.3, which can corrupt a WAL file shared by
# several processes (the web server and the worker): the bundled one takes its place everywhere.
sys.modules["sqlite3"] = pysqlite3
