"""The frozen program's one entry: ``ftpsgui`` is the command, ``ftpsgui-gui`` the window without a console."""

import sys
from pathlib import Path

if Path(sys.executable).stem.endswith("-gui"):
    from ftpsgui.ui.main import main
else:
    from ftpsgui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
