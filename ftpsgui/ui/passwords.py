"""Passwords in the system's keyring, when the user asks for it. Without a keyring they are simply not stored."""

from __future__ import annotations

from typing import Any

from ftpsgui.model.form import Form
from ftpsgui.model.message import literal, msg
from ftpsgui.model.secret import Secret
from ftpsgui.session.errors import SessionError
from ftpsgui.ui.aside import aside

_SERVICE = "ftpsgui"


class Passwords:
    """Every call runs in a thread of its own: a keyring may wait for its owner to unlock it.

    Errors are SessionError, with words that hold no secret.
    """

    async def keyring_name(self) -> str:
        """Return the keyring's own name; empty when there is none here."""

        def find() -> str:
            keyring = _keyring()
            if keyring is None:
                return ""
            found = keyring.get_keyring()
            if type(found).__module__ in ("keyring.backends.fail", "keyring.backends.null"):
                return ""
            return str(getattr(found, "name", "") or type(found).__module__)

        try:
            return await aside(find)
        except Exception:  # noqa: BLE001 (back ends raise what they like: then there is none)
            return ""

    async def get(self, form: Form) -> Secret | None:
        """Return the password that was stored for this server and user; None when there is none."""

        def get() -> Secret | None:
            keyring = _keyring()
            found = keyring.get_password(_SERVICE, account(form)) if keyring is not None else None
            return Secret(found) if found else None

        try:
            return await aside(get)
        except Exception as error:  # noqa: BLE001 (back ends raise what they like)
            raise SessionError(
                msg("The keyring cannot be read: {error}. Type the password.", error=_words(error))
            ) from None

    async def put(self, form: Form, password: Secret) -> None:
        """Store it."""

        def put() -> None:
            keyring = _keyring()
            if keyring is None:
                raise RuntimeError("no keyring")
            keyring.set_password(_SERVICE, account(form), password.reveal())

        try:
            await aside(put)
        except Exception as error:  # noqa: BLE001 (back ends raise what they like)
            raise SessionError(
                msg(
                    "The keyring did not take the password, so it is not stored: {error}", error=_words(error)
                )
            ) from None

    async def remove(self, form: Form) -> None:
        """Forget it; that there is none is no error."""

        def remove() -> None:
            keyring = _keyring()
            if keyring is not None and keyring.get_password(_SERVICE, account(form)) is not None:
                keyring.delete_password(_SERVICE, account(form))

        try:
            await aside(remove)
        except Exception as error:  # noqa: BLE001 (back ends raise what they like)
            raise SessionError(
                msg("The password is still in the keyring; remove it there: {error}", error=_words(error))
            ) from None


def account(form: Form) -> str:
    """Return the name under which a password lies in the keyring."""
    return f"{form.user or 'anonymous'}@{form.host.casefold()}:{form.port or form.tls}"


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        return None
    return keyring


def _words(error: Exception) -> Any:
    # Not its whole text: some back ends put what they were given into it.
    return literal(type(error).__name__)
