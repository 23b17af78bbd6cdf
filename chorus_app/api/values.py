"""/cpro/transverses/v1/recuperer: the lists of values, one class a list."""

import re
from decimal import Decimal
from typing import Annotated

from babel import Locale
from pydantic import Field
from sqlalchemy import ColumnElement
from sqlmodel import col, select

from chorus_app.api.auth import Call
from chorus_app.api.errors import unknown_structure
from chorus_app.api.wire import Amount, Id, Listed, Nothing, Text, Wire
from chorus_app.bank_details.queries import active_details
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import RefusedFor, Status
from chorus_app.invoices.status import RECIPIENT_TARGETS, STATUSES
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.rules.codes import CURRENCIES, PAYMENT_WORDS
from chorus_app.structures.enums import Profile, StructureKind
from chorus_app.structures.enums import Space as Spaces
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import DEPOSIT, READ_INVOICES, structures_with

FORMATS = ("IN_DP_E1_STRUCT", "IN_DP_E2_MIXTE", "IN_DP_E2_FACTURX")
MODES = (
    *("SAISIE_WEB", "PORTAIL_PDF", "EDI_XML_STRUCT", "EDI_MIXTE", "EDI_PDF_ARCHIVE", "SAISIE_PORTAIL", "SAISIE_API"),
    *("DEPOT_PDF_PORTAIL", "DEPOT_PDF_SIGNE_PORTAIL", "DEPOT_PDF_API", "DEPOT_PDF_SIGNE_API", "EDI"),
    *("UPLOAD_PORTAIL", "UPLOAD_API", "EDI_NUMERISATION"),
)
RATES = ("20", "10", "8.5", "5.5", "2.1", "1.75", "1.05", "0")  # France, its overseas departments and Corsica
REQUESTS = ("FACTURE", "FACTURE_TRAVAUX")
WORKS_TYPES = (
    *("DP_DE_SOUSTRAITANT_TRAVAUX", "PROJET_DECOMPTE_MENSUEL", "ETAT_ACOMPTE", "ETAT_ACOMPTE_VALIDE"),
    *("PROJET_DECOMPTE_FINAL", "PROJET_DECOMPTE_GENERAL", "PROJET_DECOMPTE_GENERAL_PROCEDURE_TACITE"),
    *("DECOMPTE_GENERAL", "DECOMPTE_GENERAL_SIGNE", "DECOMPTE_GENERAL_DEFINITIF_TACITE"),
    "DECOMPTE_GENERAL_DEFINITIF_PROCEDURE_TACITE",
)
SIMPLE_CADRES = ("A1", "A2", "A9", "A12")
ISO_3166 = re.compile("[A-Z]{2}")
# What CLDR knows besides countries.
NO_COUNTRIES = frozenset(re.findall("..", "ACCPCQDGEAEUEZICQOTAUNXAXBXKZZ"))
# Codes of the European list VATEX: Chorus Pro's own are not public.
EXEMPTIONS = {
    "VATEX-FR-FRANCHISE": "api.exemption.franchise",
    "VATEX-EU-IC": "api.exemption.intra_community",
    "VATEX-EU-G": "api.exemption.export",
    "VATEX-EU-AE": "api.exemption.reverse_charge",
    "VATEX-EU-O": "api.exemption.out_of_scope",
    "VATEX-EU-132": "api.exemption.public_interest",
    "VATEX-EU-79-C": "api.exemption.disbursement",
}
LANGUAGES = {"FR": "fr", "EN": "en"}


class InLanguage(Wire):
    """Labels come in French, or in English when asked."""

    code_langue: Text | None = None

    @property
    def locale(self) -> Locale:
        return Locale.parse(LANGUAGES.get((self.code_langue or "FR").upper()[:2], "fr"))


class OfType(Wire):
    """FACTURE or FACTURE_TRAVAUX; both when nothing is said."""

    type_demande_paiement: Text | None = None

    @property
    def spaces(self) -> tuple[Space, ...]:
        known = {"FACTURE": (Space.EMISES,), "FACTURE_TRAVAUX": (Space.TRAVAUX,)}
        return known.get((self.type_demande_paiement or "").upper(), tuple(Space))


class OfStatus(Wire):
    statut_courant: Text | None = None


class Currency(Wire):
    code_devise: str
    libelle_devise: str


class Currencies(Listed):
    liste_devises: list[Currency]


class Country(Wire):
    code_pays: str
    libelle_pays: str


class Countries(Listed):
    liste_pays: list[Country]


class PaymentMode(Wire):
    mode_paiement: str


class PaymentModes(Listed):
    liste_mode_paiement: list[PaymentMode]


class DepositMode(Wire):
    mode_depot: str


