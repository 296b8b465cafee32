"""The engine: every rule has its cases, symptoms are folded, the order is that of repair."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from ftpsgui.diagnosis import rules as package
from ftpsgui.diagnosis.engine import rules
from tests.judgement import test_rules_data, test_rules_tls, test_rules_way
from tests.judgement.checks import Fires
from tests.judgement.playbook import Playbook

ALL = {**test_rules_way.CASES, **test_rules_tls.CASES, **test_rules_data.CASES}
CONTRACT = [
    "dns-unresolvable",
    "dns-addresses-disagree",
    "control-unreachable",
    "control-refused",
    "control-timeout",
    "control-dropped",
    "greeting-missing",
    "not-ftp",
    "implicit-on-explicit-port",
    "explicit-on-implicit-port",
    "server-busy",
    "tls-not-offered",
    "tls-handshake-failed",
    "tls-outdated",
    "tls-client-certificate-required",
    "tls-plaintext-injected",
    "certificate-untrusted",
    "certificate-self-signed",
    "certificate-expired",
    "certificate-not-yet-valid",
    "certificate-name-mismatch",
    "certificate-changed",
    "data-certificate-differs",
    "tls-session-reuse-required",
    "tls-session-not-resumed",
    "tls-resumption-exhausted",
    "data-tls-failed",
    "data-peer-not-tls",
    "data-protection-required",
    "data-protection-refused",
    "clear-login-allowed",
    "tls-close-missing",
    "login-refused",
    "login-needs-tls",
    "pasv-private-address",
    "pasv-foreign-address",
    "pasv-unspecified-address",
    "pasv-command-refused",
    "epsv-command-refused",
    "pasv-reply-malformed",
    "epsv-reply-malformed",
    "passive-port-filtered",
    "passive-port-refused",
    "passive-range-partial",
    "passive-range-exhausted",
    "epsv-only-works",
    "active-client-behind-nat",
    "active-public-address-wrong",
    "active-command-refused",
    "active-no-connection",
    "active-peer-mismatch",
    "alg-rewrites-plaintext",
    "alg-interferes",
    "test-from-inside",
    "target-address-private",
    "through-proxy",
    "hairpin",
    "client-behind-nat",
    "client-cgnat",
    "server-behind-nat",
    "both-behind-nat",
    "load-balancer-split",
    "listing-failed",
    "transfer-truncated",
    "transfer-stalled",
    "control-idle-timeout",
]


def test_every_rule_has_its_three_cases():
    assert set(ALL) == {rule.id for rule in rules()}
    for rule, cases in ALL.items():
        kinds = {"fires" if isinstance(expected, Fires) else expected for _, expected in cases}
        assert kinds == {"fires", "silent", "unknown"}, rule


def test_rules_are_the_contracts_and_named_after_their_files():
    ids = {rule.id for rule in rules()}
    assert ids <= set(CONTRACT)
    files = {info.name for info in pkgutil.iter_modules(package.__path__)}
    assert files == {rule.replace("-", "_") for rule in ids}
    for name in files:
        assert importlib.import_module(f"{package.__name__}.{name}").__doc__


def test_ranks_are_distinct():
    ranks = [rule.rank for rule in rules()]
    assert len(set(ranks)) == len(ranks)


def demo() -> Playbook:
    """FileZilla Server behind a router, implicit TLS, a client behind NAT: the demonstration's picture."""
    book = Playbook(peer="203.0.113.1:990", tls="implicit")
    book.login(greeting="220-FileZilla Server 1.8.2\n220 Please visit https://filezilla-project.org/")
    book.says("STAT", "211-Status\n211 Up and running, yay!", probe="reflection")
    book.passive(text="227 Entering Passive Mode (10,20,30,2,195,80)")
    book.passive(
        text="227 Entering Passive Mode (10,20,30,2,195,81)", address="advertised", not_dialled="no-consent"
    )
    book.passive("epsv", "229 Entering Extended Passive Mode (|||50003|)")
    book.active("port", reached=False, final=None)
    book.active("eprt", reached=False, final=None)
    text = "425 Unable to build data connection: TLS session of data connection not resumed."
    for port in (84, 85):
        book.passive(
            text=f"227 Entering Passive Mode (10,20,30,2,195,{port})",
            purpose="reuse",
            resumed=False,
            final=text,
        )
    return book.end()


