"""Cures: values filled in, gaps named, steps and alternatives counted."""

from __future__ import annotations

from ftpsgui.knowledge import load
from ftpsgui.knowledge.remedies import alternatives, router_remedies, server_remedies, together
from ftpsgui.texts.translate import Translator

KNOWLEDGE = load()
ALL = {
    "public_ip": "203.0.113.1",
    "server_ip": "10.20.30.2",
    "control_port": "21",
    "pasv_min": "50000",
    "pasv_max": "50100",
}
RENDER = Translator("en").render


def test_vsftpd_masquerade_is_verbatim_and_switches_off_the_ipv6_listener() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "vsftpd", "masquerade", ALL)
    assert remedy.file == "/etc/vsftpd.conf"
    assert RENDER(remedy.snippet).splitlines() == [
        "listen=YES",
        "listen_ipv6=NO",
        "pasv_address=203.0.113.1",
        "pasv_min_port=50000",
        "pasv_max_port=50100",
    ]
    assert remedy.verbatim
    assert remedy.placeholders == ()
    assert remedy.confidence == "verified"
    assert remedy.verified_by == "pasv"
    assert remedy.apply is not None
    assert RENDER(remedy.apply) == "systemctl restart vsftpd"


def test_pure_ftpd_on_debian_is_one_file_for_each_option_whose_first_line_counts() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "pure_ftpd", "masquerade", ALL)
    assert remedy.file is None
    assert RENDER(remedy.snippet).splitlines() == [
        "echo 203.0.113.1 > /etc/pure-ftpd/conf/ForcePassiveIP",
        "echo 50000 50100 > /etc/pure-ftpd/conf/PassivePortRange",
    ]


def test_what_must_win_in_proftpd_comes_first() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "proftpd", "masquerade", ALL)
    assert RENDER(remedy.snippet).startswith("sed -i '1i MasqueradeAddress 203.0.113.1")
    assert remedy.verbatim


def test_a_file_that_only_the_reader_knows_is_a_placeholder() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "pyftpdlib", "passive-range", ALL)
    assert remedy.file == "<program>"
    assert [place.name for place in remedy.placeholders] == ["program"]
    assert not remedy.verbatim


def test_what_opens_ports_on_a_host_is_for_who_runs_the_server() -> None:
    for router, need, audience in (
        ("iptables", "open-range", "server-admin"),
        ("nftables", "open-range", "server-admin"),
        ("iptables", "forward", "network-admin"),
    ):
        assert {r.audience for r in router_remedies(KNOWLEDGE, router, need, ALL)} == {audience}  # type: ignore[arg-type]


def test_a_value_that_is_missing_becomes_a_placeholder_with_a_meaning() -> None:
    values = {key: value for key, value in ALL.items() if key != "server_ip"}
    (remedy,) = router_remedies(KNOWLEDGE, "iptables", "forward", values)
    assert "--to-destination <server_ip>" in RENDER(remedy.snippet)
    assert [place.name for place in remedy.placeholders] == ["server_ip"]
    assert "inside its network" in RENDER(remedy.placeholders[0].meaning)
    assert not remedy.verbatim


def test_an_empty_value_counts_as_missing() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "vsftpd", "masquerade", {**ALL, "public_ip": ""})
    assert "pasv_address=<public_ip>" in RENDER(remedy.snippet)


def test_braces_of_nftables_survive() -> None:
    remedies = router_remedies(KNOWLEDGE, "nftables", "forward", ALL)
    assert "tcp dport { 21, 50000-50100 } dnat to 10.20.30.2" in RENDER(remedies[1].snippet)
    assert remedies[1].verbatim


def test_a_changing_address_is_looked_up_by_the_name_that_was_tested() -> None:
    remedies = server_remedies(KNOWLEDGE, "vsftpd", "masquerade", ALL | {"public_name": "ftp.example.com"})
    assert [remedy.group for remedy in remedies] == [1, 2, 2]
    assert "pasv_addr_resolve=YES\npasv_address=ftp.example.com" in RENDER(remedies[-1].snippet)
    assert remedies[-1].verbatim


def test_python_range_ends_one_later() -> None:
    remedies = server_remedies(KNOWLEDGE, "pyftpdlib", "passive-range", ALL)
    assert "range(50000, 50101)" in RENDER(remedies[0].snippet)


def test_an_unknown_product_gets_the_words_of_several() -> None:
    for unknown in (None, "no_such_product"):
        remedies = server_remedies(KNOWLEDGE, unknown, "masquerade", ALL)
        assert [r.product for r in remedies if r.step == 1] == [
            None,  # first in words that fit each of them: nobody takes the first one's lines for their own
            "vsftpd",
            "proftpd",
            "pure_ftpd",
            "filezilla_server_1",
            "iis_ftp",
        ]
        assert sorted({r.group for r in remedies}) == [1, 2, 3, 4, 5, 6]


def test_an_unknown_product_gets_one_sentence_for_what_takes_many_lines() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, None, "certificate", ALL)
    words = RENDER(remedy.snippet)
    assert words.startswith("Install a certificate on the server")
    for name in ("vsftpd: rsa_cert_file", "ProFTPD: TLSRSACertificateFile", "Microsoft IIS"):
        assert name in words


def test_an_image_uses_the_cures_of_its_engine_under_its_own_name() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "docker_garethflowers", "session-reuse", ALL)
    assert remedy.product == "docker_garethflowers"
    assert RENDER(remedy.snippet) == "require_ssl_reuse=NO"


def test_a_known_product_without_the_cure_gets_one_general_sentence() -> None:
    (remedy,) = server_remedies(KNOWLEDGE, "rebex", "masquerade", ALL)
    assert "203.0.113.1" in RENDER(remedy.snippet)
    assert remedy.product == "rebex"
    assert not remedy.verbatim


def test_an_unknown_router_gets_one_general_sentence() -> None:
    (remedy,) = router_remedies(KNOWLEDGE, None, "forward", {"control_port": "21"})
    assert RENDER(remedy.snippet).startswith("On the router or firewall")
    assert {place.name for place in remedy.placeholders} == {"pasv_min", "pasv_max", "server_ip"}


def test_together_makes_one_group_of_steps() -> None:
    steps = together(
        server_remedies(KNOWLEDGE, "pure_ftpd", "masquerade", ALL),
        router_remedies(KNOWLEDGE, "nftables", "forward", ALL),
    )
    assert [(r.group, r.step) for r in steps] == [(1, 1), (1, 2), (1, 3)]
    assert [r.audience for r in steps] == ["server-admin", "network-admin", "network-admin"]


def test_together_gives_each_alternative_its_own_copy_of_the_common_step() -> None:
    steps = together(
        server_remedies(KNOWLEDGE, "pyftpdlib", "masquerade", ALL),
        router_remedies(KNOWLEDGE, None, "forward", ALL),
    )
    assert [(r.group, r.step) for r in steps] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_alternatives_count_groups_through() -> None:
    steps = alternatives(
        server_remedies(KNOWLEDGE, "pure_ftpd", "masquerade", ALL),
        server_remedies(KNOWLEDGE, "pyftpdlib", "masquerade", ALL),
        (),
    )
    assert [(r.group, r.step) for r in steps] == [(1, 1), (2, 1), (3, 1)]
    assert together() == ()
