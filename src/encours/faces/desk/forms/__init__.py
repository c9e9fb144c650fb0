"""Forms of the desk: plain, with their limits from the rooms."""
