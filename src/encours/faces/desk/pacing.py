"""What a session remembers of the pauses between two cases."""

BREATHED = "breathed_after"
"""The call after which the caller took their minute (R009)."""