class DepositModes(Listed):
    liste_mode_depot: list[DepositMode]


class VatRate(Wire):
    code_taux_tva: str
    libelle_taux_tva: str
    valeur_taux_tva: Amount


class VatRates(Listed):
    liste_taux_tva: list[VatRate]


class CadreCode(Wire):
    code_cadre_facturation: str


class CadreCodes(Listed):
    liste_cadre_facturation: list[CadreCode]


class FluxFormat(Wire):
    format_flux: str


class FluxFormats(Listed):
    liste_format_flux: list[FluxFormat]


class RequestType(Wire):
    type_demande_paiement: str


class RequestTypes(Listed):
    liste_type_demande_paiement: list[RequestType]


class WorksType(Wire):
    type_facture_travaux: str


class WorksTypes(Listed):
    liste_type_facture_travaux: list[WorksType]


class IdentifierKind(Wire):
    type_identifiant_structure: str


class IdentifierKinds(Listed):
    liste_type_identifiant: list[IdentifierKind]


class RequestState(Wire):
    etat_demande_paiement: str


class RequestStates(Listed):
    liste_etat_demande_paiement: list[RequestState]


class PossibleStatus(Wire):
    statut_possible_pour_traitement: str


class PossibleStatuses(Listed):
    liste_statuts_possibles_pour_traitement: list[PossibleStatus]


class ActiveStructure(Wire):
    id_structure_cpp: Annotated[int, Field(alias="idStructureCPP")]
    identifiant: str
    designation_structure: str


class ActiveStructures(Listed):
    liste_structures: list[ActiveStructure]


def currencies(_call: Call, asked: InLanguage) -> Currencies:
    """The currencies of ISO 4217."""
    names = asked.locale.currencies
    return Currencies(
        liste_devises=[Currency(code_devise=code, libelle_devise=names.get(code, code)) for code in sorted(CURRENCIES)]
    )


def countries(_call: Call, asked: InLanguage) -> Countries:
    """The countries of ISO 3166-1."""
    names = asked.locale.territories
    codes = sorted(code for code in map(str, names) if ISO_3166.fullmatch(code) and code not in NO_COUNTRIES)
    return Countries(liste_pays=[Country(code_pays=code, libelle_pays=str(names[code])) for code in codes])


def payment_modes(_call: Call, _asked: Nothing) -> PaymentModes:
    """How an invoice can be paid."""
    return PaymentModes(liste_mode_paiement=[PaymentMode(mode_paiement=word) for word in sorted(PAYMENT_WORDS)])


def deposit_modes(_call: Call, _asked: Nothing) -> DepositModes:
    """The ways in which invoices come."""
    return DepositModes(liste_mode_depot=[DepositMode(mode_depot=mode) for mode in MODES])


def known_rate(rate: Decimal | None) -> VatRate | None:
    """The row of the list for a rate in percent, if it is one of it."""
    return next((_rate(one) for one in RATES if rate is not None and Decimal(one) == rate), None)


def _rate(rate: str) -> VatRate:
    return VatRate(
        code_taux_tva=f"TVA{rate.replace('.', '_')}",
        libelle_taux_tva=f"{rate.replace('.', ',')} %",
        valeur_taux_tva=Decimal(rate),
    )


def vat_rates(_call: Call, _asked: InLanguage) -> VatRates:
    """The rates of VAT that are in use in France."""
    return VatRates(liste_taux_tva=[_rate(rate) for rate in RATES])


def cadres(_call: Call, asked: OfType) -> CadreCodes:
    """The cadres de facturation: of simple invoices the four that can be keyed."""
    rows = [
        row
        for row in CADRES.values()
        if row.space in asked.spaces and not row.withdrawn and (row.space is Space.TRAVAUX or row.code in SIMPLE_CADRES)
    ]
    return CadreCodes(liste_cadre_facturation=[CadreCode(code_cadre_facturation=row.api_code) for row in rows])


def flux_formats(_call: Call, _asked: Nothing) -> FluxFormats:
    """The formats of a flux."""
    return FluxFormats(liste_format_flux=[FluxFormat(format_flux=name) for name in FORMATS])


def request_types(_call: Call, _asked: Nothing) -> RequestTypes:
    """The kinds of demands for payment that the portal holds."""
    return RequestTypes(liste_type_demande_paiement=[RequestType(type_demande_paiement=name) for name in REQUESTS])


def works_types(_call: Call, _asked: Nothing) -> WorksTypes:
    """The pieces of a works market."""
    return WorksTypes(liste_type_facture_travaux=[WorksType(type_facture_travaux=name) for name in WORKS_TYPES])


