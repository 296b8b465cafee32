"""A client certificate end to end: asked for, given, missing, unreadable; on control and data connections."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from ftpsgui.model.facts import DataAttempt, Exchange, TlsHandshake
from ftpsgui.model.plan import Trust
from tests.servers import Options, require, start
from tests.wire.mini import Mini
from tests.wire.runs import Run
from tests.wire.test_real_products import MODES, assert_lists, run_against

Make = Callable[..., ssl.SSLContext]
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture(scope="module")
def client_pem(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("client") / "client.pem"
    authority.issue_cert("tester@example.test").private_key_and_cert_chain_pem.write_to_path(path)
    return str(path)


def wanting(context: ssl.SSLContext, ca_file: str, version: ssl.TLSVersion) -> ssl.SSLContext:
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(ca_file)
    context.minimum_version = context.maximum_version = version
    return context


@pytest.mark.parametrize("version", VERSIONS)
async def test_one_that_is_wanted_and_given(
    server_context: Make, ca_file: str, client_pem: str, version: ssl.TLSVersion
) -> None:
    async with Mini(wanting(server_context(), ca_file, version)) as server:
        notes = await Run(server, trust=Trust(ca_file=ca_file, client_certificate=client_pem)).done()
    for handshake in notes.of(TlsHandshake):
        assert (handshake.client_certificate_asked, handshake.client_certificate_sent) == (True, True)
    assert {each.ending for each in notes.of(DataAttempt)} == {"close_notify"}


@pytest.mark.parametrize("version", VERSIONS)
async def test_one_that_is_wanted_and_missing(
    server_context: Make, ca_file: str, version: ssl.TLSVersion
) -> None:
    async with Mini(wanting(server_context(), ca_file, version)) as server:
        run = Run(server, trust=Trust(ca_file=ca_file))
        notes = await run.done()
        assert server.said("PASS") == []
    handshake = notes.of(TlsHandshake)[0]
    assert (handshake.client_certificate_asked, handshake.client_certificate_sent) == (True, False)
    if version is ssl.TLSVersion.TLSv1_2:
        assert handshake.step.outcome != "ok"
        assert run.outcomes["tls"] == ("failed", "handshake-failed")
    else:
        # TLS 1.3 tells the client only after the handshake (RFC 8446 §4.4.2.4): at the first reply.
        assert handshake.step.outcome == "ok"
        assert run.outcomes["login"][0] == "failed"
        (user,) = [each for each in notes.of(Exchange) if (each.command or "").startswith("USER")]
        assert user.ending in ("tls-error", "closed", "reset")


async def test_one_that_nobody_wants_is_not_given(
    server_context: Make, ca_file: str, client_pem: str
) -> None:
    async with Mini(server_context()) as server:
        notes = await Run(server, trust=Trust(ca_file=ca_file, client_certificate=client_pem)).done()
    for handshake in notes.of(TlsHandshake):
        assert (handshake.client_certificate_asked, handshake.client_certificate_sent) == (False, None)


async def test_a_file_without_a_key_ends_before_anything_is_sent(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=Trust(ca_file=ca_file, client_certificate=ca_file))
        notes = await run.done()
        assert server.said("USER") == []
    (handshake,) = notes.of(TlsHandshake)
    assert handshake.step.error == "CLIENT_CERTIFICATE_UNREADABLE"
    assert "tls-versions" not in run.outcomes


@pytest.mark.parametrize("given", [True, False])
async def test_vsftpd_that_requires_one(given: bool, tmp_path: Path) -> None:
    require("vsftpd")
    mine = trustme.CA()
    authority, pem = tmp_path / "clients.pem", tmp_path / "client.pem"
    mine.cert_pem.write_to_path(authority)
    mine.issue_cert("tester@example.test").private_key_and_cert_chain_pem.write_to_path(pem)
    extra = ("require_cert=YES", "validate_cert=YES", f"ca_certs_file={authority}")
    with start("vsftpd", Options(extra=extra)) as server:
        trust = Trust(
            mode="strict", ca_file=str(server.ca_file), client_certificate=str(pem) if given else None
        )
        run, notes = await run_against(server, trust=trust)
    assert notes.of(TlsHandshake)[0].client_certificate_asked
    if given:
        for mode in MODES:
            assert_lists(notes.attempt(mode), resumed=True)
    else:
        assert run.outcomes["login"][0] == "failed"
        assert not notes.of(DataAttempt)
