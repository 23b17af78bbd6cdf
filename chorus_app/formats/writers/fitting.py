"""An invoice of one syntax as another one says it: where identifiers stand, how the régime de TVA is named."""

from __future__ import annotations

from dataclasses import replace

from chorus_app.formats.cii import groups as cii
from chorus_app.formats.codecs import SCHEME_BY_TYPE
from chorus_app.formats.making import schemed
from chorus_app.formats.parsed import AllowanceCharge, Attachment, Identifier, ParsedInvoice, Party
from chorus_app.formats.ubl import groups as ubl
from chorus_app.formats.ubl.making import CREDIT_NOTE

ROLES = ("seller", "buyer", "payee", "valideur", "tax_representative", "deliver_to")
# BT-8: UNTDID 2475 in CII, 2005 in UBL, words in Chorus Pro's UBL.
DUE_CODES = {
    "cii": {"3": "5", "35": "29", "432": "72", "TVA_SUR_DEBIT": "5", "TVA_SUR_ENCAISSEMENT": "72"},
    "ubl": {"5": "TVA_SUR_DEBIT", "72": "TVA_SUR_ENCAISSEMENT", "29": "35"},
}

# Type codes by which a syntax tells values of the invoice from what is attached, and the values.
VALUES_AMONG_DOCUMENTS = {
    "cii": {cii.TENDER: "tender", cii.OBJECT: "invoiced_object"},
    "ubl": {ubl.OBJECT: "invoiced_object"},
}
VALUES_OF_CREDIT_NOTES = {"ubl": {ubl.PROJECT: "project"}}


def fitted(invoice: ParsedInvoice, schema: str) -> ParsedInvoice:
    """The invoice as the syntax says it. One that was read in the syntax stays as it is."""
    converted = invoice.schema != schema
    parties: dict[str, Party | None] = {}
    for role in ROLES:
        party: Party | None = getattr(invoice, role)
        parties[role] = party and _placed(party, schema, converted=converted)
    code = invoice.vat_due_code or ""
    due_code = DUE_CODES.get(schema, {}).get(code, code) if converted else code
    charges: dict[str, tuple[AllowanceCharge, ...]] = {}
    if schema == "ubl":  # has one place for all charges
        charges = {"allowances": (*invoice.allowances, *invoice.freight), "freight": ()}
    invoice = replace(invoice, attachments=told_apart(invoice, schema))
    return replace(invoice, schema=schema, vat_due_code=due_code or None, **charges, **parties)  # type: ignore[arg-type]  # roles


def told_apart(invoice: ParsedInvoice, schema: str) -> tuple[Attachment, ...]:
    """The attachments, without a type code by which the syntax's reader would take one for a value of the invoice."""
    values = dict(VALUES_AMONG_DOCUMENTS.get(schema, {}))
    if invoice.type_code == CREDIT_NOTE:
        values |= VALUES_OF_CREDIT_NOTES.get(schema, {})
    mistaken = {code for code, name in values.items() if getattr(invoice, name) is None}
    plain = mistaken | {cii.GOES_WITH} if schema == "cii" else mistaken  # CII writes it where there is none
    return tuple(replace(one, type_code=None) if one.type_code in plain else one for one in invoice.attachments)


def _placed(party: Party, schema: str, *, converted: bool) -> Party:
    """The party with its identifier where the syntax has Chorus Pro's."""
    identifier = party.identifier
    known = identifier is None or identifier in (party.legal_id, *party.ids)
    if identifier is None or (known and not converted):
        return party
    if schema == "cii":
        others = [*party.ids, *([party.legal_id] if party.legal_id else [])]
        legal = schemed(identifier)
        return replace(party, identifier=legal, legal_id=legal, ids=_without(others, identifier))
    own = _chorus(identifier) if converted else schemed(identifier)
    return replace(party, identifier=own, ids=(own, *_without(party.ids, identifier)))


def _without(ids: tuple[Identifier, ...] | list[Identifier], identifier: Identifier) -> tuple[Identifier, ...]:
    others = [other for other in ids if (other.type, other.value) != (identifier.type, identifier.value)]
    return tuple(sorted(others, key=lambda other: other.scheme is not None))


def _chorus(identifier: Identifier) -> Identifier:
    """The identifier under Chorus Pro's own scheme, which UBL flows ask for."""
    if identifier.type == "AUTRE":
        return schemed(identifier)
    return replace(identifier, scheme=SCHEME_BY_TYPE[identifier.type])
