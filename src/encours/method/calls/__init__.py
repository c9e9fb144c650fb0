"""Call brief, note, outcome."""
