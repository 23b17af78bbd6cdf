"""/cpro/factures/v1/consulter: all that the portal holds of one invoice, its lists page by page."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_invoice
from chorus_app.api.searching import type_of
from chorus_app.api.wire import (
    Amount,
    Block,
    Id,
    OptionalId,
    PageNumber,
    Reply,
    Text,
    WantedBlock,
    Wire,
    day,
    named_after,
)
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceLine, InvoiceVat
from chorus_app.invoices.queries import visible
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page
from chorus_app.structures.models import Service, Structure

REGIMES = {"5": "TVA_SUR_DEBIT", "29": "TVA_SUR_DEBIT", "72": "TVA_SUR_ENCAISSEMENT", "432": "TVA_SUR_ENCAISSEMENT"}
MEANS = {
    "30": "VIREMENT",
    "31": "VIREMENT",
    "42": "VIREMENT",
    "58": "VIREMENT",
    "49": "PRELEVEMENT",
    "59": "PRELEVEMENT",
    "20": "CHEQUE",
    "10": "ESPECE",
    "48": "AUTRE",
    "1": "AUTRE",
    "97": "REPORT",
}


class WantedLines(WantedBlock):
    model_config = named_after("LignesPoste")


class WantedFiles(WantedBlock):
    model_config = named_after("ListePieceJointe")


class WantedVat(WantedBlock):
    model_config = named_after("ListeListeRecapitulatifTVA")

    # Chorus Pro's own two names of this block differ.
    wanted: Annotated[PageNumber, Field(alias="pageResultatDemandeeListeRecapitulatifTVA")] = 1


class IssuedRequest(Wire):
    """An issued invoice; its blocks are called so in `consulter/fournisseur` only."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    id_utilisateur_courant: OptionalId = None
    code_langue: Text | None = None
    p_lignes_poste: WantedLines = WantedLines()
    p_liste_pieces_jointes: WantedFiles = WantedFiles()
    p_ligne_recap_tva: WantedVat = WantedVat()


class ReceivedRequest(Wire):
    """A received invoice, or one to be validated."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    id_utilisateur_courant: OptionalId = None
    code_langue: Text | None = None
    recherche_ligne_poste: WantedLines = WantedLines()
    recherche_pj: WantedFiles = WantedFiles()
    rechercheligne_tva_recap: WantedVat = WantedVat()


class Cadre(Wire):
    code_cadre_facturation: str
    id_valideur1: Annotated[int | None, Field(alias="idValideur1")]
    code_valideur1: Annotated[str | None, Field(alias="codeValideur1")]
    raison_sociale_valideur1: Annotated[str | None, Field(alias="raisonSocialeValideur1")]
    type_identifiant_valideur1: Annotated[str | None, Field(alias="typeIdentifiantValideur1")]


class Recipient(Wire):
    id_destinataire: int
    code_destinataire: str
    libelle_destinataire: str
    destinataire_etat: str
    id_service_executant: int | None
    code_service_executant: str | None
    libelle_service_executant: str | None
    adresse_destinataire_detail: str
    adresse_destinataire_code_postal: str
    adresse_destinataire_ville: str
    adresse_destinataire_code_pays: str


class Supplier(Wire):
    id_fournisseur: int
    code_fournisseur: str
    type_identifiant_fournisseur: str
    designation_fournisseur: str
    code_service_fournisseur: str | None
    adresse_fournisseur_detail: str
    adresse_fournisseur_code_postal: str
    adresse_fournisseur_ville: str
    adresse_fournisseur_code_pays: str
    coord_bancaires_fournisseur_cle_iban: str | None
    coord_bancaires_bic_swift: str | None


class Line(Wire):
    ligne_poste_numero: int
    ligne_poste_denomination: str | None
    ligne_poste_quantite: Amount | None
    ligne_poste_unite_libelle: str | None
    ligne_poste_montant_unitaire_ht: Annotated[Amount | None, Field(alias="lignePosteMontantUnitaireHT")]
    ligne_poste_montant_ht_apres_remise: Annotated[Amount | None, Field(alias="lignePosteMontantHtApresRemise")]
    ligne_poste_taux_tva_manuel: Annotated[Amount | None, Field(alias="lignePosteTauxTvaManuel")]


class Lines(Block):
    model_config = named_after("LignesPoste")

    ligne_poste: list[Line]


class AttachedFile(Wire):
    piece_jointe_id: int
    piece_jointe_designation: str
    piece_jointe_extension: str
    piece_jointe_type_code: str


class AttachedFiles(Block):
    model_config = named_after("ListePiecesJointe")

    piece_jointe: list[AttachedFile]


class MainFile(Wire):
    id_piece_jointe_principale: int


class VatLine(Wire):
    ligne_tva_montant_base_ht_par_taux: Amount | None
    ligne_tva_montant_tva_par_taux: Amount | None
    ligne_tva_taux_manuel: Amount | None


class VatLines(Block):
    model_config = named_after("LignesRecapitulativesTVA")

    ligne_tva: list[VatLine]


class Totals(Wire):
    montant_ht_total: Amount | None
    montant_tva: Annotated[Amount | None, Field(alias="montantTVA")]
    montant_ttc_total: Amount | None
    montant_a_payer: Amount | None


class References(Wire):
    type_facture: str
    date_facture: str
    date_depot: str
    date_echeance_paiement: str | None
    code_devise_facture: str
    type_tva: str | None
    motif_exoneration_tva: str | None
    mode_paiement: str | None
    numero_bon_commande: str | None
    numero_marche: str | None
    numero_facture_origine: str | None


class WholeInvoice(Wire):
    identifiant_facture_cpp: Annotated[int, Field(alias="identifiantFactureCPP")]
    numero_facture: str
    statut_facture: str
    mode_depot: str
    commentaire: str | None
    cadre_de_facturation: Cadre
    destinataire: Recipient
    fournisseur: Supplier
    references: References
    montant_total: Totals
    recapitulatif_de_tva: VatLines
    lignes_de_poste: Lines
    piece_jointe_principale: MainFile | None
    liste_des_pieces_jointes: AttachedFiles


class InvoiceReply(Reply):
    facture: WholeInvoice


def consult_issued(call: Call, asked: IssuedRequest) -> InvoiceReply:
    """An invoice that the caller's structure issued."""
    pages = (asked.p_lignes_poste, asked.p_liste_pieces_jointes, asked.p_ligne_recap_tva)
    with call.reading() as context:
        return _reply(context, asked.identifiant_facture_cpp, col(Invoice.supplier_id), *pages)


