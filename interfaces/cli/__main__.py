"""How does `python -m interfaces.cli` become the command `onrecord`?"""

import sys

from interfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
