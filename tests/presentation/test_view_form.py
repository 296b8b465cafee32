"""Targets as people paste them, and forms as people fill them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.form import Form
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.pasted_target import inserted, one_line, parse_target
from ftpsgui.presentation.view_form import (
    FIELD_NAMES,
    FormProblems,
    form_of,
    make_plan,
    password_problem,
    settings_count,
)
from ftpsgui.texts.translate import Translator


@pytest.mark.parametrize(
    ("text", "host", "port", "tls", "user", "password"),
    [
        ("ftp.example.com", "ftp.example.com", "", None, "", None),
        ("  ftp.example.com:2121 ", "ftp.example.com", "2121", None, "", None),
        ("ftps://user@host.example:990/path", "host.example", "990", "implicit", "user", None),
        ("ftps://u:p%40ss@host.example/", "host.example", "", "implicit", "u", "p@ss"),
        ("ftps://host.example:21", "host.example", "21", None, "", None),
        ("FTPES://host.example", "host.example", "", "explicit", "", None),
        ("ftp://user:pw@host.example", "host.example", "", None, "user", "pw"),
        ("[2001:db8::1]:990", "2001:db8::1", "990", None, "", None),
        ("2001:db8::1", "2001:db8::1", "", None, "", None),
        ("user@host.example", "host.example", "", None, "user", None),
        ("host:99999", "host", "99999", None, "", None),
        ("\nftp.example.com\r\n", "ftp.example.com", "", None, "", None),
        ("ftps://u:a/b#c?d@host.example:990/x", "host.example", "990", "implicit", "u", "a/b#c?d"),
        ("u:a@b/c@host.example", "host.example", "", None, "u", "a@b/c"),
        ("ftp://host.example:21/dir@x", "host.example", "21", None, "", None),
        ("ftp://host.example/a:b@c", "host.example", "", None, "", None),
        ("sftp://u:pw@host.example", "sftp://host.example", "", None, "u", "pw"),
        ("ftp.例え.jp:21", "ftp.例え.jp", "21", None, "", None),
        ("ftps://u:se cret@host.example", "host.example", "", "implicit", "u", "se cret"),
        ("<ftps://u:p@host.example/>", "host.example", "", "implicit", "u", "p"),
        ("“host.example”,", "host.example", "", None, "", None),
        ("\u200ehost.example\u200b", "host.example", "", None, "", None),
        ("host.example 2121", "host.example", "2121", None, "", None),
        ("ftps:/host.example", "host.example", "", "implicit", "", None),
        ("FTPES//host.example", "host.example", "", "explicit", "", None),
        ("ftps:\\\\host.example", "host.example", "", "implicit", "", None),
        ("//host.example", "host.example", "", None, "", None),
        ("ftp://host.example;type=i", "host.example", "", None, "", None),
        ("[fe80::1%25eth0]:21", "fe80::1%eth0", "21", None, "", None),
        ("ftpserver.example", "ftpserver.example", "", None, "", None),
    ],
)
def test_pasted_targets(text, host, port, tls, user, password):
    target = parse_target(text)
    assert (target.host, target.port, target.tls, target.user) == (host, port, tls, user)
    assert (target.password.reveal() if target.password else None) == password


def test_the_plan_of_a_plain_form():
    plan = make_plan(Form(host="ftp.example.com", user=""))
    assert plan.endpoint.host == "ftp.example.com"
    assert plan.endpoint.port is None
    assert plan.user == "anonymous"
    assert not plan.consents.advertised_address


def test_the_plan_of_a_full_form():
    plan = make_plan(
        Form(
            host="[2001:db8::1]:990",
            tls="implicit",
            user="upload",
            public_address="198.51.100.1",
            active_ports="50000–50010",
            bind="192.168.10.2",
            data_timeout="12",
            dial_advertised=True,
            compare_plaintext=True,
            write_directory=" /incoming ",
        )
    )
    assert (plan.endpoint.host, plan.endpoint.port, plan.endpoint.tls) == ("2001:db8::1", 990, "implicit")
    assert plan.active.ports == (50000, 50010)
    assert plan.timeouts.data == 12
    assert plan.budget.seconds > 60
    assert plan.consents.advertised_address
    assert plan.consents.plaintext
    assert plan.consents.write_directory == "/incoming"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (Form(), "host"),
        (Form(host="a b"), "host"),
        (Form(host="300.1.1.1"), "host"),
        (Form(host="http://x"), "host"),
        (Form(host="h", port="0"), "port"),
        (Form(host="h", port="²"), "port"),
        (Form(host="h:99999"), "port"),
        (Form(host="h", port="65536"), "port"),
        (Form(host="sftp://h"), "host"),
        (Form(host="ü" * 64), "host"),
        (Form(host="host.example,other"), "host"),
        (Form(host="host.example.."), "host"),
        (Form(host="ftps://a b"), "host"),
        (Form(host="h", user="a\nb"), "user"),
        (Form(host="h", active_ports="9-1"), "active-ports"),
        (Form(host="h", public_address="0.0.0.0"), "public-address"),
        (Form(host="h", ca_file="a\x00"), "ca-file"),
        (Form(host="h", write_directory="a\x7f"), "write-directory"),
        (Form(host="h", stun="a b"), "stun"),
        (Form(host="h", stun="ftps://h"), "stun"),
        (Form(host="h", stun="h:0"), "stun"),
        (Form(host="h", idle="99999"), "idle"),
        (Form(host="h", public_address="x"), "public-address"),
        (Form(host="h", bind="1.2.3"), "bind"),
        (Form(host="h", connect_timeout="nan"), "connect-timeout"),
        (Form(host="h", data_timeout="0"), "data-timeout"),
    ],
)
def test_a_wrong_field_is_named(form, field):
    with pytest.raises(FormProblems) as caught:
        make_plan(form)
    assert [one.field for one in caught.value.problems] == [field]


def test_all_wrong_fields_are_told_as_one_reads_them_each_by_its_name():
    form = Form(
        host="a b",
        port="70000",
        user="a\nb",
        public_address="x",
        active_ports="9-1",
        bind="1.2.3",
        connect_timeout="x",
        data_timeout="x",
        ca_file="a\x00",
        client_certificate="a\x00",
        write_directory="a\x00",
        stun="a b",
        idle="x",
    )
    with pytest.raises(FormProblems) as caught:
        make_plan(form)
    unusable = password_problem(Secret("a\rb"))
    assert unusable is not None
    problems = FormProblems((*caught.value.problems, unusable)).problems
    assert [one.field for one in problems] == list(FIELD_NAMES)
    for language in ("en", "ja"):
        t = Translator(language)
        assert all(t(one.named).startswith(t(FIELD_NAMES[one.field])) for one in problems)


@pytest.mark.parametrize(
    "form",
    [
        Form(host="ftp.example.com"),
        Form(
            host="2001:db8::1",
            port="990",
            tls="implicit",
            user="u",
            family="ipv6",
            public_address="2001:db8::2",
            active_ports="50000-50010",
            bind="2001:db8::3",
            connect_timeout="20",
            data_timeout="7.5",
            ca_file="/ca.pem",
            client_certificate="/me.pem",
            write_directory="/in",
            stun="stun.example:3479",
            idle="90",
            dial_advertised=True,
            insist_public_address=True,
            thorough=True,
        ),
        Form(host="ftp.例え.jp"),
    ],
)
def test_a_plan_is_asked_for_again_by_its_form(form):
    assert form_of(make_plan(form)) == form


def test_a_consent_to_name_an_address_takes_an_address():
    assert not make_plan(Form(host="h", insist_public_address=True)).consents.contradicted_address
    form = Form(host="h", public_address="198.51.100.1", insist_public_address=True)
    assert make_plan(form).consents.contradicted_address


def test_the_consents_of_one_run_are_not_asked_for_again():
    form = form_of(make_plan(Form(host="h", compare_plaintext=True, ccc=True)))
    assert form == Form(host="h")


def test_a_password_in_the_host_field_never_reaches_the_plan():
    plan = make_plan(Form(host="ftps://u:hunter2@host.example"))
    assert "hunter2" not in repr(plan)
    assert plan.user == "u"


def test_a_name_in_another_script_is_tested_as_dns_carries_it_and_shown_as_it_was_written():
    plan = make_plan(Form(host="ftp.例え.jp", port="990"))
    assert plan.endpoint.host == "ftp.xn--r8jz45g.jp"
    assert plan.input == "ftp.例え.jp:990"


def test_what_is_asked_on_request():
    plan = make_plan(Form(host="h", stun="stun.example", idle="120"))
    assert plan.stun == HostPort(host="stun.example", port=3478)
    assert plan.idle == 120
    assert plan.budget.seconds == make_plan(Form(host="h")).budget.seconds + 120
    assert make_plan(Form(host="h")).idle is None


def test_another_protocol_is_named():
    with pytest.raises(FormProblems) as caught:
        make_plan(Form(host="SFTP://h"))
    assert caught.value.problems[0].message.params == {"scheme": "sftp"}


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("a\n", "a"),
        ("\r\na\r\n", "a"),
        ("a\nb", "a b"),
        (" a ", " a "),
        ("\u2028a", "a"),
        ("", ""),
        ("\n", ""),
    ],
)
def test_line_breaks_of_a_paste_are_trimmed(pasted, line):
    assert one_line(pasted) == line


@given(text=st.text(max_size=60))
def test_whatever_is_pasted_is_a_plan_or_a_named_field(text):
    target = parse_target(text)
    assert target.password is None or target.password.reveal()
    wrong = set()
    try:
        host = make_plan(Form(host=text)).endpoint.host
    except FormProblems as problems:
        host, wrong = "refused", {one.field for one in problems.problems}
    assert wrong <= {"host", "port", "user"}
    assert host
    assert host.isascii()


@given(
    password=st.text(min_size=1, max_size=20).filter(
        lambda text: not re.search(r"[\s%\x1c-\x1f\x85]|^\d+/", text)
    )
)
def test_a_password_in_a_pasted_address_is_found_whatever_it_holds(password):
    target = parse_target(f"ftps://u:{password}@host.example:990/in")
    if " " not in password:
        assert target.password is not None
        assert target.password.reveal() == password
        assert (target.host, target.user) == ("host.example", "u")


def test_a_password_is_one_line():
    assert password_problem(Secret("")) is None
    assert password_problem(Secret("p w\t\u2028é")) is None
    for character in "\r\n\0":
        assert password_problem(Secret(f"p{character}w")) is not None


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("", "abc", 3),
        ("abc", "abcd", 1),
        ("abc", "abc", 0),
        ("a long name", "ab", 1),
        ("a long name", "u:p@host", 8),
        ("aaa", "aaaa", 1),
        ("abc", "", 0),
    ],
)
def test_what_came_in_at_once_is_counted(before, after, count):
    assert inserted(before, after) == count


def test_settings_beyond_the_usual_are_counted():
    assert settings_count(Form(host="h", port="21", tls="none", user="u")) == 0
    assert settings_count(Form(host="h", bind="10.0.0.1", thorough=True)) == 2
