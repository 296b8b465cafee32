"""The TLS page: the control connection's session, why the certificate is (not) trusted, the chain, the data channel."""

from __future__ import annotations

import ipaddress

from ftpsgui.diagnosis.handshakes import version_name
from ftpsgui.model.facts import Certificate, DataAttempt, TlsHandshake
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.presentation.view_state import RowView, SectionView
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import Seen, State
from ftpsgui.texts.moments import days_between, where_we_are
from ftpsgui.texts.translate import Translator

PROBLEMS: dict[int, Message] = {
    9: msg("The certificate is not yet valid."),
    10: msg("The certificate has expired."),
    18: msg("The certificate is signed by itself."),
    19: msg("The chain ends in a certificate that signs itself and is not trusted here."),
    20: msg("The issuer of the certificate is not known here: an intermediate certificate may be missing."),
    21: msg("The certificate's signature could not be checked: an intermediate certificate may be missing."),
    62: msg("The certificate is for another name."),
    64: msg("The certificate is for another address."),
}
"""OpenSSL's verify codes in words; others are shown by OpenSSL's own text."""


_SHOWN = 60
"""Data connections that the page names one by one."""


def tls_view(state: State | None, t: Translator) -> tuple[SectionView, ...]:
    """Return the sections; empty when no handshake was seen."""
    handshake = state.main.handshake.fact if state and state.main and state.main.handshake else None
    if state is None or handshake is None:
        return ()
    sections = [_session(handshake, t), _verification(handshake, _agreed(state), t)]
    sections += [
        _certificate(certificate, index, len(handshake.chain), state.started_wall, t)
        for index, certificate in enumerate(handshake.chain)
    ]
    sections.insert(2, _versions(state, t))
    data = _data(state, t)
    if data.rows:
        sections[2:2] = [_resumption(state, t), data]
    return tuple(sections)


def certificate_text(state: State) -> Message | None:
    """Say in a sentence who vouches for the certificate that was verified, and for how long; None for any other."""
    handshake = state.main.handshake.fact if state.main and state.main.handshake else None
    if handshake is None or not handshake.verified or not handshake.chain or not handshake.trust_store:
        return None
    days = days_between(state.started_wall, handshake.chain[0].not_after)
    if days is None or days < 0:
        return msg("The certificate was verified against {store}.", store=handshake.trust_store)
    return msg(
        "The certificate was verified against {store} and is valid for {days} more days.",
        store=handshake.trust_store,
        days=days,
    )


def version_text(version: str | None) -> str:
    """Return a TLS version as people write it, for showing."""
    return visible(version_name(version), limit=20)


def _versions(state: State, t: Translator) -> SectionView:
    """Return which versions the server speaks: each was offered alone, or the reader is told why that is not known."""
    rows = []
    for seen in state.of(TlsHandshake):
        fact = seen.fact
        if fact.offered is None:
            continue
        spoken = fact.step.outcome == "ok" or fact.verified is False
        old = fact.offered in ("TLSv1", "TLSv1.1")
        rows.append(
            RowView(
                label=version_text(fact.offered),
                value=t(msg("spoken") if spoken else msg("refused")),
                role=("warning" if old else "good") if spoken else "neutral",
                glyph=("bang" if old else "check") if spoken else "dash",
            )
        )
    if not rows:
        asked = msg("not asked one by one; the thorough test does")
        rows.append(RowView(label=t(msg("Each version")), value=t(asked), role="neutral", glyph="dash"))
    return SectionView(title=t(msg("TLS versions of the server")), rows=tuple(rows))


