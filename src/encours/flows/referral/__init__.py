"""Outside help: asked for, quoted, handed over, followed, brought back into the books."""
