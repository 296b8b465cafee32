import errno
import os
import stat
import sys

import pytest

from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.session import files
from ftpsgui.session.errors import SessionError
from ftpsgui.session.session import Session

EMPTY = Session(
    tool_version="0.1.0",
    started="2026-11-23T12:00:00Z",
    plan=Plan(input="h", endpoint=Endpoint(host="h")),
    observations=(),
)


def test_there_and_back(tmp_path):
    path = tmp_path / "a.ftpsgui"
    files.save(EMPTY, path)
    assert files.load(path) == EMPTY
    assert [file.name for file in tmp_path.iterdir()] == ["a.ftpsgui"]


def failing(number):
    def fsync(handle):
        raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "cannot be written to"),
        (errno.EIO, "could not be saved"),
    ],
)
def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, number, words):
    path = tmp_path / "a.ftpsgui"
    path.write_text("old")
    monkeypatch.setattr(files.os, "fsync", failing(number))
    with pytest.raises(SessionError) as caught:
        files.save(EMPTY, path)
    assert words in caught.value.message.id
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.ftpsgui"]


def test_words_for_a_missing_folder_and_for_a_folder(tmp_path):
    with pytest.raises(SessionError) as caught:
        files.save(EMPTY, tmp_path / "no" / "a.ftpsgui")
    assert "does not exist" in caught.value.message.id
    with pytest.raises(SessionError) as caught:
        files.save(EMPTY, tmp_path)
    assert "is a folder" in caught.value.message.id
    with pytest.raises(SessionError) as caught:
        files.load(tmp_path / "none")
    assert "There is no file" in caught.value.message.id
    with pytest.raises(SessionError):
        files.load(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_modes(tmp_path):
    fresh, old = tmp_path / "fresh", tmp_path / "old"
    old.touch()
    old.chmod(0o640)
    files.save(EMPTY, fresh)
    files.save(EMPTY, old)
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o666 & ~mask
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    files.save(EMPTY, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert files.load(tmp_path / "target") == EMPTY


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_what_is_no_file_is_written_into_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        files.write_atomically(pipe, b"words")
        assert os.read(reader, 100) == b"words"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]
