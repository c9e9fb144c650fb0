"""`python -m encours` is the command line."""

import sys

from encours.faces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
