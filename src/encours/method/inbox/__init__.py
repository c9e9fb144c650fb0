"""What comes in from customers, noted until somebody has read it."""
