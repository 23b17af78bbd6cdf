"""/cpro/factures: invoices looked for by valideurs, and demands for payment whatever one's part in them."""

from typing import Annotated

from pydantic import Field

from chorus_app.api.auth import Call
from chorus_app.api.errors import REFUSED, Refused
from chorus_app.api.searching import MOST_STATUSES, TYPES, Beside, Bounds, beside, kind_of, statuses, type_of
from chorus_app.api.wire import (
    Amount,
    Day,
    OptionalId,
    Paged,
    Paging,
    Reply,
    Text,
    Wire,
    day,
    moment,
    paged,
)
from chorus_app.api.works import WORKS_TYPES
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.invoices.searching import ANY_PART, PARTS, Part, Parties
from chorus_app.invoices.searching import search as find
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t

MOST = 500  # demands for payment in one answer: the route has no pages
SPACES = {"FACTURE": Space.EMISES, "FACTURE_TRAVAUX": Space.TRAVAUX}


class WantedCadre(Wire):
    code_cadre_facturation: Text | None = None


class ValideurSearch(Bounds):
    """What a valideur looks for; what is missing does not narrow."""

    id_utilisateur_courant: OptionalId = None
    cadre_facturation: WantedCadre = WantedCadre()
    id_destinataire: OptionalId = None
    id_fournisseur: OptionalId = None
    numero_engagement: Text | None = None
    numero_facture: Text | None = None
    numero_marche: Text | None = None
    periode_date_depot_du: Day = None
    periode_date_depot_au: Day = None
    periode_date_facture_du: Day = None
    periode_date_facture_au: Day = None
    statut_courant: Annotated[list[str], Field(max_length=MOST_STATUSES)] | None = None
    type_demande_paiement: Text | None = None
    pagination: Paging = Paging()

    def filters(self) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        return InvoiceFilters(
            statuses=statuses(self.statut_courant),
            number=self.numero_facture or "",
            engagement=self.numero_engagement or "",
            contract=self.numero_marche or "",
            cadre=(self.cadre_facturation.code_cadre_facturation or "").partition("_")[0].upper(),
            issued_from=self.periode_date_facture_du,
            issued_until=self.periode_date_facture_au,
            deposited_from=self.periode_date_depot_du,
            deposited_until=self.periode_date_depot_au,
            amount_from=self.montant_ttc_min,
            amount_until=self.montant_ttc_max,
        )


class InvoiceToValidate(Wire):
    """An invoice of which the caller is the valideur (of works, the MOE)."""

    id_facture: int
    type_demande_paiement: str
    type_facture: str
    type_facture_travaux: str | None
    numero_facture: str
    date_facture: str
    date_depot: str
    statut: str
    id_fournisseur: int
    identifiant_fournisseur: str
    type_identifiant_fournisseur: str
    designation_fournisseur: str
    code_service_fournisseur: str | None
    id_destinataire: int
    identifiant_destinataire: str
    type_identifiant_destinataire: str
    designation_destinataire: str
    code_service_executant: str | None
    id_service_executant: int | None
    nom_service_executant: str | None
    nom_service_fournisseur: str | None
    id_valideur: int | None
    identifiant_valideur: str | None
    type_identifiant_valideur: str | None
    designation_valideur: str | None
    numero_engagement: str | None
    numero_marche: str | None
    montant_ht: Annotated[Amount | None, Field(alias="montantHT")]
    montant_ttc: Annotated[Amount | None, Field(alias="montantTTC")]
    montant_a_payer: Amount | None
    devise: str


class ValideurSearchReply(Reply):
    liste_factures: list[InvoiceToValidate]
    parametres_retour: Paged


def search_to_validate(call: Call, asked: ValideurSearch) -> ValideurSearchReply:
    """The invoices of which the caller's structure is the valideur, newest first."""
    part = Part(
        valideur=True,
        space=SPACES.get((asked.type_demande_paiement or "").upper()),
        supplier_id=asked.id_fournisseur,
        recipient_id=asked.id_destinataire,
    )
    with call.reading() as context:
        found = find(context, part=part, filters=asked.filters(), page=asked.pagination.request())
        around = beside(context, [row.invoice for row in found.rows])
    rows = [_to_validate(row, around) for row in found.rows]
    return ValideurSearchReply(liste_factures=rows, parametres_retour=paged(found))


def _to_validate(row: Parties, around: Beside) -> InvoiceToValidate:
    invoice, valideur = row.invoice, row.valideur
    service = around.service(invoice)
    return InvoiceToValidate(
        id_facture=invoice.id,
        type_demande_paiement=kind_of(invoice.space),
        type_facture=type_of(invoice.type_code),
        type_facture_travaux=WORKS_TYPES.get(invoice.cadre),
        numero_facture=invoice.number,
        date_facture=invoice.issue_date.isoformat(),
        date_depot=day(invoice.deposited_at),
        statut=invoice.status,
        id_fournisseur=row.supplier.id,
        identifiant_fournisseur=row.supplier.identifier,
        type_identifiant_fournisseur=row.supplier.identifier_type,
        designation_fournisseur=row.supplier.name,
        code_service_fournisseur=invoice.supplier_service,
        id_destinataire=row.recipient.id,
        identifiant_destinataire=row.recipient.identifier,
        type_identifiant_destinataire=row.recipient.identifier_type,
        designation_destinataire=row.recipient.name,
        code_service_executant=invoice.service_code,
        id_service_executant=service.id if service else None,
        nom_service_executant=service.name if service else None,
        nom_service_fournisseur=around.supplier_service_name(invoice),
        id_valideur=valideur.id if valideur else None,
        identifiant_valideur=valideur.identifier if valideur else None,
        type_identifiant_valideur=valideur.identifier_type if valideur else None,
        designation_valideur=valideur.name if valideur else None,
        numero_engagement=invoice.engagement,
        numero_marche=invoice.contract,
        montant_ht=invoice.tax_exclusive,
        montant_ttc=invoice.tax_inclusive,
        montant_a_payer=invoice.payable,
        devise=invoice.currency,
    )


