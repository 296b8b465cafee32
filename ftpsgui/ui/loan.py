"""The form lent to the demo or to a record: what the user had typed comes back when that is over."""

from __future__ import annotations

import msgspec

from ftpsgui.model.form import Form
from ftpsgui.model.plan import UNKNOWN_HOST, Plan
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.view_form import form_of
from ftpsgui.ui.widgets.target_bar import TargetBar


class FormLoan:
    """Whoever types into the form while it is lent owns it from then on: nothing comes back over that."""

    def __init__(self, bar: TargetBar) -> None:
        self._bar = bar
        self._typed: tuple[Form, Secret] | None = None
        self._shown: tuple[Form, str] | None = None

    @property
    def typed(self) -> Form:
        """The form as the user left it."""
        return self._own()[0]

    def lend(self, form: Form, password: str | None = None) -> None:
        """Show ``form``; ``password`` None: the typed one when it is for the same server and user, else none."""
        typed, secret = self._own()
        if password is None:
            password = secret.reveal() if _same_login(typed, form) else ""
        self._bar.show_form(form)
        self._bar.password.setText(password)
        self._typed, self._shown = (typed, secret), self._now()

    def lend_target(self, plan: Plan, *, ours: bool) -> None:
        """Show what ``plan`` tested; ``ours``: with all its settings, because it was this computer that tested it."""
        if plan.endpoint.host == UNKNOWN_HOST:
            self.give_back()
            return
        form = form_of(plan)
        if not ours:
            # Addresses and files of another computer are of no use here, nor is what was allowed to another server; and
            # a log in clear is no wish to log in in clear.
            form = msgspec.structs.replace(
                self.typed,
                host=form.host,
                port=form.port,
                tls=form.tls if form.tls != "none" else "auto",
                user=form.user,
                dial_advertised=False,
                compare_plaintext=False,
                ccc=False,
                insist_public_address=False,
                write_directory="",
            )
        self.lend(form)

    def give_back(self) -> None:
        """Show what the user had typed; nothing happens when the form is not lent any more."""
        form, secret = self._own()
        if self._untouched:
            self._bar.show_form(form)
            self._bar.password.setText(secret.reveal())
        self.keep()

    def keep(self) -> None:
        """Leave the form as it is: the user goes on with what is shown."""
        self._typed = self._shown = None

    @property
    def _untouched(self) -> bool:
        return self._shown is not None and self._shown == self._now()

    def _own(self) -> tuple[Form, Secret]:
        if self._typed is not None and self._untouched:
            return self._typed
        return self._bar.form(), self._bar.secret()

    def _now(self) -> tuple[Form, str]:
        return self._bar.form(), self._bar.password.text()


def _same_login(typed: Form, other: Form) -> bool:
    """Whether a password for ``typed`` may go where ``other`` leads; never into clear text that was not asked for."""
    if other.tls == "none" != typed.tls:
        return False
    first, second = ((one.host.casefold(), one.port, one.user) for one in (typed, other))
    return first == second
