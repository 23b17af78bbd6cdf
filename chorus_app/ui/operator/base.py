"""What the States of the operator's pages share."""

from typing import Any

from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError, Invalid
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told


class OperatorListState(ListState, AnswerState, mixin=True):
    """A list of the operator with a window for one row: `chosen` is the row's id, `doing` what is to be done to it."""

    chosen: str = ""
    doing: str = ""
    about: str = ""

    @event(Right.OPERATOR)
    def narrow(self, form: dict[str, Any]) -> EventSpec:
        """Search or filter: go to the address that says so."""
        return self._narrow(form)

    @event(Right.OPERATOR)
    def ask(self, doing: str, public_id: str, about: str) -> None:
        """Open the window that asks for the reason."""
        self._hush()
        self.doing, self.chosen, self.about = str(doing), str(public_id), str(about)

    @event(Right.OPERATOR)
    def keep(self) -> None:
        """Do nothing after all."""
        self._close()

    def _refused(self, error: AppError, fields: tuple[str, ...] = ("reason",)) -> EventSpec | None:
        """Tell the refusal: beside its field while the window stays open, else above the list."""
        if isinstance(error, Invalid) and error.field in fields:
            return self._faulty(error, fields)
        self.problem = told(error)
        self._close()
        return None

    def _close(self) -> None:
        self.doing, self.chosen, self.about, self.errors = "", "", "", {}
