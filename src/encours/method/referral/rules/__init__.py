"""What may be handed to whom, when, at what price, and what a partner may tell of it."""
