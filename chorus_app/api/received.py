"""/cpro/factures for recipients: what was received, and what becomes of it."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from sqlmodel import select

from chorus_app.api.auth import Call
from chorus_app.api.errors import refusals
from chorus_app.api.searching import Beside, ListedInvoice, Sought, beside, listed, rows_by_id
from chorus_app.api.wire import Id, OptionalId, Paging, Reply, Text, Wire, day
from chorus_app.api.works import WORKS_TYPES
from chorus_app.invoices import treatment
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.structures.models import Service, Structure


class WantedSupplier(Wire):
    """A supplier, and since V3.8.1 its services."""

    id_fournisseur: OptionalId = None
    liste_id_service: Annotated[tuple[Id, ...], Field(max_length=100)] = ()


class RecipientSearch(Sought):
    """What received invoices are looked for by. Of several suppliers or services the first one counts."""

    id_utilisateur_courant: OptionalId = None
    liste_fournisseurs: Annotated[tuple[WantedSupplier, ...], Field(max_length=100)] = ()
    id_service_executant: OptionalId = None
    param_recherche: Paging = Paging()

    def filters(self, context: Context) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        wanted = self.liste_fournisseurs[0] if self.liste_fournisseurs else WantedSupplier()
        return replace(
            self.common(),
            supplier=_identifier(context, wanted.id_fournisseur),
            supplier_service=_code(context, wanted.liste_id_service[0] if wanted.liste_id_service else None),
            service=_code(context, self.id_service_executant),
        )


class ReceivedInvoice(ListedInvoice):
    """A received invoice of the list."""

    id_facture: int
    type_facture_travaux: str | None


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
        around = beside(context, [invoice for _, invoice in rows])
    return RecipientSearchReply(
        liste_factures=[_received(row, invoice, around) for row, invoice in rows],
        nb_resultats_par_page=found.size,
        page_courante=found.page,
        pages=found.pages,
        total=found.total,
    )


def _received(row: InvoiceRow, invoice: Invoice, around: Beside) -> ReceivedInvoice:
    kind = WORKS_TYPES.get(invoice.cadre)
    return ReceivedInvoice(**listed(row, invoice, around), id_facture=invoice.id, type_facture_travaux=kind)


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
    numero_dp_mandat: Annotated[str | None, Field(alias="numeroDPMandat", max_length=50)] = None


class TreatReply(Reply):
    id_facture: int
    numero_facture: str
    nouveau_statut: str
    date_traitement: str


def treat(call: Call, asked: TreatRequest) -> TreatReply:
    """Give a received invoice another status."""
    with refusals(), call.transaction() as context:
        invoice = treatment.treat(
            context,
            invoice_id=asked.id_facture,
            status=asked.nouveau_statut.upper(),
            reason=asked.motif or "",
            payment_request=(asked.numero_dp_mandat or "").strip(),
        )
    return TreatReply(
        id_facture=invoice.id,
        numero_facture=invoice.number,
        nouveau_statut=invoice.status,
        date_traitement=day(invoice.status_at),
    )
