"""Garbage is collected, but in the GUI thread only."""

from __future__ import annotations

import gc
import threading
import weakref

from ftpsgui.ui.garbage import GuiCollector


class Cycle:
    def __init__(self, died: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: died.append(threading.get_ident()))


def make_garbage(died: list[int]) -> None:
    for _ in range(2000):
        Cycle(died)


def test_garbage_of_any_thread_dies_in_the_gui_thread(look):
    gc.enable()
    collector = GuiCollector()
    died: list[int] = []
    worker = threading.Thread(target=make_garbage, args=(died,))
    worker.start()
    worker.join()
    assert died == []
    collector.collect()
    assert len(died) == 2000
    assert set(died) == {threading.get_ident()}
    collector.stop()
    assert gc.isenabled()
    collector.deleteLater()


def test_all_is_looked_at_once_a_minute_only(look, monkeypatch):
    collected: list[int] = []
    now = [0.0]
    monkeypatch.setattr("ftpsgui.ui.garbage.time.monotonic", lambda: now[0])
    monkeypatch.setattr("ftpsgui.ui.garbage.gc.collect", collected.append)
    monkeypatch.setattr("ftpsgui.ui.garbage.gc.get_count", lambda: (10_000, 100, 100))
    collector = GuiCollector()
    for seconds in (1.0, 61.0, 62.0, 122.0):
        now[0] = seconds
        collector.collect()
    collector.stop()
    collector.deleteLater()
    assert collected == [1, 2, 1, 2]
