"""The benchmark: books of a chosen size, and how long the night and the pages take on them."""
