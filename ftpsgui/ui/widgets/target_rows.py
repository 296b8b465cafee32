"""How the fields of the target stand: all in one row, or in two where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget


def arrange(grid: QGridLayout, fields: Sequence[QWidget], actions: QWidget, rows: int) -> None:
    """Put ``fields`` (host, port, TLS, user, password) and ``actions`` anew into ``grid``, in one row or two."""
    while grid.takeAt(0) is not None:
        pass
    for column in range(6):
        grid.setColumnStretch(column, 0)
    if rows == 1:
        for column, part in enumerate((*fields, actions)):
            grid.addWidget(part, 0, column)
        for column, share in ((0, 5), (3, 2), (4, 2)):
            grid.setColumnStretch(column, share)
        return
    host, port, tls, user, password = fields
    grid.addWidget(host, 0, 0, 1, 2)
    grid.addWidget(port, 0, 2)
    grid.addWidget(tls, 0, 3)
    grid.addWidget(user, 1, 0)
    grid.addWidget(password, 1, 1)
    grid.addWidget(actions, 1, 2, 1, 2)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)
