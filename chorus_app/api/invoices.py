"""/cpro/factures: `consulter` tells all that the portal holds of one invoice or piece of works, its lists by pages."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel import Locale
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from chorus_app.api.attachments import COMPLEMENT, TYPES, extension_of, type_label
from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_invoice
from chorus_app.api.searching import Beside, beside, country_of, type_of
from chorus_app.api.values import VatRate, exemption_label, known_rate
from chorus_app.api.whole_invoice import (
    AttachedFile,
    AttachedFiles,
    Cadre,
    InvoiceReply,
    IssuedRequest,
    Line,
    Lines,
    MainFile,
    NextPiece,
    PieceReply,
    PieceRequest,
    PreviousPiece,
    ReceivedRequest,
    Recipient,
    References,
    Supplier,
    Totals,
    VatLine,
    VatLines,
    WantedFiles,
    WantedLines,
    WantedVat,
    WholeInvoice,
    WholePiece,
)
from chorus_app.api.wire import day
from chorus_app.api.works import WORKS_TYPES
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.drafts.pieces import Relation, linked
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceLine, InvoiceVat
from chorus_app.invoices.queries import visible
from chorus_app.invoices.searching import Parties
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page
from chorus_app.structures.models import Structure

CENT = Decimal("0.01")
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


def consult_issued(call: Call, asked: IssuedRequest) -> InvoiceReply:
    """An invoice that the caller's structure issued."""
    pages = (asked.p_lignes_poste, asked.p_liste_pieces_jointes, asked.p_ligne_recap_tva)
    return _reply(call, asked, col(Invoice.supplier_id), *pages)


def consult_received(call: Call, asked: ReceivedRequest) -> InvoiceReply:
    """An invoice that the caller's structure received."""
    return _reply(call, asked, col(Invoice.recipient_id), *asked.wanted())


def consult_validated(call: Call, asked: ReceivedRequest) -> InvoiceReply:
    """An invoice of which the caller's structure is the valideur (for works, the MOE)."""
    return _reply(call, asked, col(Invoice.valideur_id), *asked.wanted())


def consult_piece(call: Call, asked: PieceRequest) -> PieceReply:
    """A piece of works that the caller's structure issued, or looks at as MOE or MOA."""
    with call.reading() as context:
        found = _found(context, asked.identifiant_facture_cpp, col(Invoice.space) == Space.TRAVAUX)
        return PieceReply(facture_travaux=WholePiece(**_whole(context, found, asked.locale, *asked.wanted())))


def _reply(
    call: Call,
    asked: IssuedRequest | ReceivedRequest,
    role: Any,
    lines: WantedLines,
    files: WantedFiles,
    vat: WantedVat,
) -> InvoiceReply:
    with call.reading() as context:
        found = _found(context, asked.identifiant_facture_cpp, role == context.structure_id)
        return InvoiceReply(facture=WholeInvoice(**_whole(context, found, asked.locale, lines, files, vat)))


def _whole(
    context: Context, found: Parties, locale: Locale, lines: WantedLines, files: WantedFiles, vat: WantedVat
) -> dict[str, Any]:
    """The fields of `WholeInvoice`."""
    invoice = found.invoice
    documents = _rows(context, InvoiceDocument, invoice)
    main = [row for row in documents if row.kind in (DocumentKind.MAIN, DocumentKind.DEPOSITED)]
    attached = [row for row in documents if row.kind is DocumentKind.ATTACHMENT]
    rates = _rows(context, InvoiceVat, invoice)
    around = beside(context, [invoice])
    previous, following = _pieces(context, invoice)
    return {
        "identifiant_facture_cpp": invoice.id,
        "numero_facture": invoice.number,
        "statut_facture": invoice.status,
        "mode_depot": invoice.mode_depot,
        "commentaire": invoice.note,
        "cadre_de_facturation": _cadre(invoice, found.valideur, around),
        "destinataire": _recipient(invoice, found.recipient, around, locale),
        "fournisseur": _supplier(invoice, found.supplier, around, locale),
        "references": _references(invoice, rates, locale),
        "montant_total": _totals(invoice),
        "recapitulatif_de_tva": _vat(vat.cut(rates)),
        "lignes_de_poste": _lines(lines.cut(_rows(context, InvoiceLine, invoice))),
        "piece_jointe_principale": _main(main[-1]) if main else None,
        "liste_des_pieces_jointes": _files(files.cut(attached)),
        "piece_precedente": previous,
        "piece_suivante": following,
    }


