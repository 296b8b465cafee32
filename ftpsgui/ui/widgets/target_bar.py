"""Where to connect and who logs in; the one place where a test is started and stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.plan import TlsMode
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.pasted_target import PastedTarget, parse_target
from ftpsgui.presentation.view_form import FIELD_NAMES, FormProblem, settings_count
from ftpsgui.ui.focus import chain
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.field import Field
from ftpsgui.ui.widgets.host_edit import HostEdit
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.line import Line
from ftpsgui.ui.widgets.password_edit import PasswordEdit
from ftpsgui.ui.widgets.progress_strip import ProgressStrip
from ftpsgui.ui.widgets.start_button import StartButton
from ftpsgui.ui.widgets.target_rows import arrange
from ftpsgui.ui.words import tr

if TYPE_CHECKING:
    from ftpsgui.ui.widgets.advanced import Advanced

_ONE_ROW = 900
"""Logical pixels from which all fields stand in one row."""
_WITH_REPORT = 1060
"""Logical pixels from which the report has a button of its own; it is in the menu in any case."""


class TargetBar(QWidget):
    """The form. ``started`` when a test is wanted, ``stopped`` when it is not wanted any more."""

    started = Signal()
    stopped = Signal()
    report_wanted = Signal()
    log_pasted = Signal(str)
    edited = Signal()
    drawer_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._locked = False
        self._rows = 0
        self.host = HostEdit()
        self.port = Line()
        self.tls = Choice()
        self.user = Line()
        self.password = PasswordEdit()
        self.password.shown.connect(lambda _shown: self._say_eye())
        self._problems: tuple[FormProblem, ...] = ()
        self._allowed = ""
        """The host that was tested with the consents of the drawer."""
        self.host.spread.connect(self._take)
        self.host.lines_pasted.connect(self.log_pasted)
        self.port.setMaxLength(20)
        self.host_field = Field(self.host)
        self.port_field = Field(self.port)
        self.tls_field = Field(self.tls)
        self.user_field = Field(self.user)
        self.password_field = Field(self.password)
        for name, editor in (
            ("host", self.host),
            ("port", self.port),
            ("user", self.user),
            ("", self.password),
        ):
            editor.returnPressed.connect(self._enter)
            editor.textEdited.connect(lambda _text, name=name: self._edit(name))
        self.port_field.setFixedWidth(round(64 * theme.scale))
        self.tls_field.setFixedWidth(round(114 * theme.scale))
        self.host.setMinimumWidth(120)
        self.user.setMinimumWidth(108)
        self.password.setMinimumWidth(86)
        self.more = Button("link", clicked=self._toggle_advanced)
        self._opened = False
        self.test = StartButton(self._press)
        self.report = Button("secondary", clicked=self.report_wanted.emit)
        self.report.setEnabled(False)
        self.menu = Button("secondary")
        self.menu.setFixedWidth(40)
        self.problem = Label(kind="caption", tone="bad", wrap=True)
        self.problem.hide()
        self.clear = Label(kind="caption", tone="warning", wrap=True)
        self.clear.hide()
        self.tls.currentIndexChanged.connect(lambda _index: self.clear.setVisible(self.tls.key() == "none"))
        self._advanced: Advanced | None = None
        self.strip = ProgressStrip()
        self._actions = QWidget()
        self._actions.setProperty("kind", "plain")
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(10)
        self.more.setProperty("tall", True)
        for button in (self.more, self.test, self.report, self.menu):
            actions.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self._actions.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 8, 16, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._grid)
        inner = self._inner = QVBoxLayout()
        inner.setContentsMargins(16, 6, 16, 6)
        inner.setSpacing(6)
        inner.addWidget(self.problem)
        inner.addWidget(self.clear)
        layout.addLayout(inner)
        layout.addWidget(self.strip)
        self._arrange(1)
        order = (
            self.host,
            self.port,
            self.tls,
            self.user,
            self.password,
            self.password.eye,
            self.more,
            self.test,
            self.report,
            self.menu,
        )
        chain(order)
        self.retranslate()

    def retranslate(self) -> None:
        """Say all words in the window's language."""
        self.host_field.say(
            tr(FIELD_NAMES["host"]),
            hint=tr(msg("Name or address of the server; a whole ftps:// address can be pasted here.")),
            placeholder="ftp.example.com",
        )
        self.host.unfold.say(
            tr(msg("Saved and recent servers")), tr(msg("Saved and recent servers")) + " · ↓"
        )
        self.port_field.say(
            tr(FIELD_NAMES["port"]),
            hint=tr(msg("Empty: 21, or 990 for implicit TLS.")),
            placeholder=tr(msg("auto")),
        )
        self.tls_field.say(
            tr(msg("TLS")), hint=tr(msg("Automatic never falls back to sending a login in clear."))
        )
        self.tls.fill(
            [
                ("auto", tr(msg("Automatic"))),
                ("explicit", tr(msg("Explicit"))),
                ("implicit", tr(msg("Implicit"))),
                ("none", tr(msg("No TLS"))),
            ]
        )
        self.user_field.say(tr(FIELD_NAMES["user"]), placeholder="anonymous")
        self.password_field.say(
            tr(FIELD_NAMES["password"]),
            hint=tr(msg("Kept in memory, and in the keyring if you ask for it; never in a file or a log.")),
        )
        self.clear.setText(tr(msg("Without TLS the user name and the password are sent in clear.")))
        self._say_eye()
        self._say_more()
        self.report.say(
            tr(msg("Report…")), hint=tr(msg("See what a report holds, save it or copy it")) + " · Ctrl+R"
        )
        self.menu.say("⋯", name=tr(msg("Menu")), hint=tr(msg("Menu")), shortcut="F10")
        self.test.retranslate()
        self._say_problems()

    @property
    def advanced(self) -> Advanced:
        """The drawer; built when it is first asked for, because the first paint does not need it."""
        if self._advanced is None:
            from ftpsgui.ui.widgets.advanced import Advanced

            self._advanced = Advanced()
            self._advanced.hide()
            self._advanced.entered.connect(self._enter)
            self._advanced.edited.connect(self._edit)
            self._inner.addWidget(self._advanced)
            self._enable()
        return self._advanced

    def drawer_order(self) -> tuple[QWidget, ...]:
        """Return what Tab reaches in the open drawer, in order."""
        return self._advanced.reading_order() if self._advanced is not None and self._opened else ()

    def form(self) -> Form:
        """Return what is typed, without the password, even when that was typed with the host."""
        target = parse_target(self.host.text())
        form = Form(
            host=self.host.text() if target.password is None else target.host,
            port=self.port.text(),
            tls=cast("TlsMode", self.tls.key() or "auto"),
            user=self.user.text(),
        )
        return form if self._advanced is None else self._advanced.complete(form)

    def secret(self) -> Secret:
        """Return the password."""
        return Secret(self.password.text())

    def show_form(self, form: Form) -> None:
        """Show a server that is known (saved, recent): all its fields, and no password."""
        self.fill(form.host, None, form.tls, form.user, "")
        self.port.setText(form.port)
        if self._advanced is not None or settings_count(form):
            self.advanced.show_form(form)
        self.show_problems(())
        self._say_more()

    def fill(self, host: str, port: int | None, tls: TlsMode, user: str, password: str | None = None) -> None:
        """Show a target that was not typed (a demo, an opened session)."""
        self.host.show_host(host)
        self.port.setText(str(port) if port is not None else "")
        self.tls.choose(tls)
        self.user.setText("" if user == "anonymous" else user)
        if password is not None:
            self.password.setText(password)
        for editor in (self.host, self.user, self.password):
            editor.home(False)

    def set_running(
        self, running: bool, *, again: bool = False, tested: bool = True, stopping: bool = False
    ) -> None:
        """Switch between Test and Stop; the fields rest while a test runs.

        ``again``: a result is shown; ``tested``: it is of a test, and not of another client's log. ``stopping``: the test
        was told to end; the button keeps the focus and says so.
        """
        # Fields that rest lose the focus; Qt would give it to whatever comes next.
        begins = running and not self.test.running
        keep = begins and self.isAncestorOf(QApplication.focusWidget() or self)
        if begins and self._opened:
            self.more.click()  # its fields rest, and it would cover what is found
        self.test.show_state(running=running, again=again and tested, stopping=stopping)
        self.report.setEnabled(again and not running)
        self._enable()
        if keep:
            self.test.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_locked(self, locked: bool) -> None:
        """Lock the fields: the demo has its own target."""
        self._locked = locked
        if locked:
            self.test.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()
        self._say_more()

    @property
    def locked(self) -> bool:
        """Whether the demo has its own target in the fields."""
        return self._locked

    def _enable(self) -> None:
        free = not self.test.running and not self._locked
        for field in (self.host_field, self.port_field, self.tls_field, self.user_field, self.password_field):
            field.setEnabled(free)
        if self._advanced is not None:
            self._advanced.setEnabled(free)

    def show_problems(self, problems: tuple[FormProblem, ...]) -> None:
        """Mark the fields that are wrong, say why, and go to the first; none clears them."""
        self._problems = problems
        fields = self._say_problems()
        if not problems:
            return
        wrong = [fields[one.field] for one in problems]
        if not self._opened and any(field.parent() is self.advanced for field in wrong):
            self.more.click()
        wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_problems(self) -> dict[str, Field]:
        fields = {
            "host": self.host_field,
            "port": self.port_field,
            "user": self.user_field,
            "password": self.password_field,
        }
        if self._problems or self._advanced is not None:
            fields |= self.advanced.fields_by_name()
        reasons = {one.field: tr(one.message) for one in self._problems}
        for name, field in fields.items():
            field.mark(reasons.get(name))  # type: ignore[call-overload]
        self.problem.setText("\n".join(tr(one.named) for one in self._problems))
        self.problem.setVisible(bool(self._problems))
        return fields

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break into two rows when there is no room for one."""
        super().resizeEvent(event)
        self._arrange(1 if self.width() >= _ONE_ROW else 2)
        self.report.setVisible(self.width() >= _WITH_REPORT)

    def _arrange(self, rows: int) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        fields = (self.host_field, self.port_field, self.tls_field, self.user_field, self.password_field)
        arrange(self._grid, fields, self._actions, rows)

    def _say_more(self) -> None:
        arrow = "▴" if self._opened else "▾"
        words, hint = tr(msg("Advanced")), tr(msg("Addresses, ports, timeouts, consents"))
        count = 0 if self._locked else settings_count(self.form())  # what the demo sets, nobody has chosen
        if count and not self._opened:
            words = tr(msg("Advanced ({count})", count=count))
        self.more.say(f"{words} {arrow}", name=words, hint=hint, shortcut="Ctrl+,")
        state = tr(msg("unfolded")) if self._opened else tr(msg("folded"))
        self.more.setAccessibleDescription(f"{state} · {hint}")

    def _say_eye(self) -> None:
        shown = self.password.eye.isChecked()
        self.password.eye.say(tr(msg("Hide the password")) if shown else tr(msg("Show the password")))

    def _press(self) -> None:
        self.host.spread_now()
        (self.stopped if self.test.running else self.started).emit()

    def _enter(self) -> None:
        self.host.spread_now()
        if not self.test.running:
            self.started.emit()

    def _edit(self, name: str) -> None:
        if self._problems:
            self._problems = tuple(one for one in self._problems if one.field != name)
            self._say_problems()
        if name == "host":
            self._withdraw()
            if self.test.again:  # it would be the first test of that one
                self.test.show_state(running=False, again=False)
        self.edited.emit()

    def ask_password_again(self) -> None:
        """Put the cursor where the mistake most likely is, after a refused login; not when the user went elsewhere."""
        if self.test.hasFocus() and self.password.isEnabled():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            self.password.selectAll()

    def note_tested(self) -> None:
        """Note that the drawer's consents were used for the host that stands here: they are for no other."""
        self._allowed = self.host.text()

    def _withdraw(self) -> None:
        if self._advanced is not None and self._allowed and self._allowed != self.host.text():
            self._allowed = ""
            self._advanced.withdraw()
            self._say_more()

    def _toggle_advanced(self) -> None:
        self._opened = not self._opened
        self.advanced.setVisible(self._opened)
        self._say_more()
        self.drawer_changed.emit()
        if self._opened and not self.test.running:
            self.advanced.focus_first()

    def _take(self, target: PastedTarget, pasted: bool) -> None:
        # A whole address that was pasted is another server's: nothing of the one before goes there.
        fresh = target.whole and pasted
        if target.port or fresh:
            self.port.setText(target.port)
        if target.tls is not None or fresh:
            self.tls.choose(target.tls or "auto")
        other = bool(target.user) and target.user != self.user.text()
        self._withdraw()
        if target.user:
            self.user.setText(target.user)
        if target.password is not None:
            self.password.setText(target.password.reveal())
        elif other:
            self.password.clear()
        self.edited.emit()
