"""A valideur who does not answer in time is taken to have validated: rows found by their day, swept with the world's
clock. Half-way he is reminded, once.

Chorus Pro says so of the titulaire who validates for his sub-contractor: 15 days, then a tacit validation (section 3).
That a co-contractor's valideur and a second one have the same time, that it ends with a day of Paris, and the reminder
are this project's own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists
from sqlmodel import col, select

from chorus_app.invoices.enums import VALIDEUR_REMINDED, EventKind, Scope, Status
from chorus_app.invoices.models import Invoice, InvoiceCount, InvoiceEvent, InvoiceListing
from chorus_app.invoices.news import remind_valideurs
from chorus_app.invoices.service import give_status, record
from chorus_app.invoices.status import TO_VALIDATE
from chorus_app.kernel.clock import PARIS
from chorus_app.kernel.conditions import midnight
from chorus_app.kernel.context import Context

L: Any = InvoiceListing  # their columns, which the type checker takes for values
C: Any = InvoiceCount
REMIND_AFTER_DAYS = 7
BATCH = 50  # they are written in one go, during which nobody else writes
UNANSWERED = {
    Status.A_VALIDER_1: Status.ABSENCE_VALIDATION_1_HORS_DELAI,
    Status.A_VALIDER_2: Status.ABSENCE_VALIDATION_2_HORS_DELAI,
}


def sweep(context: Context) -> int:
    """Do what is due; returns of how many invoices. Those that are left are swept the next time."""
    late = _waiting(context, days=context.world.settings.tacit_validation_days)
    for invoice in late:
        give_status(context, invoice=invoice, status=UNANSWERED[invoice.status], then=Status.MISE_A_DISPOSITION)
    return len(late) + _remind(context)


def _remind(context: Context) -> int:
    asked = _waiting(context, days=REMIND_AFTER_DAYS, unreminded=True)
    for invoice in asked:
        record(context, invoice=invoice, kind=EventKind.COMPLEMENT, code=VALIDEUR_REMINDED)
    context.session.flush()
    remind_valideurs(context, asked)
    return len(asked)


def _waiting(context: Context, *, days: int, unreminded: bool = False) -> Sequence[Invoice]:
    """Those that have waited for more than so many days, the oldest first; with `unreminded` only those whose valideur
    was not reminded since."""
    asked = select(C.structure_id).where(C.scope == Scope.VALIDER, C.status.in_(TO_VALIDATE), C.invoices > 0)
    query = (
        select(Invoice)
        .join(InvoiceListing, L.invoice_id == Invoice.id)
        .where(
            L.structure_id.in_(asked),
            L.scope == Scope.VALIDER,
            L.status.in_(TO_VALIDATE),
            col(Invoice.status).in_(TO_VALIDATE),  # asked again of the row once it is locked
            Invoice.status_at < _day_ago(context.now(), days),
        )
    )
    if unreminded:
        reminded = and_(
            col(InvoiceEvent.invoice_id) == Invoice.id,
            col(InvoiceEvent.code) == VALIDEUR_REMINDED,
            col(InvoiceEvent.at) >= Invoice.status_at,
        )
        query = query.where(~exists().where(reminded))
    oldest = query.order_by(col(Invoice.status_at), col(Invoice.id)).limit(BATCH)
    # What somebody answers at this moment is left to him.
    return context.session.exec(oldest.with_for_update(of=Invoice, skip_locked=True)).all()


def _day_ago(now: datetime, days: int) -> datetime:
    """When the day began that is so many days ago: what came before it has had these days in full."""
    return midnight(now.astimezone(PARIS).date() - timedelta(days=days))
