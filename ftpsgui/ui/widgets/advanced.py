"""The drawer under the target: addresses, ports, timeouts, and what the user allows beyond the default."""

from __future__ import annotations

from typing import cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Family
from ftpsgui.presentation.view_form import FIELD_NAMES
from ftpsgui.presentation.view_words import INSIST
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.widgets.file_edit import FileEdit
from ftpsgui.ui.widgets.line import Line
from ftpsgui.ui.words import tr

_COLUMN, _MOST = 150, 6


class Advanced(QWidget):
    """Everything that most tests do not need."""

    entered = Signal()
    edited = Signal(str)
    """The name of the field that was typed into."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.public_address = Line()
        self.active_ports = Line()
        self.bind = Line()
        self.family = Choice()
        self.connect_timeout = Line()
        self.data_timeout = Line()
        self.write_directory = Line()
        self.stun = Line()
        self.idle = Line()
        self.ca_file = FileEdit()
        self.client_certificate = FileEdit()
        self.fields = {
            "public-address": Field(self.public_address),
            "active-ports": Field(self.active_ports),
            "bind": Field(self.bind),
            "family": Field(self.family),
            "connect-timeout": Field(self.connect_timeout),
            "data-timeout": Field(self.data_timeout),
            "ca-file": Field(self.ca_file),
            "client-certificate": Field(self.client_certificate),
            "write-directory": Field(self.write_directory),
            "stun": Field(self.stun),
            "idle": Field(self.idle),
        }
        self.dial_advertised = Check()
        self.insist_public_address = Check()
        self.compare_plaintext = Check()
        self.ccc = Check()
        self.thorough = Check()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._columns = self._checks_in = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        self._checks = QGridLayout()
        self._checks.setContentsMargins(0, 0, 0, 0)
        self._checks.setHorizontalSpacing(28)
        self._checks.setVerticalSpacing(4)
        layout.addLayout(self._checks)
        for name, field in self.fields.items():
            if isinstance(field.editor, Line):
                field.editor.returnPressed.connect(self.entered)
                field.editor.textEdited.connect(lambda _text, name=name: self.edited.emit(name))
            if isinstance(field.editor, FileEdit):
                field.editor.chosen.connect(lambda name=name: self.edited.emit(name))
        self._arrange(_MOST)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        fields = self.fields
        fields["public-address"].say(
            tr(FIELD_NAMES["public-address"]),
            hint=tr(msg("Named in PORT and EPRT when this computer is behind NAT with forwarded ports.")),
            placeholder=tr(msg("not used")),
        )
        fields["active-ports"].say(
            tr(FIELD_NAMES["active-ports"]),
            hint=tr(msg("Where to listen for the server in active mode.")),
            placeholder=tr(msg("any free port")),
        )
        fields["bind"].say(
            tr(FIELD_NAMES["bind"]),
            hint=tr(msg("Connect from this address of this computer.")),
            placeholder=tr(msg("automatic")),
        )
        fields["family"].say(tr(msg("Address family")))
        self.family.fill([("any", tr(msg("Automatic"))), ("ipv4", "IPv4"), ("ipv6", "IPv6")])
        fields["connect-timeout"].say(
            tr(FIELD_NAMES["connect-timeout"]),
            hint=tr(msg("Seconds to wait for the control connection.")),
            placeholder="10",
        )
        fields["data-timeout"].say(
            tr(FIELD_NAMES["data-timeout"]),
            hint=tr(msg("Seconds to wait for each data connection.")),
            placeholder="6",
        )
        fields["write-directory"].say(
            tr(FIELD_NAMES["write-directory"]),
            hint=tr(msg("Uploads a small file there, reads it back, compares and deletes it.")),
            placeholder=tr(msg("off")),
        )
        fields["ca-file"].say(
            tr(FIELD_NAMES["ca-file"]),
            hint=tr(msg("Trust the authorities in this PEM file instead of the system's.")),
            placeholder=tr(msg("the system's")),
        )
        fields["client-certificate"].say(
            tr(FIELD_NAMES["client-certificate"]),
            hint=tr(msg("PEM file with certificate and key, shown when the server asks for one.")),
            placeholder=tr(msg("none")),
        )
        fields["stun"].say(
            tr(FIELD_NAMES["stun"]),
            hint=tr(
                msg(
                    "Asks this server (UDP) for your public address; by default nobody is asked. Nothing about the test is told."
                )
            ),
            placeholder=tr(msg("off")),
        )
        fields["idle"].say(
            tr(FIELD_NAMES["idle"]),
            hint=tr(msg("Leaves a control connection silent for so long and sees whether it survives.")),
            placeholder=tr(msg("off")),
        )
        for editor in (self.ca_file, self.client_certificate):
            editor.say(editor.accessibleName())
        self.dial_advertised.say(
            tr(msg("Dial another address when the server advertises one")),
            tr(msg("By default only the server's own address is dialled.")),
        )
        self.insist_public_address.say(
            tr(INSIST),
            tr(
                msg(
                    "By default the own public address is named in PORT and EPRT only when it is the one that the server "
                    "sees, or when the server does not tell which one it sees."
                )
            ),
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
        self._arrange_checks()

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
            ca_file=self.ca_file.text(),
            client_certificate=self.client_certificate.text(),
            write_directory=self.write_directory.text(),
            stun=self.stun.text(),
            idle=self.idle.text(),
            compare_plaintext=self.compare_plaintext.isChecked(),
            ccc=self.ccc.isChecked(),
            insist_public_address=self.insist_public_address.isChecked(),
            thorough=self.thorough.isChecked(),
        )

    def show_form(self, form: Form) -> None:
        """Show the settings of a known server."""
        for editor, text in (
            (self.public_address, form.public_address),
            (self.active_ports, form.active_ports),
            (self.bind, form.bind),
            (self.connect_timeout, form.connect_timeout),
            (self.data_timeout, form.data_timeout),
            (self.ca_file, form.ca_file),
            (self.client_certificate, form.client_certificate),
            (self.write_directory, form.write_directory),
            (self.stun, form.stun),
            (self.idle, form.idle),
        ):
            editor.setText(text)
        self.family.choose(form.family)
        self.dial_advertised.setChecked(form.dial_advertised)
        self.compare_plaintext.setChecked(form.compare_plaintext)
        self.ccc.setChecked(form.ccc)
        self.insist_public_address.setChecked(form.insist_public_address)
        self.thorough.setChecked(form.thorough)

    def withdraw(self) -> None:
        """Take back what is allowed to one server and no other."""
        for box in (self.dial_advertised, self.insist_public_address, self.compare_plaintext, self.ccc):
            box.setChecked(False)
        self.write_directory.clear()

    def fields_by_name(self) -> dict[str, Field]:
        """Return the fields that can be wrong."""
        return self.fields

    def reading_order(self) -> tuple[QWidget, ...]:
        """Return what Tab goes to, in order."""
        return (
            *(widget for field in self.fields.values() for widget in _stops(field.editor)),
            *self._boxes(),
        )

    def _boxes(self) -> tuple[Check, ...]:
        return (
            self.thorough,
            self.dial_advertised,
            self.compare_plaintext,
            self.insist_public_address,
            self.ccc,
        )

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.public_address.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Use as many columns as fit."""
        super().resizeEvent(event)
        self._arrange(balanced(len(self.fields), max(2, min(_MOST, self.width() // _COLUMN))))
        self._arrange_checks()

    def _arrange_checks(self) -> None:
        boxes = self._boxes()
        widths = [box.sizeHint().width() for box in boxes]
        gap = self._checks.horizontalSpacing()
        columns = 1
        for count in (5, 3, 2):
            room = sum(max(widths[column::count]) for column in range(count)) + (count - 1) * gap
            if room <= self.width():
                columns = count
                break
        if columns == self._checks_in:
            return
        self._checks_in = columns
        while self._checks.takeAt(0) is not None:
            pass
        for index, box in enumerate(boxes):
            self._checks.addWidget(box, *divmod(index, columns), Qt.AlignmentFlag.AlignLeft)
        for column in range(6):
            self._checks.setColumnStretch(column, 1 if column == columns else 0)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        for index, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, index // columns, index % columns)
        for column in range(_MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def balanced(count: int, most: int) -> int:
    """Return how many of at most ``most`` columns ``count`` fields fill best: no row with one field left alone."""
    rows = -(-count // most)
    return -(-count // rows)


def _stops(editor: QWidget) -> tuple[QWidget, ...]:
    return (editor, editor.browse) if isinstance(editor, FileEdit) else (editor,)
