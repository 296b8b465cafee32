"""Saved and recent servers: listed below the host, chosen, saved, forgotten."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu

from ftpsgui.memory.memory import Memory
from ftpsgui.memory.profiles import Profile
from ftpsgui.memory.recent import Recent
from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.view_form import FormProblems, make_plan
from ftpsgui.presentation.view_servers import ServerView, profile_view, recent_view, target_label
from ftpsgui.session.errors import SessionError
from ftpsgui.ui.aside import Errands
from ftpsgui.ui.icons import role_icon
from ftpsgui.ui.passwords import Passwords, account
from ftpsgui.ui.widgets.profile_sheet import ProfileSheet
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import button_text, tr, translator


class Servers(QObject):
    """``history_wanted`` when the list of past runs is to be shown."""

    changed = Signal()
    history_wanted = Signal()

    def __init__(self, window: Window, memory: Memory, errands: Errands) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._errands = errands
        self.passwords = Passwords()
        self.current: Profile | None = None
        """The saved server that the form was filled from."""
        self.menu: QMenu | None = None
        self.sheet: ProfileSheet | None = None
        window.bar.host.list_wanted.connect(self.show_list)
        window.recent_chosen.connect(lambda number: self.take(self._offered[number]))
        self._offered: tuple[Form, ...] = ()
        self.changed.connect(self.offer)
        self.offer()

    def profiles(self) -> tuple[Profile, ...]:
        """Return the saved servers; what cannot be read is said in the window."""
        try:
            found = self._memory.profiles.all()
        except SessionError as error:
            self._window.tell("profiles", error.message)
            return ()
        return found

    def recent(self) -> tuple[tuple[Recent, ServerView], ...]:
        """Return the recent servers, newest first, and how they are shown."""
        now = dt.datetime.now().astimezone()
        return tuple(
            (one, recent_view(one.form, one.outcome, one.when, now, translator()))
            for one in self._memory.recent.all()
        )

    def offer(self) -> None:
        """Show the recent servers under the first page, in the window's language."""
        recent = self.recent()
        self._offered = tuple(one.form for one, _view in recent)
        self._window.show_recent(tuple(view for _one, view in recent))

    def show_list(self) -> None:
        """Open the list below the host."""
        host = self._window.bar.host
        if not host.isEnabled():
            return
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = QMenu(host)
        menu.setAccessibleName(tr(msg("Saved and recent servers")))
        menu.setMinimumWidth(host.width())
        profiles, recent = self.profiles(), self.recent()
        if profiles:
            _caption(menu, tr(msg("Saved servers")))
        for profile in profiles:
            view = profile_view(profile.name, profile.form, translator())
            action = menu.addAction(_entry(view))
            action.triggered.connect(lambda _checked=False, profile=profile: self.take_profile(profile))
        if recent:
            _caption(menu, tr(msg("Recent servers")))
        for one, view in recent:
            action = menu.addAction(role_icon(view.role, view.glyph), _entry(view))
            action.triggered.connect(lambda _checked=False, form=one.form: self.take(form))
        if not profiles and not recent:
            menu.addAction(button_text(tr(msg("No server was tested or saved yet")))).setEnabled(False)
        menu.addSeparator()
        save = menu.addAction(button_text(tr(msg("Save this server…"))), self.ask_name)
        save.setEnabled(bool(host.text().strip()))
        if self.current is not None:
            name = self.current.name
            menu.addAction(button_text(tr(msg("Forget “{name}”", name=name))), self.forget)
        menu.addAction(button_text(tr(msg("History of runs…"))), self.history_wanted.emit)
        menu.popup(host.mapToGlobal(QPoint(0, host.height() + 2)))

    def take(self, form: Form) -> None:
        """Fill the form with a known server and go where something is still to be typed."""
        bar = self._window.bar
        self.current = None
        bar.show_form(form)
        (bar.password if form.user else bar.test).setFocus(Qt.FocusReason.OtherFocusReason)

    def take_profile(self, profile: Profile) -> None:
        """Fill the form with a saved server, and with its password when the keyring has it."""
        self.take(profile.form)
        self.current = profile
        if profile.keyring:
            self._errands.start(self._fetch(profile))

    def ask_name(self) -> None:
        """Ask under which name to save what the form says."""
        bar = self._window.bar
        form = bar.form()
        if bar.locked:
            self._window.tell(
                "profiles", msg("The demo has a server of its own. Leave the demo first."), "neutral"
            )
            return
        if self.sheet is not None:
            return
        try:
            make_plan(form)
        except FormProblems as wrong:
            bar.show_problems(wrong.problems)
            return
        known = frozenset(one.name.casefold() for one in self.profiles())
        if self.current is not None and self.current.form.host != form.host:
            self.current = None
        sheet = self.sheet = ProfileSheet(
            self.current.name if self.current is not None else form.host,
            target_label(form),
            known,
            password=bool(bar.secret()),
            parent=self._window,
        )
        sheet.keep.setChecked(self.current is not None and self.current.keyring)
        sheet.finished.connect(self._named)
        sheet.open()
        self._errands.start(self._look_for_keyring(sheet))

    def forget(self) -> None:
        """Forget the saved server that the form was filled from, and its password."""
        profile, self.current = self.current, None
        if profile is None:
            return
        before = self.profiles()
        try:
            self._memory.profiles.remove(profile.name)
            self._drop_unused(before)
        except SessionError as error:
            self._window.tell("profiles", error.message)
            return
        self._window.say_for_a_while(tr(msg("Forgotten: {name}", name=profile.name)))
        self.changed.emit()

    def _drop_unused(self, before: tuple[Profile, ...]) -> None:
        """Take out of the keyring what one of ``before`` kept there and no saved server does any more."""
        used = {account(one.form) for one in self._memory.profiles.all() if one.keyring}
        unused = {account(one.form): one.form for one in before if one.keyring}
        for name in unused.keys() - used:
            self._errands.start(self._drop(unused[name]))

    def _named(self, result: int) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            return
        keep = sheet.keep.isEnabled() and sheet.keep.isChecked()
        name = sheet.name.text()
        sheet.deleteLater()
        if result != QDialog.DialogCode.Accepted:
            return
        profile = Profile(name=name, form=self._window.bar.form(), keyring=keep)
        before = self.profiles()
        try:
            aside = self._memory.profiles.put(profile)
            self.current = self._memory.profiles.find(name)
            self._drop_unused(before)
        except SessionError as error:
            self._window.tell("profiles", error.message)
            return
        self._window.hush("profiles")
        if aside is not None:
            self._window.tell(
                "profiles",
                msg("The damaged file of saved servers is kept as {path}.", path=str(aside)),
                "neutral",
            )
        self._window.say_for_a_while(tr(msg("Saved: {path}", path=name)))
        if keep:
            self._errands.start(self._store(profile.form, self._window.bar.secret()))
        self.changed.emit()

    async def _look_for_keyring(self, sheet: ProfileSheet) -> None:
        name = await self.passwords.keyring_name()
        if self.sheet is sheet:
            sheet.show_keyring(name)

    async def _store(self, form: Form, password: Secret) -> None:
        try:
            await self.passwords.put(form, password)
        except SessionError as error:
            self._window.tell("keyring", error.message)

    async def _drop(self, form: Form) -> None:
        try:
            await self.passwords.remove(form)
        except SessionError as error:
            self._window.tell("keyring", error.message)

    async def _fetch(self, profile: Profile) -> None:
        try:
            secret = await self.passwords.get(profile.form)
        except SessionError as error:
            self._window.tell("keyring", error.message)
            return
        edit = self._window.bar.password
        typed = account(
            self._window.bar.form()
        )  # a keyring may wait for long: it can be another server by now
        if self.current is not profile or edit.text() or typed != account(profile.form):
            return
        if secret is None:
            self._window.tell(
                "keyring", msg("The keyring has no password for this server. Type it."), "neutral"
            )
            return
        edit.setText(secret.reveal())
        if edit.hasFocus():
            self._window.bar.test.setFocus(Qt.FocusReason.OtherFocusReason)


def _caption(menu: QMenu, text: str) -> None:
    # Not addSection: under a style sheet it shows a line without its words.
    if menu.actions():
        menu.addSeparator()
    menu.addAction(button_text(text)).setEnabled(False)


def _entry(view: ServerView) -> str:
    return button_text(f"{view.label}\t{view.detail}" if view.detail else view.label)
