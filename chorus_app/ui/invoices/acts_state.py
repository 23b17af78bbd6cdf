"""What is done with an invoice on its own page: the valideur's answer, the note that a rejection is dealt with."""

from collections.abc import Callable
from typing import Any

from reflex.event import EventSpec

from chorus_app.invoices import supplying, validation
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.enums import InvoiceAct, RefusedFor
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act

LONGEST = 500  # characters of a comment


class ActsState(AnswerState, mixin=True):
    """`acts` are what this person may do now, `doing` the one whose window is open. A page adds `_read()`."""

    acts: list[str] = []
    doing: str = ""
    _public_id: str = ""

    @event(Right.ATTACHED)
    def ask(self, wanted: str) -> None:
        """Open the window that asks again before an act."""
        self._hush()
        self.doing = wanted if wanted in self.acts else ""

    @event(Right.ATTACHED)
    def keep(self) -> None:
        """Leave the invoice as it is."""
        self._hush()
        self.doing = ""

    @event(Right.ATTACHED)
    async def validate_invoice(self, form: dict[str, Any]) -> None:
        """The valideur lets the invoice go on to its recipient."""
        await self._settle(InvoiceAct.VALIDATE, _validate, comment=comment_of(form))

    @event(Right.ATTACHED)
    async def refuse_invoice(self, form: dict[str, Any]) -> EventSpec | None:
        """The valideur sends the invoice back, with his reason."""
        reason = str(form.get("reason", ""))
        if reason not in RefusedFor.__members__:
            self.errors = {"reason": t("invoices_ui.acts.refuser.reason_missing")}
            return focus_first(self.errors, ["reason"])
        await self._settle(InvoiceAct.REFUSE, _refuse, reason=RefusedFor(reason), comment=comment_of(form))
        return None

    @event(Right.ATTACHED)
    async def note_rejection(self, form: dict[str, Any]) -> None:
        """The supplier has dealt with the rejection."""
        await self._settle(InvoiceAct.NOTE_REJECTION, _note_rejection, comment=comment_of(form))

    async def _settle(self, done: InvoiceAct, service: Callable[..., object], **arguments: object) -> None:
        """Do it, tell what was done or why not, and read again."""
        self._hush()
        self.doing = ""
        try:
            await act(self, service, public_id=self._public_id, **arguments)
        except AppError as error:
            self.problem = told(error)
        else:
            self.message = t(f"invoices_ui.acts.{done.value}.done")
        await self._read()


def comment_of(form: dict[str, Any]) -> str:
    """What was typed beside the act."""
    return str(form.get("comment") or "")[:LONGEST]


def _validate(context: Context, *, public_id: str, comment: str) -> None:
    validation.validate(context, invoice_id=row_id(context, public_id=public_id), comment=comment)


def _refuse(context: Context, *, public_id: str, reason: RefusedFor, comment: str) -> None:
    validation.refuse(context, invoice_id=row_id(context, public_id=public_id), reason=reason, comment=comment)


def _note_rejection(context: Context, *, public_id: str, comment: str) -> None:
    supplying.note_rejections(context, invoice_ids=[row_id(context, public_id=public_id)], comment=comment)
