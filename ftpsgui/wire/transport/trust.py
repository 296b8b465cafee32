"""Which certificates are believed: TLS contexts, the trust store by name, certificates as facts.

Verification proper is OpenSSL's, in the handshake. It stops at the first reason; :func:`further_problems` looks for
the reasons that it did not come to (dates and name of the server's own certificate), so that all are told at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import os
import ssl
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ftpsgui.model.facts import Certificate, VerifyProblem
from ftpsgui.model.plan import Trust
from ftpsgui.model.seams import NetworkError
from ftpsgui.protocol.escape import escape_text
from ftpsgui.wire.transport.handshake import watch

if TYPE_CHECKING:
    from cryptography import x509

NOT_YET_VALID, EXPIRED, SELF_SIGNED, SELF_SIGNED_IN_CHAIN, NO_ISSUER = 9, 10, 18, 19, 20
NAME_MISMATCH, ADDRESS_MISMATCH = 62, 64
"""OpenSSL's verification codes (X509_V_ERR_…)."""

VERSIONS = {
    "TLSv1": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}
"""TLS versions by the names that OpenSSL gives them, oldest first."""

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL: what the former point to
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS, FreeBSD, OpenBSD
)
"""Where systems keep their authorities when OpenSSL was built elsewhere (a frozen program) and does not know.

The same places that Go's crypto/x509 looks in (root_linux.go, root_bsd.go)."""


class TrustStore:
    """The authorities to believe, and the client certificate to offer; makes TLS contexts from them."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self.name = _store_name(trust)

    def context(self, *, strict: bool, only: str | None = None, version: str | None = None) -> ssl.SSLContext:
        """Return a new client context. Blocks for some 30 ms when it reads the system's store.

        ``strict``: verify chain and name; otherwise accept anything (the caller compares fingerprints).
        ``only``: this one of :data:`VERSIONS` with whatever cipher, to learn what a server speaks; never log in over it.
        ``version``: this one, and otherwise as usual; for a login.
        Raises NetworkError ``CA_FILE_UNREADABLE``, ``CLIENT_CERTIFICATE_UNREADABLE`` or, where this computer's OpenSSL
        was built without the version, ``NO_PROTOCOLS_AVAILABLE``.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # CPython sets this; with it a truncated transfer would look complete.
        context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
        # Said here, because Debian's Python leaves it to the system's OpenSSL, whose configuration may say anything.
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if version is not None:
            context.minimum_version = context.maximum_version = VERSIONS[version]
        if only is not None:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    context.minimum_version = context.maximum_version = VERSIONS[only]
                context.set_ciphers(
                    "ALL:@SECLEVEL=0"
                )  # old versions need it; from TLS 1.3 on it decides nothing
            except ValueError as error:
                raise NetworkError("error", "NO_PROTOCOLS_AVAILABLE") from error
        if strict:
            self._load_authorities(context)
        else:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        self._load_client_certificate(context)
        watch(context)
        return context

    def check_files(self) -> None:
        """Raise NetworkError, as :meth:`context` does, when a file that the user gave cannot be used."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._trust.ca_file:
            self._load_authorities(context)
        self._load_client_certificate(context)

    def _load_client_certificate(self, context: ssl.SSLContext) -> None:
        if self._trust.client_certificate:
            try:
                # The empty password keeps OpenSSL from asking on the terminal.
                context.load_cert_chain(self._trust.client_certificate, password="")
            except (OSError, ValueError) as error:
                raise NetworkError("error", "CLIENT_CERTIFICATE_UNREADABLE") from error

    def _load_authorities(self, context: ssl.SSLContext) -> None:
        if self._trust.ca_file:
            try:
                context.load_verify_locations(cafile=self._trust.ca_file)
            except (OSError, ValueError) as error:
                raise NetworkError("error", "CA_FILE_UNREADABLE") from error
            return
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if context.cert_store_stats()["x509_ca"] or _chosen():
            return
        bundle = _fallback_bundle()
        if bundle is not None:
            # One that cannot be read leaves the store empty, which the facts say.
            with contextlib.suppress(OSError, ValueError):
                context.load_verify_locations(cafile=bundle)

    def authorities(self, context: ssl.SSLContext) -> int | None:
        """Return how many authorities ``context`` has; None when it looks them up one by one, in a directory."""
        count = context.cert_store_stats()["x509_ca"]
        in_directory = not self._trust.ca_file and ssl.get_default_verify_paths().capath is not None
        return count if count or not in_directory else None


def _chosen() -> str | None:
    """Return the file or directory of authorities that the user chose by OpenSSL's own variables."""
    return os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")


def _fallback_bundle() -> str | None:
    return next((path for path in _BUNDLES if Path(path).is_file()), None)