class DemandSearch(Bounds):
    """What demands for payment are looked for by; without a role, all in which the caller has a part."""

    role_utilisateur: Text | None = None
    type_demande_paiement: Text | None = None
    type_facture: Text | None = None
    cadre_facturation: Text | None = None
    numero_facture: Text | None = None
    numero_bon_commande: Text | None = None
    numero_marche: Text | None = None
    statut_courant: Text | None = None
    periode_date_depot_du: Day = None
    periode_date_depot_au: Day = None
    periode_date_fournisseur_du: Day = None
    periode_date_fournisseur_au: Day = None

    def part(self) -> Part:
        """Raises `Refused` for a role that is none."""
        role = (self.role_utilisateur or "").strip().upper()
        if role and role not in PARTS:
            raise Refused(REFUSED, t("api.role_unknown", value=role[:40], known=", ".join(PARTS)))
        return PARTS.get(role, ANY_PART)

    def filters(self) -> InvoiceFilters:
        """The same in the words of the portal's lists."""
        return InvoiceFilters(
            statuses=statuses([self.statut_courant] if self.statut_courant else None),
            type_code=TYPES.get((self.type_facture or "").upper(), ""),
            number=self.numero_facture or "",
            engagement=self.numero_bon_commande or "",
            contract=self.numero_marche or "",
            cadre=(self.cadre_facturation or "").partition("_")[0].upper(),
            issued_from=self.periode_date_fournisseur_du,
            issued_until=self.periode_date_fournisseur_au,
            deposited_from=self.periode_date_depot_du,
            deposited_until=self.periode_date_depot_au,
            amount_from=self.montant_ttc_min,
            amount_until=self.montant_ttc_max,
        )


class Demand(Wire):
    """A demand for payment; each line tells how many there are."""

    id_demande_paiement: int
    dp_ou_dp_archive: Annotated[str, Field(alias="dpOuDpArchive")] = "DP"
    type_demande_paiement: str
    type_facture: str
    type_facture_travaux: str | None
    cadre_facturation: str
    numero_demande_paiement: str
    numero_facture_origine: str | None
    numero_bon_commande: str | None
    numero_marche: str | None
    etat_courant: str
    date_heure_etat_courant: str
    date_depot: str
    date_fournisseur: str
    id_structure_fournisseur: int
    identifiant_structure_fournisseur: str
    id_structure_destinataire: int
    identifiant_structure_destinataire: str
    code_service_destinataire: str | None
    id_service_destinataire: int | None
    nom_service_destinataire: str | None
    id_service_fournisseur: int | None
    commentaire_etat_courant: str | None
    numero_dp_mandat: str | None
    id_structure_valideur1: Annotated[int | None, Field(alias="idStructureValideur1")]
    montant_ht: Annotated[Amount | None, Field(alias="montantHT")]
    montant_ttc: Annotated[Amount | None, Field(alias="montantTTC")]
    montant_a_payer: Amount | None
    nombre_resultat_total: str


class DemandsReply(Reply):
    liste_demande_paiement: list[Demand]


def search_demands(call: Call, asked: DemandSearch) -> DemandsReply:
    """Demands for payment in which the caller's structure has a part, newest first."""
    part = asked.part()
    space = SPACES.get((asked.type_demande_paiement or "").upper(), part.space)
    with call.reading() as context:
        wanted = Part(part.supplier, part.recipient, part.valideur, space)
        found = find(context, part=wanted, filters=asked.filters(), page=PageRequest(size=MOST))
        around = beside(context, [row.invoice for row in found.rows])
    return DemandsReply(liste_demande_paiement=[_demand(row, around, total=found.total) for row in found.rows])


def _demand(row: Parties, around: Beside, *, total: int) -> Demand:
    invoice, service = row.invoice, around.service(row.invoice)
    issuing = around.supplier_service(invoice)
    return Demand(
        id_demande_paiement=invoice.id,
        type_demande_paiement=kind_of(invoice.space),
        type_facture=type_of(invoice.type_code),
        type_facture_travaux=WORKS_TYPES.get(invoice.cadre),
        cadre_facturation=CADRES[invoice.cadre].api_code,
        numero_demande_paiement=invoice.number,
        numero_facture_origine=invoice.original_number,
        numero_bon_commande=invoice.engagement,
        numero_marche=invoice.contract,
        etat_courant=invoice.status,
        date_heure_etat_courant=moment(invoice.status_at),
        date_depot=day(invoice.deposited_at),
        date_fournisseur=invoice.issue_date.isoformat(),
        id_structure_fournisseur=row.supplier.id,
        identifiant_structure_fournisseur=row.supplier.identifier,
        id_structure_destinataire=row.recipient.id,
        identifiant_structure_destinataire=row.recipient.identifier,
        code_service_destinataire=invoice.service_code,
        id_service_destinataire=service.id if service else None,
        nom_service_destinataire=service.name if service else None,
        id_service_fournisseur=issuing.id if issuing else None,
        commentaire_etat_courant=around.comments.get(invoice.id),
        numero_dp_mandat=invoice.payment_request,
        id_structure_valideur1=row.valideur.id if row.valideur else None,
        montant_ht=invoice.tax_exclusive,
        montant_ttc=invoice.tax_inclusive,
        montant_a_payer=invoice.payable,
        nombre_resultat_total=str(total),
    )
