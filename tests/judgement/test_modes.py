import pytest

from ftpsgui.topology.modes import mode_rows
from tests.judgement.playbook import Playbook

PRIVATE_227 = "227 Entering Passive Mode (10,20,30,2,195,80)"
FIVE = [("pasv", "advertised"), ("pasv", "peer"), ("epsv", "peer"), ("port", "local"), ("eprt", "local")]


def rows(book):
    return {(row.mode, row.address): row for row in mode_rows(book.state())}


def told(row):
    return row.result, row.certainty, row.reason


def test_five_rows_before_anything_happened():
    table = mode_rows(Playbook().state())
    assert [(row.mode, row.address) for row in table] == FIVE
    assert {told(row) for row in table} == {("untested", None, "prerequisite-failed")}
    assert {row.protection for row in table} == {"private"}


def test_cancelled_before_anything_happened():
    table = mode_rows(Playbook().login().end("cancelled").state())
    assert {row.reason for row in table} == {"cancelled"}


def test_both_pasv_rows_stand_when_the_advertised_address_is_the_peer():
    book = Playbook().login()
    seen = book.passive()
    table = rows(book)
    for address in ("advertised", "peer"):
        row = table["pasv", address]
        assert told(row) == ("works", "proven", "ok")
        assert row.same_as_peer
        assert row.evidence == (seen,)
        assert str(row.endpoint) == "203.0.113.1:50000"
        assert row.raw == "227 Entering Passive Mode (203,0,113,1,195,80)"


def test_a_private_address_that_was_not_dialled_is_predicted_to_fail():
    book = Playbook().login()
    book.passive(text=PRIVATE_227)
    book.passive(text=PRIVATE_227, address="advertised", not_dialled="no-consent")
    table = rows(book)
    assert told(table["pasv", "advertised"]) == ("fails", "predicted", "address-unreachable")
    assert str(table["pasv", "advertised"].endpoint) == "10.20.30.2:50000"
    assert told(table["pasv", "peer"]) == ("works", "proven", "ok")
    assert str(table["pasv", "peer"].endpoint) == "203.0.113.1:50000"
    assert not table["pasv", "peer"].same_as_peer


def test_the_same_without_a_word_about_the_advertised_address():
    book = Playbook().login()
    book.passive(text=PRIVATE_227)
    assert told(rows(book)["pasv", "advertised"]) == ("fails", "predicted", "address-unreachable")


@pytest.mark.parametrize(
    ("host", "networks", "peer", "expected"),
    [
        ("10,20,30,2", ("10.20.30.9/24",), "203.0.113.1:21", "untested"),
        ("10,20,30,2", (), "10.9.9.9:21", "untested"),
        ("100,64,0,1", (), "203.0.113.1:21", "fails"),
        ("127,0,0,1", (), "10.9.9.9:21", "fails"),
        ("0,0,0,0", (), "10.9.9.9:21", "fails"),
        ("169,254,1,1", ("169.254.1.2/16",), "203.0.113.1:21", "fails"),
        ("198,51,100,9", (), "203.0.113.1:21", "untested"),
    ],
)
def test_the_rule_of_prediction(host, networks, peer, expected):
    book = Playbook(peer=peer, networks=networks).login()
    book.passive(text=f"227 ({host},195,80)")
    row = rows(book)["pasv", "advertised"]
    assert row.result == expected
    assert row.reason == ("address-unreachable" if expected == "fails" else "not-dialled")


def test_a_dialled_advertised_address_is_proven():
    book = Playbook(dial_advertised=True).login()
    book.passive(text=PRIVATE_227, address="advertised", tcp="timeout")
    row = rows(book)["pasv", "advertised"]
    assert told(row) == ("fails", "proven", "timeout")
    assert told(rows(book)["pasv", "peer"]) == ("untested", None, "not-dialled")


def test_a_refused_pasv_fails_for_both_addresses():
    book = Playbook().login()
    book.passive(text="502 no", address="peer")
    table = rows(book)
    assert (
        told(table["pasv", "advertised"])
        == told(table["pasv", "peer"])
        == ("fails", "proven", "command-refused")
    )
    assert table["pasv", "peer"].reply.code == 502


