"""Whom a piece of works is with: its MOE or its MOA, while its status says so."""

from chorus_app.invoices.models import Invoice
from chorus_app.invoices.status import WITH_MOA, WITH_MOE

HELD = frozenset({*WITH_MOE, *WITH_MOA})


def holder(invoice: Invoice) -> int | None:
    """The structure that a piece of works is with; None when it is with nobody."""
    if invoice.status in WITH_MOE:
        return invoice.valideur_id
    return invoice.recipient_id if invoice.status in WITH_MOA else None
