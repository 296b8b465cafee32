"""Ports that belong to another protocol than FTP: who dials one of them has most likely mixed them up."""

from __future__ import annotations

from ftpsgui.model.message import Message, msg

_SSH = 22


def mixed_up(port: int) -> Message | None:
    """Return what to say of a port on which FTP is hardly ever found; None for any other."""
    if port != _SSH:
        return None
    return msg(
        "Port 22 is that of SSH and of SFTP, a different protocol in spite of its name. FTP over TLS is found at port 21, or "
        "at 990 with implicit TLS: leave the port empty, or ask whoever runs the server."
    )
