"""Steps that stand under one finding are not told again under the next."""

from __future__ import annotations

import pytest

from ftpsgui.presentation.one_cure import cured_with
from ftpsgui.presentation.view import build_view
from ftpsgui.reports import load_format
from ftpsgui.reports.report import build_report
from ftpsgui.reports.tree import tree
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook

SELF_SIGNED, NO_ISSUER, WRONG_NAME = 18, 20, 62


def book(*problems: int) -> Playbook:
    made = Playbook()
    made.connect()
    made.greeting()
    made.says("AUTH TLS", "234 go")
    made.tls(problems=problems)
    made.says("USER alice", "230 in")
    made.passive()
    return made.end()


@pytest.mark.parametrize("other", [SELF_SIGNED, NO_ISSUER])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_certificate_is_told_once(other, language):
    made, t = book(other, WRONG_NAME), Translator(language)
    diagnosis = made.diagnose()
    first, second = [one for one in diagnosis.findings if one.id.startswith("certificate-")]
    assert first.id == "certificate-name-mismatch"
    assert first.remedies == second.remedies
    report = build_report(made.state(), diagnosis, tool_version="0")
    step = t(first.remedies[0].snippet).split("\n")[0]
    sentence = {"en": "One new certificate cures both", "ja": "新しい証明書"}[language]
    for name in ("text", "markdown", "html"):
        told = load_format(name).render(report, t)
        assert told.count(second.id) == 1
        assert told.count(step[:30]) <= 1
        assert sentence in told
    assert [len(one["remedies"]) > 0 for one in tree(report, t)["findings"][:2]] == [True, True]
    shown, referring = build_view(made.state(), diagnosis, t).findings[:2]
    assert shown.choices
    assert not shown.refers
    assert (referring.choices, referring.cured_with) == ((), first.id)
    assert sentence in referring.refers
    assert referring.can_check_again == shown.can_check_again


def test_another_cure_is_told():
    diagnosis = book(SELF_SIGNED).diagnose()
    told = [one for one in diagnosis.findings if one.remedies]
    assert told
    assert all(cured_with(one, diagnosis.findings) is None for one in told)
