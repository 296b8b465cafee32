"""Targets as people paste them, and forms as people fill them."""

from __future__ import annotations

import pytest

from ftpsgui.presentation.view_form import Form, FormProblem, make_plan, parse_target


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
        ("host:99999", "host:99999", "", None, "", None),
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
        (Form(host="h", active_ports="9-1"), "active-ports"),
        (Form(host="h", public_address="x"), "public-address"),
        (Form(host="h", bind="1.2.3"), "bind"),
        (Form(host="h", connect_timeout="nan"), "connect-timeout"),
        (Form(host="h", data_timeout="0"), "data-timeout"),
    ],
)
def test_a_wrong_field_is_named(form, field):
    with pytest.raises(FormProblem) as caught:
        make_plan(form)
    assert caught.value.field == field


def test_a_password_in_the_host_field_never_reaches_the_plan():
    plan = make_plan(Form(host="ftps://u:hunter2@host.example"))
    assert "hunter2" not in repr(plan)
    assert plan.user == "u"
