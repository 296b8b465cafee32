"""What holds for every test: no packet leaves this computer, no Qt warning passes, ui tests run in Qt's loop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.guard import namespace
from tests.guard.network import NetworkGuard

if TYPE_CHECKING:
    import trustme

_HERE = Path(__file__).parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# OpenSSL's default authorities, of this process and of all that it starts: one, which signed nothing. The system's are
# 140; to read them takes 40 ms for each context, and ProFTPD reads them for each connection.
os.environ["SSL_CERT_FILE"] = str(_HERE / "guard" / "authorities.pem")
# Before any plugin or test can start a thread: a thread keeps the namespace that it was born in.
namespace.enter()

# Many tests with some dozen examples each; `--hypothesis-profile=thorough` for a codec that is being written.
settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile("suite")
_guard = NetworkGuard()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--frozen", action="store_true", help="run tests/frozen on what packaging/build.py has built"
    )


class _Steady(dict[str, logging.Logger | logging.PlaceHolder]):
    """pytest looks through all loggers before each test, while a thread that asks a keyring in vain may make one more."""

    def values(self) -> list[logging.Logger | logging.PlaceHolder]:  # type: ignore[override]
        return list(super().values())


def pytest_configure() -> None:
    _guard.arm()
    logging.root.manager.loggerDict = _Steady(logging.root.manager.loggerDict)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Thousands of tests, and all modules: they stay, so no collection of garbage need ever look at them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path == _HERE / "frozen" and not config.getoption("--frozen"):
        return True
    return None


def pytest_report_header() -> str:
    words = {
        "lab": "its own namespace with lo only; the lab can run",
        "lo": "its own namespace with lo only; no lab (needs root)",
        "none": "no namespaces here: an audit hook guards sockets; no lab",
    }
    return f"network: {words[namespace.confinement()]}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    if _in_the_lab(item):
        # Lab tests share threads that work on between one test and the next: open until the last of a row.
        if not _lab_doors:
            _lab_doors.append(_guard.opened())
            _lab_doors[0].__enter__()
        try:
            return (yield)
        finally:
            if nextitem is None or not _in_the_lab(nextitem):
                _lab_doors.pop().__exit__(None, None, None)
    if _HERE / "ui" in item.path.parents:
        # A Qt object that dies in a server's thread leaves its timers behind, and the next timeout is a crash:
        # what a ui test leaves, its event loop included, is collected here and in this thread.
        gc.disable()
        try:
            return (yield)
        finally:
            gc.collect()
            gc.freeze()  # what is still here stays: the next collection need not look at it again
            gc.enable()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]
    if violations := _guard.take():
        report.outcome = "failed"
        report.longrepr = "the network guard stopped this test:\n" + "\n".join(violations)
    elif report.skipped and not hasattr(report, "wasxfail") and _lab_is_due(item):
        report.outcome = "failed"
        report.longrepr = f"CI=true, so the lab must run, but this was skipped: {report.longrepr}"
    return report  # type: ignore[return-value]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who signs the certificates of this process's own servers."""
    import trustme

    return trustme.CA(organization_name="the authority")


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


_lab_doors: list[AbstractContextManager[None]] = []


def _in_the_lab(item: pytest.Item) -> bool:
    return item.get_closest_marker("lab") is not None and namespace.confinement() == "lab"


def _lab_is_due(item: pytest.Item) -> bool:
    return os.environ.get("CI") == "true" and item.get_closest_marker("lab") is not None


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    if _HERE / "ui" in item.path.parents:
        return {"qasync": _qt_loop}
    return {"asyncio": asyncio.new_event_loop}


def _qt_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from pytestqt.qt_compat import qt_api

    application = qt_api.QtWidgets.QApplication.instance() or qt_api.QtWidgets.QApplication(["ftpsgui"])
    _keep.append(application)
    return qasync.QEventLoop(application)


_keep: list[object] = []
