"""The invoice that a draft makes, with the names and addresses that its PDF shows."""

from dataclasses import replace

from chorus_app.drafts import queries
from chorus_app.drafts.models import Draft
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.parts import Address, Party
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.structures.models import Structure
from chorus_app.structures.queries import structure_by_identifier


def to_draw(context: Context, *, public_id: str) -> ParsedInvoice:
    """What is drawn of an invoice that was typed in. Raises `NotFound` for a draft that the actor may not see."""
    return drawn_of(context, queries.find_draft(context, public_id=public_id))


def drawn_of(context: Context, draft: Draft) -> ParsedInvoice:
    """The same of a draft at hand."""
    invoice = queries.parsed(context, draft)
    supplier = context.session.get_one(Structure, draft.structure_id)
    payments = tuple(replace(way, account_name=supplier.name if way.account else None) for way in invoice.payments)
    return replace(
        invoice,
        seller=_known(invoice.seller, supplier),
        buyer=_known(invoice.buyer, _structure(context, invoice.buyer)),
        payments=payments,
    )


def _structure(context: Context, party: Party) -> Structure | None:
    if party.identifier is None:
        return None
    return structure_by_identifier(context, kind=IdentifierType.SIRET, identifier=party.identifier.value)


def _known(party: Party, structure: Structure | None) -> Party:
    if structure is None:
        return party
    address = Address(line_one=structure.address, postcode=structure.postcode, city=structure.city)
    return replace(party, name=structure.name, address=address)
