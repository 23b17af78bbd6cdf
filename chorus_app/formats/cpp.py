"""Reads Chorus Pro's own XML: CPPFacturePivot, which recipients get, and CPPFactureMixte, which is deposited.

The pivot's element names are public; the schema of CPPFactureMixte is not, and neither is the block of the valideur:
here both have the pivot's shape (docs/decisions/0019-cpp-mixte.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from chorus_app.formats.binding import Group, Many, Part, Row, leaf, of, under
from chorus_app.formats.codecs import BYTES, ISO_DAY, NUMBER, PRESENT, SCHEME_BY_TYPE, identifier_of
from chorus_app.formats.making import LINE_ASKED, breakdown
from chorus_app.formats.parsed import (
    Address,
    Attachment,
    Line,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.formats.reading import Reading, planned
from chorus_app.formats.xml import open_xml

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

PIVOT, MIXED = "CPPFacturePivot", "CPPFactureMixte"
MAIN, OTHER = "01", "02"  # TypePJ: the invoice itself, or what goes with it
DATA = "DonneesFacture"
BLOCK = "CPPFactures"  # holds the invoices of a document


@dataclass(frozen=True, slots=True)
class Numbered:
    """A value with its order, which Chorus Pro writes in an attribute."""

    order: int
    value: Line | Attachment


def read(xml: bytes) -> ParsedInvoice:
    """What the document says. Raises `XmlRefused` when it is no readable XML; a missing value is None."""
    return read_tree(open_xml(xml))


def read_tree(root: etree._Element) -> ParsedInvoice:
    """As `read`, from a document that is open already. Of several invoices the first is read: `formats.bundles` cuts
    such a document before."""
    name = etree.QName(root)
    plan = planned(GROUPS.get(name.localname, GROUPS[MIXED]), (("", name.namespace or ""),))
    return cast("ParsedInvoice", Reading().group(root, plan, None, head=True))


def unit_name(root: str) -> str:
    """What the element of one invoice is called in a document whose root has that name."""
    return f"{root if root in GROUPS else MIXED}Unitaire"


def _unit() -> Iterator[Row]:
    yield leaf("order", "@NumOrdre")
    yield from under("seller", "Fournisseur", _party("RaisonSociale", identifier="BT-30", name="BT-27"))
    yield leaf("seller.address.country", "Fournisseur/CodePays", term="BT-40")
    yield leaf("account", "Fournisseur/ReferenceBancaire/Compte", term="BT-84")
    yield leaf("bic", "Fournisseur/ReferenceBancaire/Etablissement", term="BT-86")
    yield leaf("seller.service_code", "Fournisseur/CodeService", term="CPP-SERVICE-FOURNISSEUR")
    yield from under("buyer", "Debiteur", _party("Nom", identifier="BT-47", name="BT-44"))
    yield leaf("service_code", "Debiteur/CodeService", term="BT-10")
    yield leaf("buyer.service_name", "Debiteur/NomService")
    yield from under("", DATA, _data())
    yield Many("attachments", "PJ", ATTACHMENT)
    validation = "CycleDeValidation/ValidationUnitaire"
    yield from under("valideur", validation, _party("Nom", identifier="CPP-VALIDEUR", name="CPP-VALIDEUR-NOM"))


def _party(named: str, *, identifier: str, name: str) -> Iterator[Row]:
    yield leaf("scheme", "TypeIdentifiant")
    yield leaf("value", "Identifiant", term=identifier)
    yield leaf("name", named, term=name)


def _data() -> Iterator[Row]:
    yield leaf("number", "Id", term="BT-1")
    yield leaf("original", "IdFactureOrigine", term="BT-25")
    yield leaf("type_code", "Type", term="BT-3")
    yield leaf("cadre", "Cadre", term="BT-23")
    yield leaf("issue_date", "DateEmissionFacture", term="BT-2", codec=ISO_DAY)
    yield leaf("delivery_date", "DateLivraison", term="BT-72", codec=ISO_DAY)
    yield leaf("code", "ModePaiement/Code", term="BT-81")
    yield leaf("text", "ModePaiement/Libelle", term="BT-82")
    yield leaf("currency", "Devise", term="BT-5")
    yield leaf("tax_exclusive", "Montants/MontantHT", term="BT-109", codec=NUMBER)
    yield leaf("tax_inclusive", "Montants/MontantTTC", term="BT-112", codec=NUMBER)
    yield leaf("payable", "Montants/MontantNetAPayer", term="BT-115", codec=NUMBER)
    yield Many("vat", "TVAs/TVA", VAT)
    yield leaf("engagement", "Engagement/NumeroEngagement", term="BT-13")
    yield leaf("contract", "Engagement/NumeroMarche", term="BT-12")
    yield Many("lines", "Lignes/Ligne", LINE, bulk=True)


def _line(found: Found) -> Line:
    return Line(**{**LINE_ASKED, **found.values}, place=found.place, places=found.places)


def _attachment(found: Found) -> Attachment:
    values = found.values
    name, filename = values.get("name"), values.get("filename")
    return Attachment(
        name=name or filename,
        mime_type=values.get("mime_type"),
        main=values.get("kind") == MAIN,
        content=values.get("content"),
        description=values.get("description"),
        filename=filename if name and filename != name else None,
        place=found.place,
        places=found.places,
    )


def _attached(numbered: Numbered) -> Mapping[str, object]:
    attachment = cast("Attachment", numbered.value)
    return {
        "order": str(numbered.order),
        "content": attachment.content or b"",
        "name": attachment.name,
        "description": attachment.description,
        "kind": MAIN if attachment.main else OTHER,
        "mime_type": attachment.mime_type,
        "filename": attachment.filename,
    }


VAT = Group(
    (
        leaf("rate", "Taux", term="BT-119", codec=NUMBER),
        leaf("base", "BaseHt", term="BT-116", codec=NUMBER),
        leaf("amount", "MontantTVA", term="BT-117", codec=NUMBER),
    ),
    {"": Part(breakdown)},
)
LINE = Group(
    (
        leaf("id", "@NumOrdre", term="BT-126"),
        leaf("name", "ReferenceProduit", term="BT-153"),
        leaf("unit_price", "PrixUnitaire", term="BT-146", codec=NUMBER),
        leaf("quantity", "Quantite", term="BT-129", codec=NUMBER),
        leaf("net_amount", "MontantHT", term="BT-131", codec=NUMBER),
        leaf("vat_rate", "TauxTVA", term="BT-152", codec=NUMBER),
    ),
    {"": Part(_line)},
)
ATTACHMENT = Group(
    (
        leaf("order", "@NumOrdre"),
        leaf("content", "Contenu", term="BT-125", codec=BYTES),
        leaf("carried", "Contenu", codec=PRESENT, read_only=True),
        leaf("name", "NomPJ", term="BT-122"),
        leaf("description", "CategoriePJ", term="BT-123"),
        leaf("kind", "TypePJ"),
        leaf("mime_type", "MimeTypePJ"),
        leaf("filename", "NomPJOrigine"),
    ),
    {"": Part(_attachment, _attached)},
)


def _make_party(found: Found) -> Party:
    values = dict(found.values)
    scheme, value = values.pop("scheme", None), values.pop("value", None)
    identifier = identifier_of(value, scheme) if value else None
    return Party(**values, identifier=identifier, legal_id=identifier)


def _take_party(party: Party) -> Mapping[str, object]:
    identifier = party.identifier
    return {
        "scheme": (identifier.scheme or SCHEME_BY_TYPE[identifier.type]) if identifier else None,
        "value": identifier.value if identifier else None,
        "name": party.name,
        "service_code": party.service_code,
        "service_name": party.service_name,
        "address": party.address,
    }


def make(found: Found) -> ParsedInvoice:
    """The invoice of the values found; the pivot names no total of VAT, it is that of the rows."""
    values: dict[str, Any] = dict(found.values)
    values.pop("order", None)
    original = values.pop("original", None)
    paid = {name: values.pop(name) for name in ("code", "text", "account", "bic") if name in values}
    taxes = [row.amount for row in cast("tuple[VatBreakdown, ...]", values.get("vat", ()))]
    return ParsedInvoice(
        schema="cpp",
        **values,
        preceding=(Reference(number=original),) if original else (),
        payments=(PaymentMeans(**paid),) if paid else (),
        tax_total=sum(filter(None, taxes), Decimal()) if taxes and None not in taxes else None,
        places=found.places,
        raw=found.reading.raw,
    )


def take(invoice: ParsedInvoice) -> Mapping[str, object]:
    """The values of an invoice as Chorus Pro's XML has them."""
    paid = invoice.payments[0] if invoice.payments else PaymentMeans()
    values = {name: getattr(invoice, name) for name in ParsedInvoice.__dataclass_fields__}
    attachments = enumerate(invoice.documents, 1)
    return {
        **values,
        "order": "1",
        "original": invoice.original_invoice,
        **{name: getattr(paid, name) for name in ("code", "text", "account", "bic")},
        "attachments": tuple(Numbered(order, attachment) for order, attachment in attachments),
    }


def _whole(found: Found) -> ParsedInvoice:
    units = cast("tuple[ParsedInvoice, ...]", found.values.get("units", ()))
    invoice = units[0] if units else ParsedInvoice(schema="cpp")
    return replace(invoice, places=found.places, raw=found.reading.raw)


PARTY = Part(_make_party, _take_party)
UNIT = Group(
    tuple(_unit()),
    {"": Part(make, take), "seller": PARTY, "seller.address": of(Address), "buyer": PARTY, "valideur": PARTY},
)


def _group(root: str) -> Group:
    rows = (Many("units", f"{BLOCK}/{root}Unitaire", UNIT), leaf("count", f"{BLOCK}/@Compteur"))
    return Group(rows, {"": Part(_whole, lambda invoice: {"units": (invoice,), "count": "1"})})


GROUPS = {root: _group(root) for root in (PIVOT, MIXED)}
