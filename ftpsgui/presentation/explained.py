"""What a finding explains besides itself, in words: the titles of the symptoms that were folded into it."""

from __future__ import annotations

from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import series


def also_explained(finding: Finding) -> Message | None:
    """Return a sentence that names the symptoms, or None when there are none."""
    if not finding.explains:
        return None
    return msg(
        "This also explains: {findings}",
        findings=series(one.title if one.title.id else literal(one.id) for one in finding.explains),
    )