def consult_received(call: Call, asked: ReceivedRequest) -> InvoiceReply:
    """An invoice that the caller's structure received."""
    pages = (asked.recherche_ligne_poste, asked.recherche_pj, asked.rechercheligne_tva_recap)
    with call.reading() as context:
        return _reply(context, asked.identifiant_facture_cpp, col(Invoice.recipient_id), *pages)


def consult_validated(call: Call, asked: ReceivedRequest) -> InvoiceReply:
    """An invoice of which the caller's structure is the valideur (for works, the MOE)."""
    pages = (asked.recherche_ligne_poste, asked.recherche_pj, asked.rechercheligne_tva_recap)
    with call.reading() as context:
        return _reply(context, asked.identifiant_facture_cpp, col(Invoice.valideur_id), *pages)


def _reply(
    context: Context, invoice_id: int, role: Any, lines: WantedLines, files: WantedFiles, vat: WantedVat
) -> InvoiceReply:
    recipient, supplier, valideur = aliased(Structure), aliased(Structure), aliased(Structure)
    query = (
        select(Invoice, supplier, recipient, valideur)
        .join(supplier, col(supplier.id) == Invoice.supplier_id)
        .join(recipient, col(recipient.id) == Invoice.recipient_id)
        .outerjoin(valideur, col(valideur.id) == Invoice.valideur_id)
        .where(Invoice.id == invoice_id, role == context.structure_id, visible(context))
    )
    found = context.session.execute(query).one_or_none()
    if found is None:
        raise unknown_invoice()
    invoice, sender, receiver, validator = found
    documents = _rows(context, InvoiceDocument, invoice)
    main = [row for row in documents if row.kind in (DocumentKind.MAIN, DocumentKind.DEPOSITED)]
    attached = [row for row in documents if row.kind is DocumentKind.ATTACHMENT]
    return InvoiceReply(
        facture=WholeInvoice(
            identifiant_facture_cpp=invoice.id,
            numero_facture=invoice.number,
            statut_facture=invoice.status,
            mode_depot=invoice.mode_depot,
            commentaire=invoice.note,
            cadre_de_facturation=_cadre(invoice, validator),
            destinataire=_recipient(context, invoice, receiver),
            fournisseur=_supplier(invoice, sender),
            references=_references(context, invoice),
            montant_total=_totals(invoice),
            recapitulatif_de_tva=_vat(vat.cut(_rows(context, InvoiceVat, invoice))),
            lignes_de_poste=_lines(lines.cut(_rows(context, InvoiceLine, invoice))),
            piece_jointe_principale=MainFile(id_piece_jointe_principale=main[-1].id) if main else None,
            liste_des_pieces_jointes=_files(files.cut(attached)),
        )
    )


