"""The prediction reproduces the table of the four topologies, and what refines it."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from ftpsgui.model.findings import ModeRow
from ftpsgui.texts.translate import Translator
from ftpsgui.topology.predict import Conditions, Prediction, predict


def row(prediction: Prediction, mode: str, address: str) -> ModeRow:
    (found,) = [m.row for m in prediction.modes if (m.row.mode, m.row.address) == (mode, address)]
    return found


@pytest.mark.parametrize(
    ("client", "server", "name", "passive", "active"),
    [
        ("public", "public", "T1", "works", "works"),
        ("public", "nat", "T2", "fails", "works"),
        ("nat", "public", "T3", "works", "fails"),
        ("nat", "nat", "T4", "fails", "fails"),
    ],
)
def test_the_table_of_the_four_topologies(
    client: str, server: str, name: str, passive: str, active: str
) -> None:
    seen = predict(Conditions(client=client, server=server))  # type: ignore[arg-type]
    assert (seen.topology_class, seen.passive, seen.active) == (name, passive, active)


def test_the_cures_of_t4_work_each_on_its_own_side() -> None:
    assert predict(Conditions(masquerade="right")).passive == "works"
    assert predict(Conditions(masquerade="right")).active == "fails"
    mirrored = Conditions(client_address="public", client_ports="all")
    assert predict(mirrored).active == "works"
    assert predict(mirrored).passive == "fails"


def test_half_a_cure_is_none() -> None:
    assert row(predict(Conditions(masquerade="right", server_ports="none")), "pasv", "advertised").reason == (
        "timeout"
    )
    assert predict(Conditions(client_address="public")).active == "fails"
    assert row(predict(Conditions()), "port", "local").reason == "address-unreachable"


def test_epsv_survives_a_missing_masquerade_address_but_not_a_missing_forward() -> None:
    assert row(predict(Conditions()), "epsv", "peer").result == "works"
    assert predict(Conditions()).use_mode == "epsv"
    assert row(predict(Conditions(server_ports="none")), "epsv", "peer").result == "fails"
    assert predict(Conditions(server_ports="none")).use_mode is None


def test_a_forgiving_client_forgives_a_private_address_only() -> None:
    assert predict(Conditions(client_kind="forgiving")).passive == "works"
    assert predict(Conditions(client_kind="forgiving", masquerade="wrong")).passive == "fails"
    wrong = row(predict(Conditions(masquerade="wrong")), "pasv", "advertised")
    assert wrong.reason == "address-unreachable"


def test_a_part_of_the_range_works_now_and_then() -> None:
    seen = predict(Conditions(masquerade="right", server_ports="some"))
    assert seen.passive == "partial"
    assert seen.use_mode is None
    assert "now and then" in seen.summary.id


@pytest.mark.parametrize(("protection", "result"), [("plain", "works"), ("ccc", "works"), ("tls", "fails")])
def test_a_helper_cures_clear_text_only(protection: str, result: str) -> None:
    server = Conditions(helper="server", protection=protection, server_ports="none")  # type: ignore[arg-type]
    assert predict(server).passive == result
    client = Conditions(helper="client", protection=protection)  # type: ignore[arg-type]
    assert predict(client).active == result


def test_a_masquerade_address_makes_the_helper_look_away() -> None:
    conditions = Conditions(helper="server", protection="plain", server_ports="none", masquerade="right")
    assert predict(conditions).passive == "fails"


def test_the_ladder_is_the_one_of_the_manual() -> None:
    pasv = next(mode for mode in predict(Conditions()).modes if mode.row.mode == "pasv")
    lines = [(f"{hop.source} -> {hop.destination}", hop.text, hop.segment) for hop in pasv.hops]
    reply = "227 Entering Passive Mode (10,20,30,2,195,80)"
    assert lines[:6] == [
        ("192.168.10.2:9000 -> 203.0.113.1:21", "PASV", "client-lan"),
        ("198.51.100.1:9000 -> 203.0.113.1:21", "PASV", "internet"),
        ("198.51.100.1:9000 -> 10.20.30.2:21", "PASV", "server-lan"),
        ("10.20.30.2:21 -> 198.51.100.1:9000", reply, "server-lan"),
        ("203.0.113.1:21 -> 198.51.100.1:9000", reply, "internet"),
        ("203.0.113.1:21 -> 192.168.10.2:9000", reply, "client-lan"),
    ]
    assert lines[6:] == [
        ("192.168.10.2:9001 -> 10.20.30.2:50000", "SYN", "client-lan"),
        ("198.51.100.1:9001 -> 10.20.30.2:50000", "SYN", "internet"),
    ]
    assert pasv.hops[-1].fate == "unreachable"


def test_a_masquerade_address_can_be_spelt_out() -> None:
    seen = predict(Conditions(masquerade="172.17.0.2"))
    assert row(seen, "pasv", "advertised").raw.endswith("(172,17,0,2,195,80)")
    with pytest.raises(ValueError, match="not an IPv4 address"):
        predict(Conditions(masquerade="example"))


def every_condition() -> list[Conditions]:
    combinations = itertools.product(
        ("public", "nat"),
        ("public", "nat"),
        ("none", "right", "wrong", "0.0.0.0"),
        ("all", "some", "none"),
        ("all", "none"),
        ("local", "public"),
        ("strict", "forgiving"),
        ("none", "client", "server", "both"),
        ("tls", "plain", "ccc"),
    )
    return [Conditions(**dict(zip(Conditions.__struct_fields__, c, strict=True))) for c in combinations]


def test_every_combination_has_an_answer_in_words() -> None:
    translate = Translator("en")
    alone: dict[Conditions, list[str]] = {}
    """The results of what has no helper: it comes before its like with one."""
    for conditions in every_condition():
        seen = predict(conditions)
        assert len([m for m in seen.modes if m.chosen]) == 4
        for mode in seen.modes:
            assert translate(mode.explanation)
            assert (mode.row.result == "works") == (mode.row.reason == "ok")
            assert mode.row.certainty == "predicted"
            # What fails must be seen to end somewhere on the ladder.
            if mode.row.result == "fails":
                assert mode.hops[-1].fate is not None
        # TLS keeps every helper out: the prediction must not depend on one.
        if conditions.protection == "tls":
            results = [m.row.result for m in seen.modes]
            if conditions.helper == "none":
                alone[conditions] = results
            assert alone[msgspec.structs.replace(conditions, helper="none")] == results
