"""The frozen program's one entry: ``ftpsgui`` is the command, ``ftpsgui-gui`` the window without a console."""

import os
import sys
from pathlib import Path

# The bundled OpenSSL looks for the system's certificates where the machine that built it has them. Other
# distributions keep them elsewhere; the first of these that exists is taken.
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch, Gentoo, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
)
if sys.platform.startswith("linux") and not {"SSL_CERT_FILE", "SSL_CERT_DIR"} & os.environ.keys():
    for bundle in CERTIFICATES:
        if Path(bundle).exists():
            os.environ["SSL_CERT_FILE"] = bundle
            break

if Path(sys.executable).stem.endswith("-gui"):
    from ftpsgui.ui.main import main
else:
    from ftpsgui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