def _found(context: Context, invoice_id: int, of: ColumnElement[bool]) -> Parties:
    """The invoice and the structures that it names. Raises `Refused`."""
    recipient, supplier, valideur = aliased(Structure), aliased(Structure), aliased(Structure)
    query = (
        select(Invoice, supplier, recipient, valideur)
        .join(supplier, col(supplier.id) == Invoice.supplier_id)
        .join(recipient, col(recipient.id) == Invoice.recipient_id)
        .outerjoin(valideur, col(valideur.id) == Invoice.valideur_id)
        .where(Invoice.id == invoice_id, of, visible(context))
    )
    found = context.session.execute(query).one_or_none()
    if found is None:
        raise unknown_invoice()
    return Parties(*found)


def _rows(context: Context, table: Any, invoice: Invoice) -> Sequence[Any]:
    return context.session.exec(select(table).where(table.invoice_id == invoice.id).order_by(col(table.id))).all()


def _pieces(context: Context, invoice: Invoice) -> tuple[PreviousPiece | None, NextPiece | None]:
    """The pieces of works beside this one that the caller may open too."""
    public = [(relation, piece.public_id) for relation, piece in linked(context, public_id=invoice.public_id)]
    ids = dict(reversed(public))
    query = select(Invoice, Structure).join(Structure, col(Structure.id) == Invoice.recipient_id)
    found = context.session.exec(query.where(col(Invoice.public_id).in_(ids.values()))).all()
    by_id = {piece.public_id: (piece, recipient) for piece, recipient in found}
    previous, following = (by_id.get(ids.get(relation, "")) for relation in (Relation.PREVIOUS, Relation.FOLLOWING))
    return _previous(*previous) if previous else None, _following(following[0]) if following else None


def _previous(piece: Invoice, recipient: Structure) -> PreviousPiece:
    return PreviousPiece(
        id_piece_precedente=piece.id,
        numero_piece_precedente=piece.number,
        cadre_facturation_piece_precedente=CADRES[piece.cadre].api_code,
        id_destinataire_piece_precedente=recipient.id,
        identifiant_destinataire_piece_precedente=recipient.identifier,
        raison_sociale_destinataire_piece_precedente=recipient.name,
        code_service_executant_piece_precedente=piece.service_code,
    )


def _following(piece: Invoice) -> NextPiece:
    return NextPiece(
        id_piece_suivante=piece.id,
        numero_piece_suivante=piece.number,
        cadre_facturation_piece_suivante=CADRES[piece.cadre].api_code,
    )


def _cadre(invoice: Invoice, valideur: Structure | None, around: Beside) -> Cadre:
    return Cadre(
        code_cadre_facturation=CADRES[invoice.cadre].api_code,
        id_valideur1=valideur.id if valideur else None,
        code_valideur1=valideur.identifier if valideur else None,
        raison_sociale_valideur1=valideur.name if valideur else None,
        type_identifiant_valideur1=valideur.identifier_type if valideur else None,
        code_service_valideur1=invoice.valideur_service,
        date_validation1=around.validation_day(invoice),
    )


def _recipient(invoice: Invoice, row: Structure, around: Beside, locale: Locale) -> Recipient:
    service = around.service(invoice)
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
        adresse_destinataire_libelle_pays=locale.territories.get(row.country, row.country),
    )


def _supplier(invoice: Invoice, row: Structure, around: Beside, locale: Locale) -> Supplier:
    service = around.supplier_service(invoice)
    return Supplier(
        id_fournisseur=row.id,
        code_fournisseur=row.identifier,
        type_identifiant_fournisseur=row.identifier_type,
        designation_fournisseur=row.name,
        code_service_fournisseur=invoice.supplier_service,
        id_service_fournisseur=service.id if service else None,
        libelle_service_fournisseur=service.name if service else None,
        adresse_fournisseur_detail=row.address,
        adresse_fournisseur_code_postal=row.postcode,
        adresse_fournisseur_ville=row.city,
        adresse_fournisseur_code_pays=row.country,
        adresse_fournisseur_libelle_pays=locale.territories.get(row.country, row.country),
        coord_bancaires_fournisseur_type=BankDetailKind.IBAN if invoice.iban else None,
        coord_bancaires_fournisseur_code_pays=country_of(invoice.iban),
        coord_bancaires_fournisseur_cle_iban=invoice.iban,
        coord_bancaires_bic_swift=invoice.bic,
    )


