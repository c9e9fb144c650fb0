"""Ways to end a file with the owner: settle for less, give up, part; and what the accountant is told."""
