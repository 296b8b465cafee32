"""``python -m ftpsgui`` is the command ``ftpsgui``."""

import sys

from ftpsgui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
