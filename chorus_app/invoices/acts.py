"""What an invoice waits for of the actor: the acts that its status and his rights allow him now."""

from collections.abc import Mapping

from sqlmodel import col, func, select

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import circuit, supplying, treatment, validation
from chorus_app.invoices.enums import InvoiceAct, Scope, Side, Status
from chorus_app.invoices.holding import holder
from chorus_app.invoices.models import Invoice, InvoiceListing
from chorus_app.invoices.perms import may_deposit
from chorus_app.invoices.queries import treated_rejections, visible_invoice
from chorus_app.invoices.status import TO_VALIDATE, WITH_MOA, WITH_MOE
from chorus_app.kernel.context import Context

MOST_WORKS = 2_000  # pieces that are looked at: a supplier may have a hundred thousand with others


def offered(context: Context, *, public_id: str) -> tuple[InvoiceAct, ...]:
    """The acts of a valideur first. Raises `NotFound` for an invoice that the actor may not see."""
    invoice, *_ = visible_invoice(context, public_id=public_id)
    found: list[InvoiceAct] = []
    if invoice.status in TO_VALIDATE and validation.may_validate(context, invoice):
        found += [InvoiceAct.VALIDATE, InvoiceAct.REFUSE]
    if holder(invoice) and circuit.may_answer(context, invoice):
        found += _of_circuit(invoice.status)
    waited = [act for act in supplying.WAITED if supplying.waits(invoice, act)]
    if InvoiceAct.NOTE_REJECTION in waited and treated_rejections(context, [invoice.id]):
        waited.remove(InvoiceAct.NOTE_REJECTION)
    if waited and supplying.may_supply(context, invoice):
        found += waited
    if treatment.targets(invoice.status) and treatment.may_treat(context, invoice):
        found.append(InvoiceAct.TREAT)
    return tuple(found)


def _of_circuit(status: Status) -> list[InvoiceAct]:
    """The acts of the MOE or MOA that the piece is with."""
    first = [InvoiceAct.TAKE] if status in circuit.TAKEN else []
    onwards = [InvoiceAct.FORWARD] if status in circuit.PASSED_ON else []
    back = [InvoiceAct.REFUSE_PIECE, InvoiceAct.ASK_MORE, InvoiceAct.ASK_ANOTHER_WAY, InvoiceAct.ADD]
    return [*first, *onwards, *back]


# What waits for its supplier, whatever it waits for; a rejected invoice may have been dealt with.
WAITS_FOR_SUPPLIER = frozenset[Status]().union(
    *(statuses for act, statuses in supplying.WAITED.items() if act is not InvoiceAct.NOTE_REJECTION)
)


SIDES: Mapping[Side, frozenset[Status]] = {
    Side.SUPPLIER: WAITS_FOR_SUPPLIER,
    Side.MOE: frozenset(WITH_MOE),
    Side.MOA: frozenset(WITH_MOA),
}


def works_to_answer(context: Context, *, listed: Mapping[Status, int]) -> dict[Side, int]:
    """How many pieces of works wait for the structure that the actor acts for, as their supplier, as their MOE and as
    their MOA: of the `MOST_WORKS` that have such a status. None for who may not answer for it.

    `listed` is how many of its list have which status: what stands in none is not looked for.
    """
    asked = [side for side, statuses in SIDES.items() if not statuses.isdisjoint(listed)]
    if not asked or not may_deposit(context, Space.TRAVAUX):
        return {}
    return {side: count for side in asked if (count := _waiting_works(context, side))}


_HOLDERS = {Side.SUPPLIER: Invoice.supplier_id, Side.MOE: Invoice.valideur_id, Side.MOA: Invoice.recipient_id}


def _waiting_works(context: Context, side: Side) -> int:
    listed = (
        select(InvoiceListing.invoice_id)
        .where(
            InvoiceListing.structure_id == context.structure_id,
            InvoiceListing.scope == Scope.TRAVAUX,
            col(InvoiceListing.status).in_(SIDES[side]),
        )
        .limit(MOST_WORKS)
        .subquery()
    )
    mine = (
        select(func.count())
        .select_from(listed)
        .join(Invoice, col(Invoice.id) == listed.c.invoice_id)
        .where(col(_HOLDERS[side]) == context.structure_id)  # the others of the file see the piece too
    )
    return context.session.exec(mine).one()


def row_id(context: Context, *, public_id: str) -> int:
    """By which the acts name the invoice. Raises `NotFound` for one that the actor may not see."""
    invoice, *_ = visible_invoice(context, public_id=public_id)
    return invoice.id
