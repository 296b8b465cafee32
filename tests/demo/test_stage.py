"""A stage starts, serves, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from ftpsgui.demo import scenarios
from ftpsgui.demo.stage import Stage
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.seams import TrustQuestion
from ftpsgui.texts.translate import Translator
from tests.demo.dialogue import dialogue

ALL = scenarios.all()


def exists(path: str) -> bool:
    return Path(path).exists()


def test_the_scenarios_are_found_and_the_default_comes_first() -> None:
    assert next(iter(ALL)) == scenarios.default().id == "t4-filezilla"
    assert {
        "t1-healthy",
        "t2-no-masquerade",
        "t3-client-nat",
        "t4-both-nat",
        "passive-filtered",
        "passive-refused",
        "ipv6-firewall",
        "wrong-password",
        "session-reuse-required",
        "self-signed",
    } < set(ALL)


@pytest.mark.parametrize("name", list(ALL))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_scenario_has_its_words(name: str, language: str) -> None:
    scenario, translate = ALL[name], Translator(language)
    for message in (scenario.title, scenario.description):
        assert translate(message)
        assert (translate(message) != message.id) == (language == "ja")


@pytest.mark.parametrize("name", list(ALL))
async def test_a_stage_serves_and_leaves_nothing_behind(name: str) -> None:
    before = set(threading.enumerate())
    async with Stage(ALL[name], latency=0) as stage:
        async with dialogue(stage, login=False) as talk:
            assert (await talk.ask("NOOP")).startswith("200")
        folder = stage._folder.name  # type: ignore[union-attr]
        assert exists(folder)
        assert stage.plan.user == stage.credentials.user
        assert stage.credentials.password.reveal() not in repr(stage.plan)
    assert not exists(folder)
    left = [thread for thread in threading.enumerate() if thread not in before]
    # asyncio's own pool thread stays until its loop closes.
    assert [thread.name for thread in left if not thread.name.startswith("asyncio")] == []


async def test_a_stage_stops_with_connections_still_open() -> None:
    async with Stage(ALL["t4-filezilla"], latency=0) as stage:
        async with dialogue(stage) as talk:
            await talk.passive()
            plain = await stage.network.connect(HostPort(host="203.0.113.1", port=21), timeout=1.0)
            await asyncio.to_thread(stage._close)
            with pytest.raises((EOFError, OSError, Exception)):
                await talk.ask("NOOP")
        await plain.close()


async def test_a_stage_that_is_cancelled_while_it_opens_leaves_nothing_behind() -> None:
    stage = Stage(ALL["t4-filezilla"], latency=0)
    entering = asyncio.create_task(stage.__aenter__())
    await asyncio.sleep(0)
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    assert stage._folder is None
    assert [t.name for t in threading.enumerate() if t.name == "demo servers"] == []


async def test_the_trusted_scenario_trusts_its_own_authority_and_the_other_asks() -> None:
    async with Stage(ALL["t4-filezilla"], latency=0) as stage:
        assert stage.plan.trust.ca_file is not None
        assert exists(stage.plan.trust.ca_file)
    async with Stage(ALL["self-signed"], latency=0) as stage:
        assert stage.plan.trust.ca_file is None
        question = TrustQuestion(host="ftp.example.com", port=21, chain=(), problems=(), trust_store="")
        assert await stage.ask_trust(question) == "accept"
        assert stage.questions == [question]


def test_a_module_without_a_scenario_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import ftpsgui.demo.scenarios.t4_filezilla as module

    monkeypatch.setattr(module, "SCENARIO", "nothing")
    scenarios.all.cache_clear()
    try:
        with pytest.raises(TypeError, match="t4_filezilla"):
            scenarios.all()
    finally:
        scenarios.all.cache_clear()
