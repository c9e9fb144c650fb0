"""`python -m encours VERB …` is the command line."""

from encours.faces.cli.main import entry

entry()
