"""Search from anywhere: invoices by number or words, and the structures of the lists. At once, a few of each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chorus_app.invoices.enums import Scope
from chorus_app.invoices.listing import supplier_key
from chorus_app.invoices.lists import SERVICE_KEYS
from chorus_app.invoices.models import WORDS, Invoice, InvoiceListing
from chorus_app.invoices.perms import Sight, sights
from chorus_app.invoices.queries import visible
from chorus_app.invoices.views import InvoiceRow, PartyView, invoice_row, party_view
from chorus_app.kernel.conditions import begins
from chorus_app.kernel.context import Context
from chorus_app.kernel.db import unindexed
from chorus_app.kernel.long_lists import among, in_order
from chorus_app.kernel.words import fold
from chorus_app.structures.models import Structure

L: Any = InvoiceListing  # its columns, which the type checker takes for values
Supplier, Recipient = aliased(Structure), aliased(Structure)
MOST = 6
LOOKED_AT = 2_000  # rows that have the words, among which those are sought that the actor may see
STRUCTURES_LOOKED_AT = 2_000
# In which lists structures are sought, and whether as suppliers or as recipients.
SOUGHT = (
    (Scope.EMISES, False),
    (Scope.RECUES, True),
    (Scope.TRAVAUX, False),
    (Scope.TRAVAUX, True),
    (Scope.VALIDER, True),
    (Scope.VALIDER, False),
)
FEWEST = 2  # letters or digits; fewer would find anything


@dataclass(frozen=True, slots=True)
class PartyFound:
    """A structure that stands in a list: as recipient of what was issued, as supplier of what was received…"""

    scope: Scope
    supplier: bool
    party: PartyView


def find_invoices(context: Context, *, text: str, most: int = MOST) -> list[InvoiceRow]:
    """Invoices that the actor may open: those whose number begins like that, then those that have the words."""
    typed = " ".join(text.split())
    if len(typed) < FEWEST:
        return []
    structures = frozenset[int]().union(*(part.everywhere for part in sights(context).values()))
    begun = select(L.invoice_id.label("id")).where(
        L.structure_id.in_(structures),
        L.scope.in_(list(Scope)),
        begins(L.number_key, func.lower(typed)),
    )
    found = _rows(context, begun.order_by(L.number_key).limit(LOOKED_AT), col(Invoice.number), most)
    worded = WORDS.found(typed)
    if len(found) < most and worded is not None:
        known = {row.public_id for row in found}
        more = _rows(context, select(worded.c.id).limit(LOOKED_AT), col(Invoice.id), most + len(found), down=True)
        found += [row for row in more if row.public_id not in known]
    return found[:most]


def _rows(context: Context, candidates: Select[Any], order: Any, most: int, *, down: bool = False) -> list[InvoiceRow]:
    seen = [unindexed(visible(context).self_group())]
    here = select(candidates.distinct().subquery().c.id)
    ids = among(context.session, here, col(Invoice.id), seen, order=order, most=most, down=down)
    query = (
        select(Invoice, Supplier, Recipient)
        .where(col(Invoice.id).in_(ids))
        .join(Supplier, col(Supplier.id) == Invoice.supplier_id)
        .join(Recipient, col(Recipient.id) == Invoice.recipient_id)
    )
    rows = {row[0].id: invoice_row(*row) for row in context.session.execute(query)}
    return in_order(ids, rows)


def find_parties(context: Context, *, text: str, most: int = MOST) -> list[PartyFound]:
    """The structures of that name or identifier that stand in the actor's lists, by list."""
    words, digits = fold(text).split(), "".join(text.split()).upper()
    if len(digits) < FEWEST or not words:
        return []
    named = and_(*(col(Structure.name_key).contains(word, autoescape=True) for word in words))
    candidates = (
        select(Structure)
        .where(or_(named, col(Structure.identifier).startswith(digits, autoescape=True)))
        .limit(STRUCTURES_LOOKED_AT)
        .subquery()
    )
    one = aliased(Structure, candidates)
    seen = sights(context)
    found: list[PartyFound] = []
    for scope, supplier in SOUGHT:
        stands = _stands(seen[scope], scope, one, supplier=supplier)
        query = select(one).where(stands).order_by(one.name_key).limit(most)
        found += [PartyFound(scope, supplier, party_view(row)) for row in context.session.execute(query).scalars()]
    return found


def _stands(part: Sight, scope: Scope, one: Any, *, supplier: bool) -> ColumnElement[bool]:
    """Some row of the list names the structure as the other party."""
    key = L.supplier_key if supplier else L.recipient_key
    ours, limits = sorted(part.everywhere), part.limits(L.structure_id, SERVICE_KEYS[scope])
    standing = exists().where(L.structure_id.in_(ours), L.scope == scope, key == supplier_key(one), *limits)
    return and_(standing, one.id.not_in(ours))
