"""How the window keeps up: with a run of many probes, and with a session of many facts. Prints JSON.

python benchmarks/responsive.py late       how late the event loop is while the demo's probes run side by side
python benchmarks/responsive.py facts      how long a session of 10,000 observations takes: to open, to turn its pages,
                                           to scroll, to search for a word letter by letter

Both run in the real window, drawn offscreen; the network is the demo's (loopback), or none.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

OBSERVATIONS = 10_000
SCENARIO = "t2-no-masquerade"
TURNS = 4
EVERY = 0.002
"""Seconds between two looks at the clock."""


async def late() -> dict[str, float]:
    """Play a scenario and look at the clock every 2 ms; return by how much the looks came late, in milliseconds.

    ``late``: by the wall's clock, which a busy computer makes worse. ``ours``: how much of this thread's own work lay
    between two looks, beyond the 2 ms; that is our code's fault, whatever else runs.
    """
    from ftpsgui.ui.controller import Controller
    from ftpsgui.ui.window import Window

    window = Window()
    window.resize(1180, 820)
    window.show()
    controller = Controller(window)
    loop = asyncio.get_running_loop()
    living = loop.create_task(controller.live())
    looks: list[float] = []
    ours: list[float] = []
    for turn in range(TURNS + 1):  # the first one imports and fills the caches
        controller.play(SCENARIO) if turn == 0 else controller.start()
        due, spent = time.perf_counter() + EVERY, time.thread_time()
        while controller.running:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            now, used = time.perf_counter(), time.thread_time()
            if turn > 0:
                looks.append((now - due) * 1000)
                ours.append((used - spent - EVERY) * 1000)
            due, spent = now + EVERY, used
    window.close()
    await living
    return {"looks": len(looks), **_figures("late", looks), **_figures("ours", ours)}


def _figures(name: str, values: list[float]) -> dict[str, float]:
    values.sort()
    percentile = values[int(len(values) * 0.99)]
    return {f"{name}, p50": values[len(values) // 2], f"{name}, p99": percentile, f"{name}, max": values[-1]}


async def facts() -> dict[str, float]:
    """Open a session of 10,000 observations, turn to each page, scroll from the first fact to the last, search.

    Milliseconds of this process's own time, so that a busy computer does not count.
    """
    from PySide6.QtWidgets import QApplication

    from ftpsgui.session.files import load, save
    from ftpsgui.ui.controller import Controller
    from ftpsgui.ui.window import Window
    from tests.judgement.long import long_session

    window = Window()
    window.resize(1180, 820)
    window.show()
    controller = Controller(window)
    living = asyncio.get_running_loop().create_task(controller.live())
    await asyncio.sleep(0.1)
    with tempfile.TemporaryDirectory() as folder:
        small, big = Path(folder) / "small.json", Path(folder) / "big.json"
        save(long_session(200), small)
        save(long_session(OBSERVATIONS), big)
        controller.show_session(load(small))  # imports, fills the caches
        await asyncio.sleep(0.1)

        def settle() -> None:
            for _ in range(3):  # what a turn of the loop leaves for the next
                QApplication.processEvents()

        def opening() -> None:
            controller.show_session(load(big))
            settle()
            window.grab()

        opened = _timed(opening)
    assert controller.state is not None
    assert len(controller.state.observations) == OBSERVATIONS
    results = window.make_results()
    figures = {"open": opened}
    for name in ("exchange", "clients", "tls", "whatif", "details", "transcript"):
        turned = _timed(lambda name=name: (results.tabs.show_page(name), settle(), window.grab()))
        figures[f"{name}: turn to it"] = turned
        if name not in ("details", "transcript"):
            continue
        page = getattr(results, name)
        bar = page.view.verticalScrollBar()
        frames = []
        for step in range(200):
            bar.setValue(bar.maximum() * step // 199)
            frames.append(_timed(page.view.viewport().repaint))
        frames.sort()
        figures[f"{name}: a frame, p99"] = frames[197]
    search = results.transcript.search
    letters = [
        _timed(lambda end=end: (search.setText("timed out"[:end]), window.grab())) for end in range(1, 10)
    ]
    figures |= {"search: first letter": letters[0], "search: next letters": max(letters[1:])}
    window.close()
    await living
    return figures


def _timed(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return (time.process_time() - begun) * 1000


def main() -> int:
    """Measure what the command line names."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import qasync

    from ftpsgui.ui.app import make_application
    from ftpsgui.ui.garbage import GuiCollector
    from ftpsgui.ui.theme import theme

    application = make_application()
    collector = GuiCollector()
    theme.install(application, "light")
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        print(json.dumps(loop.run_until_complete({"late": late, "facts": facts}[sys.argv[1]]())))
    collector.collect()
    return 0


if __name__ == "__main__":
    sys.exit(main())