def test_ipv6_has_no_pasv_and_no_port():
    book = Playbook(peer="[2001:db8::1]:21", local="[2001:db8:1::2]:40000", networks=()).login()
    book.passive("epsv", "229 Entering (|||50000|)")
    table = rows(book)
    assert table["pasv", "peer"].reason == table["pasv", "advertised"].reason == "not-applicable"
    assert table["port", "local"].reason == "not-applicable"
    assert table["eprt", "local"].reason == "prerequisite-failed"
    assert table["epsv", "peer"].result == "works"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"tcp": "timeout"}, ("fails", "timeout")),
        ({"tcp": "refused"}, ("fails", "refused")),
        ({"tcp": "unreachable"}, ("fails", "unreachable")),
        ({"tcp": "cancelled"}, ("untested", "cancelled")),
        ({"text": None}, ("fails", "reply-timeout")),
        ({"text": "229 nothing to read"}, ("fails", "malformed-reply")),
        ({"tls": "error", "tls_error": "WRONG_VERSION_NUMBER", "final": "425 no"}, ("fails", "tls-failed")),
        (
            {"final": "522 SSL connection failed: session reuse required", "resumed": False},
            ("fails", "session-reuse"),
        ),
        ({"final": "550 no such directory"}, ("fails", "reply-error")),
        ({"final": None, "bytes": 0}, ("fails", "reply-timeout")),
        ({"final": None}, ("partial", "reply-timeout")),
        ({"ending": "eof"}, ("partial", "tls-failed")),
        ({"ending": "timeout"}, ("partial", "timeout")),
        ({"ending": "overflow", "final": None}, ("partial", "budget")),
        ({"ending": "timeout", "final": None, "final_ending": "reset"}, ("partial", "reply-error")),
        ({"final": "425 Security: Bad IP connecting."}, ("fails", "foreign-peer")),
        ({}, ("works", "ok")),
    ],
)
def test_every_way_a_passive_try_ends(more, expected):
    book = Playbook().login()
    book.passive("epsv", **{"text": "229 Entering (|||50000|)", **more})
    row = rows(book)["epsv", "peer"]
    assert (row.result, row.reason) == expected
    assert row.certainty == (None if row.result == "untested" else "proven")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ("works", "ok")),
        ({"text": "500 Illegal PORT command."}, ("fails", "command-refused")),
        ({"text": "425 Can't connect to specified address."}, ("fails", "unreachable")),
        ({"reached": False, "final": None}, ("fails", "timeout")),
        (
            {"reached": False, "final": "425 Unable to build data connection: Connection refused"},
            ("fails", "refused"),
        ),
        (
            {"reached": False, "final": "425 Unable to build data connection: Connection timed out"},
            ("fails", "timeout"),
        ),
        ({"reached": False, "final": "550 no"}, ("fails", "reply-error")),
        ({"tls": "error", "final": None}, ("fails", "tls-failed")),
    ],
)
def test_every_way_an_active_try_ends(more, expected):
    book = Playbook().login()
    book.active(**more)
    row = rows(book)["port", "local"]
    assert (row.result, row.reason) == expected
    assert row.raw == "192,168,10,2,195,180"


def test_a_stranger_connected():
    book = Playbook().login()
    book.active(reached=False, final=None)
    book.change(foreign_peers=(book.peer,))
    assert rows(book)["port", "local"].reason == "foreign-peer"


def test_some_of_n_tries_failed():
    book = Playbook().login()
    book.passive()
    book.passive(purpose="repeat", tcp="timeout")
    row = rows(book)["pasv", "peer"]
    assert told(row) == ("partial", "proven", "timeout")
    assert len(row.evidence) == 2


def test_tries_without_resumption_on_purpose_do_not_count():
    book = Playbook().login()
    book.passive()
    book.passive(purpose="reuse", resumed=False, final="522 SSL connection failed: session reuse required")
    assert rows(book)["pasv", "peer"].result == "works"


def test_public_rows_when_a_public_address_is_known():
    book = Playbook().login()
    assert len(mode_rows(book.state())) == 5
    book.says("STAT", "211-Status\n     Connected to 198.51.100.1\n211 End", probe="reflection")
    table = mode_rows(book.state())
    assert [(row.mode, row.address) for row in table] == [*FIVE, ("port", "public"), ("eprt", "public")]
    assert table[5].reason == "not-dialled"


def test_no_public_rows_when_the_server_sees_our_own_address():
    book = Playbook(local="198.51.100.1:4000").login()
    book.says("STAT", "211-Status\n     Connected to 198.51.100.1\n211 End", probe="reflection")
    assert len(mode_rows(book.state())) == 5


def test_both_protections_private_first():
    book = Playbook().login()
    book.passive()
    book.passive(protection="clear", purpose="mode")
    assert [row.protection for row in mode_rows(book.state())] == ["private"] * 5 + ["clear"] * 5


def test_without_tls_the_rows_are_clear():
    book = Playbook(tls="none").login()
    book.passive()
    table = mode_rows(book.state())
    assert {row.protection for row in table} == {"clear"}
    assert table[0].result == "works"


def test_a_skipped_probe_gives_its_reason():
    book = Playbook().login()
    book.outcome("eprt", "skipped", "budget")
    assert rows(book)["eprt", "local"].reason == "budget"


def test_a_contradicted_public_address_stands_as_not_tested_and_says_how_to_allow_it():
    book = Playbook(public="198.51.100.99").login()
    book.says("STAT", "211-Status\n     Connected from 198.51.100.1\n211 End", probe="reflection")
    for mode in ("port", "eprt"):
        book.active(mode, reached=False, final=None)
        book.active(mode, address="public", text=None)
        book.change(
            setup=None, setup_ending=None, advertised=None, listened=None, raw="", not_dialled="no-consent"
        )
    diagnosis = book.end().diagnose()
    assert told(rows(book)["port", "public"]) == ("untested", None, "no-consent")
    left = [one for one in diagnosis.untested if one.probe in ("port", "eprt")]
    assert [(one.probe, one.reason) for one in left] == [("port", "no-consent"), ("eprt", "no-consent")]
    assert all("--insist-public-address" in one.text.id for one in left)
    (wrong,) = [one for one in diagnosis.findings if one.id == "active-public-address-wrong"]
    assert "was not named" in wrong.explanation.id
    assert wrong.evidence
    assert not {one.id for one in diagnosis.findings} & {"active-command-refused", "active-no-connection"}
