"""Outside help: partners, what one costs on a case, a file handed over, and what the partner tells of it."""
