"""One invoice as its page shows it: French text, ready to be read."""

from collections.abc import Collection
from dataclasses import dataclass, field

from chorus_app.flux.views import FluxRow
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import EventKind, Scope
from chorus_app.invoices.views import DocumentView, EventView, InvoiceRow, InvoiceView, LineView, PartyView, VatView
from chorus_app.kernel.french import NBSP, amount, identifier, moment, number, percent, plain_day, size
from chorus_app.kernel.text import has_text, t
from chorus_app.ui.invoices.asking import ROUTES


@dataclass(frozen=True)
class PartyCard:
    """A structure of the invoice; `detail` is its service, if any."""

    name: str = ""
    identifier: str = ""
    detail: str = ""


@dataclass(frozen=True)
class VatLine:
    """One rate."""

    rate: str
    base: str
    amount: str
    reason: str


@dataclass(frozen=True)
class ItemLine:
    """One line of the invoice."""

    name: str
    quantity: str
    price: str
    rate: str
    amount: str


@dataclass(frozen=True)
class FileLine:
    """A file to download."""

    name: str
    kind: str
    size: str
    href: str


@dataclass(frozen=True)
class EventLine:
    """One step of the invoice's life; `who` and `why` may be empty."""

    label: str
    at: str
    who: str
    why: str


@dataclass(frozen=True)
class InvoicePage:
    """Everything of one invoice. Texts that the invoice does not say are empty."""

    number: str = ""
    kind: str = ""
    status: str = ""
    tone: str = "info"
    meaning: str = ""
    since: str = ""
    amount: str = ""
    net: str = ""
    tax: str = ""
    payable: str = ""
    issued: str = ""
    due: str = ""
    deposited: str = ""
    depositor: str = ""
    supplier: PartyCard = field(default_factory=PartyCard)
    recipient: PartyCard = field(default_factory=PartyCard)
    valideur: PartyCard = field(default_factory=PartyCard)
    valideur_role: str = ""
    cadre: str = ""
    service: str = ""
    engagement: str = ""
    contract: str = ""
    original: str = ""
    vat_due: str = ""
    payment: str = ""
    account: str = ""
    note: str = ""
    syntax: str = ""
    flux_number: str = ""
    flux_href: str = ""
    flux_state: str = ""
    list_label: str = ""
    list_href: str = ""
    vat: list[VatLine] = field(default_factory=list)
    lines: list[ItemLine] = field(default_factory=list)
    files: list[FileLine] = field(default_factory=list)
    history: list[EventLine] = field(default_factory=list)


def _list_of(row: InvoiceRow, mine: Collection[str]) -> Scope:
    """The list where the reader finds it: what others issue, he receives."""
    if row.space is Space.EMISES and row.recipient.public_id in mine and row.supplier.public_id not in mine:
        return Scope.RECUES
    return Scope(row.space.value)


def invoice_page(invoice: InvoiceView, flux: FluxRow | None, mine: Collection[str] = ()) -> InvoicePage:
    """The page of an invoice; `mine` are the public ids of the reader's structures."""
    row = invoice.row
    scope = _list_of(row, mine)
    return InvoicePage(
        number=row.number,
        kind=t(row.type_key, code=row.type_code),
        status=t(row.status_key),
        tone=row.tone.value,
        meaning=t(row.status_meaning_key),
        since=moment(row.status_at),
        amount=amount(row.tax_inclusive, row.currency),
        net=amount(invoice.tax_exclusive, row.currency),
        tax=amount(invoice.tax_total, row.currency),
        payable=amount(row.payable, row.currency),
        issued=plain_day(row.issue_date),
        due=plain_day(invoice.due_date),
        deposited=moment(row.deposited_at),
        depositor=invoice.depositor or "",
        supplier=_party(row.supplier, row.supplier_service),
        recipient=_party(row.recipient, row.service_code),
        valideur=_party(invoice.valideur, None),
        valideur_role=_valideur_role(invoice),
        cadre=t("invoices_ui.works_piece", cadre=row.cadre, name=t(CADRES[row.cadre].label_key)),
        service=row.service_code or "",
        engagement=row.engagement or "",
        contract=invoice.contract or "",
        original=invoice.original_number or "",
        vat_due=_known(f"invoices_ui.vat_due.{invoice.vat_due_code}", invoice.vat_due_code),
        payment=_known(f"invoices_ui.payment.{_short(invoice.payment_means)}", invoice.payment_means),
        account=_account(invoice),
        note=invoice.note or "",
        syntax=invoice.syntax,
        flux_number=row.flux_number,
        flux_href=f"/suivi-des-flux/{flux.public_id}" if flux else "",
        flux_state=t(flux.state_key) if flux else "",
        list_label=t(scope.label_key),
        list_href=ROUTES[scope],
        vat=[_vat(line, row.currency) for line in invoice.vat],
        lines=[_item(line, row.currency) for line in invoice.lines],
        files=[_file(document) for document in invoice.documents],
        history=[_event(event) for event in reversed(invoice.history)],
    )


def _party(party: PartyView | None, service: str | None) -> PartyCard:
    if party is None:
        return PartyCard()
    detail = t("invoices_ui.service", code=service) if service else ""
    return PartyCard(party.name, identifier(party.identifier_type, party.identifier), detail)


def _valideur_role(invoice: InvoiceView) -> str:
    """In a works piece the valideur's place carries the MOE."""
    return t("invoices_ui.detail.moe" if invoice.row.space.value == "travaux" else "invoices_ui.detail.valideur")


def _known(key: str, code: str | None) -> str:
    """The word for a code, or the code itself when it has none."""
    return t(key) if code and has_text(key) else code or ""


def _short(code: str | None) -> str:
    """A payment code without its first zeros: 01 is 1."""
    return (code or "").lstrip("0")


def _account(invoice: InvoiceView) -> str:
    """IBAN in groups of four, and BIC, each on its line."""
    iban = invoice.iban or ""
    groups = NBSP.join(iban[start : start + 4] for start in range(0, len(iban), 4))
    return "\n".join(part for part in (groups, invoice.bic or "") if part)


def _vat(line: VatView, currency: str) -> VatLine:
    rate = t("invoices_ui.vat_rate", rate=percent(line.rate)) if line.rate is not None else line.category or ""
    return VatLine(rate, amount(line.base, currency), amount(line.amount, currency), line.exemption_reason or "")


def _item(line: LineView, currency: str) -> ItemLine:
    return ItemLine(
        name=line.name or "",
        quantity=number(line.quantity),
        price=amount(line.unit_price, currency),
        rate=percent(line.vat_rate),
        amount=amount(line.net_amount, currency),
    )


def _file(document: DocumentView) -> FileLine:
    href = f"/factures/fichiers/{document.public_id}"
    return FileLine(document.name, t(document.kind.label_key), size(document.size), href)


def _event(event: EventView) -> EventLine:
    """A status by its word; another act as what it is, for its code says nothing to a reader."""
    label = t(event.label_key) if event.label_key else t(_OTHER_EVENTS[event.kind])
    return EventLine(label, moment(event.at), event.actor or "", event.comment or "")


_OTHER_EVENTS = {
    EventKind.STATUS: "invoices_ui.event.action",
    EventKind.ACTION: "invoices_ui.event.action",
    EventKind.COMPLEMENT: "invoices_ui.event.complement",
}
