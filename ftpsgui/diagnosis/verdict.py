"""One sentence with the most important thing, the mode to use today, and the exit status of the command."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.diagnosis.loss import is_loss
from ftpsgui.model.facts import ClientRemark
from ftpsgui.model.findings import Finding, ModeRow, Result, Verdict
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import Mode

_FOUND = ("works", "partial")


def verdict(case: Case, findings: tuple[Finding, ...], cause: Finding | None) -> Verdict:
    """Judge the run as a whole; ``cause``: the finding that it is about (see ``blame``).

    The exit status is the contract's: 0, 1, 3 or 4 (the others are the command's).
    """
    mode = use_mode(case, findings)
    return Verdict(
        summary=_summary(case, cause, mode),
        use_mode=mode,
        exit_status=_exit_status(case, findings),
        cause=cause.id if cause is not None else None,
    )


def use_mode(case: Case, findings: tuple[Finding, ...] = ()) -> Mode | None:
    """Return the mode that works today with ordinary clients, or None.

    PASV when the advertised address works, else EPSV, which has no address to be wrong. Where only the control peer's
    address works for PASV (clients that ignore the reply's address), a public client had better listen itself.
    Modes that work in part come after all that work; so do the passive ones when only some ports are proven good, since
    that one listing met a good port says nothing of the next.
    """
    rows = _rows(case)
    public_client = case.topology.client.kind == "public"
    by_chance = any(
        (one.id == "passive-range-partial" and one.certainty == "proven")
        or (one.id == "load-balancer-split" and one.severity == "error" and "second" in one.params)
        for one in findings
    )
    for wanted in _FOUND:
        found = {(row.mode, row.address) for row in rows if _result(case, row, by_chance) == wanted}
        listening: list[tuple[Mode, str]] = [("port", "local"), ("eprt", "local")]
        order: list[tuple[Mode, str]] = [("pasv", "advertised"), ("epsv", "peer")]
        order += listening if public_client else []
        order += [("pasv", "peer"), *listening, ("port", "public"), ("eprt", "public")]
        for key in order:
            if key in found:
                return key[0]
    return None


def _result(case: Case, row: ModeRow, by_chance: bool) -> Result:
    if row.result == "partial" and _stalls(case, row):
        return "fails"
    passive = row.mode in ("pasv", "epsv")
    return "partial" if by_chance and passive and row.result == "works" else row.result


def _stalls(case: Case, row: ModeRow) -> bool:
    """Whether bytes came and the transfer then stood still, each time: nobody can work with that."""
    finals = [seen.fact.final for seen in case.tries(row.mode)]
    return row.reason == "timeout" and not any(final is not None and final.positive for final in finals)


def mode_name(mode: Mode) -> Message:
    """Return what people call a mode, inside a sentence."""
    match mode:
        case "pasv":
            return msg("passive mode (PASV)")
        case "epsv":
            return msg("extended passive mode (EPSV)")
        case "port":
            return msg("active mode (PORT)")
        case "eprt":
            return msg("extended active mode (EPRT)")


def _rows(case: Case) -> tuple[ModeRow, ...]:
    """Return the rows that count: over TLS, or in clear when the user asked for no TLS."""
    wanted = "clear" if case.state.plan.endpoint.tls == "none" else "private"
    return tuple(row for row in case.modes if row.protection == wanted)


def tried(case: Case) -> bool:
    """Whether any data mode was tried to its end."""
    return any(row.certainty == "proven" for row in _rows(case))


def _left_open(case: Case) -> bool:
    """Whether the run was stopped, its limits met, or its record ends, before every data mode was tried to its end."""
    return any(
        row.result == "untested" and (not case.ended or row.reason in ("cancelled", "budget"))
        for row in _rows(case)
    )


def _transferred(case: Case) -> bool:
    """Whether the log of another client says that a transfer worked, without the dialogue that would show how."""
    return any(seen.fact.remark == "transferred" for seen in case.state.of(ClientRemark))


def _exit_status(case: Case, findings: tuple[Finding, ...]) -> int:
    transferred = _transferred(case)
    if (
        not case.state.attempts
        and not transferred
        and (not case.state.logged_in or case.state.log is not None)
    ):
        return 4
    found = transferred or any(_result(case, row, by_chance=False) in _FOUND for row in _rows(case))
    stopped = case.state.cancelled and (_left_open(case) or not tried(case))
    if not found and not case.ended and (_left_open(case) or not tried(case)):
        return 4  # what the rest of the record would show, nobody knows
    if not found and case.state.log is not None and not _ended_badly(case):
        return 4  # the log does not show it
    if not found and any(is_loss(finding) for finding in findings):
        return 4  # what failed after that is no data mode's fault
    if not found and not stopped:
        return 3
    return 1 if any(finding.severity in ("error", "warning") for finding in findings) else 0


def _summary(case: Case, worst: Finding | None, mode: Mode | None) -> Message:
    if not case.state.logged_in and not case.state.attempts:
        return _not_tested(case, worst)
    if mode is None and worst is not None and is_loss(worst):
        return msg("{cause}; no data mode had worked until then.", cause=worst.title)
    if mode is None:
        if case.state.log is not None:
            return _in_log(case, worst)
        if not tried(case):
            if case.state.cancelled:
                return msg("The test was stopped before any data mode was tried.")
            if not case.ended:
                return msg("The login works; no data mode has been tried yet.")
        elif _left_open(case):
            if case.state.cancelled:
                return msg("The test was stopped before every data mode was tried; none has worked so far.")
            if not case.ended:
                return msg("Not every data mode has been tried yet; none has worked so far.")
            return msg(
                "The limits of this run were reached before every data mode was tried; none has worked so far."
            )
        if worst is not None:
            return msg("No data mode works: {cause}.", cause=worst.title)
        return msg("No data mode works.")
    if worst is None:
        return _good(case, mode)
    if worst.severity == "error":
        return msg("{cause}. Until that is repaired, use {mode}.", cause=worst.title, mode=mode_name(mode))
    return msg("Data connections work with {mode}, but: {cause}.", cause=worst.title, mode=mode_name(mode))


def _ended_badly(case: Case) -> bool:
    """Whether the log shows of any data connection that it failed, or that its client gave up waiting."""
    return any(row.result == "fails" for row in _rows(case)) or any(
        seen.fact.final_ending is not None for seen in case.attempts
    )


def _in_log(case: Case, worst: Finding | None) -> Message:
    """Say what the log of another client shows of data modes when it shows none that works."""
    if _transferred(case):
        if worst is None:
            return msg("A transfer worked in this log; in which data mode, it does not show.")
        return msg(
            "A transfer worked in this log (in which data mode, it does not show), but: {cause}.",
            cause=worst.title,
        )
    if not case.state.attempts:
        if any(seen.fact.remark == "cut-off" for seen in case.state.of(ClientRemark)):
            return msg(
                "This log ends in the middle of the server's answer about the data connection. Ask for the rest of it."
            )
        return worst.title if worst is not None else msg("This log shows a login and no data connection.")
    if worst is not None:
        return msg("No data mode works in this log: {cause}.", cause=worst.title)
    if not _ended_badly(case):
        return msg("This log does not show how its data connections ended.")
    return msg("No data mode works in this log.")


def _not_tested(case: Case, worst: Finding | None) -> Message:
    if worst is not None:
        return worst.title
    if case.state.cancelled:
        return msg("The test was stopped before the login.")
    if case.ended:
        return msg("The test ended before the login; no data mode was tried.")
    return msg("No login has been seen yet.")


def _good(case: Case, mode: Mode) -> Message:
    if case.inside:
        return msg(
            "Data connections work with {mode} from here, but this test ran inside the server's own network and shows "
            "nothing about clients outside.",
            mode=mode_name(mode),
        )
    if case.topology.client.kind in ("nat", "cgnat") and mode in ("pasv", "epsv"):
        return msg(
            "Use {mode}: it works, and this computer is behind NAT, where the server is the side that should wait for "
            "connections.",
            mode=mode_name(mode),
        )
    if mode == "epsv":
        return msg("Use {mode}: it works, and names no address that could be wrong.", mode=mode_name(mode))
    return msg("Use {mode}: it works with the address that the server advertises.", mode=mode_name(mode))
