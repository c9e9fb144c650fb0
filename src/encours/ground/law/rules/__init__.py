"""One subject of the law a file: each computes from the pack that is handed to it, and guesses nothing."""
