"""What a smaller amount is worth beside every other way to end a file, and whether it may be offered (method 2f)."""
