"""Saved servers, recent servers, agreed certificates: kept, found again, and never lost to a damaged file."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from ftpsgui.memory import shelf as shelf_module
from ftpsgui.memory.pins import Pin, Pins
from ftpsgui.memory.places import system_places
from ftpsgui.memory.profiles import Profile, Profiles
from ftpsgui.memory.recent import MOST, Recent, RecentTargets
from ftpsgui.memory.shelf import ShelfError
from ftpsgui.model.form import Form
from ftpsgui.session.errors import SessionError

ALPHA = Profile(name="Alpha", form=Form(host="a.example", user="u", active_ports="50000-50100"))


def test_a_profile_is_found_again_in_any_case(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "deep" / "profiles.json")
    assert profiles.all() == ()
    profiles.put(ALPHA)
    profiles.put(Profile(name="  beta \n", form=Form(host="b.example"), keyring=True))
    again = Profiles(tmp_path / "deep" / "profiles.json")
    assert [one.name for one in again.all()] == ["Alpha", "beta"]
    assert again.find("ALPHA") == ALPHA
    again.put(Profile(name="alpha", form=Form(host="c.example")))
    assert [one.form.host for one in again.all()] == ["c.example", "b.example"]
    again.remove("Beta")
    assert [one.name for one in again.all()] == ["alpha"]


def test_the_consent_to_clear_text_is_for_one_run_only(tmp_path: Path) -> None:
    form = Form(host="a", compare_plaintext=True, dial_advertised=True, insist_public_address=True)
    Profiles(tmp_path / "p").put(Profile(name="x", form=form))
    RecentTargets(tmp_path / "r").put(Recent(form=form, when=""))
    kept = Profiles(tmp_path / "p").all()[0].form
    assert (kept.compare_plaintext, kept.dial_advertised) == (False, True)
    assert not RecentTargets(tmp_path / "r").all()[0].form.compare_plaintext
    assert not kept.insist_public_address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"profiles": 3}',
        '{"format": "other"}',
        '{"surplus": 1}',
        "\xff",
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_left_alone_and_set_aside_when_saving(tmp_path: Path, text: str) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(text, encoding="latin-1")
    profiles = Profiles(path)
    with pytest.raises(ShelfError) as caught:
        profiles.all()
    assert caught.value.broken
    assert str(path) in str(caught.value)
    assert path.read_text(encoding="latin-1") == text
    assert profiles.put(ALPHA) == tmp_path / "profiles.broken-1.json"
    assert (tmp_path / "profiles.broken-1.json").read_text(encoding="latin-1") == text
    assert profiles.all() == (ALPHA,)
    path.write_text(text, encoding="latin-1")
    assert profiles.put(ALPHA) == tmp_path / "profiles.broken-2.json"


def test_a_newer_file_is_neither_used_nor_replaced(tmp_path: Path) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(json.dumps({"format": "ftpsgui-profiles", "format_version": 2, "new": []}))
    before = path.read_bytes()
    for action in (lambda: Profiles(path).all(), lambda: Profiles(path).put(ALPHA)):
        with pytest.raises(SessionError, match="newer version"):
            action()
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = Profiles(tmp_path / "profiles.json")
    profiles.put(ALPHA)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SessionError, match="disk is full"):
            profiles.put(Profile(name="b", form=Form(host="b")))
    assert profiles.all() == (ALPHA,)
    assert [one.name for one in tmp_path.iterdir()] == ["profiles.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "config" / "profiles.json"
    Profiles(path).put(ALPHA)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    with pytest.raises(SessionError, match="config"):
        Profiles(tmp_path / "config" / "profiles.json").put(ALPHA)


def test_recent_servers_are_few_newest_first_and_each_once(tmp_path: Path) -> None:
    recent = RecentTargets(tmp_path / "recent.json")
    for number in range(MOST + 3):
        recent.put(Recent(form=Form(host=f"h{number}"), when=f"{number}"))
    recent.put(Recent(form=Form(host="H5"), when="later", outcome="good"))
    hosts = [one.form.host for one in recent.all()]
    assert len(hosts) == MOST
    assert hosts[:3] == ["H5", "h10", "h9"]
    assert "h5" not in hosts
    recent.clear()
    assert recent.all() == ()
    (tmp_path / "recent.json").write_text("x")
    assert recent.all() == ()


def test_a_pin_stands_for_host_and_port(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "pins.json")
    first = Pin(host="ftp.example.com", port=21, sha256="aa", agreed="2026-01-01T00:00:00Z")
    pins.put(first)
    pins.put(Pin(host="ftp.example.com", port=990, sha256="bb", agreed=""))
    assert pins.find("FTP.example.com.", 21) == first
    assert pins.find("ftp.example.com", 22) is None
    pins.put(Pin(host="ftp.example.com", port=21, sha256="cc", agreed=""))
    assert [one.sha256 for one in pins.of_host("ftp.example.com")] == ["cc", "bb"]
    pins.remove("ftp.example.com", 21)
    assert [one.sha256 for one in pins.all()] == ["bb"]
    (tmp_path / "pins.json").write_text("{")
    with pytest.raises(ShelfError):
        pins.find("ftp.example.com", 990)


def test_a_file_without_end_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LARGEST", 10)
    (tmp_path / "p.json").write_text(" " * 11 + "{}")
    with pytest.raises(ShelfError, match="too large"):
        Profiles(tmp_path / "p.json").all()


@pytest.mark.skipif(os.name != "posix", reason="XDG")
def test_the_places_are_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    places = system_places()
    assert places.profiles.name == "profiles.json"
    assert places.runs.parent == places.data
    assert not (tmp_path / "c").exists()
