"""The team's desk: pages and their addresses."""
