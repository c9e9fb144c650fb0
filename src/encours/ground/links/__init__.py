"""Signed links that expire and can be revoked."""
