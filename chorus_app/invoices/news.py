"""The depositor of an invoice is told of its statuses, unless he gave them himself, as long as he may see it."""

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import visible
from chorus_app.invoices.status import label_key
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell


def tell_status(context: Context, invoice: Invoice, *, actor_id: int | None) -> None:
    """To be called once the invoice has taken its new status."""
    if actor_id is not None and actor_id == invoice.depositor_id:
        return
    context.session.flush()
    depositor = Context(context.world, context.session, actor_id=invoice.depositor_id)
    may_see = context.session.exec(select(Invoice.id).where(Invoice.id == invoice.id, visible(depositor))).first()
    if may_see is None:
        return
    tell(
        context,
        [context.session.get_one(User, invoice.depositor_id)],
        kind=NewsKind.INVOICE_STATUS,
        path=f"/factures/{invoice.public_id}",
        number=invoice.number,
        status=t(label_key(invoice.status), context.language),
    )
