"""What somebody else said, as it stands between quotation marks in a sentence of ours."""

from __future__ import annotations

import re

from ftpsgui.model.facts import Reply

LONGEST = 200
"""Characters of a quotation; the whole text is in the transcript."""

_END = re.compile(r"(?:\\x0d|\\x0a|[\s.])+\Z")
"""Line ends (as the recorder escapes them), blanks and full stops at the end: the sentence around has its own."""


def quoted(said: Reply | str | None) -> str:
    """Return a reply (code and last line) or a recorded text for quoting: one line, bounded, without its full stop."""
    text = said.text if isinstance(said, Reply) else said or ""
    text = _END.sub("", text[: LONGEST + 50])
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
