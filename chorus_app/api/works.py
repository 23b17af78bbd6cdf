"""/cpro/facturesTravaux: the pieces of works markets; and those of them that wait for the caller."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from chorus_app.api.auth import Call
from chorus_app.api.searching import MOST_STATUSES, Dates, rows_by_id, statuses
from chorus_app.api.wire import Amount, Paged, Paging, Reply, Text, Wire, day, moment, paged
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.views import InvoiceRow

WORKS_TYPES = {
    "A4": "PROJET_DECOMPTE_MENSUEL",
    "A5": "ETAT_ACOMPTE",
    "A6": "ETAT_ACOMPTE_VALIDE",
    "A7": "PROJET_DECOMPTE_FINAL",
    "A8": "DECOMPTE_GENERAL_SIGNE",
    "A10": "DP_DE_SOUSTRAITANT_TRAVAUX",
    "A13": "PROJET_DECOMPTE_MENSUEL",
    "A14": "PROJET_DECOMPTE_FINAL",
    "A15": "ETAT_ACOMPTE",
    "A16": "ETAT_ACOMPTE_VALIDE",
    "A17": "PROJET_DECOMPTE_GENERAL",
    "A18": "DECOMPTE_GENERAL",
    "A19": "ETAT_ACOMPTE_VALIDE",
    "A20": "DECOMPTE_GENERAL",
    "A22": "PROJET_DECOMPTE_GENERAL_PROCEDURE_TACITE",
    "A23": "DECOMPTE_GENERAL_DEFINITIF_TACITE",
    "A24": "DECOMPTE_GENERAL_DEFINITIF_TACITE",
    "A25": "DECOMPTE_GENERAL_DEFINITIF_PROCEDURE_TACITE",
}


class WorksSearch(Dates):
    """What works pieces are looked for by; the role is not asked: all that the structure may see is found."""

    role_utilisateur: Text | None = None
    numero_facture_travaux: Text | None = None
    numero_flux_depot: Text | None = None
    numero_marche: Text | None = None
    cadre_facturation: Text | None = None
    liste_statut_courant: Annotated[list[str], Field(max_length=MOST_STATUSES)] | None = None
    recherche_facture_travaux: Paging = Paging()

    def filters(self) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        return InvoiceFilters(
            statuses=statuses(self.liste_statut_courant),
            number=self.numero_facture_travaux or "",
            flux_number=self.numero_flux_depot or "",
            contract=self.numero_marche or "",
            cadre=(self.cadre_facturation or "").partition("_")[0].upper(),
            **self.days(),
        )


class WorksPiece(Wire):
    """A piece of the list."""

    id_facture_travaux: int
    numero_facture_travaux: str
    type_facture_travaux: str | None
    cadre_facturation: str
    statut_facture_travaux: str
    identifiant_fournisseur: str
    designation_fournisseur: str
    identifiant_destinataire: str
    designation_destinataire: str
    numero_marche: str | None
    numero_flux_depot: str
    montant_ht: Annotated[Amount | None, Field(alias="montantHT")]
    montant_ttc: Annotated[Amount | None, Field(alias="montantTTC")]
    devise: str
    date_facture: str
    date_depot: str
    date_heure_etat_courant: str
    mode_depot: str


class WorksReply(Reply):
    liste_factures_travaux: list[WorksPiece]
    parametres_retour: Paged


def search(call: Call, asked: WorksSearch) -> WorksReply:
    """Works pieces that the structure issued, or looks at as MOE or MOA, newest first."""
    return _found(call, asked, asked.filters())


def search_to_answer(call: Call, asked: WorksSearch) -> WorksReply:
    """Works pieces that are with the structure, as their MOE or their MOA, newest first."""
    return _found(call, asked, replace(asked.filters(), to_answer=True))


def _found(call: Call, asked: WorksSearch, filters: InvoiceFilters) -> WorksReply:
    with call.reading() as context:
        page = asked.recherche_facture_travaux.request()
        found = list_invoices(context, scope=Scope.TRAVAUX, filters=filters, page=page).page
        rows = rows_by_id(context, found.rows)
    pieces = [WorksPiece(**listed_piece(row, invoice)) for row, invoice in rows]
    return WorksReply(liste_factures_travaux=pieces, parametres_retour=paged(found))


def listed_piece(row: InvoiceRow, invoice: Invoice) -> dict[str, Any]:
    """The fields of `WorksPiece`."""
    return {
        "id_facture_travaux": invoice.id,
        "numero_facture_travaux": row.number,
        "type_facture_travaux": WORKS_TYPES.get(row.cadre),
        "cadre_facturation": CADRES[row.cadre].api_code,
        "statut_facture_travaux": row.status,
        "identifiant_fournisseur": row.supplier.identifier,
        "designation_fournisseur": row.supplier.name,
        "identifiant_destinataire": row.recipient.identifier,
        "designation_destinataire": row.recipient.name,
        "numero_marche": row.contract,
        "numero_flux_depot": row.flux_number,
        "montant_ht": invoice.tax_exclusive,
        "montant_ttc": invoice.tax_inclusive,
        "devise": row.currency,
        "date_facture": row.issue_date.isoformat(),
        "date_depot": day(row.deposited_at),
        "date_heure_etat_courant": moment(row.status_at),
        "mode_depot": row.mode_depot,
    }
