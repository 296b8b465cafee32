"""The demo's certificates verify for their name, and for no other."""

from __future__ import annotations

import contextlib
import ssl
from pathlib import Path

import pytest

from ftpsgui.demo.certificates import CertificateFiles, make_certificates


def handshake(files: CertificateFiles, host: str, *, trusted: bool = True) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files.chain, files.key)
    client = ssl.create_default_context()
    if trusted:
        client = ssl.create_default_context(cafile=str(files.authority))
    a_in, a_out, b_in, b_out = (ssl.MemoryBIO() for _ in range(4))
    left = client.wrap_bio(a_in, a_out, server_hostname=host)
    right = server.wrap_bio(b_in, b_out, server_side=True)
    for _ in range(4):
        for end in (left, right):
            with contextlib.suppress(ssl.SSLWantReadError):
                end.do_handshake()
            b_in.write(a_out.read())
            a_in.write(b_out.read())


def test_the_name_verifies_and_another_does_not(tmp_path: Path) -> None:
    files = make_certificates(tmp_path, "ftp.example.com")
    handshake(files, "ftp.example.com")
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        handshake(files, "www.example.com")


def test_nobody_else_trusts_it(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError) as failure:
        handshake(make_certificates(tmp_path, "ftp.example.com"), "ftp.example.com", trusted=False)
    assert failure.value.verify_code == 20


def test_a_self_signed_one_is_its_own_authority(tmp_path: Path) -> None:
    files = make_certificates(tmp_path, "ftp.example.com", self_signed=True)
    assert files.authority.read_bytes() == files.chain.read_bytes()
    with pytest.raises(ssl.SSLCertVerificationError) as failure:
        handshake(files, "ftp.example.com", trusted=False)
    assert failure.value.verify_code == 18
