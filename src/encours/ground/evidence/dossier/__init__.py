"""The file of proof of a case: numbered exhibits, their list, a manifest with hashes, and how anybody checks it."""
