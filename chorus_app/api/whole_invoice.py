"""One invoice as `consulter` asks for it and tells it: the models of /cpro/factures/v1/consulter."""

from typing import Annotated

from pydantic import Field

from chorus_app.api.values import InLanguage
from chorus_app.api.wire import Amount, Block, Id, OptionalId, PageNumber, Reply, WantedBlock, Wire, named_after


class WantedLines(WantedBlock):
    model_config = named_after("LignesPoste")


class WantedFiles(WantedBlock):
    model_config = named_after("ListePieceJointe")


class WantedVat(WantedBlock):
    model_config = named_after("ListeListeRecapitulatifTVA")

    # Chorus Pro's own two names of this block differ.
    wanted: Annotated[PageNumber, Field(alias="pageResultatDemandeeListeRecapitulatifTVA")] = 1


class IssuedRequest(InLanguage):
    """An issued invoice; its blocks are called so in `consulter/fournisseur` only."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    id_utilisateur_courant: OptionalId = None
    p_lignes_poste: WantedLines = WantedLines()
    p_liste_pieces_jointes: WantedFiles = WantedFiles()
    p_ligne_recap_tva: WantedVat = WantedVat()


class ReceivedRequest(InLanguage):
    """A received invoice, or one to be validated."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="identifiantFactureCPP")]
    id_utilisateur_courant: OptionalId = None
    recherche_ligne_poste: WantedLines = WantedLines()
    recherche_pj: WantedFiles = WantedFiles()
    rechercheligne_tva_recap: WantedVat = WantedVat()

    def wanted(self) -> tuple[WantedLines, WantedFiles, WantedVat]:
        """The pages of the three lists."""
        return self.recherche_ligne_poste, self.recherche_pj, self.rechercheligne_tva_recap


class PieceRequest(ReceivedRequest):
    """A piece of works, whatever the caller's part in it."""

    identifiant_facture_cpp: Annotated[Id, Field(alias="idFactureTravaux")]


class Cadre(Wire):
    code_cadre_facturation: str
    id_valideur1: Annotated[int | None, Field(alias="idValideur1")]
    code_valideur1: Annotated[str | None, Field(alias="codeValideur1")]
    raison_sociale_valideur1: Annotated[str | None, Field(alias="raisonSocialeValideur1")]
    type_identifiant_valideur1: Annotated[str | None, Field(alias="typeIdentifiantValideur1")]
    code_service_valideur1: Annotated[str | None, Field(alias="codeServiceValideur1")]  # ours
    date_validation1: Annotated[str | None, Field(alias="dateValidation1")]


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
    adresse_destinataire_libelle_pays: str


class Supplier(Wire):
    id_fournisseur: int
    code_fournisseur: str
    type_identifiant_fournisseur: str
    designation_fournisseur: str
    code_service_fournisseur: str | None
    id_service_fournisseur: int | None
    libelle_service_fournisseur: str | None
    adresse_fournisseur_detail: str
    adresse_fournisseur_code_postal: str
    adresse_fournisseur_ville: str
    adresse_fournisseur_code_pays: str
    adresse_fournisseur_libelle_pays: str
    coord_bancaires_fournisseur_type: str | None
    coord_bancaires_fournisseur_code_pays: str | None
    coord_bancaires_fournisseur_cle_iban: str | None
    coord_bancaires_bic_swift: str | None


class Line(Wire):
    ligne_poste_numero: int
    ligne_poste_reference: str | None
    ligne_poste_denomination: str | None
    ligne_poste_quantite: Amount | None
    ligne_poste_unite_libelle: str | None
    ligne_poste_montant_unitaire_ht: Annotated[Amount | None, Field(alias="lignePosteMontantUnitaireHT")]
    ligne_poste_montant_remise_ht: Annotated[Amount | None, Field(alias="lignePosteMontantRemiseHT")]
    ligne_poste_montant_ht_apres_remise: Annotated[Amount | None, Field(alias="lignePosteMontantHtApresRemise")]
    ligne_poste_taux_tva: str | None
    ligne_poste_taux_tva_manuel: Annotated[Amount | None, Field(alias="lignePosteTauxTvaManuel")]
    ligne_poste_montant_tva: Amount | None
    ligne_poste_montant_ttc_apres_remise: Amount | None


class Lines(Block):
    model_config = named_after("LignesPoste")

    ligne_poste: list[Line]


class AttachedFile(Wire):
    piece_jointe_id: int
    piece_jointe_id_liaison: int
    piece_jointe_designation: str
    piece_jointe_extension: str
    piece_jointe_type_code: str
    piece_jointe_type_libelle: str | None
    piece_jointe_numero_ligne_facture: int | None


class AttachedFiles(Block):
    model_config = named_after("ListePiecesJointe")

    piece_jointe: list[AttachedFile]


class MainFile(Wire):
    id_piece_jointe_principale: int
    id_liaison_piece_jointe_principale: int


class VatLine(Wire):
    ligne_tva_montant_base_ht_par_taux: Amount | None
    ligne_tva_montant_tva_par_taux: Amount | None
    ligne_tva_taux_manuel: Amount | None
    ligne_tva_taux_ref_code: str | None
    ligne_tva_taux_ref_libelle: str | None
    ligne_tva_taux_ref_valeur: Amount | None


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
    type_facture_travaux: str | None
    date_facture: str
    date_depot: str
    date_echeance_paiement: str | None
    code_devise_facture: str
    libelle_devise_facture: str
    type_tva: str | None
    motif_exoneration_tva: str | None
    libelle_motif_exoneration_tva: str | None
    mode_paiement: str | None
    numero_bon_commande: str | None
    numero_marche: str | None
    numero_facture_origine: str | None
    numero_dp_mandat: str | None


class PreviousPiece(Wire):
    """The piece of works that this one goes with."""

    id_piece_precedente: int
    numero_piece_precedente: str
    cadre_facturation_piece_precedente: str
    id_destinataire_piece_precedente: int
    identifiant_destinataire_piece_precedente: str
    raison_sociale_destinataire_piece_precedente: str
    code_service_executant_piece_precedente: str | None


class NextPiece(Wire):
    """The first piece of works that goes with this one."""

    id_piece_suivante: int
    numero_piece_suivante: str
    cadre_facturation_piece_suivante: str


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
    piece_precedente: PreviousPiece | None
    piece_suivante: NextPiece | None


class InvoiceReply(Reply):
    facture: WholeInvoice


class WholePiece(WholeInvoice):
    """A piece of works, by the names that `facturesTravaux/v1/rechercher` has for it."""

    identifiant_facture_cpp: Annotated[int, Field(alias="idFactureTravaux")]
    numero_facture: Annotated[str, Field(alias="numeroFactureTravaux")]
    statut_facture: Annotated[str, Field(alias="statutFactureTravaux")]


class PieceReply(Reply):
    facture_travaux: WholePiece
