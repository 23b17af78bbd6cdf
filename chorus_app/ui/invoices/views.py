"""Invoices as the pages show them: French text, ready to be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from chorus_app.invoices.cadres import DEFAULT_CADRE
from chorus_app.invoices.enums import DEPOSIT_MODES, Scope, Status
from chorus_app.invoices.status import STATUSES, label_key
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.french import amount, day, plain_day
from chorus_app.kernel.text import t
from chorus_app.ui.components.counts import Counted, StatusCount, chips
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.invoices.criteria import value_of


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
    kind: str
    cadre: str
    supplier_service: str
    service: str
    engagement: str
    contract: str
    mode: str
    flux: str


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
        kind=t(row.type_key, code=row.type_code),
        cadre=t("invoices_ui.works_piece", cadre=row.cadre, name=t(f"invoices_ui.cadre.{row.cadre}")),
        supplier_service=row.supplier_service or "",
        service=row.service_code or "",
        engagement=row.engagement or "",
        contract=row.contract or "",
        mode=mode_in_words(row.mode_depot),
        flux=row.flux_number,
    )


def mode_in_words(mode: str) -> str:
    """A mode that has no words stays a code."""
    return t(f"invoices.mode.{mode}") if mode in DEPOSIT_MODES else mode


def _under_number(row: InvoiceRow, scope: Scope) -> str:
    if scope is Scope.TRAVAUX or (scope in (Scope.RECUES, Scope.VALIDER) and row.cadre != DEFAULT_CADRE):
        return t("invoices_ui.works_piece", cadre=row.cadre, name=t(f"invoices_ui.cadre.{row.cadre}"))
    return "" if row.type_code == "380" else t(row.type_key, code=row.type_code)


def _address(row: InvoiceRow) -> str:
    """Service and engagement, as far as the invoice names them."""
    engagement = t("invoices_ui.engagement", number=row.engagement) if row.engagement else ""
    return " · ".join(part for part in (_service(row.service_code), engagement) if part)


def _service(code: str | None) -> str:
    return t("invoices_ui.service", code=code) if code else ""


def status_counts(counts: Mapping[Status, int], place: Asked) -> list[StatusCount]:
    """The statuses shown as « Envoyée » are counted together."""
    counted = (
        Counted(value_of(status), t(label_key(status)), STATUSES[status].tone.value, count)
        for status, count in counts.items()
    )
    return chips(counted, place, "statut")
