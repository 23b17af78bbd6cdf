"""What the form begins with: the values of a Factur-X's XML, or what was read on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chorus_app.drafts.enums import Answer, Mark
from chorus_app.drafts.form import CREDIT_NOTE, INVOICE, Form, RateRow
from chorus_app.formats.parsed import ParsedInvoice, Party
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Box
from chorus_app.formats.printed.seen import Printed
from chorus_app.rules.codes import CREDIT_NOTE_TYPES, cadre_code

FIELDS: Mapping[Field, Answer] = {
    Field.NUMBER: Answer.NUMBER,
    Field.ISSUED: Answer.ISSUED,
    Field.DUE: Answer.DUE,
    Field.RECIPIENT: Answer.RECIPIENT,
    Field.SERVICE: Answer.SERVICE,
    Field.ENGAGEMENT: Answer.ENGAGEMENT,
    Field.MARKET: Answer.CONTRACT,
    Field.NET: Answer.NET,
    Field.VAT: Answer.VAT,
    Field.GROSS: Answer.GROSS,
    Field.PREPAID: Answer.PREPAID,
    Field.PAYABLE: Answer.PAYABLE,
}


def from_pages(printed: Printed) -> Form:
    """What the pages show; unsure values are filled in too, and marked."""
    seen = {FIELDS[wanted]: value for wanted, value in printed.values.items() if wanted in FIELDS}
    answers = {answer: typed(value.value) for answer, value in seen.items()}
    answers[Answer.TYPE] = CREDIT_NOTE if printed.credit_note else INVOICE
    return Form(
        answers=answers,
        rates=tuple(RateRow(typed(row.rate), typed(row.base), typed(row.amount)) for row in printed.vat),
        marks={answer: Mark.READ if value.sure else Mark.UNSURE for answer, value in seen.items()},
    )


def places_of(printed: Printed) -> dict[Answer, Box]:
    """Where each of these values stands on the pages."""
    return {FIELDS[wanted]: value.box for wanted, value in printed.values.items() if wanted in FIELDS}


def from_data(invoice: ParsedInvoice) -> Form:
    """What the XML of a Factur-X says."""
    said: dict[Answer, str | Decimal | date | None] = {
        Answer.NUMBER: invoice.number,
        Answer.ISSUED: invoice.issue_date,
        Answer.TYPE: CREDIT_NOTE if (invoice.type_code or "").upper() in CREDIT_NOTE_TYPES else INVOICE,
        Answer.ORIGINAL: invoice.original_invoice,
        Answer.CADRE: cadre_code(invoice.cadre),
        Answer.VALIDEUR: _identifier(invoice.valideur),
        Answer.RECIPIENT: _identifier(invoice.buyer),
        Answer.SERVICE: invoice.service_code,
        Answer.ENGAGEMENT: invoice.engagement,
        Answer.CONTRACT: invoice.contract,
        Answer.DUE: invoice.due_date,
        Answer.CURRENCY: invoice.currency,
        Answer.REGIME: invoice.vat_due_code,
        Answer.PAYMENT: invoice.payment_means,
        Answer.NET: invoice.tax_exclusive,
        Answer.VAT: invoice.tax_total,
        Answer.GROSS: invoice.tax_inclusive,
        Answer.PREPAID: invoice.prepaid,
        Answer.PAYABLE: invoice.payable,
        Answer.NOTE: invoice.note,
    }
    answers = {answer: typed(value) for answer, value in said.items() if value is not None}
    rows = [
        RateRow(*("" if value is None else typed(value) for value in (row.rate, row.base, row.amount)))
        for row in invoice.vat
    ]
    return Form(answers=answers, rates=tuple(rows), marks=dict.fromkeys(answers, Mark.DATA))


def typed(value: object) -> str:
    """The value as a person would type it: 1234,50 and 03/02/2026."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        decimals = 2 if isinstance(exponent, int) and -2 <= exponent < 0 else max(0, -int(exponent))
        return f"{value:.{decimals}f}".replace(".", ",")
    return str(value)


def _identifier(party: Party | None) -> str | None:
    return party.identifier.value if party is not None and party.identifier is not None else None
