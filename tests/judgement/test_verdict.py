"""The sentence, the mode to use, the exit status, and what was not tested."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook

PRIVATE = "227 Entering Passive Mode (10,20,30,2,195,80)"
PUBLIC = {"local": "198.51.100.7:40000", "networks": ("198.51.100.7/24",)}


def logged(**more):
    return Playbook(**more).login()


def verdict(book):
    return book.diagnose().verdict


def test_everything_works():
    book = logged(**PUBLIC)
    book.passive()
    book.passive("epsv", "229 ok (|||50001|)")
    book.active()
    book.end()
    assert (verdict(book).use_mode, verdict(book).exit_status) == ("pasv", 0)
    assert "all OK" not in Translator().render(verdict(book).summary)


@pytest.mark.parametrize(
    ("client", "passive", "epsv", "port", "expected"),
    [
        ({}, {}, {}, False, "pasv"),
        ({}, {"text": PRIVATE}, {}, False, "epsv"),
        ({}, {"text": PRIVATE}, {"tcp": "timeout"}, False, "pasv"),
        (PUBLIC, {"text": PRIVATE}, {"tcp": "timeout"}, True, "port"),
        ({}, {"text": PRIVATE}, {"tcp": "timeout"}, True, "pasv"),
        ({}, {"text": PRIVATE, "tcp": "timeout"}, {"tcp": "timeout"}, True, "port"),
        ({}, {"ending": "eof"}, {}, False, "epsv"),
        ({}, {"ending": "eof"}, {"tcp": "timeout"}, False, "pasv"),
        ({}, {"tcp": "timeout"}, {"tcp": "timeout"}, False, None),
    ],
)
def test_the_mode_to_use(client, passive, epsv, port, expected):
    book = logged(**client)
    book.passive(**passive)
    book.passive("epsv", "229 ok (|||50001|)", **epsv)
    book.active(reached=port, final="226 Done" if port else None)
    book.end()
    assert verdict(book).use_mode == expected
    assert (verdict(book).exit_status == 3) == (expected is None)


def test_a_mode_that_works_by_chance_is_not_the_one_to_use():
    book = logged(local="198.51.100.7:40000", networks=("198.51.100.7/24",))
    book.passive("epsv", "229 ok (|||50001|)")
    for port in (88, 89):
        book.passive(text=f"227 ok (203,0,113,1,195,{port})", tcp="timeout")
    assert verdict(book).use_mode == "epsv"
    book.active("port")
    assert "passive-range-partial" in book.ids()
    assert verdict(book).use_mode == "port"


def test_warnings_alone_make_one():
    book = Playbook(**PUBLIC)
    book.connect()
    book.greeting()
    book.says("AUTH TLS", "234 go")
    book.tls(problems=(18,))
    book.says("USER alice", "230 in")
    book.passive()
    assert verdict(book).exit_status == 1
    assert Translator().render(verdict(book).summary).startswith("Data connections work with passive mode")


@pytest.mark.parametrize("how", ["name", "dial", "tls", "login"])
def test_a_target_that_could_not_be_tested(how):
    book = Playbook(start=False)
    match how:
        case "name":
            book.lookup(error="EAI_NONAME")
        case "dial":
            book.connect("refused")
        case "tls":
            book.connect()
            book.greeting()
            book.says("AUTH TLS", "500 no")
        case "login":
            book.login(text="530 no")
    book.end()
    found = verdict(book)
    assert (found.use_mode, found.exit_status) == (None, 4)
    assert found.summary == book.diagnose().findings[0].title


def test_prot_p_refused_leaves_no_mode():
    book = logged()
    book.says("PROT P", "536 no", probe="protection")
    assert verdict(book.end()).exit_status == 3


def test_without_tls_the_clear_rows_count():
    book = logged(tls="none")
    book.passive()
    assert (verdict(book).use_mode, verdict(book).exit_status) == ("pasv", 0)


def test_clear_modes_do_not_count_over_tls():
    book = logged()
    book.passive(protection="clear")
    assert verdict(book.end()).exit_status == 3


@pytest.mark.parametrize(
    ("book", "words"),
    [
        (Playbook(), "No login has been seen yet"),
        (Playbook().end("cancelled"), "stopped before the login"),
        (logged(), "no data mode has been tried yet"),
        (logged().end("cancelled"), "stopped before any data mode"),
    ],
)
def test_words_on_the_way(book, words):
    assert words in Translator().render(verdict(book).summary)


def test_a_record_that_is_cut_off_does_not_say_that_no_mode_works():
    book = logged()
    assert verdict(book).exit_status == 4
    book.active(text="500 Illegal PORT", reached=False, final=None)
    assert verdict(book).exit_status == 4
    assert "none has worked so far" in Translator().render(verdict(book).summary)
    book.passive(text="227 (203,0,113,1,195,80)")
    assert (verdict(book).use_mode, verdict(book).exit_status) == ("pasv", 0)


def test_a_mode_whose_every_listing_stands_still_is_none_to_use():
    book = logged()
    for mode, text in (("pasv", "227 (203,0,113,1,195,80)"), ("epsv", "229 ok (|||50000|)")):
        book.passive(mode, text, final=None, final_ending="timeout", ending="timeout", bytes=40)
    found = verdict(book.end())
    assert (found.use_mode, found.exit_status) == (None, 3)
    assert "No data mode works: Transfers begin" in Translator().render(found.summary)
    book = logged()
    book.passive(
        "pasv", "227 (203,0,113,1,195,80)", final=None, final_ending="timeout", ending="timeout", bytes=40
    )
    book.passive("pasv", "227 (203,0,113,1,195,81)")
    assert (verdict(book.end()).use_mode, verdict(book).exit_status) == ("pasv", 1)


@pytest.mark.parametrize(("reason", "status"), [("cancelled", 0), ("budget", 3)])
def test_modes_that_were_not_tried_are_not_said_to_fail(reason, status):
    book = logged()
    book.active(text="500 Illegal PORT", reached=False, final=None)
    book.outcome("pasv", "cancelled" if reason == "cancelled" else "skipped", reason)
    found = verdict(book.end(reason))
    assert (found.use_mode, found.exit_status) == (None, status)
    assert "none has worked so far" in Translator().render(found.summary)
    book.passive(text="227 (203,0,113,1,195,80)", tcp="timeout")
    book.passive("epsv", "229 ok (|||50001|)", tcp="timeout")
    book.active("eprt", reached=False, final=None)
    assert "No data mode works" in Translator().render(verdict(book.end(reason)).summary)


def test_from_inside_says_so():
    book = logged(peer="192.168.10.9:21")
    book.passive(text="227 (192,168,10,9,195,80)")
    assert "inside the server's own network" in Translator().render(verdict(book).summary)


def reasons(book):
    return {(one.probe, one.reason) for one in book.diagnose().untested}


OFF = {
    ("round-trip", "no-consent"),
    ("plaintext-comparison", "no-consent"),
    ("control-idle", "off"),
    ("public-address", "off"),
    ("ccc", "off"),
    ("passive-range", "off"),
    ("repeat-transfers", "off"),
    ("clear-data", "off"),
    ("tls-versions", "off"),
    ("resumption-versions", "off"),
    ("listing-methods", "off"),
    ("data-reflection", "off"),
    ("opened-port", "off"),
}


@pytest.mark.parametrize(("probe", "consent"), [("ccc", "ccc"), ("plaintext-comparison", "plaintext")])
def test_what_compares_with_tls_does_not_apply_without_it(probe, consent):
    book = Playbook(tls="none")
    book.plan = replace(book.plan, consents=replace(book.plan.consents, **{consent: True}))
    (found,) = [one for one in book.login().end().diagnose().untested if one.probe == probe]
    assert found.reason == "not-applicable"
    assert "uses no TLS" in Translator().render(found.text)


@pytest.mark.parametrize("tls", ["explicit", "none"])
@pytest.mark.parametrize("ending", ["finished", "cancelled"])
def test_no_probe_is_named_twice_as_not_tested(tls, ending):
    named = [one.probe for one in Playbook(tls=tls).login().end(ending).diagnose().untested]
    assert len(named) == len(set(named))


def test_what_is_off_is_said_before_and_after():
    assert reasons(Playbook()) == OFF
    assert reasons(Playbook().end()) >= OFF


def test_what_did_not_happen_is_said_when_the_run_is_over():
    found = reasons(Playbook(start=False).end())
    assert {
        ("pasv", "prerequisite-failed"),
        ("login", "prerequisite-failed"),
        ("dns", "prerequisite-failed"),
    } <= found
    assert ("pasv", "cancelled") in reasons(Playbook().end("cancelled"))
    assert ("pasv", "budget") in reasons(Playbook().end("budget"))


def test_outcomes():
    book = logged()
    for probe in ("pasv", "epsv"):
        book.outcome(probe, "completed")
    book.outcome("port", "skipped", "budget")
    book.outcome("eprt", "failed", "internal-error")
    book.outcome("login", "failed", "refused")
    book.outcome("dns", "skipped", "not-applicable")
    book.outcome("session-reuse", "cancelled")
    found = reasons(book) - OFF
    assert found == {("port", "budget"), ("eprt", "internal-error"), ("session-reuse", "cancelled")}


def test_an_advertised_address_that_was_not_dialled_is_said():
    book = logged()
    book.passive(text=PRIVATE)
    assert ("pasv", "no-consent") in reasons(book)
    (one,) = [one for one in book.diagnose().untested if one.probe == "pasv"]
    assert "10.20.30.2" in Translator().render(one.text)


def test_ipv6_does_not_apply():
    book = Playbook(peer="[2001:db8::1]:21", local="[2001:db8:1::2]:40000", networks=()).login()
    assert {("pasv", "not-applicable"), ("port", "not-applicable")} <= reasons(book)


def test_without_tls_nothing_is_said_about_tls():
    found = {probe for probe, _ in reasons(logged(tls="none").end())}
    assert not found & {"tls", "certificate", "protection", "session-reuse", "ccc", "plaintext-comparison"}


def test_a_thorough_run_has_more_to_miss():
    book = Playbook(start=False)
    book.plan = replace(book.plan, thorough=True)
    found = reasons(book.end())
    assert {
        (probe, "prerequisite-failed") for probe in ("passive-range", "repeat-transfers", "clear-data")
    } <= found


def test_an_address_needs_no_look_up():
    assert "dns" not in {probe for probe, _ in reasons(Playbook("203.0.113.1", start=False).end())}
