"""What becomes of the records of a file in the books: whose they are, what is new, what pays what."""
