"""The demonstration: one believable company, its customers, 24 months of books, and what happened besides."""
