"""What a finding explains is said in words, from the rule to every reader."""

from __future__ import annotations

import msgspec

from ftpsgui.presentation.explained import also_explained
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook


def test_symptoms_are_named_by_their_titles():
    book = Playbook().login()
    book.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)")
    sentence = also_explained(book.findings()["both-behind-nat"])
    assert sentence is not None
    assert Translator("en")(sentence) == (
        "This also explains: This computer is behind NAT; The server is behind NAT"
    )
    assert "NAT の内側" in Translator("ja")(sentence)


def test_a_cause_alone_explains_nothing_else():
    book = Playbook(local="198.51.100.7:40000").login()
    book.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)")
    finding = msgspec.structs.replace(book.diagnose().findings[0], explains=())
    assert also_explained(finding) is None
