"""What goes with an agreement: its letters, the cash it brings, another one in its place, the interest it waives."""