def identifier_kinds(_call: Call, _asked: Nothing) -> IdentifierKinds:
    """How structures are told apart."""
    return IdentifierKinds(
        liste_type_identifiant=[IdentifierKind(type_identifiant_structure=kind) for kind in IdentifierType]
    )


def request_states(_call: Call, _asked: OfType) -> RequestStates:
    """The statuses of the portal's table."""
    return RequestStates(
        liste_etat_demande_paiement=[RequestState(etat_demande_paiement=status) for status in STATUSES]
    )


def possible_statuses(_call: Call, asked: OfStatus) -> PossibleStatuses:
    """What a recipient may turn that status into; without one, all that a recipient may set."""
    known = (asked.statut_courant or "").upper()
    following = STATUSES[Status(known)].next if known in Status.__members__ else RECIPIENT_TARGETS
    return PossibleStatuses(
        liste_statuts_possibles_pour_traitement=[
            PossibleStatus(statut_possible_pour_traitement=status) for status in following
        ]
    )


class ExemptionReason(Wire):
    code_motif_exoneration_tva: str
    libelle_motif_exoneration_tva: str


class ExemptionReasons(Listed):
    liste_motifs_exoneration_tva: list[ExemptionReason]


def exemption_label(code: str | None) -> str | None:
    """Why an invoice bears no VAT, for a code of the list."""
    key = EXEMPTIONS.get(code or "")
    return t(key) if key else None


def exemption_reasons(_call: Call, _asked: InLanguage) -> ExemptionReasons:
    """Why an invoice bears no VAT."""
    return ExemptionReasons(
        liste_motifs_exoneration_tva=[
            ExemptionReason(code_motif_exoneration_tva=code, libelle_motif_exoneration_tva=t(key))
            for code, key in EXEMPTIONS.items()
        ]
    )


class RefusalReason(Wire):
    id_motif: int
    code_motif: str
    libelle_motif: str


class RefusalReasons(Listed):
    liste_motif_refus_facture_a_valider: Annotated[list[RefusalReason], Field(alias="listeMotifRefusFactureAValider")]


class OfCadre(Wire):
    code_cadre_facturation_a_valider: Annotated[Text | None, Field(alias="codeCadreFacturationAValider")] = None


def refusal_reasons(_call: Call, _asked: OfCadre) -> RefusalReasons:
    """Why a valideur refuses an invoice, whatever its cadre."""
    return RefusalReasons(
        liste_motif_refus_facture_a_valider=[
            RefusalReason(id_motif=number, code_motif=reason.value, libelle_motif=t(reason.label_key))
            for number, reason in enumerate(RefusedFor, 1)
        ]
    )


class OfStructure(Wire):
    id_structure: Id


class BankAccount(Wire):
    id_coordonnee_bancaire: int
    nom_coordonnee_bancaire: str


class BankAccounts(Listed):
    liste_coordonnee_bancaire: list[BankAccount]


def bank_accounts(call: Call, asked: OfStructure) -> BankAccounts:
    """The active accounts of the caller's structure, the default one first."""
    with call.reading() as context:
        if asked.id_structure not in structures_with(context, profiles=DEPOSIT) & {context.structure_id}:
            raise unknown_structure()
        rows = active_details(context, structure_id=asked.id_structure)
    return BankAccounts(
        liste_coordonnee_bancaire=[
            BankAccount(id_coordonnee_bancaire=row.id, nom_coordonnee_bancaire=row.name) for row in rows
        ]
    )


def own_structures(call: Call, _asked: Nothing) -> ActiveStructures:
    """The structures for which the caller may deposit."""
    return _own(call, DEPOSIT, Spaces.FACTURES_EMISES)


def own_works_structures(call: Call, _asked: Nothing) -> ActiveStructures:
    """The structures for whose works the caller may act."""
    return _own(call, DEPOSIT, Spaces.FACTURES_DE_TRAVAUX)


def own_recipients(call: Call, _asked: Nothing) -> ActiveStructures:
    """The public structures whose received invoices the caller may see."""
    return _own(call, READ_INVOICES, Spaces.FACTURES_RECUES, col(Structure.kind) == StructureKind.PUBLIQUE)


def _own(
    call: Call, profiles: tuple[Profile, ...], space: Spaces, *conditions: ColumnElement[bool]
) -> ActiveStructures:
    with call.reading() as context:
        ids = structures_with(context, profiles=profiles, space=space)
        query = select(Structure).where(col(Structure.id).in_(ids), *conditions)
        query = query.order_by(Structure.name_key, col(Structure.id))
        rows = context.session.exec(query).all()
    return ActiveStructures(
        liste_structures=[
            ActiveStructure(id_structure_cpp=row.id, identifiant=row.identifier, designation_structure=row.name)
            for row in rows
        ]
    )
