"""The look of the HTML report: words are read in both themes, and the picture follows the theme."""

import re
from pathlib import Path

import msgspec
import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.presentation.palette import DARK, LIGHT, contrast
from ftpsgui.reports.html_style import MARKS, style
from ftpsgui.reports.html_writer import picture
from ftpsgui.reports.report import Report, build_report
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.texts.translate import Translator
from tests.presentation.pictures import SCENES

DARK_RULES = "@media screen and (prefers-color-scheme:dark)"


def recorded() -> Report:
    session = load(Path(__file__).parents[1] / "recorded" / "t4_both_nat.json")
    state = fold(session.plan, session.observations, session.started)
    return build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0")


@pytest.mark.parametrize("name", SCENES)
def test_every_colour_of_the_picture_has_its_like_in_the_dark(name):
    scene = SCENES[name]
    report = msgspec.structs.replace(recorded(), topology=scene.topology, modes=scene.modes)
    svg = picture(report, Translator("en"), 740).svg
    dark = style().partition(DARK_RULES)[2]
    painted = set(re.findall(r'(fill|stroke)="(#\w+)"', svg))
    assert painted
    for what, colour in painted:
        assert f'.picture [{what}="{colour}"]{{{what}:#' in dark


def test_paper_is_light_whatever_the_screen_is():
    light, _, dark = style().partition(DARK_RULES)
    assert f"--text:{LIGHT.text}" in light
    assert DARK.text not in light
    assert f"--text:{DARK.text}" in dark


@pytest.mark.parametrize("mark", MARKS)
def test_a_box_colours_its_edge_and_never_its_words(mark):
    (rule,) = re.findall(rf"\.box\.{mark}\{{(.*?)\}}", style())
    assert "color:var(--text)" in rule
    assert f"border-left-color:var(--{mark})" in rule


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_coloured_can_be_read(palette):
    for role in palette.roles:
        assert contrast(role.ink, palette.surface) >= 4.5
        assert contrast(role.ink, role.tint) >= 4.5
    assert contrast(palette.muted, palette.window) >= 4.5


def test_a_certificate_is_shown_whole_once():
    report = recorded()
    shaken = [one for one in report.observations if isinstance(one.fact, TlsHandshake) and one.fact.chain]
    assert len(shaken) > 1
    rendered = reports.render(report, "html", Translator("en"))
    for certificate in {one.fact.chain[0].sha256 for one in shaken}:
        assert rendered.count(in_pairs(certificate)) == 1
    assert rendered.count("as before") >= len(shaken) - 1


def test_an_ipv6_endpoint_among_the_facts_has_its_brackets():
    session = load(Path(__file__).parents[1] / "sessions" / "demo-ipv6-firewall.json")
    state = fold(session.plan, session.observations, session.started)
    report = build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0")
    assert "remote [2001:db8:5e:1::21]:21" in reports.render(report, "html", Translator("en"))


def test_the_table_has_the_colours_of_the_picture():
    session = load(Path(__file__).parents[1] / "sessions" / "demo-t4-filezilla.json")
    state = fold(session.plan, session.observations, session.started)
    report = build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0")
    rendered = reports.render(report, "html", Translator("en"))
    marks = re.findall(r'<td class="(good|bad|warning|neutral)">', rendered)
    assert marks == ["bad", "good", "good", "warning", "warning"]  # PORT and EPRT: this computer's own NAT
