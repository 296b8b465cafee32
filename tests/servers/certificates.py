"""Certificates for the test servers: good, and with each fault that a careful client sees."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from pathlib import Path
from typing import Literal

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CertificateKind = Literal["good", "expired", "not-yet-valid", "wrong-name", "self-signed", "no-intermediate"]
"""``no-intermediate``: the server does not send the certificate that leads from its own to the authority's."""
ORGANISATION = "ftpsgui tests"
_lock = threading.Lock()
"""Servers start in many threads at once: they must not make an authority each."""


@functools.cache
def authority() -> trustme.CA:
    """Return the authority of this test process."""
    return trustme.CA(organization_name=ORGANISATION)


@functools.cache
def issue(kind: CertificateKind, names: tuple[str, ...]) -> tuple[bytes, bytes]:
    """Return the private key and the certificate chain as PEM."""
    if kind == "self-signed":
        return _self_signed(names)
    now = dt.datetime.now(dt.UTC)
    if kind == "wrong-name":
        names = ("ftp.other.example",)
    day = dt.timedelta(days=1)
    begin, end = {
        "expired": (now - 400 * day, now - 30 * day),
        "not-yet-valid": (now + 30 * day, now + 400 * day),
    }.get(kind, (None, None))
    issuer = authority().create_child_ca() if kind == "no-intermediate" else authority()
    leaf = issuer.issue_cert(*names, not_before=begin, not_after=end)
    chain = leaf.cert_chain_pems[:1] if kind == "no-intermediate" else leaf.cert_chain_pems
    return leaf.private_key_pem.bytes(), b"".join(blob.bytes() for blob in chain)


def write(folder: Path, kind: CertificateKind, names: tuple[str, ...]) -> None:
    """Write ``key.pem``, ``chain.pem``, ``both.pem`` and ``ca.pem`` into ``folder``."""
    with _lock:
        key, chain = issue(kind, names)
    (folder / "ca.pem").write_bytes(authority().cert_pem.bytes())
    (folder / "chain.pem").write_bytes(chain)
    for name, content in (("key.pem", key), ("both.pem", key + chain)):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)


def _self_signed(names: tuple[str, ...]) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate.public_bytes(serialization.Encoding.PEM),
    )


def _name(name: str) -> x509.GeneralName:
    import ipaddress

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
