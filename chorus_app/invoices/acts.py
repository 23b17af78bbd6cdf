"""What an invoice waits for of the actor: the acts that its status and his rights allow him now."""

from chorus_app.invoices import supplying, treatment, validation
from chorus_app.invoices.enums import InvoiceAct, Status
from chorus_app.invoices.queries import treated_rejections, visible_invoice
from chorus_app.invoices.status import TO_VALIDATE
from chorus_app.kernel.context import Context


def offered(context: Context, *, public_id: str) -> tuple[InvoiceAct, ...]:
    """The acts of a valideur first. Raises `NotFound` for an invoice that the actor may not see."""
    invoice, *_ = visible_invoice(context, public_id=public_id)
    found: list[InvoiceAct] = []
    if invoice.status in TO_VALIDATE and validation.may_validate(context, invoice):
        found += [InvoiceAct.VALIDATE, InvoiceAct.REFUSE]
    waited = [act for act, statuses in supplying.WAITED.items() if invoice.status in statuses]
    if InvoiceAct.NOTE_REJECTION in waited and treated_rejections(context, [invoice.id]):
        waited.remove(InvoiceAct.NOTE_REJECTION)
    if waited and supplying.may_supply(context, invoice):
        found += waited
    if treatment.targets(invoice.status) and treatment.may_treat(context, invoice):
        found.append(InvoiceAct.TREAT)
    return tuple(found)


# What waits for its supplier, whatever it waits for; a rejected invoice may have been dealt with.
WAITS_FOR_SUPPLIER = frozenset[Status]().union(
    *(statuses for act, statuses in supplying.WAITED.items() if act is not InvoiceAct.NOTE_REJECTION)
)


def row_id(context: Context, *, public_id: str) -> int:
    """By which the acts name the invoice. Raises `NotFound` for one that the actor may not see."""
    invoice, *_ = visible_invoice(context, public_id=public_id)
    return invoice.id
