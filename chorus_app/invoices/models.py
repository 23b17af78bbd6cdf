"""Tables of the accepted invoices. Only an accepted invoice has a row: a rejected deposit leaves its number free."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import DocumentKind, EventKind, Scope, Status
from chorus_app.kernel.db import Amount, UtcDateTime
from chorus_app.kernel.search import TextIndex
from chorus_app.kernel.tokens import new_public_id


class Invoice(SQLModel, table=True):
    """An invoice, credit note or works piece. A duplicate is the same supplier and the same number, whatever the year.

    `flux_number` and `position` name the deposit that brought it (its storey is above, hence no foreign key).
    `search_key` holds number, names and engagement, folded for searching.
    """

    __tablename__ = "chorus_invoice"
    __table_args__ = (
        UniqueConstraint("supplier_id", "number"),
        UniqueConstraint("flux_number", "position"),
        Index("ix_chorus_invoice_recipient", "recipient_id"),
        Index("ix_chorus_invoice_valideur", "valideur_id"),
    )

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    number: str = Field(max_length=20)  # BT-1
    issue_date: date  # BT-2
    type_code: str = Field(max_length=3)  # BT-3, as a code even where the file has a word
    cadre: str = Field(max_length=3)  # BT-23, "A1" … "A25"
    space: Space
    status: Status
    status_at: datetime = Field(sa_type=UtcDateTime)
    supplier_id: int = Field(foreign_key="chorus_structure.id")
    recipient_id: int = Field(foreign_key="chorus_structure.id")
    valideur_id: int | None = Field(default=None, foreign_key="chorus_structure.id")
    valideur_service: str | None = Field(default=None, max_length=100)
    service_code: str | None = Field(default=None, max_length=100)  # BT-10
    supplier_service: str | None = Field(default=None, max_length=100)
    engagement: str | None = Field(default=None, max_length=50)  # BT-13
    contract: str | None = Field(default=None, max_length=50)  # BT-12
    original_number: str | None = Field(default=None, max_length=20)  # BT-25
    due_date: date | None = None  # BT-9
    currency: str = Field(max_length=3)  # BT-5
    vat_due_code: str | None = Field(default=None, max_length=20)  # BT-8
    payment_means: str | None = Field(default=None, max_length=12)  # BT-81
    iban: str | None = Field(default=None, max_length=34)  # BT-84
    bic: str | None = Field(default=None, max_length=11)  # BT-86
    note: str | None = Field(default=None, max_length=1024)  # BT-22
    payment_request: str | None = Field(default=None, max_length=50)  # the recipient's own number of its payment
    tax_exclusive: Decimal | None = Field(default=None, sa_type=Amount)  # BT-109
    tax_total: Decimal | None = Field(default=None, sa_type=Amount)  # BT-110
    tax_inclusive: Decimal | None = Field(default=None, sa_type=Amount)  # BT-112
    payable: Decimal | None = Field(default=None, sa_type=Amount)  # BT-115
    flux_number: str = Field(max_length=25)
    position: int = 1
    syntax: str = Field(max_length=20)
    mode_depot: str = Field(max_length=30)
    depositor_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    deposited_at: datetime = Field(sa_type=UtcDateTime)
    search_key: str = Field(default="", max_length=600)


def _list_index(*columns: str) -> Index:
    """Rows of one list of one structure in the order of `columns`; SQLite adds the invoice's id by itself."""
    return Index(f"ix_chorus_invoice_listing_{columns[0]}", "structure_id", "scope", *columns)


