"""Write the table in docs/CLIENTS.md from resources/clients: what each client does, and how well that is known.

python scripts/clients.py            write the table anew; what stands around it is kept
python scripts/clients.py --check    change nothing; exit 1 when the table is stale
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ftpsgui.knowledge.base import Knowledge  # noqa: E402
from ftpsgui.knowledge.clients import Client  # noqa: E402

PAGE = Path("docs", "CLIENTS.md")
OPEN, CLOSE = "<!-- from resources/clients by scripts/clients.py -->", "<!-- end of the table -->"
HEADS = (
    "client",
    "by default",
    "address in 227",
    "TLS",
    "resumes the session",
    "untrusted certificate",
    "known",
)


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(description="Write the table of clients in docs/CLIENTS.md.")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 when the table is stale")
    options = parser.parse_args(argv)
    page = ROOT / PAGE
    old = page.read_text(encoding="utf-8")
    new = renewed(old, table(Knowledge(ROOT / "resources")))
    if options.check:
        if old != new:
            print(f"{PAGE.as_posix()} is stale: run scripts/clients.py", file=sys.stderr)
        return int(old != new)
    page.write_text(new, encoding="utf-8")
    return 0


def renewed(page: str, new: str) -> str:
    """Return ``page`` with ``new`` between the marks; ValueError when a mark is missing."""
    before, _, rest = page.partition(OPEN)
    _, found, after = rest.partition(CLOSE)
    if not found:
        raise ValueError(f"{PAGE}: the marks around the table are gone")
    return f"{before}{OPEN}\n{new}{CLOSE}{after}"


def table(knowledge: Knowledge) -> str:
    """Return the table and the sources below it as Markdown."""
    clients = sorted(knowledge.clients.values(), key=lambda one: (one.name.casefold(), one.versions))
    lines = [_row(HEADS), _row("---" for _ in HEADS)]
    lines += [_row(_cells(client)) for client in clients]
    lines += ["", "Where that is from:", ""]
    lines += [f"- {client.title}: {client.source}" for client in clients]
    return "\n".join(lines) + "\n"


def _row(cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"  # type: ignore[attr-defined]


def _cells(client: Client) -> tuple[str, ...]:
    known = client.confidence
    if client.hints:
        known += f"; from memory: {', '.join(client.hints)}"
    return (
        f"**{client.name}** {client.versions}".rstrip(),
        _default(client),
        _address(client),
        *_tls(client),
        known,
    )


def _default(client: Client) -> str:
    passive = ", then ".join(client.passive.order) if client.passive else ""
    active = ", then ".join(client.active.order) if client.active else ""
    first, other = (passive, active) if client.default == "passive" else (active, passive)
    words = first
    if client.passive and client.passive.next_after == "failure":
        words += " (also after a failed connection)"
    by = (client.active.by if client.active else "") if client.default == "passive" else ""
    by = (client.passive.by if client.passive else "") if client.default == "active" else by
    if other:
        words += f"; {other} with {_code(by)}" if by else f"; has {other}"
    else:
        words += "; no active mode known" if client.default == "passive" else "; no passive mode"
    if client.falls_back != "never":
        words += f"; goes over to it by itself after a {client.falls_back}"
    return words


def _address(client: Client) -> str:
    ways = client.passive
    if ways is None:
        return "–"
    words = {
        "dial": "dialled as sent",
        "ignore": "ignored, the server's own is dialled",
        "refuse": "refused when it is another one than the server's",
        "unknown": "not known",
    }[ways.foreign]
    if ways.repair:
        words += f"; replaced: {', '.join(ways.repair)}"
    if ways.repair_unroutable:
        words += f"; replaced when the server is public: {', '.join(ways.repair_unroutable)}"
    if ways.repair_routable:
        words += "; a public one from a private server is replaced"
    if ways.peer_by:
        words += f"; ignored with {_code(ways.peer_by)}"
    if ways.epsv_by:
        words += f"; EPSV with {_code(ways.epsv_by)}"
    return words


def _tls(client: Client) -> tuple[str, str, str]:
    tls = client.tls
    if tls.explicit == tls.implicit == "no":
        return ("none", "–", "–")
    kinds = []
    for name, has, by in (
        ("explicit", tls.explicit, tls.explicit_by),
        ("implicit", tls.implicit, tls.implicit_by),
    ):
        kinds.append(
            f"{name}: {_code(by)}"
            if has == "yes" and by
            else {"yes": name, "no": f"no {name}"}.get(has, f"{name}?")
        )
    if tls.protect_by:
        kinds.append(f"PROT P over implicit with {_code(tls.protect_by)}")
    if tls.handshake_first:
        kinds.append("waits for TLS on the data connection before the command")
    resume = {"unknown": "not known", "varies": "differs between builds"}.get(tls.resume, tls.resume)
    if tls.resume_by:
        resume += f"; with {_code(tls.resume_by)}"
    if tls.ticket_wait is not None:
        resume += f"; waits for a TLS 1.3 ticket {tls.ticket_wait} ms longer than the round trip"
        resume += f", not with {_code(tls.ticket_by)}" if tls.ticket_by else ""
    trust = {"verify": "stops", "ask": "asks", "accept": "takes it", "unknown": "not known"}[tls.certificate]
    if tls.certificate_by:
        trust += f"; takes it with {_code(tls.certificate_by)}"
    return ("; ".join(kinds), resume, trust)


def _code(text: str) -> str:
    return f"`{text}`"


if __name__ == "__main__":
    sys.exit(main())