def _references(invoice: Invoice, rates: Sequence[InvoiceVat], locale: Locale) -> References:
    reason = next((row.exemption_reason for row in rates if row.exemption_reason), None)
    regime, means = invoice.vat_due_code, invoice.payment_means
    return References(
        type_facture=type_of(invoice.type_code),
        type_facture_travaux=WORKS_TYPES.get(invoice.cadre),
        date_facture=invoice.issue_date.isoformat(),
        date_depot=day(invoice.deposited_at),
        date_echeance_paiement=invoice.due_date.isoformat() if invoice.due_date else None,
        code_devise_facture=invoice.currency,
        libelle_devise_facture=locale.currencies.get(invoice.currency, invoice.currency),
        type_tva=REGIMES.get(regime, regime) if regime else None,
        motif_exoneration_tva=reason,
        libelle_motif_exoneration_tva=exemption_label(reason),
        mode_paiement=MEANS.get(means, means) if means else None,
        numero_bon_commande=invoice.engagement,
        numero_marche=invoice.contract,
        numero_facture_origine=invoice.original_number,
        numero_dp_mandat=invoice.payment_request,
    )


def _totals(invoice: Invoice) -> Totals:
    return Totals(
        montant_ht_total=invoice.tax_exclusive,
        montant_tva=invoice.tax_total,
        montant_ttc_total=invoice.tax_inclusive,
        montant_a_payer=invoice.payable,
    )


def _vat(page: Page[InvoiceVat]) -> VatLines:
    return VatLines.of(page, ligne_tva=[_vat_line(row, known_rate(row.rate)) for row in page.rows])


def _vat_line(row: InvoiceVat, known: VatRate | None) -> VatLine:
    return VatLine(
        ligne_tva_montant_base_ht_par_taux=row.base,
        ligne_tva_montant_tva_par_taux=row.amount,
        ligne_tva_taux_manuel=row.rate,
        ligne_tva_taux_ref_code=known.code_taux_tva if known else None,
        ligne_tva_taux_ref_libelle=known.libelle_taux_tva if known else None,
        ligne_tva_taux_ref_valeur=known.valeur_taux_tva if known else None,
    )


def _lines(page: Page[InvoiceLine]) -> Lines:
    return Lines.of(page, ligne_poste=[_line(row, known_rate(row.vat_rate)) for row in page.rows])


def _line(row: InvoiceLine, known: VatRate | None) -> Line:
    tax = None
    if row.net_amount is not None and row.vat_rate is not None:
        tax = (row.net_amount * row.vat_rate / 100).quantize(CENT, ROUND_HALF_UP)
    return Line(
        ligne_poste_numero=row.position,
        ligne_poste_reference=row.reference,
        ligne_poste_denomination=row.name,
        ligne_poste_quantite=row.quantity,
        ligne_poste_unite_libelle=row.unit,
        ligne_poste_montant_unitaire_ht=row.unit_price,
        ligne_poste_montant_remise_ht=row.discount,
        ligne_poste_montant_ht_apres_remise=row.net_amount,
        ligne_poste_taux_tva=known.code_taux_tva if known else None,
        ligne_poste_taux_tva_manuel=row.vat_rate,
        ligne_poste_montant_tva=tax,
        ligne_poste_montant_ttc_apres_remise=row.net_amount + tax if tax is not None and row.net_amount else tax,
    )


def _main(row: InvoiceDocument) -> MainFile:
    return MainFile(id_piece_jointe_principale=row.id, id_liaison_piece_jointe_principale=row.id)


def _files(page: Page[InvoiceDocument]) -> AttachedFiles:
    return AttachedFiles.of(page, piece_jointe=[_file(row) for row in page.rows])


def _file(row: InvoiceDocument) -> AttachedFile:
    code = row.type_code or TYPES[COMPLEMENT]
    return AttachedFile(
        piece_jointe_id=row.id,
        piece_jointe_id_liaison=row.id,
        piece_jointe_designation=row.name,
        piece_jointe_extension=extension_of(row.name),
        piece_jointe_type_code=code,
        piece_jointe_type_libelle=type_label(code),
        piece_jointe_numero_ligne_facture=row.line,
    )
