"""Trust stores, certificates as facts, and the reasons that OpenSSL does not come to."""

from __future__ import annotations

import datetime as dt
import hashlib
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ftpsgui.model.facts import Certificate, TlsHandshake, VerifyProblem
from ftpsgui.model.plan import Trust
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.transport import trust
from ftpsgui.wire.transport.trust import TrustStore, further_problems, names_match, read_certificate
from tests.wire.mini import Mini
from tests.wire.runs import Run

NOW = "2026-11-23T12:00:00.000Z"


def certificate(
    *names: str,
    subject: str = "CN=x",
    until: str = "2030-01-01T00:00:00Z",
    since: str = "2020-01-01T00:00:00Z",
) -> Certificate:
    return Certificate(
        sha256="0", subject=subject, issuer="CN=y", names=names, not_before=since, not_after=until
    )


@pytest.mark.parametrize(
    ("names", "host", "fits"),
    [
        (("ftp.example.com",), "ftp.example.com", True),
        (("ftp.example.com",), "FTP.Example.COM.", True),
        (("ftp.example.com",), "example.com", False),
        (("*.example.com",), "ftp.example.com", True),
        (("*.example.com",), "a.ftp.example.com", False),
        (("*.example.com",), "example.com", False),
        (("*.com",), "example.com", False),
        (("f*.example.com",), "ftp.example.com", False),
        (("192.0.2.1",), "192.0.2.1", True),
        (("2001:db8::1",), "2001:0db8:0::1", True),
        (("ftp.example.com",), "192.0.2.1", False),
        (("192.0.2.1",), "ftp.example.com", False),
        (("xn--bcher-kva.example",), "bücher.example", True),
        ((), "x", True),
        (("other.example",), "x", False),
    ],
)
def test_names(names: tuple[str, ...], host: str, fits: bool) -> None:
    assert names_match(certificate(*names), host) is fits


def test_all_reasons_are_found_once() -> None:
    first = VerifyProblem(code=18, text="self-signed certificate")
    leaf = certificate("other.example", until="2026-11-23T11:59:59Z")
    assert [each.code for each in further_problems(first, [leaf], "ftp.example.com", NOW)] == [18, 10, 62]
    assert [each.code for each in further_problems(first, [leaf], "192.0.2.1", NOW)] == [18, 10, 64]
    early = certificate("ftp.example.com", since="2026-11-24T00:00:00Z")
    assert [each.code for each in further_problems(None, [early], "ftp.example.com", NOW)] == [9]
    expired = VerifyProblem(code=10, text="certificate has expired")
    assert further_problems(expired, [leaf], "other.example", NOW) == (expired,)
    assert further_problems(None, [], "x", NOW) == ()


def test_a_certificate_as_a_fact(authority: trustme.CA) -> None:
    leaf = authority.issue_cert(
        "ftp.example.com", "192.0.2.1", not_after=dt.datetime(2031, 5, 6, tzinfo=dt.UTC)
    )
    der = ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())
    fact = read_certificate(der)
    assert fact.names == ("ftp.example.com", "192.0.2.1")
    assert fact.not_after == "2031-05-06T00:00:00Z"
    assert fact.key.startswith(("EC secp256r1", "RSA"))
    assert "O=the authority" in fact.issuer
    assert fact.signature.startswith("sha")


def test_control_characters_in_a_name_are_made_visible() -> None:
    issuer = trustme.CA(organization_name="evil\x1b[31m\u202e")
    der = x509.load_pem_x509_certificate(issuer.cert_pem.bytes()).public_bytes(_der())
    fact = read_certificate(der)
    assert "\x1b" not in fact.subject
    assert "\u202e" not in fact.subject


def _der() -> object:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER


def test_a_certificate_that_cannot_be_read_keeps_its_fingerprint() -> None:
    fact = read_certificate(b"not a certificate")
    assert len(fact.sha256) == 64
    assert fact.subject == ""


@pytest.mark.parametrize("byte", [0x23, 0x0E, 0x25], ids=hex)
def test_a_certificate_that_the_library_refuses_in_its_own_way(byte: int, authority: trustme.CA) -> None:
    """An extension that stands twice raises neither ValueError nor any other common exception."""
    der = x509.load_pem_x509_certificate(authority.issue_cert("h").cert_chain_pems[0].bytes()).public_bytes(
        Encoding.DER
    )
    # subjectAltName and two others, by their last byte: make one the other.
    twice = der.replace(b"\x06\x03\x55\x1d\x11", bytes([6, 3, 0x55, 0x1D, byte]))
    assert twice != der
    assert read_certificate(twice).sha256 == hashlib.sha256(twice).hexdigest()


