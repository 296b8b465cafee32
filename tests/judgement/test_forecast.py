"""The forecast follows from what each client does and what was proven here; there is no table of verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import load
from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.findings import ClientForecast
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from tests.judgement.playbook import Playbook

KNOWLEDGE = load()
DEMO = Path(__file__).parents[1] / "sessions"
NO_TLS = {"windows_ftp_exe", "windows_explorer", "tnftp", "ncftp"}
HAS_TLS = set(KNOWLEDGE.clients) - NO_TLS
RESUMING = {
    "filezilla",
    "winscp",
    "curl",
    "curl_old",
    "lftp",
    "basic_ftp",
    "basic_ftp_5",
    "rclone",
    "wget",
}
NOT_RESUMING = {"python_ftplib", "python_ftplib_old", "commons_net", "commons_net_old", "suppaftp"}
EARLY = {"aioftp", "aioftp_old"}
"""They want TLS on the data connection before the transfer command, which most servers do not give."""
FORGIVING = {"filezilla", "winscp", "lftp", "curl", "python_ftplib", "dotnet_ftpwebrequest"}
STRICT = {"wget", "python_ftplib_old"}
PRIVATE = "227 Entering Passive Mode (10,20,30,2,195,80)"


def foretold(session: Session) -> dict[str, ClientForecast]:
    state = fold(session.plan, session.observations, session.started)
    found = forecast(state, diagnose(state, KNOWLEDGE), KNOWLEDGE)
    assert [one.client for one in found] == sorted(KNOWLEDGE.clients)
    return {one.client: one for one in found}


def demo(name: str) -> dict[str, ClientForecast]:
    return foretold(load_session(DEMO / f"demo-{name}.json"))


def by(found: dict[str, ClientForecast], result: str) -> set[str]:
    return {name for name, one in found.items() if one.result == result}


def book(*, local: str = "198.51.100.7:40000", resumed: bool = False, **more: object) -> Playbook:
    """A public client that logged in; without ``resumed`` a fresh TLS session on data connections is taken."""
    made = Playbook(local=local, networks=(local.rpartition(":")[0] + "/24",), **more).login()  # type: ignore[arg-type]
    made.resumed = resumed  # type: ignore[attr-defined]
    return made


def modes(
    made: Playbook, *, pasv: str = "227 ok (203,0,113,1,195,80)", active: bool = True, **more: object
) -> Playbook:
    fresh = {"resumed": made.resumed} if more.get("tcp", "ok") == "ok" else {}  # type: ignore[attr-defined]
    made.passive("pasv", pasv, **fresh, **more)
    made.passive("epsv", "229 ok (|||50001|)", **fresh, **more)
    made.active("port", reached=active, **fresh) if active else made.active(
        "port", reached=False, final="425 no"
    )
    made.active("eprt", reached=active, **fresh) if active else made.active(
        "eprt", reached=False, final="425 no"
    )
    return made.end()


# --- the four topologies ----------------------------------------------------------------------------------------


def test_a_healthy_server_works_for_every_client_that_knows_tls() -> None:
    found = foretold(modes(book()).session())
    assert by(found, "works") == HAS_TLS - EARLY
    assert by(found, "fails") == NO_TLS
    assert by(found, "unknown") == EARLY
    assert not {one.certainty for one in found.values()} & {"proven"}


def test_whether_tls_comes_before_the_command_is_known_of_the_product() -> None:
    for greeting, result in (("220 pyftpdlib 2.2.0 ready.", "works"), ("220 (vsFTPd 3.0.3)", "fails")):
        made = Playbook(local="198.51.100.7:40000").login(greeting=greeting)
        made.resumed = False  # type: ignore[attr-defined]
        assert foretold(modes(made).session())["aioftp"].result == result


def test_a_private_address_stops_strict_clients_and_no_forgiving_one() -> None:
    found = foretold(modes(book(local="192.168.10.2:40000"), pasv=PRIVATE, active=False).session())
    assert by(found, "works") >= FORGIVING
    assert by(found, "fails") >= STRICT
    assert "10.20.30.2" in str(found["wget"].because.params["address"])
    assert found["suppaftp"].result == "depends"
    assert found["suppaftp"].options == ("set_passive_nat_workaround(true)",)
    assert found["commons_net"].result == "depends"
    assert found["commons_net"].options == ("enterLocalPassiveMode()",)
    assert found["php_ftp"].options == (
        "ftp_pasv($ftp, true)",
        "ftp_set_option($ftp, FTP_USEPASVADDRESS, false)",
    )
    assert found["curl"].mode == found["rclone"].mode == found["basic_ftp"].mode == "epsv"
    assert found["total_commander"].result == "unknown"


def test_where_active_mode_works_it_is_an_option_of_strict_clients() -> None:
    found = foretold(modes(book(), pasv=PRIVATE).session())
    assert (found["wget"].result, found["wget"].mode) == ("depends", "port")
    assert found["wget"].options == ("--no-passive-ftp",)
    assert found["php_ftp"].result == "works"  # active is its default


def test_carrier_grade_addresses_are_not_in_the_tables_of_forgiving_clients() -> None:
    made = modes(book(local="192.168.10.2:40000"), pasv="227 ok (100,64,0,9,195,80)", active=False)
    found = foretold(made.session())
    assert found["filezilla"].result == found["lftp"].result == "depends"
    assert found["filezilla"].options == ("filezilla.xml: Pasv reply fallback mode = 2",)
    assert found["curl"].result == found["python_ftplib"].result == "works"


def test_without_epsv_the_client_that_refuses_other_hosts_fails() -> None:
    made = book(local="192.168.10.2:40000")
    made.passive("pasv", PRIVATE, resumed=False)
    made.passive("epsv", "502 no")
    found = foretold(made.end().session())
    assert found["basic_ftp"].result == "fails"
    assert found["basic_ftp_5"].result == found["curl"].result == "works"
    assert found["curl_old"].result == "depends"
    assert found["curl_old"].options == ("--ftp-skip-pasv-ip",)
    assert found["curl"].mode == "pasv"


def test_a_refused_pasv_sends_filezilla_to_active_mode_and_leaves_winscp() -> None:
    made = book()
    made.passive("pasv", "502 no")
    made.passive("epsv", "502 no")
    made.active("port", resumed=False)
    made.active("eprt", resumed=False)
    found = foretold(made.end().session())
    assert (found["filezilla"].result, found["filezilla"].mode) == ("works", "port")
    assert found["winscp"].result == "depends"
    assert found["rclone"].result == "fails"


def test_closed_ports_stop_everybody_and_no_option_helps() -> None:
    found = foretold(modes(book(local="192.168.10.2:40000"), active=False, tcp="timeout").session())
    assert by(found, "fails") == set(KNOWLEDGE.clients)
    assert not any(one.options for one in found.values())


def test_an_advertised_public_address_that_was_not_dialled_is_not_judged() -> None:
    made = book(local="192.168.10.2:40000")
    made.passive("pasv", "227 ok (203,0,113,99,195,80)", address="peer", resumed=False)
    found = foretold(made.end().session())
    assert found["wget"].result == found["filezilla"].result == "unknown"
    assert found["python_ftplib"].result == "works"


def test_over_ipv6_everybody_uses_epsv() -> None:
    made = book(local="[2001:db8:51::1]:40000", peer="[2001:db8:113::1]:21")
    made.passive("epsv", "229 ok (|||50001|)", resumed=False)
    found = foretold(made.end().session())
    assert {found[name].mode for name in ("filezilla", "lftp", "wget", "python_ftplib", "curl")} == {"epsv"}


# --- TLS --------------------------------------------------------------------------------------------------------


def test_required_session_reuse_stops_clients_that_never_resume() -> None:
    found = demo("session-reuse-required")
    assert by(found, "fails") == NOT_RESUMING | NO_TLS | EARLY
    assert by(found, "works") == RESUMING
    assert found["go_jlaffaye"].result == "depends"
    assert "ClientSessionCache" in found["go_jlaffaye"].options[0]
    assert found["dotnet_ftpwebrequest"].result == "depends"
    assert found["dotnet_ftpwebrequest"].options == ()
    assert found["total_commander"].result == "unknown"


def test_a_client_that_waits_briefly_for_the_ticket_works_and_that_is_said() -> None:
    """Only under TLS 1.3, and only where the server insists: the verdict stays the same."""
    found = demo("session-reuse-required")
    assert found["wget"].result == "works"
    assert found["wget"].because.params["milliseconds"] == 60
    assert "VERS-TLS1.3" in str(found["wget"].because.params["option"])
    assert "milliseconds" not in found["lftp"].because.params
    assert "milliseconds" not in demo("t1-healthy")["lftp"].because.params
    session = load_session(DEMO / "demo-session-reuse-required.json")
    older = tuple(
        replace(one, fact=replace(one.fact, version="TLSv1.2")) if isinstance(one.fact, TlsHandshake) else one
        for one in session.observations
    )
    found = foretold(replace(session, observations=older))
    assert found["wget"].result == "works"
    assert "milliseconds" not in found["wget"].because.params


def test_a_client_that_waits_briefly_where_nothing_is_required_is_not_warned_about() -> None:
    assert "milliseconds" not in foretold(modes(book()).session())["wget"].because.params


def test_what_was_not_tested_about_reuse_is_not_claimed() -> None:
    found = foretold(modes(book(resumed=True)).session())
    assert found["python_ftplib"].result == "unknown"
    assert found["curl"].result == "works"


def test_implicit_tls_leaves_out_who_knows_explicit_only() -> None:
    found = foretold(modes(book(tls="implicit")).session())
    assert found["python_ftplib"].result == found["dotnet_ftpwebrequest"].result == "fails"
    assert found["zos_ftp"].result == "unknown"
    assert found["curl"].result == "works"


def test_over_implicit_tls_a_client_may_forget_to_protect_data() -> None:
    made = Playbook(local="198.51.100.7:40000", tls="implicit").login(greeting="220 pyftpdlib 2.2.0 ready.")
    made.resumed = False  # type: ignore[attr-defined]
    one = foretold(modes(made).session())["aioftp"]
    assert (one.result, one.options) == (
        "depends",
        ('client.command("PBSZ 0", "200"), client.command("PROT P", "200")',),
    )


def test_a_certificate_that_does_not_verify_needs_an_option_or_a_click() -> None:
    found = demo("self-signed")
    assert found["curl"].result == found["wget"].result == "depends"
    assert found["curl"].options == ("--insecure",)
    assert found["filezilla"].result == "works"
    assert "asks" in found["filezilla"].because.id


def test_in_clear_tls_does_not_matter() -> None:
    found = foretold(modes(book(tls="none")).session())
    assert by(found, "works") == set(KNOWLEDGE.clients)


# --- before and without a login -----------------------------------------------------------------------------------


def test_a_refused_login_says_nothing_about_clients() -> None:
    found = demo("wrong-password")
    assert by(found, "unknown") == set(KNOWLEDGE.clients)


def test_what_stops_every_client_is_said_of_every_client() -> None:
    made = Playbook()
    made.connect("refused", error="ECONNREFUSED")
    found = foretold(made.end().session())
    assert by(found, "fails") == set(KNOWLEDGE.clients)
    assert {one.certainty for one in found.values()} == {"proven"}


# --- every session, every prefix ----------------------------------------------------------------------------------

EXPECTED = {
    "demo-t1-healthy": (RESUMING, NOT_RESUMING | NO_TLS | EARLY),
    "demo-session-reuse-required": (RESUMING, NOT_RESUMING | NO_TLS | EARLY),
    "demo-t2-no-masquerade": (RESUMING - {"wget"}, NOT_RESUMING | NO_TLS | EARLY),
    "demo-t3-client-nat": (RESUMING, NOT_RESUMING | NO_TLS | EARLY),
    # Implicit TLS, and active mode fails too.
    "demo-t4-filezilla": (
        RESUMING - {"wget"},
        NOT_RESUMING - {"suppaftp"} | NO_TLS | {"wget", "php_ftp", "dotnet_ftpwebrequest"},
    ),
    "demo-wrong-password": (set(), set()),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_demonstration(name: str) -> None:
    found = foretold(load_session(DEMO / f"{name}.json"))
    assert (by(found, "works"), by(found, "fails")) == EXPECTED[name]


@pytest.mark.parametrize("name", ["t4-both-nat", "passive-filtered", "passive-refused"])
def test_demonstrations_where_nothing_works(name: str) -> None:
    found = demo(name)
    assert not by(found, "works")
    assert not by(found, "depends")
