"""Backups: one file that holds the database, the kept files and the key, and its way back."""
