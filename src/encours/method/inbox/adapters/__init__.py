"""How mails come into the house: plain data in, bytes or an error out."""