def _rows(context: Context, table: Any, invoice: Invoice) -> Sequence[Any]:
    return context.session.exec(select(table).where(table.invoice_id == invoice.id).order_by(col(table.id))).all()


def _cadre(invoice: Invoice, valideur: Structure | None) -> Cadre:
    return Cadre(
        code_cadre_facturation=CADRES[invoice.cadre].api_code,
        id_valideur1=valideur.id if valideur else None,
        code_valideur1=valideur.identifier if valideur else None,
        raison_sociale_valideur1=valideur.name if valideur else None,
        type_identifiant_valideur1=valideur.identifier_type if valideur else None,
    )


def _recipient(context: Context, invoice: Invoice, row: Structure) -> Recipient:
    query = select(Service).where(Service.structure_id == row.id, Service.code == (invoice.service_code or ""))
    service = context.session.exec(query).one_or_none()
    return Recipient(
        id_destinataire=row.id,
        code_destinataire=row.identifier,
        libelle_destinataire=row.name,
        destinataire_etat="ACTIF" if row.active else "INACTIF",
        id_service_executant=service.id if service else None,
        code_service_executant=invoice.service_code,
        libelle_service_executant=service.name if service else None,
        adresse_destinataire_detail=row.address,
        adresse_destinataire_code_postal=row.postcode,
        adresse_destinataire_ville=row.city,
        adresse_destinataire_code_pays=row.country,
    )


def _supplier(invoice: Invoice, row: Structure) -> Supplier:
    return Supplier(
        id_fournisseur=row.id,
        code_fournisseur=row.identifier,
        type_identifiant_fournisseur=row.identifier_type,
        designation_fournisseur=row.name,
        code_service_fournisseur=invoice.supplier_service,
        adresse_fournisseur_detail=row.address,
        adresse_fournisseur_code_postal=row.postcode,
        adresse_fournisseur_ville=row.city,
        adresse_fournisseur_code_pays=row.country,
        coord_bancaires_fournisseur_cle_iban=invoice.iban,
        coord_bancaires_bic_swift=invoice.bic,
    )


def _references(context: Context, invoice: Invoice) -> References:
    reasons = [row.exemption_reason for row in _rows(context, InvoiceVat, invoice) if row.exemption_reason]
    regime, means = invoice.vat_due_code, invoice.payment_means
    return References(
        type_facture=type_of(invoice.type_code),
        date_facture=invoice.issue_date.isoformat(),
        date_depot=day(invoice.deposited_at),
        date_echeance_paiement=invoice.due_date.isoformat() if invoice.due_date else None,
        code_devise_facture=invoice.currency,
        type_tva=REGIMES.get(regime, regime) if regime else None,
        motif_exoneration_tva=reasons[0] if reasons else None,
        mode_paiement=MEANS.get(means, means) if means else None,
        numero_bon_commande=invoice.engagement,
        numero_marche=invoice.contract,
        numero_facture_origine=invoice.original_number,
    )


def _totals(invoice: Invoice) -> Totals:
    return Totals(
        montant_ht_total=invoice.tax_exclusive,
        montant_tva=invoice.tax_total,
        montant_ttc_total=invoice.tax_inclusive,
        montant_a_payer=invoice.payable,
    )


def _vat(page: Page[InvoiceVat]) -> VatLines:
    told = [
        VatLine(
            ligne_tva_montant_base_ht_par_taux=row.base,
            ligne_tva_montant_tva_par_taux=row.amount,
            ligne_tva_taux_manuel=row.rate,
        )
        for row in page.rows
    ]
    return VatLines.of(page, ligne_tva=told)


def _lines(page: Page[InvoiceLine]) -> Lines:
    told = [
        Line(
            ligne_poste_numero=row.position,
            ligne_poste_denomination=row.name,
            ligne_poste_quantite=row.quantity,
            ligne_poste_unite_libelle=row.unit,
            ligne_poste_montant_unitaire_ht=row.unit_price,
            ligne_poste_montant_ht_apres_remise=row.net_amount,
            ligne_poste_taux_tva_manuel=row.vat_rate,
        )
        for row in page.rows
    ]
    return Lines.of(page, ligne_poste=told)


def _files(page: Page[InvoiceDocument]) -> AttachedFiles:
    told = [
        AttachedFile(
            piece_jointe_id=row.id,
            piece_jointe_designation=row.name,
            piece_jointe_extension=row.name.rpartition(".")[2].upper(),
            piece_jointe_type_code="02",
        )
        for row in page.rows
    ]
    return AttachedFiles.of(page, piece_jointe=told)
