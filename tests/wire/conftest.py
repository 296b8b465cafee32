"""Fixtures of the wire tests: certificates, and no long waits for last words."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest
import trustme

from ftpsgui.model.plan import Trust
from ftpsgui.wire.client import data


@pytest.fixture(autouse=True)
def _few_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "LAST_WORD", 0.1)
    monkeypatch.setattr(data, "GRACE", 0.1)


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> Callable[..., ssl.SSLContext]:
    """Return a maker of server contexts: by names, or for somebody else's authority."""

    def make(*names: str, stranger: bool = False) -> ssl.SSLContext:
        issuer = trustme.CA(organization_name="a stranger") if stranger else authority
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
        return context

    return make


@pytest.fixture
def trusted(ca_file: str) -> Trust:
    return Trust(ca_file=ca_file)
