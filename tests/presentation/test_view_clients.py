"""The page about other clients: grouped by how they fare, every word from the forecast, text from outside made visible."""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import ClientForecast
from ftpsgui.model.message import msg
from ftpsgui.presentation.view_clients import ORDER, clients_view, unbroken
from ftpsgui.texts.translate import Translator

T = Translator("en")


def one(name: str, result: str, **more: object) -> ClientForecast:
    return ClientForecast(
        client=name.lower(),
        name=name,
        kind="cli",
        result=result,
        because=msg("It cannot do FTP over TLS."),
        **more,
    )


def test_groups_stand_in_order_and_count_their_clients() -> None:
    view = clients_view(
        (one("b", "fails"), one("C", "works", mode="pasv"), one("a", "works"), one("d", "unknown")), T
    )
    assert [group.title for group in view.groups] == ["Should work · 2", "Will fail · 1", "Not known · 1"]
    assert [[client.name for client in group.clients] for group in view.groups] == [["a", "C"], ["b"], ["d"]]
    assert "None of them was run" in view.caption


def test_each_result_has_a_sign_of_its_own() -> None:
    view = clients_view(tuple(one(result, result) for result in ORDER), T)
    rows = [client for group in view.groups for client in group.clients]
    assert (
        len({row.role for row in rows})
        == len({row.glyph for row in rows})
        == len({row.word for row in rows})
        == 4
    )


def test_options_memory_and_spoken_words() -> None:
    (group,) = clients_view((one("x", "depends", options=("--a", "b\x1b[31m"), confidence="hint"),), T).groups
    (row,) = group.clients
    assert row.options[0] == "--a"
    assert "\x1b" not in row.options[1]
    assert row.options_label
    assert row.note
    assert row.spoken == "x: depends. It cannot do FTP over TLS."


def test_without_forecasts_it_says_why() -> None:
    assert "ended" in clients_view((), T, running=True).caption
    assert clients_view((), T).caption
    assert not clients_view((), T).groups


def test_a_version_stays_with_its_name():
    assert unbroken("curl < 7.74, lftp ≥ 4") == "curl\u00a0<\u00a07.74, lftp\u00a0≥\u00a04"
    assert unbroken("a < b") == "a < b"


def test_what_people_use_comes_first_and_libraries_last() -> None:
    def named(name: str, kind: str) -> ClientForecast:
        return msgspec.structs.replace(one(name, "unknown"), kind=kind)

    forecasts = (
        named("aioftp", "library"),
        named("cURL", "cli"),
        named("AbcFTP", "gui"),
        named("FileZilla", "gui"),
        named("Wget", "cli"),
        named("WinSCP", "gui"),
    )
    (group,) = clients_view(forecasts, T).groups
    names = [client.name for client in group.clients]
    assert names == ["FileZilla", "WinSCP", "cURL", "AbcFTP", "Wget", "aioftp"]


def test_where_all_fail_for_the_same_reason_it_is_said_once() -> None:
    view = clients_view((one("a", "fails"), one("b", "fails")), T)
    assert view.groups == ()
    assert view.caption == "It is the same for every client: It cannot do FTP over TLS."
    assert clients_view((one("a", "works"), one("b", "works")), T).groups
    other = msgspec.structs.replace(one("b", "fails"), because=msg("It waits."))
    assert clients_view((one("a", "fails"), other), T).groups
