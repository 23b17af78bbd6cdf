"""What the acts of a page answer: done, not done, or what is wrong beside a field."""

from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError
from chorus_app.ui.components.basics import alert, status
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.problems import by_field, told
from chorus_app.ui.session import act

P = ParamSpec("P")
T = TypeVar("T")


class AnswerState(rx.State, mixin=True):
    """What the State of a page with acts has. A page adds `_read()`, which shows what an act has changed."""

    errors: dict[str, str] = {}
    problem: str = ""
    message: str = ""

    def _hush(self) -> None:
        """Forget what the last act answered."""
        self.errors, self.problem, self.message = {}, "", ""

    async def _do(
        self,
        service: Callable[Concatenate[Context, P], T],
        done: str | Callable[[T], str],
        /,
        *args: P.args,
        **arguments: P.kwargs,
    ) -> None:
        """Run a service, tell what was done (`done` may make it of the service's answer) or why not, and read again."""
        self._hush()
        try:
            answer = await act(self, service, *args, **arguments)
        except AppError as error:
            self.problem = told(error)
        else:
            self.message = done if isinstance(done, str) else done(answer)
        await self._read()

    async def _read(self) -> None:
        raise LookupError(type(self).__name__)

    def _faulty(self, error: AppError, fields: Sequence[str], *, prefix: str = "") -> EventSpec | None:
        """Tell what is wrong beside the form's fields, in their order, and move the focus to the first of them.

        What belongs to no field stands above the form. `prefix` is put before the names that the service knows.
        """
        self.errors = {prefix + name: text for name, text in by_field(error).items()}
        self.problem = self.errors.pop(prefix, "")
        return focus_first(self.errors, [prefix + name for name in fields])


def answers(state: Any) -> rx.Component:
    """Where a page tells what the last act of its State answered."""
    return rx.fragment(alert(state.problem), status(state.message))
