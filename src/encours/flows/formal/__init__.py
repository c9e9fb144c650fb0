"""Formal acts: written from books, case and law, approved by the owner, sent with proof, received or not."""
