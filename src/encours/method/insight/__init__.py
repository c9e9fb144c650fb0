"""Opinions: debtor type and priority, with their evidence."""