def _resumption(state: State, t: Translator) -> SectionView:
    """Return what became of the session offered to data connections, and of trying without one."""
    done = [
        seen.fact for seen in state.attempts if seen.fact.tls is not None and seen.fact.tls.outcome == "ok"
    ]
    offered = [one for one in done if one.session_offered]
    resumed = sum(bool(one.resumed) for one in offered)
    without = [one for one in done if not one.session_offered]
    rows = [
        RowView(
            label=t(msg("Session offered")),
            value=t(msg("resumed {resumed} of {count} times", resumed=resumed, count=len(offered)))
            if offered
            else t(msg("never")),
            role="good" if resumed else "neutral",
            glyph="check" if resumed else "dash",
        )
    ]
    if without:
        worked = sum(_went_well(one) for one in without)
        rows.append(
            RowView(
                label=t(msg("Without a session")),
                value=t(msg("worked {worked} of {count} times", worked=worked, count=len(without))),
                role="good" if worked == len(without) else "warning",
                glyph="check" if worked == len(without) else "bang",
            )
        )
    return SectionView(title=t(msg("Session resumption")), rows=tuple(rows))


def _went_well(attempt: DataAttempt) -> bool:
    return attempt.final is not None and attempt.final.positive


def _session(handshake: TlsHandshake, t: Translator) -> SectionView:
    failed = handshake.step.outcome != "ok"
    mode = (
        msg("explicit (AUTH TLS)")
        if handshake.mode == "explicit"
        else msg("implicit (TLS from the first byte)")
    )
    rows = [
        RowView(label=t(msg("Mode")), value=t(mode)),
        RowView(label=t(msg("Version")), value=version_text(handshake.version) if handshake.version else "–"),
        RowView(label=t(msg("Cipher suite")), value=visible(handshake.cipher or "–"), code=True),
        RowView(label=t(msg("Server name sent")), value=_name_sent(handshake)),
        RowView(
            label=t(msg("Handshake")), value=t(msg("{seconds} s", seconds=f"{handshake.step.seconds:.3f}"))
        ),
    ]
    if failed:
        why = visible(handshake.alert or handshake.step.error or handshake.step.outcome)
        rows.insert(0, RowView(label=t(msg("Failed")), value=why, role="bad", glyph="cross"))
    if handshake.first_bytes:
        label = t(msg("First bytes instead of TLS"))
        rows.append(RowView(label=label, value=visible(handshake.first_bytes, limit=400), code=True))
    if handshake.client_certificate_asked:
        rows.append(RowView(label=t(msg("Client certificate")), value=t(msg("asked for by the server"))))
    return SectionView(title=t(msg("Control connection")), rows=tuple(rows))


def _name_sent(handshake: TlsHandshake) -> str:
    """Return the name in the SNI extension; an address is checked, but never sent (RFC 6066, section 3)."""
    name = handshake.server_name or "–"
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return visible(name)
    return "–"


def _agreed(state: State) -> bool:
    """Whether the certificate was accepted in spite of what verification said, now or in an earlier run."""
    return any(seen.fact.decision in ("accepted", "already-pinned", "insecure") for seen in state.trust)


def _verification(handshake: TlsHandshake, agreed: bool, t: Translator) -> SectionView:
    if handshake.verified:
        rows = [RowView(label=t(msg("Certificate")), value=t(msg("trusted")), role="good", glyph="check")]
    elif handshake.verified is None and agreed:
        rows = [
            RowView(
                label=t(msg("Certificate")), value=t(msg("accepted by you")), role="warning", glyph="bang"
            )
        ]
    elif handshake.verified is None:
        rows = [
            RowView(label=t(msg("Certificate")), value=t(msg("not verified")), role="neutral", glyph="dash")
        ]
    else:
        rows = [RowView(label=t(msg("Certificate")), value=t(msg("untrusted")), role="warning", glyph="bang")]
    for code, text in problems_in_words(handshake.problems, t):
        rows.append(RowView(label=t(msg("Reason {code}", code=code)), value=text))
    if handshake.trust_store:
        rows.append(RowView(label=t(msg("Checked against")), value=visible(handshake.trust_store)))
    return SectionView(title=t(msg("Verification")), rows=tuple(rows))


