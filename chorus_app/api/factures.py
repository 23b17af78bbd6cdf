"""/cpro/factures: deposit a flux, look for invoices, what became of one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.api.auth import Call
from chorus_app.api.contents import decoded
from chorus_app.api.errors import REFUSED, Refused, unknown_invoice
from chorus_app.api.searching import (
    TYPES,
    Beside,
    ListedInvoice,
    Sought,
    beside,
    by_id,
    country_of,
    listed,
    rows_by_id,
)
from chorus_app.api.wire import (
    LARGEST_ID,
    Block,
    Id,
    OptionalId,
    Paged,
    Paging,
    Reply,
    Text,
    WantedBlock,
    Wire,
    day,
    moment,
    named_after,
    paged,
)
from chorus_app.flux import deposit
from chorus_app.flux.enums import Door
from chorus_app.formats import archive, syntaxes
from chorus_app.formats.syntaxes import Space, Syntax
from chorus_app.invoices.enums import EventKind, Scope
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice, treated_rejections, visible
from chorus_app.invoices.views import EventView, InvoiceRow
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.kernel.text import t
from chorus_app.kernel.tokens import hash_token
from chorus_app.structures.models import Structure

MODE_DEPOT = "UPLOAD_API"
PLAIN_FILE, COMPRESSED_FILE = 10_000_000, 30_000_000  # bytes


class DepositRequest(Wire):
    """A file that carries one invoice or, in an archive, several."""

    id_utilisateur_courant: OptionalId = None
    fichier_flux: Annotated[str, Field(description="Le fichier, en base64.")]
    nom_fichier: Annotated[str, Field(min_length=1, max_length=200)]
    syntaxe_flux: Text
    avec_signature: bool = False


class DepositReply(Reply):
    """The number under which the flux is followed."""

    numero_flux_depot: str
    date_depot: str
    syntaxe_flux: str


def deposit_flux(call: Call, asked: DepositRequest) -> DepositReply:
    """Take a file in; what becomes of it is told by consulterCR."""
    syntax = _syntax(call, asked.syntaxe_flux)
    _check_subscription(call, syntax)
    stored = call.world.files.put(_content(asked.fichier_flux))
    try:
        with call.transaction() as context:
            receipt = deposit.receive(
                context,
                door=Door.API,
                mode_depot=MODE_DEPOT,
                application_code=deposit.PORTAL_APPLICATION,
                syntax_code=syntax.code,
                space=Space.TRAVAUX if syntax.works_only else Space.EMISES,
                file=stored,
                name=asked.nom_fichier,
                idempotency_key=hash_token(call.idempotency_key) if call.idempotency_key else secrets.token_hex(16),
                wish=call.wish,
            )
    except Denied:
        raise Refused(REFUSED, t("api.not_entitled")) from None
    except Conflict as error:
        raise Refused(REFUSED, t("api.key_reused", **error.params)) from None
    return DepositReply(
        numero_flux_depot=receipt.number, date_depot=day(receipt.received_at), syntaxe_flux=syntax.api_name
    )


def _syntax(call: Call, name: str) -> Syntax:
    known = {row.api_name: row for row in syntaxes.SYNTAXES}
    found = known.get(name.strip().upper())
    if found is not None and not (found.b2b and not call.world.settings.show_b2b_syntaxes):
        return found
    names = ", ".join(row.api_name for row in syntaxes.SYNTAXES if not row.b2b)
    key = "api.syntax_b2b" if "B2B" in name.upper() else "api.syntax_unknown"
    raise Refused(REFUSED, t(key, value=name[:40], known=names))


def _check_subscription(call: Call, syntax: Syntax) -> None:
    """Raises `Refused` for a flux under a code that the program is not subscribed to."""
    subscribed = call.caller.interfaces
    if syntax.interface_code not in subscribed:
        known = ", ".join(subscribed)
        raise Refused(REFUSED, t("api.not_subscribed", interface=syntax.interface_code, known=known))


def _content(encoded: str) -> bytes:
    content = decoded(encoded, field="fichierFlux")
    limit = COMPRESSED_FILE if content.startswith((archive.ZIP_MARK, *archive.PACKED_MARKS)) else PLAIN_FILE
    if len(content) > limit:
        plain, compressed = PLAIN_FILE // 1_000_000, COMPRESSED_FILE // 1_000_000
        raise Refused(REFUSED, t("api.file_too_large", plain=plain, compressed=compressed))
    return content


class SupplierSearch(Sought):
    """What issued invoices are looked for by."""

    numero_flux_depot: Text | None = None
    type_facture: Text | None = None
    mode_depot: Text | None = None
    recherche_facture_par_fournisseur: Paging = Paging()

    def filters(self) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        return replace(
            self.common(),
            type_code=TYPES.get((self.type_facture or "").upper(), ""),
            mode_depot=self.mode_depot or "",
            flux_number=self.numero_flux_depot or "",
        )


class FoundInvoice(ListedInvoice):
    """An issued invoice of the list."""

    identifiant_facture_cpp: Annotated[int, Field(alias="identifiantFactureCPP")]
    numero_facture_origine: str | None
    numero_flux_depot: str
    mode_depot: str
    rejet_traite: bool
    code_valideur1: Annotated[str | None, Field(alias="codeValideur1")]
    raison_sociale_valideur1: Annotated[str | None, Field(alias="raisonSocialeValideur1")]
    type_identifiant_valideur1: Annotated[str | None, Field(alias="typeIdentifiantValideur1")]
    date_validation1: Annotated[str | None, Field(alias="dateValidation1")]
    coord_bancaires_fournisseur_cle_iban: str | None
    coord_bancaires_fournisseur_code_pays: str | None
    nom_prenom_utilisateur_createur: str | None


class SearchReply(Reply):
    """One page of a list."""

    liste_factures: list[FoundInvoice]
    parametres_retour: Paged


def search_issued(call: Call, asked: SupplierSearch) -> SearchReply:
    """Invoices that the structure issued, newest first; of a list too long the first pages."""
    with call.reading() as context:
        return _search(context, Scope.EMISES, asked.filters(), asked.recherche_facture_par_fournisseur.request())


def _search(context: Context, scope: Scope, filters: InvoiceFilters, page: PageRequest) -> SearchReply:
    found = list_invoices(context, scope=scope, filters=filters, page=page).page
    rows = rows_by_id(context, found.rows)
    shown = [invoice for _, invoice in rows]
    around = Around(
        beside(context, shown),
        treated_rejections(context, [invoice.id for invoice in shown]),
        by_id(context, Structure, {invoice.valideur_id for invoice in shown}),
        by_id(context, User, {invoice.depositor_id for invoice in shown}),
    )
    return SearchReply(
        liste_factures=[_found(row, invoice, around) for row, invoice in rows],
        parametres_retour=paged(found),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What else is told of issued invoices: whose rejection is dealt with, who validates, who deposited."""

    beside: Beside
    treated: frozenset[int]
    valideurs: Mapping[int, Structure]
    depositors: Mapping[int, User]


