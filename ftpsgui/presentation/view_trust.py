"""The question about a certificate: what is wrong with it, what it says, what was agreed to before."""

from __future__ import annotations

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.message import msg
from ftpsgui.model.seams import TrustQuestion
from ftpsgui.presentation.view_state import Glyph, Role, RowView, SectionView
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_tls import certificate_rows, fingerprint, problems_in_words
from ftpsgui.texts.moments import day_where_we_are
from ftpsgui.texts.translate import Translator


class TrustView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the sheet, ready to show. ``always`` empty: the agreement cannot be kept."""

    title: str
    headline: str
    subline: str
    role: Role
    glyph: Glyph
    reasons: tuple[str, ...]
    store: str
    sections: tuple[SectionView, ...]
    always: str
    always_hint: str
    once: str
    once_hint: str


def trust_view(
    question: TrustQuestion, now: str, t: Translator, *, agreed: str = "", lasting: bool = False
) -> TrustView:
    """Return the sheet. ``now``, ``agreed``: ISO 8601 UTC, of this run and of the earlier agreement.

    ``lasting``: whether an agreement can be kept for later runs.
    """
    host = visible(question.host, limit=80)
    place = visible(str(HostPort(host=question.host, port=question.port)), limit=90)
    changed = question.expected is not None
    reasons = [text for _code, text in problems_in_words(question.problems, t)]
    if not reasons:
        reasons = [t(msg("The certificate could not be verified."))]
    if changed:
        headline = t(msg("The certificate of {place} has changed", place=place))
        subline = t(
            msg(
                "It is not the one that you agreed to. If nobody renewed it, somebody may be listening in between. "
                "No user name and no password has been sent."
            )
        )
        always = t(msg("Trust the new one always"))
    else:
        headline = t(msg("The certificate of {place} is not trusted", place=place))
        subline = t(
            msg("No user name and no password has been sent. Go on only if you know this fingerprint.")
        )
        always = t(msg("Trust always"))
    return TrustView(
        title=t(msg("Certificate changed")) if changed else t(msg("Certificate not trusted")),
        headline=headline,
        subline=subline,
        role="bad" if changed else "warning",
        glyph="cross" if changed else "bang",
        reasons=tuple(reasons),
        store=t(msg("Checked against: {store}", store=visible(question.trust_store)))
        if question.trust_store
        else "",
        sections=(*_compared(question, agreed, t), *_chain(question, now, t)),
        always=always if lasting else "",
        always_hint=t(
            msg(
                "Keeps this fingerprint for {host}, port {port}; another certificate is asked about again.",
                host=host,
                port=question.port,
            )
        ),
        once=t(msg("Trust until closed")) if lasting else t(msg("Trust once")),
        once_hint=t(
            msg(
                "For {host}, port {port}, until this program is closed; another certificate is asked about again.",
                host=host,
                port=question.port,
            )
            if lasting
            else msg("For this test only; another certificate stops it.")
        ),
    )


def _compared(question: TrustQuestion, agreed: str, t: Translator) -> tuple[SectionView, ...]:
    if question.expected is None or not question.chain:
        return ()
    before = fingerprint(question.expected)
    rows = [
        RowView(label=t(msg("Agreed to")), value=before, code=True),
        RowView(
            label=t(msg("Shown now")),
            value=fingerprint(question.chain[0].sha256),
            code=True,
            role="bad",
            glyph="cross",
        ),
    ]
    if agreed:
        rows.insert(0, RowView(label=t(msg("Agreed on")), value=visible(day_where_we_are(agreed))))
    return (SectionView(title=t(msg("SHA-256 fingerprints compared")), rows=tuple(rows)),)


def _chain(question: TrustQuestion, now: str, t: Translator) -> tuple[SectionView, ...]:
    return tuple(
        SectionView(
            title=t(msg("Server certificate"))
            if index == 0
            else t(msg("Certificate {number} of the chain", number=index + 1)),
            rows=certificate_rows(certificate, now, t),
        )
        for index, certificate in enumerate(question.chain)
    )
