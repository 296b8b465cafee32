"""Take pictures of the window, offscreen: python scripts/screenshots.py [--out FOLDER] [--only WORD].

Plays the demo's scenarios in the real window and writes a PNG for each state, light and dark, English and Japanese,
small and at 200 %. Exits 1 when a picture is blank, and names words that had no room. No network is used but loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FEWEST_COLOURS = 40
"""A picture with fewer distinct colours (in a coarse grid) than this is blank."""

SHARES = 3
"""How many processes take pictures at the same time."""


@dataclass(frozen=True)
class Shot:
    """One picture. ``scenario`` empty: the first page. ``show``: a page, ``fix``, ``advanced``, ``report``, or a log."""

    name: str
    scenario: str = ""
    dark: bool = False
    language: str = "en"
    size: tuple[int, int] = (1180, 820)
    running: bool = False
    show: str = ""
    scale: int = 1


SHOTS = (
    Shot("01-empty"),
    Shot("02-empty-dark", dark=True),
    Shot("03-empty-ja", language="ja"),
    Shot("04-advanced", show="advanced"),
    Shot("04-advanced-900x600-ja-dark", show="advanced", size=(900, 600), language="ja", dark=True),
    Shot("05-running", "t4-both-nat", running=True),
    Shot("06-t4", "t4-filezilla"),
    Shot("07-t4-fix", "t4-filezilla", show="fix"),
    Shot("08-t4-dark", "t4-filezilla", dark=True),
    Shot("09-t4-ja", "t4-filezilla", language="ja"),
    Shot("10-t4-ja-dark-fix", "t4-filezilla", language="ja", dark=True, show="fix"),
    Shot("11-t4-both-nat", "t4-both-nat"),
    Shot("12-t2", "t2-no-masquerade"),
    Shot("13-t2-exchange", "t2-no-masquerade", show="exchange"),
    Shot("13-t2-clients", "t2-no-masquerade", show="clients", size=(1180, 1300)),
    Shot(
        "13-t2-clients-ja-dark",
        "t2-no-masquerade",
        show="clients",
        language="ja",
        dark=True,
        size=(900, 1300),
    ),
    Shot("13-t4-whatif", "t4-filezilla", show="whatif"),
    Shot(
        "13-t4-whatif-900x600-ja-dark",
        "t4-filezilla",
        show="whatif",
        size=(900, 600),
        language="ja",
        dark=True,
    ),
    Shot("14-t2-transcript", "t2-no-masquerade", show="transcript"),
    Shot("17-t1-tls-900x600", "t1-healthy", show="tls", size=(900, 600)),
    Shot("18-t1-details-900x600", "t1-healthy", show="details", size=(900, 600)),
    Shot("15-ipv6", "ipv6-firewall"),
    Shot("15-ipv6-exchange-900x600-ja", "ipv6-firewall", show="exchange", size=(900, 600), language="ja"),
    Shot("15-t3", "t3-client-nat"),
    Shot("16-t1-healthy", "t1-healthy"),
    Shot("17-t1-tls", "t1-healthy", show="tls"),
    Shot("18-t1-details-dark", "t1-healthy", show="details", dark=True),
    Shot("19-wrong-password", "wrong-password"),
    Shot("20-trust", "self-signed", show="trust"),
    Shot("21-trust-dark-ja", "self-signed", show="trust", dark=True, language="ja"),
    Shot("22-empty-900x600", size=(900, 600)),
    Shot("23-t4-900x600", "t4-filezilla", size=(900, 600)),
    Shot("24-t4-900x600-ja", "t4-filezilla", size=(900, 600), language="ja"),
    Shot("25-t4-640x400", "t4-filezilla", size=(640, 400)),
    Shot("26-t4-200-percent", "t4-filezilla", size=(900, 600), scale=2),
    Shot("07-t4-again", "t4-filezilla", show="again"),
    Shot("07-t4-evidence", "t4-filezilla", show="evidence"),
    Shot("28-t4-300-percent-fix", "t4-filezilla", size=(900, 600), scale=3, show="fix"),
    Shot("33-report", "t4-filezilla", show="report"),
    Shot("34-report-ja-dark", "t4-filezilla", show="report", language="ja", dark=True, size=(900, 600)),
    Shot("35-log", show="filezilla_t4_filtered_ja.log"),
    Shot("36-log-ja-dark", show="winscp_t2.log", language="ja", dark=True, size=(900, 600)),
    Shot("27-t1-200-percent-dark", "t1-healthy", size=(1180, 820), scale=2, dark=True),
    Shot("28-save", show="save", size=(900, 600)),
    Shot("29-history-ja", show="history", language="ja"),
    Shot("30-help", show="help"),
    Shot("30-help-ja-dark", "t4-filezilla", show="help", language="ja", dark=True, size=(900, 600)),
    Shot("31-licences-dark", show="licences", dark=True),
    Shot("32-about", show="about"),
)


def main() -> int:
    """Take the pictures; 1 when one is blank or missing."""
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--out", type=Path, default=ROOT / "artifacts" / "screenshots")
    parser.add_argument("--only", default="", help="only pictures whose name contains this")
    parser.add_argument("--scale", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--share", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    wanted = [shot for shot in SHOTS if options.only in shot.name]
    if not wanted:
        parser.error("no picture has such a name")
    if not options.scale:
        # The scale is fixed when Qt starts: one process for each, and some side by side, since a run mostly waits.
        processes = [
            (scale, share)
            for scale in sorted({shot.scale for shot in wanted})
            for share in range(min(SHARES, sum(shot.scale == scale for shot in wanted)))
        ]
        with ThreadPoolExecutor(SHARES) as pool:
            return max(pool.map(lambda one: _process(options, *one), processes))
    options.out.mkdir(parents=True, exist_ok=True)
    scaled = [shot for shot in wanted if shot.scale == options.scale]
    blank = take(scaled[options.share :: SHARES], options.out)
    for name in blank:
        print(f"BLANK: {name}", file=sys.stderr)
    return 1 if blank else 0


def _process(options: argparse.Namespace, scale: int, share: int) -> int:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
    command = [sys.executable, str(Path(__file__).resolve()), "--scale", str(scale), "--share", str(share)]
    command += ["--only", options.only, "--out", str(options.out)]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


def take(shots: list[Shot], folder: Path) -> list[str]:
    """Take ``shots`` and return the names of blank ones."""
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
        blank = [shot.name for shot in shots if not loop.run_until_complete(_take(shot, folder))]
    collector.collect()
    return blank


async def _take(shot: Shot, folder: Path) -> bool:
    from PySide6.QtWidgets import QWidget

    from ftpsgui.memory.memory import Memory
    from ftpsgui.memory.places import Places
    from ftpsgui.ui.controller import Controller
    from ftpsgui.ui.theme import theme
    from ftpsgui.ui.widgets.report_sheet import ReportSheet
    from ftpsgui.ui.widgets.trust_sheet import TrustSheet
    from ftpsgui.ui.window import Window
    from ftpsgui.ui.words import set_language

    theme.choose("dark" if shot.dark else "light")
    set_language(shot.language)
    window = Window()
    window.resize(*shot.size)
    window.show()
    memories = tempfile.TemporaryDirectory()
    places = Places(config=Path(memories.name), data=Path(memories.name))
    controller = Controller(window, memory=Memory(places))
    living = asyncio.get_running_loop().create_task(controller.live())
    pictured: QWidget = window
    if shot.scenario:
        controller.play(shot.scenario)
        if shot.running:
            await _until(lambda: controller.state is not None and bool(controller.state.attempts))
        elif shot.show == "trust":
            await _until(lambda: bool(window.findChildren(TrustSheet)))
            pictured = window.findChildren(TrustSheet)[0]
        else:
            await _until(lambda: not controller.running and window.view.phase == "done")
        if shot.show == "again":
            controller.check_again(window.view.findings[0].id)
            await _until(lambda: not controller.running and window.view.phase == "done")
    if shot.show == "report":
        controller.files.reporting.open_sheet()
        pictured = sheet = window.findChildren(ReportSheet)[0]
        sheet.level.choose("all")
    elif shot.show.endswith(".log"):
        controller.files.open(ROOT / "tests" / "transcripts" / "logs" / shot.show)
        await controller.errands.settled()
    await _show(window, shot)
    sheet = _sheet(controller, shot)
    if isinstance(sheet, QWidget):
        pictured = sheet
    await asyncio.sleep(0.15)
    image = pictured.grab().toImage()
    path = folder / f"{shot.name}.png"
    saved = image.save(str(path))
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), max(1, image.width() // 400))
        for y in range(0, image.height(), max(1, image.height() // 300))
    }
    print(f"{path.name}: {image.width()} x {image.height()}, {len(colours)} colours")
    for words in cut_words(pictured):
        print(f"    no room for: {words}")
    window.close()
    await living
    memories.cleanup()
    window.deleteLater()
    judged = controller.state is not None or not shot.scenario
    return saved and judged and len(colours) >= FEWEST_COLOURS


async def _show(window: object, shot: Shot) -> None:
    from ftpsgui.ui.window import Window

    assert isinstance(window, Window)
    if shot.show == "advanced":
        window.bar.more.click()
    elif shot.show == "fix" and window.view.verdict.action is not None:
        window.show_finding(window.view.verdict.action.target)
    elif shot.show == "evidence":
        window.show_evidence(window.view.findings[0].evidence[:1])
    elif shot.show in ("clients", "exchange", "transcript", "tls", "whatif", "details"):
        results = window.make_results()
        results.tabs.show_page(shot.show)
        await asyncio.sleep(0.1)
        if shot.show == "details":
            results.details.view.selectRow(5)
        bar = window.area.verticalScrollBar()
        bar.setValue(min(bar.maximum(), results.tabs.y()))


def _sheet(controller: object, shot: Shot) -> object:
    """Open the sheet that ``shot`` wants and return it; None when it wants none."""
    from ftpsgui.ui.controller import Controller

    assert isinstance(controller, Controller)
    if shot.show == "save":
        controller.window.bar.fill("ftp.example.com", 990, "implicit", "upload", "not a real one")
        controller.servers.ask_name()
        return controller.servers.sheet
    if shot.show == "history":
        controller.history.show()
        return controller.history.sheet
    sheets = {
        "help": controller.help.pages,
        "licences": controller.help.licences,
        "about": controller.help.about,
    }
    if shot.show not in sheets:
        return None
    sheets[shot.show]()
    return controller.help.sheet


def cut_words(root: object) -> list[str]:
    """Return the texts under ``root`` that do not fit their labels."""
    from PySide6.QtWidgets import QLabel, QWidget

    from ftpsgui.ui.widgets.label import ElidedLabel

    assert isinstance(root, QWidget)
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or label.wordWrap() or not label.text():
            continue
        wide = label.fontMetrics().horizontalAdvance(label.text())
        if wide > label.width() + (0 if isinstance(label, ElidedLabel) else 1):
            found.append(label.text())
    return found


async def _until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 (Qt's signals and asyncio's events do not meet in one)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