class InvoiceListing(SQLModel, table=True):
    """An invoice in one list of one structure, with what lists sort and narrow by: see `invoices.listing`.

    Texts are folded. `supplier_key` and `recipient_key` are name and identifier: sorted by name, yet one structure's.
    """

    __tablename__ = "chorus_invoice_listing"
    __table_args__ = (
        *(
            _list_index(column)
            for column in (
                "status",
                "number_key",
                "issue_date",
                "deposited_at",
                "amount",
                "supplier_key",
                "recipient_key",
                "type_code",
                "cadre",
                "mode_depot",
                "service_key",
                "supplier_service_key",
                "engagement_key",
                "contract_key",
            )
        ),
        *(  # a status and days: what people ask for most, and each alone leaves many
            Index(f"ix_chorus_invoice_listing_status_{day}", "structure_id", "scope", "status", day)
            for day in ("issue_date", "deposited_at")
        ),
        {"sqlite_with_rowid": False},
    )

    # In this order: as a key that begins with the list it would be preferred to the index of a narrow filter.
    invoice_id: int = Field(primary_key=True, foreign_key="chorus_invoice.id")
    structure_id: int = Field(primary_key=True, foreign_key="chorus_structure.id")
    scope: Scope = Field(primary_key=True)
    status: Status
    number_key: str = Field(max_length=20)
    issue_date: date
    deposited_at: datetime = Field(sa_type=UtcDateTime)
    amount: Decimal | None = Field(default=None, sa_type=Amount)
    supplier_key: str = Field(max_length=300)
    recipient_key: str = Field(max_length=300)
    type_code: str = Field(max_length=3)
    cadre: str = Field(max_length=3)
    mode_depot: str = Field(max_length=30)
    service_key: str = Field(default="", max_length=100)
    supplier_service_key: str = Field(default="", max_length=100)
    engagement_key: str = Field(default="", max_length=50)
    contract_key: str = Field(default="", max_length=50)


class InvoiceCount(SQLModel, table=True):
    """How many invoices of a status, issued in that month ("2026-11"), one list of one structure holds.

    `euros` is the sum of their amounts, all taxes included, credit notes taken off; `uncounted` are those that it
    leaves out: in another currency, or without an amount.
    """

    __tablename__ = "chorus_invoice_count"

    structure_id: int = Field(primary_key=True, foreign_key="chorus_structure.id")
    scope: Scope = Field(primary_key=True)
    month: str = Field(primary_key=True, max_length=7)
    status: Status = Field(primary_key=True)
    invoices: int
    euros: Decimal = Field(sa_type=Amount)
    uncounted: int


class InvoiceVat(SQLModel, table=True):
    """One rate of an invoice (BG-23)."""

    __tablename__ = "chorus_invoice_vat"

    id: int = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="chorus_invoice.id", index=True)
    category: str | None = Field(default=None, max_length=3)  # BT-118
    rate: Decimal | None = Field(default=None, sa_type=Amount)  # BT-119, per cent
    base: Decimal | None = Field(default=None, sa_type=Amount)  # BT-116
    amount: Decimal | None = Field(default=None, sa_type=Amount)  # BT-117
    exemption_reason: str | None = Field(default=None, max_length=200)  # BT-120


class InvoiceLine(SQLModel, table=True):
    """One line of an invoice (BG-25)."""

    __tablename__ = "chorus_invoice_line"

    id: int = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="chorus_invoice.id", index=True)
    position: int
    name: str | None = Field(default=None, max_length=500)  # BT-153
    quantity: Decimal | None = Field(default=None, sa_type=Amount)  # BT-129
    unit: str | None = Field(default=None, max_length=20)  # BT-130
    unit_price: Decimal | None = Field(default=None, sa_type=Amount)  # BT-146
    net_amount: Decimal | None = Field(default=None, sa_type=Amount)  # BT-131
    vat_rate: Decimal | None = Field(default=None, sa_type=Amount)  # BT-152
    reference: str | None = Field(default=None, max_length=100)  # BT-155
    discount: Decimal | None = Field(default=None, sa_type=Amount)  # all of BG-27 together


class InvoiceEvent(SQLModel, table=True):
    """One step of an invoice's life: a status it took, or an act of a person. Order is that of `id`."""

    __tablename__ = "chorus_invoice_event"

    id: int = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="chorus_invoice.id", index=True)
    kind: EventKind
    code: str = Field(max_length=60)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="chorus_user.id")
    comment: str | None = Field(default=None, max_length=500)


class InvoiceDocument(SQLModel, table=True):
    """A file of an invoice: the one deposited, or one that it carried. `sha256` names it in the file store.

    `type_code` and `line` (its position) are what a program said of a document.
    """

    __tablename__ = "chorus_invoice_document"

    id: int = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=new_public_id, unique=True, max_length=32)
    invoice_id: int = Field(foreign_key="chorus_invoice.id", index=True)
    kind: DocumentKind
    name: str = Field(max_length=120)
    mime_type: str = Field(max_length=100)
    sha256: str = Field(max_length=64)
    size: int
    type_code: str | None = Field(default=None, max_length=10)
    line: int | None = None


WORDS = TextIndex(SQLModel.metadata.tables["chorus_invoice"])
