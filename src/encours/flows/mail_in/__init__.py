"""Mails come in: taken from the mailbox in rounds, filed, understood, and filed anew by people."""
