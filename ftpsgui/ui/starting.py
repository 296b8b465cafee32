"""From the form to a plan that can be run: everything that is wrong is said at its field before a packet is sent."""

from __future__ import annotations

from collections.abc import Callable

from ftpsgui.model.form import Form
from ftpsgui.model.plan import Plan
from ftpsgui.presentation.view_form import FormProblems
from ftpsgui.ui.aside import Errands
from ftpsgui.ui.checks import check_files, has_files, plan_here
from ftpsgui.ui.widgets.target_bar import TargetBar

Go = Callable[[Form, Plan], object]


class Starting:
    """Reads the form, and looks at the files that it names without holding up the window."""

    def __init__(self, bar: TargetBar, errands: Errands) -> None:
        self._bar = bar
        self._errands = errands
        self._checking = False

    def begin(self, go: Go) -> None:
        """Call ``go`` with the form and its plan, unless something is wrong or the form changes meanwhile."""
        form = self._bar.form()
        try:
            plan = plan_here(form, self._bar.secret())
        except FormProblems as wrong:
            self._bar.show_problems(wrong.problems)
            return
        if not has_files(plan):
            self._go(form, plan, go)
        elif not self._checking:
            self._checking = True
            self._errands.start(self._check(form, plan, go))

    async def _check(self, form: Form, plan: Plan, go: Go) -> None:
        try:
            await check_files(plan)
        except FormProblems as wrong:
            self._bar.show_problems(wrong.problems)
            return
        finally:
            self._checking = False
        if self._bar.form() == form:
            self._go(form, plan, go)

    def _go(self, form: Form, plan: Plan, go: Go) -> None:
        self._bar.show_problems(())
        go(form, plan)
