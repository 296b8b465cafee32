"""Certificates for the demo's servers: made anew for each stage, valid in no other place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CertificateFiles:
    """Paths of PEM files. ``authority`` signs ``chain``; with a self-signed certificate both are the same one."""

    authority: Path
    chain: Path
    key: Path


def make_certificates(folder: Path, host: str, *, self_signed: bool = False) -> CertificateFiles:
    """Write a key and a certificate for ``host`` into ``folder``: EC P-256, valid for a year from yesterday."""
    files = CertificateFiles(folder / "demo-ca.pem", folder / "server.pem", folder / "server.key")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(host)
    if self_signed:
        certificate = authority = _sign(subject, key.public_key(), subject, key, host=host)
    else:
        authority_key = ec.generate_private_key(ec.SECP256R1())
        authority_name = _name("Demo certification authority")
        authority = _sign(authority_name, authority_key.public_key(), authority_name, authority_key)
        certificate = _sign(subject, key.public_key(), authority_name, authority_key, host=host)
    files.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    files.chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files.key.touch(mode=0o600)
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ftpsgui demo"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _sign(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    host: str | None = None,
) -> x509.Certificate:
    """Return a certificate; without ``host`` that of an authority."""
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 365 * _DAY)
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=host is not None,
                key_cert_sign=host is None,
                crl_sign=host is None,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if host is not None:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False
        ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
