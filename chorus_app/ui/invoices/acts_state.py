"""What is done with an invoice on its own page: a valideur's answer, a recipient's treatment, a supplier's note, and
what the MOE or the MOA answers to a piece of works."""

from collections.abc import Callable, Sequence
from typing import Any

from reflex.event import EventSpec

from chorus_app.invoices import circuit, supplying, treatment, validation
from chorus_app.invoices.acts import row_id
from chorus_app.invoices.enums import InvoiceAct, RefusedFor
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Invalid
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.gate import Right, event
from chorus_app.ui.invoices.circuit_views import HeldPiece
from chorus_app.ui.invoices.detail_views import Target
from chorus_app.ui.problems import told
from chorus_app.ui.session import act

LONGEST = 500  # characters of a comment
TREATMENT = ("status", "reason")
ANSWER = ("reason", "comment")


class ActsState(AnswerState, mixin=True):
    """`acts` are what this person may do now, `doing` the one whose window is open. A page adds `_read()`."""

    acts: list[str] = []
    doing: str = ""
    targets: list[Target] = []
    held: HeldPiece = HeldPiece()
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
            return self._not_chosen("reason", t("invoices_ui.acts.refuser.reason_missing"))
        return await self._settle(InvoiceAct.REFUSE, _refuse, reason=RefusedFor(reason), comment=comment_of(form))

    @event(Right.ATTACHED)
    async def note_rejection(self, form: dict[str, Any]) -> None:
        """The supplier has dealt with the rejection."""
        await self._settle(InvoiceAct.NOTE_REJECTION, _note_rejection, comment=comment_of(form))

    @event(Right.ATTACHED)
    async def treat_invoice(self, form: dict[str, Any]) -> EventSpec | None:
        """The recipient says where the invoice stands; one that he sends back needs his reason."""
        status = str(form.get("status", ""))
        if not status:
            return self._not_chosen("status", t("invoices_ui.acts.traiter.status_missing"))
        reason = str(form.get("reason") or "")[:LONGEST]
        return await self._settle(InvoiceAct.TREAT, _treat, TREATMENT, status=status, reason=reason)

    @event(Right.ATTACHED)
    async def take_piece(self, form: dict[str, Any]) -> None:
        """The MOE or the MOA takes the piece into account."""
        await self._settle(InvoiceAct.TAKE, _take, comment=comment_of(form))

    @event(Right.ATTACHED)
    async def pass_piece_on(self, form: dict[str, Any]) -> None:
        """The MOE passes the piece on to the MOA."""
        await self._settle(InvoiceAct.FORWARD, _pass_on, comment=comment_of(form))

    @event(Right.ATTACHED)
    async def answer_piece(self, form: dict[str, Any]) -> EventSpec | None:
        """The piece goes back to its supplier, in the one of the three ways that is chosen in the window."""
        comment = comment_of(form)
        if self.doing == InvoiceAct.ASK_MORE.value:
            return await self._settle(InvoiceAct.ASK_MORE, _ask_more, ANSWER, comment=comment)
        if self.doing == InvoiceAct.ASK_ANOTHER_WAY.value:
            return await self._settle(InvoiceAct.ASK_ANOTHER_WAY, _ask_another_way, ANSWER, comment=comment)
        reason = str(form.get("reason", ""))
        if reason not in RefusedFor.__members__:
            return self._not_chosen("reason", t("invoices_ui.acts.refuser.reason_missing"))
        return await self._settle(
            InvoiceAct.REFUSE_PIECE, _refuse_piece, ANSWER, reason=RefusedFor(reason), comment=comment
        )

    def _not_chosen(self, name: str, why: str) -> EventSpec | None:
        """Nothing is done before this is chosen."""
        self.errors = {name: why}
        return focus_first(self.errors, [name])

    async def _settle(
        self, done: InvoiceAct, service: Callable[..., object], fields: Sequence[str] = (), **arguments: object
    ) -> EventSpec | None:
        """Do it, tell what was done or why not, and read again. What is wrong with one of the window's `fields` is told
        beside it, and the window stays."""
        self._hush()
        try:
            await act(self, service, public_id=self._public_id, **arguments)
        except AppError as error:
            if isinstance(error, Invalid) and fields:
                return self._faulty(error, fields)
            self.problem = told(error)
        else:
            self.message = t(f"invoices_ui.acts.{done.value}.done")
        self.doing = ""
        await self._read()
        return None


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


def _take(context: Context, *, public_id: str, comment: str) -> None:
    circuit.take(context, invoice_id=row_id(context, public_id=public_id), comment=comment)


def _pass_on(context: Context, *, public_id: str, comment: str) -> None:
    circuit.pass_on(context, invoice_id=row_id(context, public_id=public_id), comment=comment)


def _refuse_piece(context: Context, *, public_id: str, reason: RefusedFor, comment: str) -> None:
    circuit.refuse(context, invoice_id=row_id(context, public_id=public_id), comment=comment, reason=reason)


def _ask_more(context: Context, *, public_id: str, comment: str) -> None:
    circuit.ask_more(context, invoice_id=row_id(context, public_id=public_id), comment=comment)


def _ask_another_way(context: Context, *, public_id: str, comment: str) -> None:
    circuit.ask_another_way(context, invoice_id=row_id(context, public_id=public_id), comment=comment)