def test_a_certificate_of_no_known_version_keeps_its_fingerprint(authority: trustme.CA) -> None:
    der = x509.load_pem_x509_certificate(authority.issue_cert("h").cert_chain_pems[0].bytes()).public_bytes(
        Encoding.DER
    )
    odd = der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x55", 1)
    assert read_certificate(odd).subject == ""


def test_the_store_has_a_name(ca_file: str) -> None:
    assert TrustStore(Trust(ca_file=ca_file)).name == "ca.pem"
    assert TrustStore(Trust()).name


def test_a_truncation_must_not_look_clean(ca_file: str) -> None:
    context = TrustStore(Trust(ca_file=ca_file)).context(strict=True)
    assert not context.options & ssl.OP_IGNORE_UNEXPECTED_EOF


def test_strict_and_lax(ca_file: str) -> None:
    store = TrustStore(Trust(ca_file=ca_file))
    assert store.context(strict=True).verify_mode is ssl.CERT_REQUIRED
    assert store.context(strict=True).check_hostname
    assert store.context(strict=False).verify_mode is ssl.CERT_NONE
    assert store.context(strict=True).minimum_version == ssl.TLSVersion.TLSv1_2
    old = store.context(strict=False, only="TLSv1.1")
    assert old.minimum_version == old.maximum_version == ssl.TLSVersion.TLSv1_1


def test_files_that_cannot_be_used_are_named(tmp_path: Path, ca_file: str) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (str(empty), str(tmp_path / "missing.pem")):
        with pytest.raises(NetworkError) as caught:
            TrustStore(Trust(ca_file=path)).context(strict=True)
        assert caught.value.error == "CA_FILE_UNREADABLE"
        with pytest.raises(NetworkError) as caught:
            TrustStore(Trust(ca_file=ca_file, client_certificate=path)).context(strict=True)
        assert caught.value.error == "CLIENT_CERTIFICATE_UNREADABLE"


@pytest.mark.skipif(sys.platform != "linux", reason="where the system keeps its authorities")
def test_the_systems_authorities_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")  # the tests' own
    assert TrustStore(Trust()).context(strict=True).cert_store_stats()["x509_ca"] > 0


# A program that was built on another distribution: OpenSSL looks where nothing is


@pytest.fixture
def built_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have OpenSSL find no authorities by itself, as in a frozen program whose builder kept them in another place."""
    nowhere = ssl.DefaultVerifyPaths(None, None, "SSL_CERT_FILE", "/x/cert.pem", "SSL_CERT_DIR", "/x/certs")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("built_elsewhere")
async def test_the_systems_own_bundle_is_found_and_named(
    server_context: Callable[..., ssl.SSLContext], ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "_BUNDLES", ("/no/such/bundle.pem", ca_file))
    async with Mini(server_context()) as server:
        notes = await Run(server, trust=Trust(mode="strict")).done()
    handshake = notes.of(TlsHandshake)[0]
    assert handshake.verified
    assert (handshake.trust_store, handshake.trust_authorities) == (ca_file, 1)


@pytest.mark.usefixtures("built_elsewhere")
async def test_a_system_without_authorities_is_a_fact(
    server_context: Callable[..., ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust, "_BUNDLES", ())
    async with Mini(server_context()) as server:
        notes = await Run(server, trust=Trust(mode="strict")).done()
    handshake = notes.of(TlsHandshake)[0]
    assert handshake.verified is False
    assert (handshake.trust_store, handshake.trust_authorities) == ("-", 0)


@pytest.mark.usefixtures("built_elsewhere")
@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_what_the_user_chose_by_a_variable_is_not_added_to(
    ca_file: str, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setattr(trust, "_BUNDLES", (ca_file,))
    monkeypatch.setenv(variable, "/chosen/by/the/user")
    store = TrustStore(Trust())
    assert store.name == "/chosen/by/the/user"
    assert store.context(strict=True).cert_store_stats()["x509_ca"] == 0


@pytest.mark.usefixtures("built_elsewhere")
def test_a_bundle_that_cannot_be_read_leaves_the_store_empty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("no certificates at all")
    monkeypatch.setattr(trust, "_BUNDLES", (str(bundle),))
    store = TrustStore(Trust())
    assert store.authorities(store.context(strict=True)) == 0


def test_a_directory_of_authorities_is_not_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = ssl.DefaultVerifyPaths(
        None, str(tmp_path), "SSL_CERT_FILE", "/x/cert.pem", "SSL_CERT_DIR", "/x/certs"
    )
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
    monkeypatch.setattr(trust, "_BUNDLES", ())
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    store = TrustStore(Trust())
    assert store.authorities(store.context(strict=True)) is None
    assert store.name == str(tmp_path)
