"""Invoices as the pages show them: French text, ready to be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.invoices.cadres import DEFAULT_CADRE
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.status import STATUSES, label_key
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.french import amount, day, plain_day
from chorus_app.kernel.text import t
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.invoices.asking import value_of
from chorus_app.ui.invoices.criteria import criteria_of, in_words, understood


@dataclass(frozen=True)
class InvoiceLine:
    """One line of a list. `under_…` is the smaller text below a cell; it may be empty."""

    id: str
    href: str
    number: str
    under_number: str
    issued: str
    supplier: str
    under_supplier: str
    recipient: str
    under_recipient: str
    amount: str
    deposited: str
    status: str
    tone: str


@dataclass(frozen=True)
class StatusCount:
    """How many invoices have a status; the address of the list narrowed to it, or of the whole list when it is."""

    label: str
    count: int
    tone: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class UsedCriterion:
    """What narrows the list, and the address of the list without it. `ignored`: it could not be read."""

    text: str
    href: str
    ignored: bool


def used_criteria(place: Asked, scope: Scope) -> list[UsedCriterion]:
    """The criteria in use, in the order of the form."""
    return [
        UsedCriterion(
            in_words(criterion, value, scope),
            place.href(**{criterion.name: "", "page": "1"}),
            understood(criterion, value) is None,
        )
        for criterion in criteria_of(scope)
        if (value := place.filters.get(criterion.name, ""))
    ]


def invoice_line(row: InvoiceRow, scope: Scope) -> InvoiceLine:
    return InvoiceLine(
        id=row.public_id,
        href=f"/factures/{row.public_id}",
        number=row.number,
        under_number=_under_number(row, scope),
        issued=plain_day(row.issue_date),
        supplier=row.supplier.name,
        under_supplier=_service(row.supplier_service),
        recipient=row.recipient.name,
        under_recipient=_address(row),
        amount=amount(row.tax_inclusive, row.currency),
        deposited=day(row.deposited_at),
        status=t(row.status_key),
        tone=row.tone.value,
    )


def _under_number(row: InvoiceRow, scope: Scope) -> str:
    if scope is Scope.TRAVAUX or (scope is Scope.RECUES and row.cadre != DEFAULT_CADRE):
        return t("invoices_ui.works_piece", cadre=row.cadre, name=t(f"invoices_ui.cadre.{row.cadre}"))
    return "" if row.type_code == "380" else t(row.type_key, code=row.type_code)


def _address(row: InvoiceRow) -> str:
    """Service and engagement, as far as the invoice names them."""
    engagement = t("invoices_ui.engagement", number=row.engagement) if row.engagement else ""
    return " · ".join(part for part in (_service(row.service_code), engagement) if part)


def _service(code: str | None) -> str:
    return t("invoices_ui.service", code=code) if code else ""


def status_counts(counts: Mapping[Status, int], place: Asked) -> list[StatusCount]:
    """One entry for each word: the statuses shown as « Envoyée » are counted together. Most frequent first."""
    chosen = place.filters.get("statut", "")
    totals: dict[str, int] = {}
    example: dict[str, Status] = {}
    for status, count in counts.items():
        value = value_of(status)
        totals[value] = totals.get(value, 0) + count
        example[value] = status
    return [
        StatusCount(
            label=t(label_key(example[value])),
            count=count,
            tone=STATUSES[example[value]].tone.value,
            href=place.href(statut="" if value == chosen else value, page="1"),
            chosen=value == chosen,
        )
        for value, count in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]
