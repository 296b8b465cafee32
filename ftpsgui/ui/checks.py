"""What only this computer can say of a form, asked before a run: whether its address and its files can be used."""

from __future__ import annotations

import asyncio

from ftpsgui.model.addresses import normalise
from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Plan
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.view_form import Field, FormProblem, FormProblems, make_plan, password_problem
from ftpsgui.ui.aside import aside
from ftpsgui.wire.transport.local import bind_problem, trust_problems

PATIENCE = 5.0
"""Seconds that the disk may take: a network drive that is gone never answers."""


def plan_here(form: Form, password: Secret) -> Plan:
    """Return the plan of ``form``; :class:`FormProblems` when it cannot be used, or not on this computer."""
    problems: tuple[FormProblem, ...] = ()
    try:
        plan = make_plan(form)
    except FormProblems as wrong:
        problems = wrong.problems
    unusable = password_problem(password)
    if unusable is not None:
        problems = (*problems, unusable)
    bind = normalise(form.bind.strip())
    if bind is not None and (problem := bind_problem(bind)) is not None:
        problems = (*problems, FormProblem("bind", problem))
    if problems:
        raise FormProblems(problems)
    return plan


def has_files(plan: Plan) -> bool:
    """Whether ``plan`` names files, which :func:`check_files` has to look at."""
    return plan.trust.ca_file is not None or plan.trust.client_certificate is not None


async def check_files(plan: Plan) -> None:
    """Look at the files of ``plan`` without holding up the window; :class:`FormProblems` when they cannot be used."""
    try:
        async with asyncio.timeout(PATIENCE):
            found = await aside(lambda: trust_problems(plan.trust))
    except TimeoutError:
        first: Field = "ca-file" if plan.trust.ca_file is not None else "client-certificate"
        late = msg("The disk did not answer within {seconds} seconds.", seconds=f"{PATIENCE:g}")
        raise FormProblems([FormProblem(first, late)]) from None
    if found:
        raise FormProblems(FormProblem(field, message) for field, message in found)
