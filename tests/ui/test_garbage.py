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


def test_what_an_import_made_is_no_longer_young_at_the_next_look(look):
    collector = GuiCollector()
    made = [[number] for number in range(5000)]
    collector.collect()
    young = {id(one) for generation in (0, 1) for one in gc.get_objects(generation)}
    collector.stop()
    collector.deleteLater()
    assert young.isdisjoint(map(id, made))


def test_a_look_at_everything_waits_for_the_end_of_a_run(look, monkeypatch):
    collected: list[int] = []
    now, busy = [0.0], [True]
    monkeypatch.setattr("ftpsgui.ui.garbage.time.monotonic", lambda: now[0])
    monkeypatch.setattr("ftpsgui.ui.garbage.gc.collect", collected.append)
    monkeypatch.setattr("ftpsgui.ui.garbage.gc.get_count", lambda: (10_000, 100, 100))
    collector = GuiCollector(busy=lambda: busy[0])
    now[0] = 61.0
    collector.collect()
    busy[0] = False
    collector.collect()
    collector.stop()
    collector.deleteLater()
    assert collected == [1, 2]
