"""What a recipient does with an invoice that he received: it goes on, or back to its supplier with a reason."""

from sqlmodel import select

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import SPACE_OF_SCOPE
from chorus_app.invoices.queries import visible
from chorus_app.invoices.service import give_status
from chorus_app.invoices.status import RECIPIENT_TARGETS, STATUSES
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Denied, Invalid, NotFound
from chorus_app.structures.perms import DEPOSIT, actor, structures_with

WITH_REASON = frozenset({Status.SUSPENDUE, Status.A_RECYCLER, Status.REJETEE})
MAX_REASON = 500


def opened(context: Context, *, invoice_id: int) -> Invoice:
    """An invoice that the actor sees, to be changed. Raises `NotFound`."""
    query = select(Invoice).where(Invoice.id == invoice_id, visible(context))
    invoice = context.session.exec(query.with_for_update(of=Invoice)).one_or_none()
    if invoice is None:
        raise NotFound
    return invoice


def targets(status: Status) -> tuple[Status, ...]:
    """What a recipient may make of an invoice with that status; nothing of one that waits for somebody else."""
    following = STATUSES[status].next
    return tuple(one for one in RECIPIENT_TARGETS if one in following and one is not status)


def may_treat(context: Context, invoice: Invoice) -> bool:
    """Whether the actor received the invoice, with the right to change what was received."""
    return invoice.recipient_id in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_SCOPE[Scope.RECUES])


def treat(context: Context, *, invoice_id: int, status: str, reason: str = "", payment_request: str = "") -> Invoice:
    """The invoice takes the status that its recipient gives it; `payment_request` is his own number of its payment.

    Raises `NotFound` for an invoice that the actor does not see, `Denied` for one that he did not receive or may only
    read, `Invalid` for a status that is no recipient's or lacks its reason, `Conflict` when it may not follow.
    """
    user_id = actor(context)
    invoice = opened(context, invoice_id=invoice_id)
    if not may_treat(context, invoice):
        raise Denied("invoices.treat.denied")
    if status not in Status.__members__ or Status(status) not in RECIPIENT_TARGETS:
        raise Invalid("invoices.treat.status_unknown", field="status", status=status[:60])
    written = reason.strip()[:MAX_REASON]
    if Status(status) in WITH_REASON and not written:
        raise Invalid("invoices.treat.reason_missing", field="reason")
    if payment_request:
        invoice.payment_request = payment_request
    give_status(context, invoice=invoice, status=Status(status), actor_id=user_id, comment=written)
    return invoice
