"""What the interfaces are shown of an invoice: frozen, without rows of the database."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import DocumentKind, EventKind, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.status import STATUSES, Tone, label_key, meaning_key
from chorus_app.structures.models import Structure

KNOWN_TYPES = frozenset({"380", "381"})


@dataclass(frozen=True, slots=True)
class PartyView:
    """A structure as an invoice shows it."""

    public_id: str
    name: str
    identifier_type: str
    identifier: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One line of a list. Amounts are in `currency`."""

    public_id: str
    number: str
    type_code: str
    issue_date: date
    space: Space
    cadre: str
    status: Status
    status_at: datetime
    supplier: PartyView
    recipient: PartyView
    supplier_service: str | None
    service_code: str | None
    engagement: str | None
    contract: str | None
    tax_inclusive: Decimal | None
    payable: Decimal | None
    currency: str
    mode_depot: str
    flux_number: str
    deposited_at: datetime

    @property
    def status_key(self) -> str:
        return label_key(self.status)

    @property
    def status_meaning_key(self) -> str:
        return meaning_key(self.status)

    @property
    def tone(self) -> Tone:
        return STATUSES[self.status].tone

    @property
    def cadre_key(self) -> str:
        return CADRES[self.cadre].label_key

    @property
    def type_key(self) -> str:
        """Key of « Facture », « Avoir »…; takes the parameter `code`."""
        return f"invoices.type.{self.type_code}" if self.type_code in KNOWN_TYPES else "invoices.type.other"


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the history; `label_key` is set for a status, and for an act that has a name. `actor` is the whole
    name of who did it."""

    kind: EventKind
    code: str
    at: datetime
    actor: str | None
    comment: str | None
    label_key: str | None
    first_name: str | None = None
    last_name: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file of the invoice; `size` in bytes."""

    public_id: str
    kind: DocumentKind
    name: str
    mime_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice with what lists and searches know of it, its files and its history (oldest first).

    `position` is its place among the invoices of its flux, from 1; `answer_by` the last day of a valideur to answer,
    None when the invoice waits for none."""

    row: InvoiceRow
    valideur: PartyView | None
    contract: str | None
    original_number: str | None
    due_date: date | None
    vat_due_code: str | None
    payment_means: str | None
    iban: str | None
    bic: str | None
    note: str | None
    tax_exclusive: Decimal | None
    tax_total: Decimal | None
    syntax: str
    mode_depot: str
    position: int
    depositor: str | None
    answer_by: date | None
    documents: tuple[DocumentView, ...]
    history: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A file to be served: its place in the file store and the name that people see."""

    sha256: str
    name: str
    mime_type: str
    size: int


def party_view(structure: Structure) -> PartyView:
    """The view of a structure."""
    return PartyView(structure.public_id, structure.name, structure.identifier_type, structure.identifier)


def invoice_row(invoice: Invoice, supplier: Structure, recipient: Structure) -> InvoiceRow:
    """The view of an invoice between two structures."""
    return InvoiceRow(
        public_id=invoice.public_id,
        number=invoice.number,
        type_code=invoice.type_code,
        issue_date=invoice.issue_date,
        space=invoice.space,
        cadre=invoice.cadre,
        status=invoice.status,
        status_at=invoice.status_at,
        supplier=party_view(supplier),
        recipient=party_view(recipient),
        supplier_service=invoice.supplier_service,
        service_code=invoice.service_code,
        engagement=invoice.engagement,
        contract=invoice.contract,
        tax_inclusive=invoice.tax_inclusive,
        payable=invoice.payable,
        currency=invoice.currency,
        mode_depot=invoice.mode_depot,
        flux_number=invoice.flux_number,
        deposited_at=invoice.deposited_at,
    )
