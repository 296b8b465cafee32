"""The drawer under the target: addresses, ports, timeouts, and what the user allows beyond the default."""

from __future__ import annotations

from typing import cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Family
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.words import tr

_COLUMN, _MOST = 150, 7


class Advanced(QWidget):
    """Everything that most tests do not need."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.public_address = QLineEdit()
        self.active_ports = QLineEdit()
        self.bind = QLineEdit()
        self.family = Choice()
        self.connect_timeout = QLineEdit()
        self.data_timeout = QLineEdit()
        self.write_directory = QLineEdit()
        self.fields = {
            "public-address": Field(self.public_address),
            "active-ports": Field(self.active_ports),
            "bind": Field(self.bind),
            "family": Field(self.family),
            "connect-timeout": Field(self.connect_timeout),
            "data-timeout": Field(self.data_timeout),
            "write-directory": Field(self.write_directory),
        }
        self.dial_advertised = Check()
        self.compare_plaintext = Check()
        self.ccc = Check()
        self.thorough = Check()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._columns = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        self._checks = QGridLayout()
        self._checks.setContentsMargins(0, 0, 0, 0)
        self._checks.setHorizontalSpacing(28)
        self._checks.setVerticalSpacing(4)
        layout.addLayout(self._checks)
        for field in self.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self.entered)
        self._arrange(_MOST)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        fields = self.fields
        fields["public-address"].say(
            tr(msg("Own public address")),
            hint=tr(msg("Named in PORT and EPRT when this computer is behind NAT with forwarded ports.")),
            placeholder=tr(msg("not used")),
        )
        fields["active-ports"].say(
            tr(msg("Active ports")),
            hint=tr(msg("Where to listen for the server in active mode.")),
            placeholder=tr(msg("any free port")),
        )
        fields["bind"].say(
            tr(msg("Local address")),
            hint=tr(msg("Connect from this address of this computer.")),
            placeholder=tr(msg("automatic")),
        )
        fields["family"].say(tr(msg("Address family")))
        self.family.fill([("any", tr(msg("Automatic"))), ("ipv4", "IPv4"), ("ipv6", "IPv6")])
        fields["connect-timeout"].say(
            tr(msg("Connect timeout")),
            hint=tr(msg("Seconds to wait for the control connection.")),
            placeholder="10",
        )
        fields["data-timeout"].say(
            tr(msg("Data timeout")),
            hint=tr(msg("Seconds to wait for each data connection.")),
            placeholder="6",
        )
        fields["write-directory"].say(
            tr(msg("Upload test in directory")),
            hint=tr(msg("Uploads a small file there, reads it back, compares and deletes it.")),
            placeholder=tr(msg("off")),
        )
        self.dial_advertised.say(
            tr(msg("Dial another address when the server advertises one")),
            tr(msg("By default only the server's own address is dialled.")),
        )
        self.compare_plaintext.say(
            tr(msg("Log in once without TLS, to compare")),
            tr(
                msg(
                    "Sends the user name and the password in clear, once; shows what rewrites plain FTP on the path."
                )
            ),
        )
        self.ccc.say(
            tr(msg("Go back to clear text once after the login (CCC)")),
            tr(
                msg(
                    "The password stays encrypted; the commands of that test can be read on the way, as a router that "
                    "helps FTP needs it."
                )
            ),
        )
        self.thorough.say(
            tr(msg("Thorough: more data ports and repeated transfers")),
            tr(msg("Finds ports of the passive range that do not work; takes longer.")),
        )

    def complete(self, form: Form) -> Form:
        """Return ``form`` with the fields of this drawer filled in."""
        return msgspec.structs.replace(
            form,
            family=cast("Family", self.family.key() or "any"),
            public_address=self.public_address.text(),
            active_ports=self.active_ports.text(),
            bind=self.bind.text(),
            connect_timeout=self.connect_timeout.text(),
            data_timeout=self.data_timeout.text(),
            dial_advertised=self.dial_advertised.isChecked(),
            write_directory=self.write_directory.text(),
            compare_plaintext=self.compare_plaintext.isChecked(),
            ccc=self.ccc.isChecked(),
            thorough=self.thorough.isChecked(),
        )

    def fields_by_name(self) -> dict[str, Field]:
        """Return the fields that can be wrong."""
        return self.fields

    def reading_order(self) -> tuple[QWidget, ...]:
        """Return what Tab goes to, in order."""
        return (
            *(field.editor for field in self.fields.values()),
            self.dial_advertised,
            self.compare_plaintext,
            self.ccc,
            self.thorough,
        )

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.public_address.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Use as many columns as fit."""
        super().resizeEvent(event)
        self._arrange(next((count for count in (_MOST, 4, 3, 2) if self.width() >= count * _COLUMN), 2))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        for index, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, index // columns, index % columns)
        while self._checks.takeAt(0) is not None:
            pass
        for index, box in enumerate((self.dial_advertised, self.compare_plaintext, self.ccc, self.thorough)):
            place = divmod(index, 2) if columns == _MOST else (index, 0)
            self._checks.addWidget(box, *place, Qt.AlignmentFlag.AlignLeft)
        self._checks.setColumnStretch(2, 1)
        for column in range(7):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
