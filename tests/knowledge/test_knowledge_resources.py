"""The committed products and routers: all load, all templates fill, all greetings are recognised."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from ftpsgui.knowledge import load
from ftpsgui.knowledge.remedies import COMMON_PRODUCTS, VERIFIED_BY, router_remedies, server_remedies
from ftpsgui.knowledge.schema import VALUES, Head, RouterNeed, ServerNeed, read
from ftpsgui.model.facts import Reply
from ftpsgui.texts.translate import Translator

KNOWLEDGE = load()
ALL = {
    "public_ip": "203.0.113.1",
    "server_ip": "10.20.30.2",
    "control_port": "21",
    "pasv_min": "50000",
    "pasv_max": "50100",
}
NAMED = ALL | {"public_name": "ftp.example.com"}
BASIC = (
    "vsftpd",
    "proftpd",
    "pure_ftpd",
    "pyftpdlib",
    "filezilla_server_1",
    "filezilla_server_0_9",
    "iis_ftp",
)


def reply(text: str) -> Reply:
    """A reply as the reader would give it."""
    lines = text.splitlines()
    code = lines[0][:3]
    return Reply(
        code=int(code), lines=tuple(line[4:] if line.startswith(code) else line for line in lines), raw=text
    )


@pytest.mark.parametrize("name", list(KNOWLEDGE.products))
def test_every_product_loads_and_its_head_is_the_whole_head(name: str) -> None:
    product = KNOWLEDGE.products[name]
    head = read(KNOWLEDGE.products.path(name), Head)
    assert (head.name, head.engine, head.fingerprint) == (product.name, product.engine, product.fingerprint)
    assert product.engine is None or product.engine in KNOWLEDGE.products
    for fingerprint in product.fingerprint:
        if fingerprint.pattern:
            re.compile(fingerprint.pattern)


@pytest.mark.parametrize("name", list(KNOWLEDGE.routers))
def test_every_router_loads_and_can_forward(name: str) -> None:
    assert KNOWLEDGE.routers[name].need["forward"]


@pytest.mark.parametrize("name", list(KNOWLEDGE.products))
def test_all_values_leave_only_the_placeholders_that_the_product_explains(name: str) -> None:
    for need, steps in KNOWLEDGE.products[name].need.items():
        for remedy in server_remedies(KNOWLEDGE, name, need, NAMED):
            assert not {place.name for place in remedy.placeholders} & VALUES
            assert "{" + "public_ip" not in remedy.snippet.id or remedy.snippet.translated
        assert len(server_remedies(KNOWLEDGE, name, need, NAMED)) == len(steps)


@pytest.mark.parametrize("name", [*BASIC, "sftpgo"])
def test_the_common_products_know_their_masquerade_and_range(name: str) -> None:
    text = "\n".join(
        remedy.snippet.id
        for remedy in server_remedies(KNOWLEDGE, name, "masquerade", ALL)
        if remedy.group == 1
    )
    assert "203.0.113.1" in text
    assert "50000" in text
    assert "50100" in text or "50101" in text


COMPLETE = (
    *BASIC,
    "sftpgo",
    "apache_ftpserver",
    "aws_transfer",
    "truenas",
    "libunftp",
    "docker_fauria_vsftpd",
    "docker_delfer_alpine_ftp",
    "docker_stilliard_pure_ftpd",
)
"""Products of which everything that a cure may need is known."""


NEEDS: tuple[ServerNeed, ...] = (
    "masquerade",
    "passive-range",
    "session-reuse",
    "tls-enable",
    "require-tls",
    "certificate",
    "active-allow",
    "data-protection",
    "tls-versions",
)


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_product_has_every_cure(name: str) -> None:
    for need in NEEDS:
        remedies = server_remedies(KNOWLEDGE, name, need, NAMED)
        assert {remedy.product for remedy in remedies} == {name}
        general = server_remedies(KNOWLEDGE, "rebex", need, ALL)
        assert remedies[0].snippet != general[0].snippet, f"{need} is said in general words only"
        done = {remedy.group for remedy in remedies if remedy.apply or remedy.snippet.translated}
        assert done >= {remedy.group for remedy in remedies}, f"{need}: nothing says how it takes effect"
    by_group: dict[int, str] = {}
    for remedy in server_remedies(KNOWLEDGE, name, "masquerade", NAMED):
        by_group[remedy.group] = by_group.get(remedy.group, "") + Translator().render(remedy.snippet)
    assert "203.0.113.1" in by_group[1]
    assert "changes from time to time" in by_group[2]
    hints = [
        need
        for need in ("masquerade", "require-tls")
        for step in KNOWLEDGE.products[name].need.get(need, ())
        if step.confidence == "hint"
    ]
    assert KNOWLEDGE.products[name].confidence != "hint"
    assert name == "libunftp" or not hints


NOT_TRANSLATING = {
    *("aws_nlb", "aws_security_group", "azure_load_balancer", "azure_nsg", "carrier_nat", "docker", "gcp"),
    *("kubernetes", "windows_firewall"),  # nothing is translated there, or not by a rule of the reader's
    *("fritzbox", "home_router_generic"),  # their pages have no field for it: the address is the router's own
}


@pytest.mark.parametrize("name", list(KNOWLEDGE.routers))
def test_every_router_forwards_opens_and_switches_the_helper_off(name: str) -> None:
    for need in {*get_args(RouterNeed)} - {
        "let-in",
        "open-range-ipv6",
    }:  # few need words of their own for IPv6
        remedies = router_remedies(KNOWLEDGE, name, need, ALL)
        assert {remedy.router for remedy in remedies} == {name}
        assert len(remedies) == len(KNOWLEDGE.routers[name].need[need])
    if name not in NOT_TRANSLATING:
        forward = "\n".join(remedy.snippet.id for remedy in router_remedies(KNOWLEDGE, name, "forward", ALL))
        assert "203.0.113.1" in forward, "a rule that matches any destination takes other hosts' traffic"


def test_every_need_has_a_probe_that_verifies_it() -> None:
    for shelf in (KNOWLEDGE.products, KNOWLEDGE.routers):
        for name in shelf:
            assert set(shelf[name].need) <= set(VERIFIED_BY)


def test_the_common_products_exist() -> None:
    assert set(COMMON_PRODUCTS) <= set(KNOWLEDGE.products)


def test_recalled_facts_are_hints() -> None:
    remedies = router_remedies(KNOWLEDGE, "mikrotik", "forward", ALL)
    assert {remedy.confidence for remedy in remedies} == {"hint"}


@pytest.mark.parametrize(
    ("greeting", "product", "version"),
    [
        ("220 (vsFTPd 3.0.3)", "vsftpd", "3.0.3"),
        ("220 ProFTPD Server (Debian) [::ffff:192.168.1.20]", "proftpd", None),
        ("220 ProFTPD 1.3.5e Server (Debian) [10.0.0.1]", "proftpd", "1.3.5e"),
        ("220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\n220 Done", "pure_ftpd", None),
        ("220 pyftpdlib 2.2.0 ready.", "pyftpdlib", "2.2.0"),
        (
            "220-FileZilla Server 1.9.4\n220 Please visit https://filezilla-project.org/",
            "filezilla_server_1",
            "1.9.4",
        ),
        (
            "220-FileZilla Server 0.9.60 beta\n220 written by Tim Kosse (tim.kosse@filezilla-project.org)",
            "filezilla_server_0_9",
            "0.9.60 beta",
        ),
        ("220-FileZilla Server version 0.9.41 beta\n220 x", "filezilla_server_0_9", "0.9.41 beta"),
        ("220 Microsoft FTP Service", "iis_ftp", None),
        ("220 SFTPGo_2.6.2", "sftpgo", "2.6.2"),
        ("220 SFTPGo", "sftpgo", None),
        ("220 Serv-U FTP Server v15.1 ready...", "serv_u", "15.1"),
        ("220 Wing FTP Server ready... (Wing FTP Server Free Edition)", "wing_ftp", None),
        ("220 host FTP server (MikroTik 6.49.10) ready", "mikrotik_ftp", "6.49.10"),
        ("220 FRITZ!Box7590 FTP server ready.", "fritzbox", None),
        ("220 DiskStation FTP server ready.", "synology_dsm", None),
        ("220-FTPD1 IBM FTP CS V2R3 at MVS1, 12:00:00 on 2020-01-01.\n220 x", "zos_ftp", "V2R3"),
        ("220-QTCP at AS400.EXAMPLE.COM.\n220 x", "ibm_i", None),
        (
            "220 Welcome Alpine ftp server https://hub.docker.com/r/delfer/alpine-ftp-server/",
            "docker_delfer_alpine_ftp",
            None,
        ),
        ("220 Welcome to the libunftp FTP server", "libunftp", None),
        ("220 mail FTP server (Version wu-2.6.2-5) ready.", "wu_ftpd", "2.6.2-5"),
    ],
)
def test_greetings_name_the_product(greeting: str, product: str, version: str | None) -> None:
    guess = KNOWLEDGE.identify([(None, reply(greeting), "o3")])
    assert guess is not None
    assert (guess.id, guess.version, guess.evidence) == (product, version, ("o3",))


@pytest.mark.parametrize("greeting", ["220 Welcome to our server", "220 ftp.example.com ready", "220 "])
def test_a_greeting_that_names_nothing_is_no_guess(greeting: str) -> None:
    assert KNOWLEDGE.identify([(None, reply(greeting), "o1")]) is None


def test_a_hidden_vsftpd_is_known_by_its_help() -> None:
    guess = KNOWLEDGE.identify(
        [
            (None, reply("220 Welcome"), "o1"),
            ("HELP", reply("214-The following commands are recognized.\n ABOR ACCT\n214 Help OK."), "o2"),
            ("SYST", reply("530 Please login with USER and PASS."), "o3"),
        ]
    )
    assert guess is not None
    assert guess.id == "vsftpd"
    assert guess.confidence == "likely"
    assert set(guess.evidence) == {"o2", "o3"}


def test_a_hidden_proftpd_is_told_from_vsftpd_by_a_missing_dot() -> None:
    guess = KNOWLEDGE.identify([("STAT", reply("530 Please login with USER and PASS"), "o1")])
    assert guess is not None
    assert guess.id == "proftpd"
    assert guess.confidence == "possible"


def test_an_image_of_vsftpd_keeps_the_version_of_its_engine() -> None:
    guess = KNOWLEDGE.identify(
        [
            (None, reply("220 Welcome Alpine ftp server https://hub.docker.com/r/delfer/"), "o1"),
            (
                "STAT",
                reply("211-FTP server status:\n     vsFTPd 3.0.5 - secure, fast, stable\n211 End"),
                "o2",
            ),
        ]
    )
    assert guess is not None
    assert (guess.id, guess.version) == ("docker_delfer_alpine_ftp", "3.0.5")
