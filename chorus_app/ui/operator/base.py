"""What the States of the operator's pages share."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from reflex.event import EventSpec

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Invalid
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act

P = ParamSpec("P")
T = TypeVar("T")
WINDOW_FIELDS = ("email", "reason")


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
    async def load(self) -> None:
        """Read the page of the list that the address asks for."""
        self._hush()
        self._close()
        await self._read()

    @event(Right.OPERATOR)
    def ask(self, doing: str, public_id: str, about: str) -> None:
        """Open the window that asks for the reason."""
        self._hush()
        self.doing, self.chosen, self.about = str(doing), str(public_id), str(about)

    @event(Right.OPERATOR)
    def keep(self) -> None:
        """Do nothing after all."""
        self._close()

    async def _decide(
        self,
        service: Callable[Concatenate[Context, P], T],
        done: Callable[[T], str],
        /,
        *args: P.args,
        **arguments: P.kwargs,
    ) -> EventSpec | None:
        """Do to the chosen row what the window asked about, and tell it; a fault of the form keeps the window open."""
        self._hush()
        try:
            answer = await act(self, service, *args, **arguments)
        except AppError as error:
            refused = self._refused(error)
            await self._read()
            return refused
        self.message = done(answer)
        self._close()
        await self._read()
        return None

    def _refused(self, error: AppError) -> EventSpec | None:
        """Tell the refusal: beside its field while the window stays open, else above the list."""
        if isinstance(error, Invalid) and error.field in WINDOW_FIELDS:
            return self._faulty(error, WINDOW_FIELDS)
        self.problem = told(error)
        self._close()
        return None

    def _close(self) -> None:
        self.doing, self.chosen, self.about, self.errors = "", "", "", {}
