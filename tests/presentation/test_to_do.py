"""The one thing to do."""

from __future__ import annotations

import pytest

from ftpsgui.knowledge.remedies import VERIFIED_BY
from ftpsgui.presentation.to_do import to_do


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            [("server-admin", "pasv"), ("network-admin", "pasv")],
            "set the server's public address and have its passive ports forwarded",
        ),
        ([("server-admin", "pasv")], "set the server's public address"),
        ([("network-admin", "pasv")], "let the server's passive ports in"),
        (
            [("server-admin", "certificate"), ("server-admin", "pasv")],
            "install a certificate that clients trust",
        ),
    ],
)
def test_steps_amount_to_one_thing(steps: list, words: str):
    assert to_do(steps).id == words


def test_nothing_is_said_without_steps():
    assert to_do([]) is None
    assert to_do([("client", None)]) is None


def test_every_cure_of_the_knowledge_has_its_clause():
    assert all(to_do([("server-admin", probe)]) is not None for probe in VERIFIED_BY.values())


def test_a_closed_control_port_is_not_about_passive_ports():
    what = to_do([("network-admin", "pasv")], "control-refused")
    assert what is not None
    assert "control port" in what.id


def test_a_refused_passive_command_is_not_about_addresses():
    what = to_do([("server-admin", "pasv")], "epsv-command-refused")
    assert what is not None
    assert "address" not in what.id


def test_ports_that_refuse_need_no_other_address() -> None:
    steps = [("network-admin", "pasv"), ("server-admin", "pasv")]
    said = to_do(steps, "passive-port-refused")
    assert said is not None
    assert said.id == "have the server's passive ports forwarded and let in"