def _found(row: InvoiceRow, invoice: Invoice, around: Around) -> FoundInvoice:
    valideur = around.valideurs.get(invoice.valideur_id or 0)
    depositor = around.depositors.get(invoice.depositor_id or 0)
    return FoundInvoice(
        **listed(row, invoice, around.beside),
        identifiant_facture_cpp=invoice.id,
        numero_facture_origine=invoice.original_number,
        numero_flux_depot=row.flux_number,
        mode_depot=row.mode_depot,
        rejet_traite=invoice.id in around.treated,
        code_valideur1=valideur.identifier if valideur else None,
        raison_sociale_valideur1=valideur.name if valideur else None,
        type_identifiant_valideur1=valideur.identifier_type if valideur else None,
        date_validation1=around.beside.validation_day(invoice),
        coord_bancaires_fournisseur_cle_iban=invoice.iban,
        coord_bancaires_fournisseur_code_pays=country_of(invoice.iban),
        nom_prenom_utilisateur_createur=depositor.full_name if depositor else None,
    )


class WantedStatuses(WantedBlock):
    model_config = named_after("ListeHistoStatut")


class WantedActions(WantedBlock):
    model_config = named_after("ListeHistoAction")


class WantedEvents(WantedBlock):
    model_config = named_after("ListeHistoEvenement")


class HistoryRequest(Wire):
    """The history of one invoice, its statuses and its acts page by page."""

    id_facture: Id
    id_espace: OptionalId = None
    id_utilisateur_courant: OptionalId = None
    param_recherche_histo_statuts: WantedStatuses = WantedStatuses()
    param_recherche_histo_actions_utilisateurs: WantedActions = WantedActions()
    param_recherche_histo_evenements_complementaires: WantedEvents = WantedEvents()


