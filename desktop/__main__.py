"""``python -m desktop``: the program's entry point."""

import sys

from desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
