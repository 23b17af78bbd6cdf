"""Invoices taken out of the portal without a trace, with all that follows from them. Only a sandbox does that."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import SQLModel

from chorus_app.invoices import listing
from chorus_app.invoices.models import WORDS, Invoice, InvoiceDocument, InvoiceEvent, InvoiceLine, InvoiceVat
from chorus_app.kernel.context import Context
from chorus_app.kernel.removal import batches, delete_rows
from chorus_app.notifications.service import forget_paths

DETAILS: tuple[type[SQLModel], ...] = (InvoiceVat, InvoiceLine, InvoiceEvent)


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows went that people know of."""

    documents: int
    notifications: int


def remove(context: Context, invoices: Sequence[Invoice]) -> Removed:
    """Take them out of every list, count and search, with what they say, their history, their documents and what people
    were told of them. The bytes of the documents stay in the store until the night finds that nothing holds them."""
    session, ids = context.session, [invoice.id for invoice in invoices]
    for some in batches(invoices):
        listing.take_out(context, [invoice.id for invoice in some])
        WORDS.remove_all(session, {invoice.id: invoice.search_key for invoice in some})
    for table in DETAILS:
        delete_rows(session, table, "invoice_id", ids)
    documents = delete_rows(session, InvoiceDocument, "invoice_id", ids)
    delete_rows(session, Invoice, "id", ids)
    for structure_id in {
        id_ for one in invoices for id_ in (one.supplier_id, one.recipient_id, one.valideur_id) if id_
    }:
        context.ring(f"invoices:{structure_id}")
    return Removed(documents, forget_paths(context, [f"/factures/{one.public_id}" for one in invoices]))