def test_the_demonstration():
    diagnosis = demo().diagnose()
    ids = [finding.id for finding in diagnosis.findings]
    assert ids[0] == "pasv-private-address"
    assert {"both-behind-nat", "tls-session-reuse-required"} <= set(ids)
    assert not {"client-behind-nat", "server-behind-nat"} & set(ids)
    first = diagnosis.findings[0]
    assert diagnosis.product is not None
    assert diagnosis.product.id == "filezilla_server_1"
    steps = [(remedy.group, remedy.step, remedy.audience) for remedy in first.remedies]
    assert steps[:2] == [(1, 1, "server-admin"), (1, 2, "network-admin")]
    assert "ftp.example.com" in first.remedies[3].snippet.id  # the other way: by name
    assert "203.0.113.1" in first.remedies[0].snippet.id
    assert "50000" in first.remedies[0].snippet.id
    assert first.remedies[0].verbatim
    severities = {finding.id: finding.severity for finding in diagnosis.findings}
    assert severities["tls-session-reuse-required"] == severities["both-behind-nat"] == "info"
    assert diagnosis.verdict.use_mode == "epsv"
    assert diagnosis.verdict.exit_status == 1
    assert diagnosis.topology.topology_class == "T4"


def test_a_symptom_stands_in_its_cause_only():
    diagnosis = demo().diagnose()
    both = next(finding for finding in diagnosis.findings if finding.id == "both-behind-nat")
    assert {one.id for one in both.explains} == {"client-behind-nat", "server-behind-nat"}
    assert all(one.evidence for one in both.explains)


def test_chains_of_symptoms_end_in_the_first_cause():
    book = Playbook().login()
    book.passive("epsv", "229 ok (|||50000|)")
    book.passive(text="227 (203,0,113,1,195,90)", tcp="timeout")
    diagnosis = book.diagnose()
    partial = next(finding for finding in diagnosis.findings if finding.id == "passive-range-partial")
    assert {one.id for one in partial.explains} == {"passive-port-filtered", "epsv-only-works"}
    assert "epsv-only-works" not in [finding.id for finding in diagnosis.findings]


def test_errors_come_before_warnings_before_remarks():
    order = [finding.severity for finding in demo().diagnose().findings]
    assert order == sorted(order, key=["error", "warning", "info"].index)


def test_nothing_stands_twice():
    ids = demo().ids()
    assert len(set(ids)) == len(ids)


def test_a_chosen_product_overrides_the_guess():
    diagnosis = demo().diagnose(product="proftpd")
    assert diagnosis.product.id == "proftpd"
    assert "MasqueradeAddress 203.0.113.1" in diagnosis.findings[0].remedies[0].snippet.id


@pytest.mark.parametrize(
    ("name", "greeting", "product"),
    [
        ("s-0123456789abcdef0.server.transfer.eu-west-1.amazonaws.com", "220 ready", "aws_transfer"),
        ("waws-prod-am2-001.ftp.azurewebsites.windows.net", "220 Microsoft FTP Service", "azure_app_service"),
        ("ftp.example.com", "220 Microsoft FTP Service", "iis_ftp"),
        ("server.transfer.example.com", "220 ready", None),
    ],
)
def test_services_are_known_by_where_they_are(name, greeting, product):
    guess = Playbook(name).login(greeting=greeting).diagnose().product
    assert (guess.id if guess else None) == product


def test_an_unknown_product_is_not_an_error():
    assert demo().diagnose(product="no-such-server").product.id == "filezilla_server_1"


def test_no_masquerade_remedy_for_a_test_from_inside():
    book = Playbook(peer="192.168.10.9:21").login()
    book.passive(text="227 (10,0,0,6,195,80)")
    book.passive("epsv", "229 ok (|||50000|)", tcp="refused")
    for finding in book.diagnose().findings:
        for remedy in finding.remedies:
            assert "192.168.10.9" not in remedy.snippet.id
            assert remedy.router is None or "forward" not in remedy.snippet.id


@pytest.mark.parametrize("rule", sorted(ALL))
def test_the_words_of_every_firing_case_in_japanese_too(rule):
    from ftpsgui.texts.translate import Translator
    from tests.judgement.checks import answer

    japanese = Translator("ja")
    for book, expected in ALL[rule]:
        if isinstance(expected, Fires):
            finding = answer(book, rule)
            for message in (finding.title, finding.explanation):
                text = japanese.render(message)
                assert "{" not in text
                assert text != Translator().render(message), message.id
