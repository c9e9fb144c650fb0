"""A call from the brief to its written summary: begun, followed step by step, finished, and what remains of it."""
