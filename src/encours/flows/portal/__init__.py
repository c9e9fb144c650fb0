"""The debtor's page: opened by a link, what it shows, and what is said on it."""
