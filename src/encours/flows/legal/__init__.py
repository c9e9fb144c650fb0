"""The law as the desk and the verbs use it: what is in force here, and what it says of a customer."""
