"""What hostile servers cannot do: make a run raise, hang, grow, blame the wrong thing, dial strangers or tell a password.

All stories are played side by side, once; the tests look at what came of them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
import trustme

from ftpsgui.model.facts import DataAttempt, Exchange, StrayBytes, TrustDecision
from ftpsgui.model.plan import Consents, Timeouts, Trust
from tests.hostile import own_time
from tests.hostile import villains_active as active
from tests.hostile import villains_data as data
from tests.hostile import villains_echo as echo
from tests.hostile import villains_login as login
from tests.hostile import villains_talk as talk
from tests.hostile import villains_tls as tls
from tests.hostile.stage import LONG, SHORT, Played, check, play
from tests.hostile.villain import PASSWORD, Villain, Visit, forever

AT_ONCE = 2
"""Stories that are played side by side, beside all those that wait."""
QUICK_DATA = {"timeouts": Timeouts(reply=10, data=2, preliminary=0.2)}
HASTY = {"timeouts": Timeouts(connect=3, reply=0.6, data=0.4, preliminary=0.2, silence=0.3)}
"""For floods that end with a deadline: until then they keep this process busy, so they are played alone."""
INSECURE = {"trust": Trust(mode="insecure")}
ALL_WORK = dict.fromkeys(("pasv/advertised", "pasv/peer", "epsv/peer", "port/local", "eprt/local"), "works")


@dataclass(frozen=True)
class Story:
    """A villain, what is expected of the run: exit status, findings at top level, and more to hold."""

    villain: type[Villain]
    status: int
    found: set[str] = field(default_factory=set)
    also: Callable[[Played], None] = lambda _: None
    changes: dict[str, Any] = field(default_factory=dict)
    bent: dict[str, Any] = field(default_factory=dict)
    waits: bool = False
    """Whether most of it is waiting for a deadline: then it is played beside all others."""
    alone: bool = False
    """Whether it floods us until a deadline: then nothing else may be held up by it, nor take its time away."""


def modes(**results: str) -> Callable[[Played], None]:
    """Expect results by mode: ``pasv``, ``epsv``, ``port``, ``eprt`` (PASV by the peer's address)."""

    def hold(played: Played) -> None:
        names = {"pasv": "pasv/peer", "epsv": "epsv/peer", "port": "port/local", "eprt": "eprt/local"}
        assert {mode: played.modes[names[mode]] for mode in results} == results

    return hold


def all_work(played: Played) -> None:
    assert played.modes == ALL_WORK


def never_user(played: Played) -> None:
    assert played.villain.said("USER") == 0
    assert played.villain.said("PASS") == 0


def one_login(played: Played) -> None:
    assert played.villain.said("USER") == 1


def nothing_but_counted(played: Played) -> None:
    """A listing that was cut off: what came is counted, and it is nobody's fault."""
    endings = {fact.ending for fact in played.of(DataAttempt)}
    assert endings == {"overflow"}
    assert not played.top & {"transfer-stalled", "listing-failed", "transfer-truncated"}


def mismatch(played: Played) -> None:
    assert [fact.decision for fact in played.of(TrustDecision)].count("mismatch") >= 1


def stray(where: str, words: str) -> Callable[[Played], None]:
    def hold(played: Played) -> None:
        assert any(fact.where == where and words in fact.raw for fact in played.of(StrayBytes))

    return hold


def dialled_only_the_target(played: Played) -> None:
    assert not [fact for fact in played.of(DataAttempt) if fact.dialled and fact.dialled.host != "127.0.0.1"]


class Silent(Villain):
    """Accepts and says nothing."""

    async def greet(self, visit: Visit) -> None:
        await forever()


class HealthyTls12(tls.Tickets):
    """Nothing wrong with this one."""


def says(text: str) -> dict[str, Any]:
    return {"text": text}


def dies(verb: str, how: str = "close") -> dict[str, Any]:
    return {"verb": verb, "how": how}


STORIES = {
    # healthy ones first: what is expected of the others means something only beside them
    "healthy": Story(Villain, 1, {"test-from-inside"}, all_work),
    "healthy-tls12": Story(HealthyTls12, 1, set(), all_work),
    "healthy-implicit": Story(tls.Implicit, 1, set(), all_work),
    "no-password": Story(login.NoPassword, 1, set(), all_work),
    "latin-1": Story(talk.Latin1, 1, set(), all_work),
    "two-finals": Story(data.TwoFinals, 1, set(), all_work),
    "final-first": Story(data.FinalFirst, 1, set(), all_work),
    "connects-late": Story(active.ConnectsLate, 1, set(), all_work),
    # words without end
    "endless-line": Story(talk.EndlessLine, 4, {"greeting-missing"}),
    "endless-multiline": Story(talk.EndlessMultiline, 4, {"greeting-missing"}),
    "nothing-but-nuls": Story(talk.NothingButNuls, 4, {"not-ftp"}),
    "nothing-but-newlines": Story(
        talk.NothingButNewlines, 4, {"greeting-missing"}, changes=HASTY, alone=True
    ),
    "telnet-for-ever": Story(talk.Telnet, 4, {"not-ftp"}),
    "120-for-ever": Story(talk.Greetings120, 4, {"server-busy"}),
    "150-for-ever": Story(talk.Preliminary, 3, set(), modes(pasv="fails", epsv="fails")),
    "150-to-user": Story(login.PreliminaryUser, 4, {"login-refused"}),
    "unasked": Story(talk.Unasked, 4, {"control-dropped"}),
    "flood": Story(talk.Flood, 1, set(), modes(pasv="works")),
    "flood-at-once": Story(talk.FloodAtOnce, 4, {"control-dropped"}),
    "flood-no-code": Story(talk.FloodNoCode, 3, {"control-dropped"}),
    "fat-replies": Story(talk.FatReplies, 4, {"control-dropped"}),
    # slow ones
    "silent": Story(Silent, 4, {"greeting-missing"}, waits=True),
    "drip": Story(talk.Drip, 4, {"greeting-missing"}, waits=True),
    "drip-user": Story(login.DripUser, 4, {"control-timeout"}, waits=True),
    "slow-greeting": Story(tls.SlowGreeting, 1, set(), all_work, bent={"seconds": 0.9}, waits=True),
    "slow-login": Story(login.SlowLogin, 4, {"control-timeout"}, waits=True),
    "hang-at-pasv": Story(talk.HangAt, 1, {"control-timeout"}, modes(pasv="fails", epsv="works"), waits=True),
    "second-hangs": Story(talk.BusySecond, 1, set(), all_work, waits=True),
    # odd ones
    "cr-only": Story(talk.CrOnly, 4, {"greeting-missing"}, waits=True),
    "long-numbers": Story(talk.LongNumbers, 1, set(), all_work),
    "nuls": Story(talk.Nuls, 4, {"login-refused"}),
    "code-999": Story(login.BadCodes, 4, {"login-refused"}),
    "code-000": Story(login.Code000, 4, {"login-refused"}),
    "account": Story(login.Account, 4, {"login-refused"}, one_login),
    "account-at-once": Story(login.AccountAtOnce, 4, {"login-refused"}, one_login),
    "331-again": Story(login.Password331, 4, {"login-refused"}, one_login),
    "echo-server": Story(talk.Echo, 4, {"tls-not-offered"}, never_user),
    "one-reply-ahead": Story(talk.Desynchronised, 1, {"pasv-reply-malformed", "epsv-reply-malformed"}),
    "ugly": Story(talk.Ugly, 3, {"pasv-reply-malformed", "active-command-refused"}),
    "ugly-refusal": Story(talk.UglyRefusal, 4, {"login-refused"}),
    "ugly-greeting": Story(talk.UglyGreeting, 4, {"not-ftp"}),
    "half-a-reply": Story(talk.HalfReply, 4, {"control-dropped"}),
    "421-at-pbsz": Story(talk.BusyAt, 3, {"server-busy"}),
    "421-at-user": Story(talk.BusyAt, 4, {"server-busy"}, one_login, bent={"verb": "USER"}),
    "421-third": Story(talk.BusyThird, 1, {"server-busy"}, all_work),
    "421-in-listing": Story(data.BusyInListing, 1, {"listing-failed"}),
    "dies-at-user": Story(talk.DieAt, 4, {"control-dropped"}),
    "dies-at-pass-rst": Story(talk.DieAt, 4, {"control-dropped"}, bent=dies("PASS", "reset")),
    "dies-at-list-cut": Story(talk.DieAt, 3, set(), bent=dies("LIST", "truncate")),
    "dies-at-port": Story(talk.DieAt, 1, set(), modes(pasv="works", port="fails"), bent=dies("PORT")),
    # never a login in clear
    "no-auth": Story(login.NoAuth, 4, {"tls-not-offered"}, never_user),
    "auth-says-331": Story(login.AuthAnswersUser, 4, {"tls-not-offered"}, never_user),
    "auth-says-230": Story(login.AuthLoggedIn, 4, {"tls-handshake-failed"}, never_user),
    # TLS
    "injects": Story(
        tls.Injects,
        4,
        {"tls-plaintext-injected"},
        lambda run: (never_user(run), stray("before-tls", "230 you")(run)),
    ),
    "injects-later": Story(tls.InjectsLater, 4, {"tls-handshake-failed"}, never_user),
    "injects-before": Story(tls.InjectsBefore, 4, {"tls-not-offered"}, never_user),
    "clear-inside": Story(tls.ClearInside, 4, {"control-dropped"}, stray("inside-tls", "500 OOPS")),
    "never-shakes": Story(tls.NeverShakes, 4, {"tls-handshake-failed"}, never_user, waits=True),
    "closes-in-handshake": Story(tls.ClosesInHandshake, 4, {"tls-handshake-failed"}, never_user),
    "resets-in-handshake": Story(tls.ResetsInHandshake, 4, {"tls-handshake-failed"}, never_user),
    "alerts": Story(tls.Alerts, 4, {"tls-handshake-failed"}, never_user),
    "garbage-handshake": Story(tls.GarbageHandshake, 4, {"tls-handshake-failed"}, never_user),
    "endless-warnings": Story(tls.EndlessHello, 4, {"tls-handshake-failed"}, never_user),
    "endless-empty-records": Story(tls.EndlessEmptyRecords, 4, {"tls-handshake-failed"}, never_user),
    "drip-handshake": Story(tls.DripHandshake, 4, {"tls-handshake-failed"}, never_user, waits=True),
    "outdated": Story(tls.Outdated, 4, {"tls-outdated"}, never_user),
    "wants-certificate": Story(tls.WantsCertificate, 4, {"tls-client-certificate-required"}),
    "wants-certificate-1.2": Story(
        tls.WantsCertificate12, 4, {"tls-client-certificate-required"}, never_user
    ),
    "many-certificates": Story(tls.ManyCertificates, 1, set(), all_work),
    "too-many-certificates": Story(tls.TooManyCertificates, 4, {"tls-handshake-failed"}, never_user),
    "changes-certificate": Story(
        tls.ChangesCertificate,
        3,
        {"certificate-changed"},
        lambda run: (mismatch(run), one_login(run)),
        INSECURE,
    ),
    "changes-after-consent": Story(
        tls.ChangesAfterConsent, 3, {"certificate-changed"}, lambda run: (mismatch(run), one_login(run))
    ),
    # data connections
    "names-127.0.0.2": Story(data.Names, 1, {"pasv-foreign-address"}, modes(pasv="works")),
    "names-0.0.0.0": Story(data.Names, 1, {"pasv-unspecified-address"}, bent={"host": "0.0.0.0"}),
    "names-255.255.255.255": Story(
        data.Names,
        1,
        set(),
        modes(pasv="works"),
        {"consents": Consents(advertised_address=True)},
        {"host": "255.255.255.255"},
    ),
    "names-multicast": Story(
        data.Names,
        1,
        set(),
        dialled_only_the_target,
        {"consents": Consents(advertised_address=True)},
        {"host": "224.0.0.1"},
    ),
    "names-a-stranger": Story(data.Names, 1, set(), dialled_only_the_target, bent={"host": "203.0.113.77"}),
    "227-port-0": Story(data.Says227, 1, {"pasv-reply-malformed"}, bent=says("227 ok (127,0,0,1,0,0)")),
    "227-over-255": Story(data.Says227, 1, {"pasv-reply-malformed"}, bent=says("227 ok (127,0,0,1,256,22)")),
    "227-huge": Story(data.Says227, 1, {"pasv-reply-malformed"}, bent=says("227 " + "9" * 6000)),
    "227-closed-port": Story(
        data.Says227, 1, set(), modes(pasv="fails", epsv="works"), bent=says("227 ok (127,0,0,1,0,1)")
    ),
    "229-port-0": Story(data.Says229, 1, {"epsv-reply-malformed"}),
    "229-port-65536": Story(data.Says229, 1, {"epsv-reply-malformed"}, bent=says("229 ok (|||65536|)")),
    "229-another-host": Story(
        data.Says229, 1, set(), dialled_only_the_target, bent=says("229 ok (|1|203.0.113.9|1|)")
    ),
    "own-control-port": Story(
        data.NamesControlPort, 1, {"data-peer-not-tls"}, modes(pasv="fails", port="works"), waits=True
    ),
    "never-accepts": Story(data.NeverAccepts, 3, {"data-tls-failed", "active-no-connection"}, waits=True),
    "endless-listing": Story(data.EndlessListing, 1, set(), nothing_but_counted),
    "drip-listing": Story(data.DripListing, 1, set(), nothing_but_counted, QUICK_DATA, waits=True),
    "one-byte-records": Story(
        data.OneByteRecords,
        1,
        set(),
        nothing_but_counted,
        HASTY,
        alone=True,
    ),
    "ssh-on-data": Story(data.SpeaksSsh, 3, {"data-peer-not-tls"}, waits=True),
    "clear-data": Story(data.ClearData, 3, {"data-peer-not-tls"}),
    "closes-data": Story(data.ClosesData, 3, {"data-tls-failed"}, waits=True),
    "closes-data-says-226": Story(data.ClosesDataSays226, 3, {"data-tls-failed"}),
    "resets-data": Story(data.ResetsData, 3, {"data-tls-failed"}),
    "other-certificate": Story(data.OtherCertificate, 3, {"certificate-changed"}, mismatch, INSECURE),
    "other-trusted-certificate": Story(
        data.OtherTrustedCertificate, 1, {"data-certificate-differs"}, all_work
    ),
    "older-data-tls": Story(data.OlderData, 1, set(), all_work),
    "dies-in-listing": Story(data.DiesInListing, 1, {"control-dropped"}, modes(pasv="partial")),
    "control-dies-in-listing": Story(data.ControlDiesInListing, 1, {"control-dropped"}),
    "truncates-listing": Story(data.TruncatesListing, 1, {"tls-close-missing"}, modes(pasv="partial")),
    "resets-listing": Story(data.ResetsListing, 1, set(), modes(pasv="partial")),
    "never-ends-listing": Story(data.NoCloseNotifyEver, 1, {"transfer-stalled"}, waits=True),
    "no-226": Story(data.NoFinal, 1, set(), modes(pasv="partial"), waits=True),
    "331-for-226": Story(data.FinalIs1xx, 1, {"listing-failed"}),
    "connects-from-elsewhere": Story(
        active.ConnectsFromElsewhere, 1, {"active-peer-mismatch"}, modes(port="fails")
    ),
    "floods-listener": Story(
        active.FloodsListener, 1, {"active-peer-mismatch"}, modes(port="fails"), HASTY, alone=True
    ),
    "connects-twice": Story(
        active.ConnectsTwice, 1, {"data-tls-failed"}, modes(pasv="works", port="fails"), waits=True
    ),
    "connects-without-tls": Story(
        active.ConnectsWithoutTls, 1, {"data-tls-failed"}, modes(pasv="works", port="fails"), waits=True
    ),
    "connects-as-client": Story(active.ConnectsAndActsAsClient, 1, {"data-tls-failed"}, modes(port="fails")),
    # passwords
    **{
        f"echo-{form}": Story(echo.Echo, 1, set(), bent={"form": form})
        for form in ("plain", "upper", "json", "html", "url", "hex")
    },
    "echo-refusal": Story(echo.EchoRefusal, 4, {"login-refused"}),
    "echo-unfinished": Story(echo.EchoUnfinished, 4, {"control-timeout"}, waits=True),
    "echo-cut": Story(echo.EchoCut, 4, {"control-timeout"}, waits=True),
    "echo-long-line": Story(echo.EchoLongLine, 4, {"login-refused"}),
    "echo-wrapped": Story(echo.EchoWrapped, 4, {"login-refused"}),
    "echo-shortened": Story(echo.EchoShortened, 4, {"login-refused"}),
    "echo-on-data": Story(echo.EchoData, 3, {"data-peer-not-tls"}),
    "echo-inside-tls": Story(echo.EchoInside, 3, {"control-dropped"}),
    "echo-in-certificate": Story(echo.EchoCertificate, 1, set(), changes=INSECURE),
    "echo-injected": Story(echo.EchoInjected, 1, {"tls-plaintext-injected"}),
}


@pytest.fixture(scope="module")
def played(authority: trustme.CA, ca_file: str) -> dict[str, Played]:
    complaints: list[dict[str, Any]] = []

    def listen() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))

    async def one(story: Story) -> Played:
        villain = type("Bent", (story.villain,), story.bent)(authority)
        deadlines = SHORT if story.waits else LONG
        return await play(villain, ca_file, **({"timeouts": deadlines} | story.changes))

    async def alone(story: Story) -> Played:
        listen()
        return await one(story)

    async def together(stories: Iterable[Story]) -> list[Played]:
        listen()
        room = asyncio.Semaphore(AT_ONCE)

        async def in_turn(story: Story) -> Played:
            async with contextlib.nullcontext() if story.waits else room:
                return await one(story)

        return await asyncio.gather(*map(in_turn, stories))

    beside = {name: story for name, story in STORIES.items() if not story.alone}
    runs = dict(zip(beside, own_time.run(together(beside.values())), strict=True))
    runs |= {name: own_time.run(alone(story)) for name, story in STORIES.items() if story.alone}
    ours = [about for about in complaints if "ftpsgui/" in repr(about)]
    assert not ours, ours
    return runs


@pytest.mark.parametrize("name", STORIES)
def test_hostile_server(name: str, played: dict[str, Played]) -> None:
    story, run = STORIES[name], played[name]
    check(run)
    assert run.diagnosis.verdict.exit_status == story.status, (run.top, run.modes)
    assert story.found <= run.top
    story.also(run)


def test_the_passwords_arrived(played: dict[str, Played]) -> None:
    """What the tests look for was really sent."""
    assert played["healthy"].villain.visits[0].password == PASSWORD
    assert all(
        exchange.command == "PASS ••••"
        for exchange in played["healthy"].of(Exchange)
        if exchange.command and exchange.command.startswith("PASS")
    )
