"""What a link says, how it is written, and whether it opens."""
