"""The append-only, hash-chained journal."""
