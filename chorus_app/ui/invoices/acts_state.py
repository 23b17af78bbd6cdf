"""What is done with an invoice on its own page: a valideur's answer, a recipient's treatment, a supplier's note."""

from collections.abc import Callable
from typing import Any

from reflex.event import EventSpec

from chorus_app.invoices import supplying, treatment, validation
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.enums import InvoiceAct, RefusedFor
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Invalid
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.detail_views import Target
from chorus_app.ui.problems import told
from chorus_app.ui.session import act

LONGEST = 500  # characters of a comment
TREATMENT = ("status", "reason")


class ActsState(AnswerState, mixin=True):
    """`acts` are what this person may do now, `doing` the one whose window is open. A page adds `_read()`."""

    acts: list[str] = []
    doing: str = ""
    targets: list[Target] = []
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

    @event(Right.ATTACHED)
    async def treat_invoice(self, form: dict[str, Any]) -> EventSpec | None:
        """The recipient says where the invoice stands; one that he sends back needs his reason."""
        status = str(form.get("status", ""))
        if not status:
            self.errors = {"status": t("invoices_ui.acts.traiter.status_missing")}
            return focus_first(self.errors, TREATMENT)
        reason = str(form.get("reason") or "")[:LONGEST]
        try:
            await act(self, _treat, public_id=self._public_id, status=status, reason=reason)
        except Invalid as fault:
            return self._faulty(fault, TREATMENT)
        except AppError as error:
            self._hush()
            self.problem = told(error)
        else:
            self._hush()
            self.message = t("invoices_ui.acts.traiter.done")
        self.doing = ""
        await self._read()
        return None

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


def _treat(context: Context, *, public_id: str, status: str, reason: str) -> None:
    treatment.treat(context, invoice_id=row_id(context, public_id=public_id), status=status, reason=reason)
