"""The parties of an invoice: who issues, receives, validates, is paid, represents, is delivered to."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.parsed import Address, ParsedInvoice, Party
from chorus_app.formats.rendering import words
from chorus_app.formats.rendering.facts import Term, fact, facts
from chorus_app.formats.rendering.model import Block, Fact
from chorus_app.formats.terms import BUYER, DELIVER_TO, PAYEE, SELLER, TAX_REPRESENTATIVE, VALIDEUR, Terms
from chorus_app.kernel.text import t

# Role: field of the invoice, group of EN 16931, business terms of its values, that of its address.
ROLES: tuple[tuple[str, str, Terms, str], ...] = (
    ("seller", "BG-4", SELLER, "BG-5"),
    ("buyer", "BG-7", BUYER, "BG-8"),
    ("valideur", "", VALIDEUR, ""),
    ("payee", "BG-10", PAYEE, ""),
    ("tax_representative", "BG-11", TAX_REPRESENTATIVE, "BG-12"),
    ("deliver_to", "BG-13", DELIVER_TO, "BG-15"),
)


def party_blocks(invoice: ParsedInvoice) -> Iterator[Block]:
    """A block for each party that the invoice names."""
    for role, group, terms, address in ROLES:
        party: Party | None = getattr(invoice, role)
        if party is None:
            continue
        found = _party(party, terms, address)
        if role == "buyer":
            found += fact("service_code", invoice.service_code or "", "BT-10")
        if found:
            yield Block(t(f"sheet.role.{_role(invoice, role)}"), found, group)


def _role(invoice: ParsedInvoice, role: str) -> str:
    """In a works piece the valideur's place carries the MOE."""
    return "moe" if role == "valideur" and (invoice.cadre or "") in WORKS_WITH_MOE else role


WORKS_WITH_MOE = frozenset({"A4", "A7", "A10", "A11", "A13", "A14"})


def _party(party: Party, terms: Terms, address: str) -> list[Fact]:
    names = [Term(name, terms.get(name, "")) for name in ("name", "trading_name")]
    numbers = [Term(name, terms.get(name, "")) for name in ("vat_number", "tax_number", "legal_form", "mailbox")]
    return [
        *facts(party, names),
        *_identifiers(party, terms),
        *facts(party, numbers),
        *facts(party, (Term("service_code", label="own_service_code"), Term("service_name"))),
        *fact("address", words.address(party.address), address if party.address != Address() else ""),
        *_contact(party, terms),
    ]


def _identifiers(party: Party, terms: Terms) -> list[Fact]:
    """The one that Chorus Pro looks at first; those that say the same again are left out."""
    told = [(party.legal_id, terms.get("legal_id", "")), *((one, terms.get("ids", "")) for one in party.ids)]
    if party.identifier is not None and all(one != party.identifier for one, _ in told):
        told.insert(0, (party.identifier, ""))
    told.sort(key=lambda entry: entry[0] != party.identifier)
    texts = dict.fromkeys((words.identifier(one), bt) for one, bt in told if one is not None)
    return [found for text, bt in texts for found in fact("identifier", text, bt)]


def _contact(party: Party, terms: Terms) -> list[Fact]:
    if party.contact is None:
        return []
    named = Term("name", terms.get("contact", ""), label="contact")
    return facts(
        party.contact,
        (named, Term("phone", terms.get("phone", "")), Term("email", terms.get("email", "")), Term("fax")),
    )
