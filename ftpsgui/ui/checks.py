"""What only this computer can say of a plan, asked before the run: whether its address and its files can be used."""

from __future__ import annotations

from ftpsgui.model.plan import Plan
from ftpsgui.presentation.view_form import Field, FormProblem
from ftpsgui.wire.transport.local import bind_problem, pem_problem


def check_here(plan: Plan) -> None:
    """Raise :class:`FormProblem` for the first setting that cannot work on this computer."""
    if plan.active.bind is not None and (problem := bind_problem(plan.active.bind)) is not None:
        raise FormProblem("bind", problem)
    files: tuple[tuple[Field, str | None], ...] = (
        ("ca-file", plan.trust.ca_file),
        ("client-certificate", plan.trust.client_certificate),
    )
    for field, path in files:
        if path is not None and (problem := pem_problem(path)) is not None:
            raise FormProblem(field, problem)
