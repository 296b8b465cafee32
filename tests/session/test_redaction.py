"""Law 7: a secret cannot be saved, whatever shape it takes on its way back."""

import base64
import html
from urllib.parse import quote, quote_plus

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, Exchange, ProbeOutcome, Reply, StrayBytes
from ftpsgui.model.secret import Secret
from ftpsgui.protocol.escape import escape
from ftpsgui.session.redaction import BLANK, Redactor

passwords = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="•\r\n\0"), min_size=3, max_size=24
)
around = st.text(st.sampled_from("0123 ._-:'\"()"), max_size=6)
ENCODERS = {
    "plain": lambda p: p,
    "upper": str.upper,
    "quoted": quote,
    "quoted-all": lambda p: quote(p, safe=""),
    "quoted-plus": quote_plus,
    "quoted-lower": lambda p: quote(p).lower(),
    "base64": lambda p: base64.b64encode(p.encode()).decode(),
    "base64-url": lambda p: base64.urlsafe_b64encode(p.encode()).decode().rstrip("="),
    "hex": lambda p: p.encode().hex(),
    "hex-upper": lambda p: p.encode().hex().upper(),
    "html": html.escape,
    "escaped": lambda p: escape(p.encode()),
}


@given(password=passwords, before=around, after=around)
def test_encodings_are_blanked(password, before, after):
    redactor = Redactor([Secret(password)])  # for all of them: to read its pattern takes longer than the rest
    for name, encoder in ENCODERS.items():
        if name == "upper" and password.upper().lower() != password.lower():
            continue  # ß becomes SS: not a change of letter case that a server makes byte by byte
        shape = encoder(password)
        if len(shape.strip()) < 3:
            continue
        shown = redactor.text(f"{before}{shape}{after}")
        assert shape.lower() not in shown.lower(), name
        assert BLANK in shown, name


@given(
    password=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=24),
    user=st.text("abc", max_size=5),
)
def test_password_inside_a_longer_base64_text(password, user):
    text = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    shown = Redactor([Secret(password)]).text(text)
    # At most the characters that also hold bits of a neighbour are left of the password's share.
    assert BLANK in shown
    assert len(shown.replace(BLANK, "")) <= len(text) - (len(password) * 8 // 6 - 2)


def test_latin1_echo_is_blanked():
    reply = escape("530 unknown pässwörd".encode("latin-1"))
    assert Redactor([Secret("pässwörd")]).text(reply) == f"530 unknown {BLANK}"


def test_every_text_of_a_fact_however_deep():
    reply = Reply(code=500, lines=("first hunter2", "PASS hunter2: not understood"), raw="500 HUNTER2")
    fact = DataAttempt(
        mode="pasv",
        address="peer",
        protection="private",
        control_peer=HostPort(host="203.0.113.1", port=21),
        setup=reply,
        final=reply,
        raw="hunter2",
        first_bytes="xhunter2x",
    )
    shown = Redactor([Secret("hunter2")]).fact(fact)
    assert "hunter2" not in msgspec.json.encode(shown).decode().lower()
    assert shown.setup.lines == (f"first {BLANK}", f"PASS {BLANK}: not understood")
    assert shown.control_peer == fact.control_peer


@pytest.mark.parametrize("password", ["refused", "ok", "timeout", "pasv", "ECONNREFUSED", "PASS", "budget"])
def test_words_that_the_program_itself_chose_survive(password):
    redactor = Redactor([Secret(password)])
    exchange = Exchange(
        command=f"PASS {password}",
        reply=None,
        sent=0.0,
        replied=None,
        ending="timeout",
        protected=True,
        error="ECONNREFUSED",
    )
    shown = redactor.fact(exchange)
    assert shown.command == f"PASS {BLANK}"
    assert (shown.ending, shown.error) == ("timeout", "ECONNREFUSED")
    assert redactor.fact(ProbeOutcome(status="skipped", reason="budget")).reason == "budget"


def test_an_error_that_is_text_and_not_a_symbol_is_blanked():
    exchange = Exchange(
        command="NOOP",
        reply=None,
        sent=0.0,
        replied=None,
        ending="reset",
        protected=True,
        error="peer said hunter2",
    )
    assert Redactor([Secret("hunter2")]).fact(exchange).error == f"peer said {BLANK}"


def test_a_short_password_is_blanked_behind_pass_only():
    redactor = Redactor([Secret("21")])
    assert redactor.text("220 port 21 ready") == "220 port 21 ready"
    assert redactor.text("500 PASS 21: not understood") == f"500 PASS {BLANK}: not understood"
    assert redactor.command("PASS 21") == f"PASS {BLANK}"


def test_pass_is_blanked_even_when_no_secret_is_known():
    assert Redactor().command("pass whatever it is") == f"pass {BLANK}"
    assert Redactor().command("ACCT x") == f"ACCT {BLANK}"
    assert Redactor().command("LIST") == "LIST"


def test_stray_bytes():
    fact = StrayBytes(where="inside-tls", raw="500 OOPS: hunter2")
    assert Redactor([Secret("hunter2")]).fact(fact).raw == f"500 OOPS: {BLANK}"


def test_nothing_changes_without_a_secret():
    fact = StrayBytes(where="inside-tls", raw="500 OOPS: hunter2")
    assert Redactor([Secret("")]).fact(fact) is fact
