"""/cpro/factures for recipients: what was received, and what becomes of it."""

from typing import Annotated

from pydantic import Field
from sqlmodel import select

from chorus_app.api.auth import Call
from chorus_app.api.errors import refusals
from chorus_app.api.searching import MOST_STATUSES, Dates, kind_of, rows_by_id, statuses, type_of
from chorus_app.api.wire import Amount, Id, OptionalId, Paging, Reply, Text, WantedAmount, Wire, day, moment
from chorus_app.invoices import treatment
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Service, Structure


class WantedSupplier(Wire):
    """A supplier, and since V3.8.1 its services."""

    id_fournisseur: OptionalId = None
    liste_id_service: Annotated[tuple[Id, ...], Field(max_length=100)] = ()


class RecipientSearch(Dates):
    """What received invoices are looked for by. Of several suppliers or services the first one counts."""

    id_utilisateur_courant: OptionalId = None
    numero_facture: Text | None = None
    numero_bon_commande: Text | None = None
    numero_marche: Text | None = None
    statut_courant: Annotated[list[str], Field(max_length=MOST_STATUSES)] | None = None
    liste_fournisseurs: Annotated[tuple[WantedSupplier, ...], Field(max_length=100)] = ()
    id_service_executant: OptionalId = None
    montant_ttc_min: Annotated[WantedAmount | None, Field(alias="montantTTCMin")] = None
    montant_ttc_max: Annotated[WantedAmount | None, Field(alias="montantTTCMax")] = None
    param_recherche: Paging = Paging()

    def filters(self, context: Context) -> InvoiceFilters:
        """The same in the words of the portal's lists. Raises `Refused` for a supplier or a service nobody knows."""
        wanted = self.liste_fournisseurs[0] if self.liste_fournisseurs else WantedSupplier()
        return InvoiceFilters(
            statuses=statuses(self.statut_courant),
            number=self.numero_facture or "",
            supplier=_identifier(context, wanted.id_fournisseur),
            supplier_service=_code(context, wanted.liste_id_service[0] if wanted.liste_id_service else None),
            service=_code(context, self.id_service_executant),
            engagement=self.numero_bon_commande or "",
            contract=self.numero_marche or "",
            amount_from=self.montant_ttc_min,
            amount_until=self.montant_ttc_max,
            **self.days(),
        )


class ReceivedInvoice(Wire):
    """A received invoice of the list."""

    id_facture: int
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


class RecipientSearchReply(Reply):
    """This route alone puts the four numbers of the page at the root."""

    liste_factures: list[ReceivedInvoice]
    nb_resultats_par_page: int
    page_courante: int
    pages: int
    total: int


def search_received(call: Call, asked: RecipientSearch) -> RecipientSearchReply:
    """Invoices that the structure received, newest first."""
    with call.reading() as context:
        page = asked.param_recherche.request()
        found = list_invoices(context, scope=Scope.RECUES, filters=asked.filters(context), page=page).page
        rows = rows_by_id(context, found.rows)
    return RecipientSearchReply(
        liste_factures=[
            ReceivedInvoice(
                id_facture=invoice.id,
                type_demande_paiement=kind_of(row.space),
                type_facture=type_of(row.type_code),
                numero_facture=row.number,
                date_facture=row.issue_date.isoformat(),
                date_depot=day(row.deposited_at),
                code_fournisseur=row.supplier.identifier,
                type_identifiant_fournisseur=row.supplier.identifier_type,
                designation_fournisseur=row.supplier.name,
                code_service_fournisseur=row.supplier_service,
                id_destinataire=invoice.recipient_id,
                code_destinataire=row.recipient.identifier,
                designation_destinataire=row.recipient.name,
                code_service_executant=row.service_code,
                numero_bon_commande=row.engagement,
                numero_marche=row.contract,
                montant_ht=invoice.tax_exclusive,
                montant_ttc=invoice.tax_inclusive,
                montant_a_payer=invoice.payable,
                devise=row.currency,
                statut=row.status,
                date_heure_etat_courant=moment(row.status_at),
            )
            for row, invoice in rows
        ],
        nb_resultats_par_page=found.size,
        page_courante=found.page,
        pages=found.pages,
        total=found.total,
    )


def _identifier(context: Context, structure_id: int | None) -> str:
    if structure_id is None:
        return ""
    return context.session.exec(select(Structure.identifier).where(Structure.id == structure_id)).first() or "?"


def _code(context: Context, service_id: int | None) -> str:
    if service_id is None:
        return ""
    return context.session.exec(select(Service.code).where(Service.id == service_id)).first() or "?"


class TreatRequest(Wire):
    """The new status; `motif` is compulsory to suspend, to send back and to reject."""

    id_facture: Id
    id_utilisateur_courant: OptionalId = None
    nouveau_statut: Text
    motif: Text | None = None
    numero_dp_mandat: Annotated[Text | None, Field(alias="numeroDPMandat")] = None


class TreatReply(Reply):
    id_facture: int
    numero_facture: str
    nouveau_statut: str
    date_traitement: str


def treat(call: Call, asked: TreatRequest) -> TreatReply:
    """Give a received invoice another status."""
    with refusals(), call.transaction() as context:
        invoice = treatment.treat(
            context, invoice_id=asked.id_facture, status=asked.nouveau_statut.upper(), reason=asked.motif or ""
        )
    return TreatReply(
        id_facture=invoice.id,
        numero_facture=invoice.number,
        nouveau_statut=invoice.status,
        date_traitement=day(invoice.status_at),
    )
