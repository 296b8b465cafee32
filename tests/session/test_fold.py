"""From observations to a state."""

from __future__ import annotations

from ftpsgui.model.facts import DataAttempt, Exchange, TlsHandshake
from ftpsgui.session.fold import Folder
from tests.judgement.playbook import Playbook


def test_nothing():
    state = Playbook(start=False).state()
    assert state.main is None
    assert state.target is None
    assert state.local_address is None
    assert not state.interfaces_known
    assert not state.logged_in
    assert not state.cancelled
    assert state.of(Exchange) == ()


def test_a_login():
    state = Playbook().login().state()
    main = state.main
    assert main.id == "c1"
    assert str(main.remote) == "203.0.113.1:21"
    assert str(main.local) == "192.168.10.2:40000"
    assert main.greeting.fact.reply.code == 220
    assert main.protected
    assert main.login.status == "accepted"
    assert state.logged_in
    assert (state.target_address, state.local_address) == ("203.0.113.1", "192.168.10.2")
    assert [seen.fact.command for seen in main.exchanges] == [None, "AUTH TLS", "USER alice", "PASS ••••"]
    assert main.last("AUTH").fact.reply.code == 234
    assert main.last("QUIT") is None


def test_login_states():
    book = Playbook()
    book.connect()
    assert book.state().main.login.status == "not-tried"
    book.says("USER alice", "331 password")
    assert book.state().main.login.status == "pending"
    book.says("PASS ••••", None, ending="timeout")
    assert book.state().main.login.status == "pending"
    book.says("PASS ••••", "530 no")
    assert book.state().main.login.status == "refused"


def test_an_accepted_login_stays_accepted():
    book = Playbook().login()
    book.says("USER bob", "503 already")
    assert book.state().main.login.status == "accepted"


def test_the_furthest_connection_is_the_main_one():
    book = Playbook()
    book.connect("refused", to="203.0.113.9:21")
    book.connection = "c2"
    book.connect()
    assert book.state().target_address == "203.0.113.1"
    book.connection = "c3"
    book.connect(to="203.0.113.2:21")
    assert book.state().main_connection == "c2"
    book.greeting()
    assert book.state().main_connection == "c3"


def test_a_late_greeting_replaces_silence_and_later_words_do_not():
    book = Playbook()
    book.connect()
    book.greeting(None, ending="timeout")
    book.tls()
    book.greeting("220 late")
    assert book.state().main.greeting.fact.reply.code == 220
    book.says(None, "421 unasked")
    assert book.state().main.greeting.fact.reply.code == 220


def test_an_unasked_reply_is_no_greeting():
    book = Playbook()
    book.connect()
    book.says("USER alice", "331 go")
    book.says(None, "421 unasked")
    assert book.state().main.greeting is None


def test_addresses_that_the_server_tells():
    book = Playbook().login(greeting="220 ProFTPD Server (x) [::ffff:10.20.30.2]")
    stat = book.says("STAT", "211-Status\n     Connected to ::ffff:198.51.100.1\n211 End")
    book.says("STAT", "211-Status\n     Connected to 198.51.100.1\n211 End")
    book.active(text="500 I won't open a connection to 192.168.10.2 (only to 198.51.100.1)")
    state = book.state()
    assert [(one.address, one.source) for one in state.client_addresses_seen_by_server] == [
        ("198.51.100.1", "stat"),
        ("198.51.100.1", "port-refusal"),
    ]
    assert state.client_addresses_seen_by_server[0].evidence == stat
    assert [one.address for one in state.server_inside_addresses] == ["10.20.30.2"]


def test_indexes():
    book = Playbook().login()
    seen = book.passive()
    book.outcome("pasv", "failed", "x")
    book.outcome("pasv", "completed")
    state = book.end().state()
    assert [one.id for one in state.of(DataAttempt)] == [seen]
    assert len(state.of(TlsHandshake)) == 1
    assert state.by_id(seen).fact.mode == "pasv"
    assert state.by_id("o999") is None
    assert state.outcomes["pasv"].status == "completed"
    assert state.ended.reason == "finished"


def test_a_state_does_not_change_when_more_comes():
    book = Playbook().login()
    folder = Folder(book.plan)
    folder.add(book.observations[0])
    before = folder.state()
    assert folder.state() is before
    folder.add(book.observations[1])
    assert folder.state() is not before
    assert len(before.observations) == 1