def problems_in_words(problems: tuple[object, ...], t: Translator) -> list[tuple[int, str]]:
    """Return each verify problem as its code and a sentence."""
    words = []
    for problem in problems:
        code, text = getattr(problem, "code", 0), getattr(problem, "text", "")
        words.append((code, t(PROBLEMS[code]) if code in PROBLEMS else visible(text)))
    return words


def _certificate(certificate: Certificate, index: int, count: int, now: str, t: Translator) -> SectionView:
    if index == 0:
        title = t(msg("Server certificate"))
    elif index == count - 1:
        title = t(msg("Last certificate of the chain"))
    else:
        title = t(msg("Intermediate certificate {number}", number=index))
    return SectionView(title=title, rows=certificate_rows(certificate, now, t))


def certificate_rows(certificate: Certificate, now: str, t: Translator) -> tuple[RowView, ...]:
    """Return what a certificate says, as label and value."""
    days = days_between(now, certificate.not_after)
    until = where_we_are(certificate.not_after)
    if days is not None:
        until = (
            t(msg("{date} ({days} days left)", date=until, days=days))
            if days >= 0
            else t(msg("{date} (expired {days} days ago)", date=until, days=-days))
        )
    start = where_we_are(certificate.not_before)
    rows = [
        RowView(label=t(msg("Subject")), value=visible(certificate.subject)),
        RowView(label=t(msg("Names")), value=visible(t(listing(certificate.names or ("–",))))),
        RowView(label=t(msg("Issuer")), value=visible(certificate.issuer)),
        RowView(label=t(msg("Valid from")), value=visible(start)),
        RowView(label=t(msg("Valid until")), value=visible(until)),
        RowView(
            label=t(msg("Key")),
            value=visible(" · ".join(filter(None, (certificate.key, certificate.signature))) or "–"),
        ),
        RowView(label=t(msg("SHA-256 fingerprint")), value=fingerprint(certificate.sha256), code=True),
    ]
    return tuple(rows)


def fingerprint(sha256: str) -> str:
    """Return a hexadecimal digest in upper-case pairs with colons, in two lines that are easy to compare."""
    pairs = in_pairs(sha256).split(":")
    half = (len(pairs) + 1) // 2
    return "\n".join(":".join(part) for part in (pairs[:half], pairs[half:]) if part)


def _data(state: State, t: Translator) -> SectionView:
    rows = []
    tried = [seen for seen in state.attempts if seen.fact.tls is not None]
    for seen in _worth_showing(tried):
        attempt = seen.fact
        assert attempt.tls is not None
        if attempt.tls.outcome != "ok":
            value, role, glyph = visible(attempt.tls.error or attempt.tls.outcome), "bad", "cross"
        elif attempt.resumed:
            value, role, glyph = (
                t(msg("{version}, session resumed", version=version_text(attempt.tls_version))),
                "good",
                "check",
            )
        else:
            value, role, glyph = (
                t(msg("{version}, new session", version=version_text(attempt.tls_version))),
                "neutral",
                "dash",
            )
        port = attempt.advertised.port if attempt.advertised is not None else None
        label = f"{attempt.mode.upper()} · {port}" if port is not None else attempt.mode.upper()
        rows.append(RowView(label=label, value=value, role=role, glyph=glyph))  # type: ignore[arg-type]
    if len(rows) < len(tried):
        more = msg("and {count} more, all of them under “Details”", count=len(tried) - len(rows))
        rows.append(RowView(label="…", value=t(more), role="neutral", glyph="dash"))
    return SectionView(title=t(msg("Data connections")), rows=tuple(rows))


def _worth_showing(tried: list[Seen[DataAttempt]]) -> list[Seen[DataAttempt]]:
    """Return as many as a reader looks through, in their order; those that failed have the first right."""
    bad_first = sorted(tried, key=lambda seen: seen.fact.tls is not None and seen.fact.tls.outcome == "ok")
    return sorted(bad_first[:_SHOWN], key=lambda seen: seen.sequence)
