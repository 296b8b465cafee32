"""What a finding explains besides itself, in words: the titles of the symptoms that were folded into it."""

from __future__ import annotations

from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, literal, msg


def also_explained(finding: Finding) -> Message | None:
    """Return a sentence that names the symptoms, or None when there are none."""
    if not finding.explains:
        return None
    return msg(
        "This also explains: {findings}",
        findings=_listed([one.title if one.title.id else literal(one.id) for one in finding.explains]),
    )


def _listed(titles: list[Message]) -> Message:
    if len(titles) == 1:
        return titles[0]
    return msg("{first}; {rest}", first=titles[0], rest=_listed(titles[1:]))
