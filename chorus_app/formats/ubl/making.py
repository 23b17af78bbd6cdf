"""How the values found in a UBL invoice make a `ParsedInvoice`, and how one is taken apart for writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from chorus_app.formats.making import lift
from chorus_app.formats.parsed import Code, Identifier, ParsedInvoice, PaymentMeans
from chorus_app.formats.ubl import groups, parties

if TYPE_CHECKING:
    from chorus_app.formats.reading import Found

CREDIT_NOTE = "381"
NO_ORDER = "NA"  # what the standard puts where the schema asks for an order's number
CADRE = re.compile(r"A\d{1,2}(_\w+)?", re.ASCII)
DIRECT_DEBITS = frozenset({"49", "59"})


def make(found: Found, *, credit: bool) -> ParsedInvoice:
    """The invoice of all that was found. A credit note may leave its type out: its root element says it."""
    values = {**found.values}
    values.setdefault("type_code", CREDIT_NOTE if credit else None)
    _header(values, found)
    _documents(values, found, credit=credit)
    _tax_totals(values, found)
    for name in ("due_date", "remittance", "mandate"):
        payments = cast("tuple[PaymentMeans, ...]", values.get("payments", ()))
        values[name], values["payments"] = lift(payments, name, values.get(name))
    return ParsedInvoice(schema="ubl", **values, places=found.places, raw=found.reading.raw)


def _header(values: dict[str, Any], found: Found) -> None:
    """Values that stand in two places: the second is only kept when it says something else."""
    for name, other in (("process", "cadre"), ("buyer_reference", "service_code")):
        if values.get(name) == values.get(other):
            values.pop(name, None)
    if values.get("engagement") == NO_ORDER and values.get("sales_order"):
        del values["engagement"]
    due_code = values.pop("due_code", None)
    values["vat_due_code"] = found.reading.aside.get("vat_due_code") or due_code
    values["creditor_id"] = found.reading.aside.get("creditor_id")


def _documents(values: dict[str, Any], found: Found, *, credit: bool) -> None:
    """The invoiced object (BT-18) and, in a credit note, the project (BT-11) stand among the attachments."""
    rest = cast("tuple[groups.Document, ...]", values.pop("documents", ()))
    thing = next((one for one in rest if one.type_code == groups.OBJECT and one.id), None)
    project = next((one for one in rest if credit and one.type_code == groups.PROJECT and one.id), None)
    for term, one in (("BT-18", thing), ("BT-11", project)):
        if one is not None:
            found.places[term] = one.places["BT-122"]
    values["invoiced_object"] = thing.id if thing else None
    if project is not None and project.id is not None:
        values["project"] = project.id.value
    values["attachments"] = tuple(groups.attachment_of(one) for one in rest if one is not thing and one is not project)


def _tax_totals(values: dict[str, Any], found: Found) -> None:
    """Of two totals of VAT, the one in the invoice's currency is BT-110 and has the rows, the other is BT-111."""
    totals = cast("tuple[groups.TaxTotal, ...]", values.pop("tax_totals", ()))
    currency = values.get("currency")
    main = next((one for one in totals if currency and one.currency == currency), totals[0] if totals else None)
    other = next((one for one in totals if one is not main), None)
    values["vat"] = main.rows if main else ()
    for name, term, total in (("tax_total", "BT-110", main), ("accounting_tax_total", "BT-111", other)):
        values[name] = total.amount if total else None
        if total is not None and "BT-110" in total.places:
            found.places[term] = total.places["BT-110"]


def take(invoice: ParsedInvoice, *, credit: bool) -> Mapping[str, object]:
    """The values of an invoice as UBL writes them: those that have two places in both."""
    values = {name: getattr(invoice, name) for name in ParsedInvoice.__dataclass_fields__}
    own = invoice.cadre is not None and (invoice.process is not None or bool(CADRE.fullmatch(invoice.cadre)))
    regime = invoice.vat_due_code is not None and not invoice.vat_due_code.isdigit()
    return {
        **values,
        "cadre": invoice.cadre if own else None,
        "process": invoice.process if own else invoice.cadre,
        "buyer_reference": invoice.buyer_reference or invoice.service_code,
        "engagement": invoice.engagement or (NO_ORDER if invoice.sales_order else None),
        "due_code": None if regime else invoice.vat_due_code,
        "documents": tuple(_references(invoice, credit=credit)),
        "tax_totals": tuple(_written_totals(invoice)),
        "payments": tuple(_paid(invoice)),
        "seller": _seller(invoice, regime=invoice.vat_due_code if regime else None),
    }


def _seller(invoice: ParsedInvoice, *, regime: str | None) -> Mapping[str, object]:
    """The seller, with what the header says there: the régime de TVA, the creditor's identifier."""
    values = dict(parties.take(invoice.seller))
    schemes = cast("tuple[parties.TaxScheme, ...]", values["tax_schemes"])
    if regime is not None:
        first, *others = schemes or (parties.TaxScheme(scheme="VAT"),)
        values["tax_schemes"] = (replace(first, regime=regime), *others)
    if invoice.creditor_id is not None:
        creditor = Identifier("AUTRE", invoice.creditor_id, parties.CREDITOR_SCHEME)
        values["ids"] = (*cast("tuple[Identifier, ...]", values["ids"]), creditor)
    return values


def _references(invoice: ParsedInvoice, *, credit: bool) -> Iterator[groups.Document]:
    if invoice.invoiced_object is not None:
        yield groups.Document(id=invoice.invoiced_object, type_code=groups.OBJECT)
    if credit and invoice.project is not None:
        yield groups.Document(id=Code(invoice.project), type_code=groups.PROJECT)
    yield from map(groups.document_of, invoice.attachments)


def _written_totals(invoice: ParsedInvoice) -> Iterator[groups.TaxTotal]:
    if invoice.tax_total is not None or invoice.vat:
        yield groups.TaxTotal(amount=invoice.tax_total, rows=invoice.vat)
    if invoice.accounting_tax_total is not None:
        yield groups.TaxTotal(amount=invoice.accounting_tax_total, currency=invoice.tax_currency)


def _paid(invoice: ParsedInvoice) -> Iterator[PaymentMeans]:
    """Means of payment with what the invoice says for all; the mandate goes with the direct debits.

    Where one has a mandate of its own, the first must have the invoice's: the reader takes the first it meets.
    """
    debits = [one for one in invoice.payments if one.code in DIRECT_DEBITS or one.debited_account]
    if not debits or any(one.mandate for one in invoice.payments):
        debits += invoice.payments[:1]
    for means in invoice.payments:
        debited = means in debits
        yield replace(
            means,
            due_date=means.due_date or invoice.due_date,
            remittance=means.remittance or invoice.remittance,
            mandate=means.mandate or (invoice.mandate if debited else None),
        )
