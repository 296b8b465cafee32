"""The window before the first test: what will be tested, said calmly. Light to import: the first paint needs it."""

from __future__ import annotations

from ftpsgui.model.message import msg
from ftpsgui.presentation.view_state import ModesView, StatusView, TopologyView, VerdictView, ViewState
from ftpsgui.texts.translate import Translator


def empty_view(t: Translator) -> ViewState:
    """Return the state of a window that has tested nothing yet."""
    return ViewState(
        phase="empty",
        verdict=VerdictView(
            role="neutral",
            glyph="info",
            headline=t(msg("Find out where an FTPS connection dies")),
            subline=t(msg("Enter a server above and press Test.")),
        ),
        topology=TopologyView(klass="", caption=""),
        modes=ModesView(caption="", groups=(), facts=()),
        findings=(),
        findings_empty="",
        tls=(),
        tls_empty=t(msg("No TLS handshake was seen yet.")),
        details=(),
        status=StatusView(
            done=t(msg("Nothing was tested yet. Nothing is sent before you press Test.")),
            untested="",
            untested_tooltip="",
            product="",
        ),
    )
