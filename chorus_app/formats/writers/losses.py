"""What a syntax has no place for: the values of an invoice that are gone once it is written in it.

`LOSSES` is the truth of docs/reading.md. A field is dotted through the parts and groups of `ParsedInvoice`; "*" stands
for any name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, cast

from chorus_app.formats.parsed import ParsedInvoice, Party
from chorus_app.formats.ubl.lines import priced
from chorus_app.formats.ubl.making import CREDIT_NOTE
from chorus_app.formats.writers.fitting import ROLES, told_apart

LOSSES: Mapping[str, tuple[str, ...]] = {
    "ubl": (
        "project_name",
        "freight",
        "*notes.code",
        "lines.notes.subject",
        "lines.subkind",
        "lines.parent",
        "lines.period.description",
        "lines.gross_base_*",
        "lines.price_allowances.base",
        "vat.due_code",
        "vat.tax_point_date",
        "payment_terms.due_date",
        "payment_terms.mandate",
        *(f"{role}.service_code" for role in ROLES if role != "seller"),
        *(f"{role}.service_name" for role in ROLES if role not in ("seller", "buyer")),
        *(f"{role}.trading_name" for role in ("payee", "tax_representative", "deliver_to")),
        *(f"deliver_to.{name}" for name in ("vat_number", "tax_number", "legal_*", "mailbox", "contact")),
    ),
    "cii": (
        "process",
        "buyer_reference",
        "engagement_type",
        "attachments.main",
        "freight.percent",
        "freight.base",
        "freight.reason_code",
        "lines.period.description",
        "payments.due_date",
        "payments.remittance",
        "payments.mandate",
        *(f"{role}.service_code" for role in ROLES if role != "seller"),
    ),
}
# Chorus Pro's XML has so little that the table names what it keeps.
KEPT: Mapping[str, tuple[str, ...]] = {
    "cpp": (
        *("number", "type_code", "cadre", "issue_date", "delivery_date", "currency", "service_code"),
        *("tax_exclusive", "tax_total", "tax_inclusive", "payable", "engagement", "contract", "preceding.number"),
        *(
            f"{role}.{name}"
            for role in ("seller", "buyer", "valideur")
            for name in ("identifier*", "legal_id*", "name")
        ),
        *("seller.address.country", "seller.service_code", "buyer.service_name"),
        *(f"payments.{name}" for name in ("code", "text", "account", "bic")),
        *(f"vat.{name}" for name in ("rate", "base", "amount")),
        *(f"lines.{name}" for name in ("id", "name", "unit_price", "quantity", "net_amount", "vat_rate")),
        *(f"attachments.{name}" for name in ("content", "name", "description", "main", "mime_type", "filename")),
        "attachments.embedded",
    ),
}
UNTOLD = frozenset({"schema", "places", "place", "raw"})  # of the document, not of the invoice


def carried(invoice: ParsedInvoice, schema: str) -> ParsedInvoice:
    """The invoice without what the syntax cannot carry."""
    reduced = cast("ParsedInvoice", _reduced(_shaped(invoice, schema), schema, ""))
    nobody = {role: None for role in ROLES[2:] if not _says_anything(getattr(reduced, role))}
    terms = tuple(one for one in reduced.payment_terms if _says_anything(one))
    return replace(reduced, payment_terms=terms, **nobody)  # type: ignore[arg-type]  # roles


def _shaped(invoice: ParsedInvoice, schema: str) -> ParsedInvoice:
    """Values that are there but elsewhere, and those that need another one beside them."""
    invoice = replace(invoice, attachments=told_apart(invoice, schema))
    if schema == "cii":
        return invoice if invoice.vat else replace(invoice, vat_due_code=None, tax_point_date=None)
    if schema == "cpp":
        amounts = [row.amount for row in invoice.vat]
        total = sum((one for one in amounts if one is not None), Decimal())
        parties = _parties(invoice, lambda party: replace(party, legal_id=party.identifier))
        return replace(
            invoice,
            **parties,  # type: ignore[arg-type]  # roles
            preceding=tuple(one for one in invoice.preceding[:1] if one.number),
            payments=invoice.payments[:1],
            attachments=invoice.documents,
            tax_total=total if amounts and None not in amounts else None,
        )
    parties = _parties(invoice, lambda party: replace(party, name=party.name or party.trading_name))
    shaped = replace(
        invoice,
        **parties,  # type: ignore[arg-type]  # roles
        allowances=(*invoice.allowances, *invoice.freight),
        lines=tuple(replace(line, price_allowances=tuple(priced(line))) for line in invoice.lines),
    )
    if invoice.payments:
        return shaped
    due_date = None if invoice.type_code == CREDIT_NOTE else invoice.due_date
    return replace(shaped, remittance=None, mandate=None, due_date=due_date)


def _parties(invoice: ParsedInvoice, change: Callable[[Party], Party]) -> dict[str, Party]:
    held = {role: getattr(invoice, role) for role in ("seller", "buyer", "valideur")}
    return {role: change(party) for role, party in held.items() if party is not None}


def _reduced(value: object, schema: str, path: str) -> object:
    if isinstance(value, tuple):
        return tuple(_reduced(one, schema, path) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for one in fields(value):
        if one.name in UNTOLD:
            continue
        dotted = f"{path}.{one.name}" if path else one.name
        held = getattr(value, one.name)
        changes[one.name] = _reduced(held, schema, dotted) if _keeps(schema, dotted) else _nothing(one)
    return replace(value, **changes)


@lru_cache(maxsize=2048)
def _keeps(schema: str, dotted: str) -> bool:
    if schema in KEPT:
        kept = KEPT[schema]
        return any(fnmatchcase(dotted, one) or one.startswith(f"{dotted}.") for one in kept)
    return not any(fnmatchcase(dotted, one) for one in LOSSES[schema])


def _nothing(one: Field[Any]) -> object:
    if one.default_factory is not MISSING:
        return one.default_factory()
    if one.default is MISSING:
        return False if one.name == "main" else None
    return one.default


def _says_anything(group: object) -> bool:
    return group is not None and group != type(group)()
