"""What the program says of servers that make trouble with TLS sessions, each a real one with OpenSSL's own sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import trustme

from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge import load
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.plan import THOROUGH
from ftpsgui.texts.translate import Translator
from ftpsgui.wire.probes import passive_range
from tests.hostile import openssl_seam
from tests.hostile import villains_sessions as servers
from tests.hostile.stage import LONG, Played, check, play

FORGETFUL = (servers.ForgetsSessions, servers.TimesOut, servers.ChangesTicketKeyOptional)
SEAM = pytest.mark.skipif(not openssl_seam.available(), reason="this Python's OpenSSL cannot be asked")
REQUIRED, EXHAUSTED, NEVER = (
    "tls-session-reuse-required",
    "tls-resumption-exhausted",
    "tls-session-not-resumed",
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _short_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)


async def run(server: type[servers.Sessions], authority: trustme.CA, tmp_path: Path, **more: Any) -> Played:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    played = await play(server(authority), str(tmp_path / "ca.pem"), timeouts=LONG, **more)
    check(played)
    return played


def about_sessions(played: Played) -> list[tuple[str, str, object]]:
    ids = (REQUIRED, EXHAUSTED, NEVER)
    return [
        (one.id, one.severity, one.params.get("kind", ""))
        for one in played.diagnosis.findings
        if one.id in ids
    ]


def found(played: Played, name: str) -> Finding:
    return next(one for one in played.diagnosis.findings if one.id == name)


def answer(played: Played) -> str:
    t = Translator("en")
    return next(t(one.text) for one in played.diagnosis.also if one.probe == "repeat-transfers")


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        pytest.param(servers.OnceOnly, [(EXHAUSTED, "warning", "single-use")], marks=SEAM),
        pytest.param(servers.OnceOnlyOptional, [], marks=SEAM),
        pytest.param(servers.OnceOnly12, [(EXHAUSTED, "warning", "single-use")], marks=SEAM),
        pytest.param(servers.ChangesTicketKeyOptional, [], marks=SEAM),
        pytest.param(servers.TimesOut, [(EXHAUSTED, "warning", "exhausted")], marks=SEAM),
        pytest.param(servers.TimesOut12, [(EXHAUSTED, "warning", "exhausted")], marks=SEAM),
        (servers.ForgetsSessions, [(EXHAUSTED, "warning", "exhausted")]),
        (servers.EverySecondProcess, [(EXHAUSTED, "warning", "by-chance")]),
        (servers.NoTickets13, [(REQUIRED, "error", "no-ticket")]),
        (servers.NoSessions12, [(REQUIRED, "error", "older-version")]),
    ],
)
async def test_the_trouble_is_named(
    server: type[servers.Sessions], expected: list[Any], authority: trustme.CA, tmp_path: Path
) -> None:
    played = await run(server, authority, tmp_path, thorough=True, budget=THOROUGH)
    assert about_sessions(played) == expected
    if issubclass(server, servers.OnceOnly):
        assert "once only" in answer(played)
    elif issubclass(server, FORGETFUL):
        assert "the server forgot" in answer(played)
    if server is servers.NoTickets13:
        assert "With TLS 1.2 the session is resumed" in Translator()(found(played, REQUIRED).explanation)


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (servers.OtherProcess, [(REQUIRED, "error", "none-taken")]),
        (servers.OtherProcess12, [(REQUIRED, "error", "none-taken")]),
        (servers.OtherProcessOptional, [(NEVER, "info", "")]),
        (servers.NoTickets13Only, [(REQUIRED, "error", "no-ticket")]),
    ],
)
async def test_where_no_session_is_resumed_no_other_client_is_recommended(
    server: type[servers.Sessions], expected: list[Any], authority: trustme.CA, tmp_path: Path
) -> None:
    played = await run(server, authority, tmp_path)
    assert about_sessions(played) == expected
    assert all(fact.session_offered for fact in played.of(DataAttempt) if fact.purpose == "mode")
    told = forecast(played.state, played.diagnosis, load())
    if server.required:
        assert found(played, REQUIRED).audience == ("server-admin",)
        assert played.diagnosis.verdict.exit_status == 3
        assert not [one.client for one in told if one.result == "works"]
    else:
        assert [one.client for one in told if one.result == "works"]
