"""What the searches of invoices share: days, statuses, the rows behind a page and what stands beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypedDict, TypeVar

from pydantic import Field
from sqlmodel import and_, col, func, or_, select

from chorus_app.accounts.models import User
from chorus_app.api.wire import Amount, Day, Text, WantedAmount, Wire, day, moment
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import EventKind, Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.models import Invoice, InvoiceEvent
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.rules.codes import CREDIT_NOTE_TYPES
from chorus_app.structures.models import Service, Structure

Row = TypeVar("Row", Structure, User)
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the invoices of a page: services by structure and code, the comment of the status that an
    invoice has, the day of its validation, both by invoice."""

    services: Mapping[tuple[int, str], Service]
    comments: Mapping[int, str]
    validated: Mapping[int, datetime]

    def service(self, invoice: Invoice) -> Service | None:
        """The service of the recipient."""
        return self.services.get((invoice.recipient_id, invoice.service_code or ""))

    def supplier_service(self, invoice: Invoice) -> Service | None:
        """The service of the supplier."""
        return self.services.get((invoice.supplier_id, invoice.supplier_service or ""))

    def supplier_service_name(self, invoice: Invoice) -> str | None:
        """Its name."""
        service = self.supplier_service(invoice)
        return service.name if service else None

    def validation_day(self, invoice: Invoice) -> str | None:
        """The day on which the valideur validated the invoice."""
        at = self.validated.get(invoice.id)
        return day(at) if at else None


def beside(context: Context, invoices: Sequence[Invoice]) -> Beside:
    """Read in as many statements for a page as for one invoice."""
    services: dict[tuple[int, str], Service] = {}
    comments: dict[int, str] = {}
    validated: dict[int, datetime] = {}
    for start in range(0, len(invoices), AT_ONCE):
        shown = invoices[start : start + AT_ONCE]
        services |= _services(context, shown)
        for event in _events(context, [invoice.id for invoice in shown]):
            if event.kind is EventKind.STATUS:
                comments[event.invoice_id] = event.comment or ""
            if event.code == Status.VALIDEE_1:
                validated[event.invoice_id] = event.at
    return Beside(services, {key: comment for key, comment in comments.items() if comment}, validated)


def _services(context: Context, invoices: Sequence[Invoice]) -> dict[tuple[int, str], Service]:
    named = {(invoice.recipient_id, invoice.service_code) for invoice in invoices}
    named |= {(invoice.supplier_id, invoice.supplier_service) for invoice in invoices}
    wanted = {(structure, code) for structure, code in named if code}
    query = select(Service).where(
        col(Service.structure_id).in_({structure for structure, _ in wanted}),
        col(Service.code).in_({code for _, code in wanted}),
    )
    found = {(service.structure_id, service.code): service for service in context.session.exec(query)}
    return {key: service for key, service in found.items() if key in wanted}


def _events(context: Context, ids: Sequence[int]) -> Sequence[InvoiceEvent]:
    """The status that each invoice has, as it took it, and its validation."""
    last = (
        select(func.max(InvoiceEvent.id))
        .where(col(InvoiceEvent.invoice_id).in_(ids), InvoiceEvent.kind == EventKind.STATUS)
        .group_by(col(InvoiceEvent.invoice_id))
    )
    validations = and_(col(InvoiceEvent.invoice_id).in_(ids), InvoiceEvent.code == Status.VALIDEE_1.value)
    query = select(InvoiceEvent).where(or_(col(InvoiceEvent.id).in_(last), validations))
    return context.session.exec(query.order_by(col(InvoiceEvent.id))).all()


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
    commentaire_etat_courant: str | None
    id_service_executant: int | None
    nom_service_executant: str | None
    nom_service_fournisseur: str | None


def listed(row: InvoiceRow, invoice: Invoice, beside: Beside) -> dict[str, Any]:
    """The fields of `ListedInvoice`."""
    service = beside.service(invoice)
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
        "commentaire_etat_courant": beside.comments.get(invoice.id),
        "id_service_executant": service.id if service else None,
        "nom_service_executant": service.name if service else None,
        "nom_service_fournisseur": beside.supplier_service_name(invoice),
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


def by_id(context: Context, table: type[Row], ids: Collection[int | None]) -> dict[int, Row]:
    """The rows of these row ids; None is nobody's."""
    wanted = sorted(id_ for id_ in ids if id_ is not None)
    found: dict[int, Row] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(table).where(col(table.id).in_(wanted[start : start + AT_ONCE]))
        found |= {row.id: row for row in context.session.exec(query)}
    return found


def country_of(iban: str | None) -> str | None:
    """The country of an account, which its IBAN begins with."""
    return iban[:2] if iban else None