class StatusEntry(Wire):
    histo_statut_id: int
    histo_statut_code: str
    histo_statut_date_passage: str
    histo_statut_commentaire: str | None
    histo_statut_utilisateur_nom: str | None
    histo_statut_utilisateur_prenom: str | None
    histo_statut_utilisateur_email: str | None = None
    histo_statut_utilisateur_telephone: str | None = None


class ActionEntry(Wire):
    histo_action_id: int
    histo_action_code: str
    histo_action_date_heure: str
    histo_action_utilisateur_nom: str | None
    histo_action_utilisateur_prenom: str | None
    histo_action_utilisateur_email: str | None = None
    histo_action_utilisateur_telephone: str | None = None


class EventEntry(Wire):
    evenement_id: int
    evenement_libelle: str
    evenement_date_heure: str
    evenement_qui: str | None


class StatusHistory(Block):
    model_config = named_after("HistoStatut")

    histo_statut: list[StatusEntry]


class ActionHistory(Block):
    model_config = named_after("HistoAction")

    histo_action: list[ActionEntry]


class EventHistory(Block):
    model_config = named_after("Evenement")

    evenement: list[EventEntry]


class LastAction(Wire):
    derniere_action_id: int
    derniere_action_code: str


class HistoryReply(Reply):
    """What became of the invoice, newest first."""

    id_facture: int
    numero_facture: str
    mode_depot: str
    statut_courant_code: str
    derniere_action: LastAction | None
    historiques_des_statuts: StatusHistory
    historiques_des_actions_utilisateurs: ActionHistory
    historiques_des_evenements_complementaires: EventHistory


def consult_history(call: Call, asked: HistoryRequest) -> HistoryReply:
    """The statuses that an invoice took and what people did to it."""
    with call.reading() as context:
        public_id = public_id_of(context, asked.id_facture)
        view = get_invoice(context, public_id=public_id)
    numbered = list(enumerate(view.history, 1))
    of_kind = {kind: [one for one in numbered[::-1] if one[1].kind is kind] for kind in EventKind}
    statuses, acts = of_kind[EventKind.STATUS], of_kind[EventKind.ACTION]
    events = asked.param_recherche_histo_evenements_complementaires.cut(of_kind[EventKind.COMPLEMENT])
    return HistoryReply(
        id_facture=asked.id_facture,
        numero_facture=view.row.number,
        mode_depot=view.row.mode_depot,
        statut_courant_code=view.row.status,
        derniere_action=LastAction(derniere_action_id=acts[0][0], derniere_action_code=acts[0][1].code)
        if acts
        else None,
        historiques_des_statuts=_statuses(asked.param_recherche_histo_statuts.cut(statuses)),
        historiques_des_actions_utilisateurs=_acts(asked.param_recherche_histo_actions_utilisateurs.cut(acts)),
        historiques_des_evenements_complementaires=EventHistory.of(
            events, evenement=[_event(*one) for one in events.rows]
        ),
    )


def public_id_of(context: Context, invoice_id: int) -> str:
    """The invoice of that row id, when the caller may see it. Raises `Refused`."""
    query = select(Invoice.public_id).where(Invoice.id == min(invoice_id, LARGEST_ID), visible(context))
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise unknown_invoice()
    return found


Numbered = tuple[int, EventView]


def _statuses(page: Page[Numbered]) -> StatusHistory:
    entries = [
        StatusEntry(
            histo_statut_id=number,
            histo_statut_code=entry.code,
            histo_statut_date_passage=moment(entry.at),
            histo_statut_commentaire=entry.comment,
            histo_statut_utilisateur_nom=entry.last_name,
            histo_statut_utilisateur_prenom=entry.first_name,
        )
        for number, entry in page.rows
    ]
    return StatusHistory.of(page, histo_statut=entries)


def _acts(page: Page[Numbered]) -> ActionHistory:
    entries = [
        ActionEntry(
            histo_action_id=number,
            histo_action_code=entry.code,
            histo_action_date_heure=moment(entry.at),
            histo_action_utilisateur_nom=entry.last_name,
            histo_action_utilisateur_prenom=entry.first_name,
        )
        for number, entry in page.rows
    ]
    return ActionHistory.of(page, histo_action=entries)


def _event(number: int, entry: EventView) -> EventEntry:
    return EventEntry(
        evenement_id=number,
        evenement_libelle=entry.comment or (t(entry.label_key) if entry.label_key else entry.code),
        evenement_date_heure=moment(entry.at),
        evenement_qui=entry.actor,
    )
