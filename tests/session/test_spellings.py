"""Servers repeat a password in the dress of their language; whatever it wears, it is blanked."""

import json
import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftpsgui.model.facts import Exchange, Reply
from ftpsgui.model.secret import Secret
from ftpsgui.protocol.escape import escape
from ftpsgui.session.redaction import BLANK, CUT, Redactor
from ftpsgui.session.spellings import spelled

PASSWORD = "Tr0ub4dor&3 <zoë>"
DRESSES = {
    "html-decimal": lambda p: "".join(f"&#{ord(c)};" for c in p),
    "html-hex": lambda p: "".join(f"&#x{ord(c):04X};" for c in p),
    "json": lambda p: json.dumps(p)[1:-1],
    "python": lambda p: repr(p.encode())[2:-1],
    "c-octal": lambda p: "".join(
        c if c.isalnum() and c.isascii() else "".join(f"\\{b:03o}" for b in c.encode()) for c in p
    ),
    "backslashed": lambda p: re.sub(r"(\W)", r"\\\1", p),
    "form": lambda p: quote(p, safe="&<>").replace("%20", "+"),
    "utf-16": lambda p: p.encode("utf-16-le").decode("latin-1"),
    "latin-1-as-utf-8": lambda p: p.encode().decode("latin-1"),
    "ascii-only": lambda p: p.encode("ascii", "replace").decode(),
    "quoted-printable": lambda p: "".join(
        c if c.isalnum() and c.isascii() else "".join(f"={b:02X}" for b in c.encode()) for c in p
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_dressed(dress: str) -> None:
    shape = DRESSES[dress](PASSWORD)
    shown = Redactor([Secret(PASSWORD)]).text(escape(f"530 no <{shape}> here".encode()))
    assert shown.replace("\\x00", "") == f"530 no <{BLANK}> here"


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=3, max_size=30), st.data())
def test_every_character_may_wear_another(password: str, data: st.DataObject) -> None:
    def dress(character: str) -> str:
        ways = [character, quote(character, safe=""), f"&#{ord(character)};", f"\\x{ord(character):02x}"]
        return data.draw(st.sampled_from(ways if character not in "\\%&=" else ways[1:2]))

    text = "".join(map(dress, password))
    assert Redactor([Secret(password)]).text(escape(text.encode())).count(BLANK) == 1


def test_a_line_break_inside_the_password_hides_nothing_and_moves_no_line() -> None:
    reply = Reply(
        code=530,
        lines=("PASS Tr0ub4", " dor&3 <zoë> is wrong", "no"),
        raw="530-PASS Tr0ub4\n530-dor&3 <zoë> is wrong\n530 no",
    )
    fact = Exchange(command="NOOP", reply=reply, sent=0.0, replied=0.1, ending="replied", protected=True)
    shown = Redactor([Secret(PASSWORD)]).fact(fact).reply
    assert shown is not None
    assert shown.lines == (f"PASS {BLANK}", " is wrong", "no")
    assert shown.raw == f"530-PASS {BLANK}\n is wrong\n530 no"


def test_a_beginning_is_blanked_where_it_may_have_been_cut() -> None:
    redactor = Redactor([Secret(PASSWORD)])
    assert redactor.text("x" * CUT + " Tr0ub4d") == "x" * CUT + f" {BLANK}"
    assert redactor.text("x" * CUT + " Tr0ub4d\nand on") == "x" * CUT + f" {BLANK}\nand on"
    assert redactor.text("not long: Tr0ub4d") == "not long: Tr0ub4d"
    assert redactor.text("x" * CUT + " Tr0") == "x" * CUT + " Tr0"


@pytest.mark.parametrize("before", [" ", " '", ' ("', "="])
def test_a_beginning_is_blanked_behind_pass(before: str) -> None:
    assert (
        Redactor([Secret(PASSWORD)]).text(f"500 PASS{before}Tr0ub4...: what?")
        == f"500 PASS{before}{BLANK}...: what?"
    )
    assert Redactor([Secret("required!")]).text("331 PASS is required") == "331 PASS is required"


@pytest.mark.parametrize("password", ["\\a" * 30, "a " * 30, " " * 40, "\\" * 50, "é " * 30, "'\"" * 30])
def test_no_text_makes_the_search_slow(password: str) -> None:
    """An exponential search would not come to its end here."""
    redactor = Redactor([Secret(password)])
    for almost in (
        password[:-1] + "%",
        "\n".join(password),
        escape(password.encode()) * 2,
        "\\" * 60,
        " \n" * 60,
    ):
        redactor.text((almost + "!") * 40)
    assert redactor.text(password) == BLANK


def test_the_expression_is_one_that_python_reads() -> None:
    every = "".join(map(chr, [*range(32, 127), 0xEB, 0x3042, 0x1F511]))
    assert re.compile(spelled(every)).search(f"<{every}>")
