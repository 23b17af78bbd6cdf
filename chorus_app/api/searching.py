"""What the searches of invoices share: days, statuses, the rows behind a page."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, TypedDict

from pydantic import Field
from sqlmodel import col, select

from chorus_app.api.wire import Amount, Day, Text, WantedAmount, Wire, day, moment
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.rules.codes import CREDIT_NOTE_TYPES

MOST_STATUSES = 60
AT_ONCE = 500  # ids in one query
TYPES = {"FACTURE": "380", "AVOIR": "381"}


class Days(TypedDict):
    """The days of `InvoiceFilters`."""

    issued_from: date | None
    issued_until: date | None
    deposited_from: date | None
    deposited_until: date | None


class Dates(Wire):
    """The periods that every search has."""

    periode_date_facture_du: Day = None
    periode_date_facture_au: Day = None
    periode_date_depot_du: Day = None
    periode_date_depot_au: Day = None

    def days(self) -> Days:
        """The same for the portal's lists."""
        return {
            "issued_from": self.periode_date_facture_du,
            "issued_until": self.periode_date_facture_au,
            "deposited_from": self.periode_date_depot_du,
            "deposited_until": self.periode_date_depot_au,
        }


class Bounds(Wire):
    """Between which amounts, all taxes included."""

    montant_ttc_min: Annotated[WantedAmount | None, Field(alias="montantTTCMin")] = None
    montant_ttc_max: Annotated[WantedAmount | None, Field(alias="montantTTCMax")] = None


class Sought(Dates, Bounds):
    """What issued and received invoices are both looked for by; what is missing does not narrow."""

    numero_facture: Text | None = None
    numero_bon_commande: Text | None = None
    numero_marche: Text | None = None
    statut_courant: Annotated[list[str], Field(max_length=MOST_STATUSES)] | None = None

    def common(self) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        return InvoiceFilters(
            statuses=statuses(self.statut_courant),
            number=self.numero_facture or "",
            engagement=self.numero_bon_commande or "",
            contract=self.numero_marche or "",
            amount_from=self.montant_ttc_min,
            amount_until=self.montant_ttc_max,
            **self.days(),
        )


class ListedInvoice(Wire):
    """What lists of issued and of received invoices both tell."""

    type_demande_paiement: str
    type_facture: str
    numero_facture: str
    date_facture: str
    date_depot: str
    code_fournisseur: str
    type_identifiant_fournisseur: str
    designation_fournisseur: str
    code_service_fournisseur: str | None
    id_destinataire: int
    code_destinataire: str
    designation_destinataire: str
    code_service_executant: str | None
    numero_bon_commande: str | None
    numero_marche: str | None
    montant_ht: Annotated[Amount | None, Field(alias="montantHT")]
    montant_ttc: Annotated[Amount | None, Field(alias="montantTTC")]
    montant_a_payer: Amount | None
    devise: str
    statut: str
    date_heure_etat_courant: str


def listed(row: InvoiceRow, invoice: Invoice) -> dict[str, Any]:
    """The fields of `ListedInvoice`."""
    return {
        "type_demande_paiement": kind_of(row.space),
        "type_facture": type_of(row.type_code),
        "numero_facture": row.number,
        "date_facture": row.issue_date.isoformat(),
        "date_depot": day(row.deposited_at),
        "code_fournisseur": row.supplier.identifier,
        "type_identifiant_fournisseur": row.supplier.identifier_type,
        "designation_fournisseur": row.supplier.name,
        "code_service_fournisseur": row.supplier_service,
        "id_destinataire": invoice.recipient_id,
        "code_destinataire": row.recipient.identifier,
        "designation_destinataire": row.recipient.name,
        "code_service_executant": row.service_code,
        "numero_bon_commande": row.engagement,
        "numero_marche": row.contract,
        "montant_ht": invoice.tax_exclusive,
        "montant_ttc": invoice.tax_inclusive,
        "montant_a_payer": invoice.payable,
        "devise": row.currency,
        "statut": row.status,
        "date_heure_etat_courant": moment(row.status_at),
    }


def statuses(codes: Sequence[str] | None) -> tuple[Status, ...]:
    """The statuses that are known; none narrows to nothing."""
    return tuple(Status(code) for code in codes or () if code in Status.__members__)


def kind_of(space: Space) -> str:
    """`typeDemandePaiement`."""
    return "FACTURE" if space is Space.EMISES else "FACTURE_TRAVAUX"


def type_of(code: str) -> str:
    """`typeFacture`."""
    return "AVOIR" if code in CREDIT_NOTE_TYPES else "FACTURE"


def rows_by_id(context: Context, shown: Sequence[InvoiceRow]) -> list[tuple[InvoiceRow, Invoice]]:
    """Each line of a page with its row."""
    found: dict[str, Invoice] = {}
    ids = [row.public_id for row in shown]
    for start in range(0, len(ids), AT_ONCE):
        query = select(Invoice).where(col(Invoice.public_id).in_(ids[start : start + AT_ONCE]))
        found |= {invoice.public_id: invoice for invoice in context.session.exec(query)}
    return [(row, found[row.public_id]) for row in shown]