def _store_name(trust: Trust) -> str:
    if trust.ca_file:
        return Path(trust.ca_file).name
    if os.name == "nt":
        return "Windows ROOT, CA"
    paths = ssl.get_default_verify_paths()
    return _chosen() or paths.cafile or _fallback_bundle() or paths.capath or "-"


def prefer_group(context: ssl.SSLContext, group: str) -> None:
    """Make further handshakes of ``context`` begin with ``group``: spares a HelloRetryRequest, one round trip.

    Only for a server that has just chosen this group. Python can name one group only, so the others are not offered.
    """
    # A group that this OpenSSL cannot name costs one round trip, no more.
    with contextlib.suppress(ValueError, ssl.SSLError):
        context.set_ecdh_curve(group)


def read_certificate(der: bytes) -> Certificate:
    """Return a DER certificate as a fact; one that cannot be read keeps its fingerprint only."""
    from cryptography import x509

    sha256 = hashlib.sha256(der).hexdigest()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # serial number 0, odd encodings: facts, not our concern
            parsed = x509.load_der_x509_certificate(der)
            return Certificate(
                sha256=sha256,
                subject=escape_text(parsed.subject.rfc4514_string()),
                issuer=escape_text(parsed.issuer.rfc4514_string()),
                names=tuple(escape_text(name) for name in _names(parsed)),
                not_before=parsed.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
                not_after=parsed.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
                serial=f"{parsed.serial_number:x}",
                key=_key(parsed),
                signature=_signature(parsed),
            )
    except Exception:  # noqa: BLE001 (the library has an exception for each way to be malformed, and no common one)
        return Certificate(sha256=sha256, subject="", issuer="", names=(), not_before="", not_after="")


def _names(certificate: x509.Certificate) -> list[str]:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # noqa: BLE001 (as above; and there may be none)
        return []
    return [
        *extension.get_values_for_type(x509.DNSName),
        *map(str, extension.get_values_for_type(x509.IPAddress)),
    ]


def _key(certificate: x509.Certificate) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return ""
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    return type(key).__name__.removesuffix("PublicKey")


def _signature(certificate: x509.Certificate) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return certificate.signature_algorithm_oid.dotted_string
    return algorithm.name if algorithm is not None else certificate.signature_algorithm_oid._name


def further_problems(
    first: VerifyProblem | None, chain: Sequence[Certificate], host: str, now: str
) -> tuple[VerifyProblem, ...]:
    """Return all reasons against ``chain``: OpenSSL's ``first``, then those it did not come to.

    ``now`` is an ISO 8601 time in UTC; ``host`` the name or address that the user dialled.
    """
    found: dict[int, VerifyProblem] = {}
    if first is not None:
        found[first.code] = first
    if chain:
        leaf = chain[0]
        if leaf.not_after and leaf.not_after[:19] < now[:19]:
            found.setdefault(EXPIRED, VerifyProblem(code=EXPIRED, text="certificate has expired"))
        if leaf.not_before and leaf.not_before[:19] > now[:19]:
            found.setdefault(
                NOT_YET_VALID, VerifyProblem(code=NOT_YET_VALID, text="certificate is not yet valid")
            )
        if (
            leaf.subject
            and NAME_MISMATCH not in found
            and ADDRESS_MISMATCH not in found
            and not names_match(leaf, host)
        ):
            code = ADDRESS_MISMATCH if _as_address(host) else NAME_MISMATCH
            what = "IP address mismatch" if code == ADDRESS_MISMATCH else "hostname mismatch"
            found[code] = VerifyProblem(code=code, text=what)
    return tuple(found.values())


def names_match(certificate: Certificate, host: str) -> bool:
    """Whether ``certificate`` is for ``host`` (RFC 6125 §6.4: one wildcard, alone in the leftmost label).

    The common name counts only when there is no DNS name among the alternative names, as OpenSSL has it.
    """
    address = _as_address(host)
    if address is not None:
        return any(_as_address(name) == address for name in certificate.names)
    patterns = [name for name in certificate.names if _as_address(name) is None]
    if not patterns:
        patterns = [part[3:] for part in certificate.subject.split(",") if part.startswith("CN=")]
    try:
        wanted = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        wanted = host.rstrip(".").lower()
    return any(_matches(pattern.rstrip(".").lower(), wanted) for pattern in patterns)


def _matches(pattern: str, host: str) -> bool:
    if pattern == host:
        return True
    head, _, tail = pattern.partition(".")
    return head == "*" and "." in tail and host.partition(".")[2] == tail and bool(host.partition(".")[0])


def _as_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.split("%", 1)[0].strip("[]"))
    except ValueError:
        return None
