"""ROUTES: one row a route of the API. docs/api-sources.md says for each where it is known from, and what is guessed."""

from collections.abc import Callable
from dataclasses import dataclass

from chorus_app.api import (
    answering,
    attachments,
    dossiers,
    factures,
    group,
    invoices,
    members,
    received,
    reset,
    structures,
    submitting,
    transverses,
    travaux,
    validating,
    values,
    works,
)
from chorus_app.api.wire import Wire
from chorus_app.kernel.config import Settings

GO, OCA, CAPI, SWG, TRY, COM, PHP1, PAST = "GO", "OCA", "CAPI", "SWG", "TRY", "COM", "PHP1", "PAST"
CS2, PY2, OURS = "CS2", "PY2", "OURS"


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """One route. `act` takes the call and what is asked; its annotations are the models of question and answer.

    `sources` are the clients and documents of section 1 of the domain that the fields come from; `sandbox`: in sandbox
    mode only.
    """

    path: str
    act: Callable[..., Wire]
    sources: tuple[str, ...]
    method: str = "POST"
    sandbox: bool = False

    @property
    def question(self) -> type[Wire]:
        return self._model(1)

    @property
    def answer(self) -> type[Wire]:
        return self._model(-1)

    def _model(self, position: int) -> type[Wire]:
        model: type[Wire] = list(self.act.__annotations__.values())[position]
        return model


FACTURES, STRUCTURES, TRANSVERSES = "/cpro/factures/v1", "/cpro/structures/v1", "/cpro/transverses/v1"
WORKS, TRAVAUX = "/cpro/facturesTravaux/v1", "/cpro/factures/travaux"
VALUES = f"{TRANSVERSES}/recuperer"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(f"{FACTURES}/deposer/flux", factures.deposit_flux, (TRY, OCA, CAPI, GO, COM)),
    ApiRoute(f"{FACTURES}/deposer/pdf", submitting.deposit_pdf, (CS2, PHP1)),
    ApiRoute(f"{FACTURES}/soumettre", submitting.submit, (GO, PHP1, PY2, COM)),
    ApiRoute(f"{FACTURES}/rechercher/fournisseur", factures.search_issued, (OCA, CAPI, GO)),
    ApiRoute(f"{FACTURES}/rechercher/recipiendaire", received.search_received, (GO,)),
    ApiRoute(f"{FACTURES}/consulter/fournisseur", invoices.consult_issued, (GO,)),
    ApiRoute(f"{FACTURES}/consulter/recipiendaire", invoices.consult_received, (GO,)),
    ApiRoute(f"{FACTURES}/consulter/valideur", invoices.consult_validated, (GO,)),
    ApiRoute(f"{FACTURES}/traiter/recue", received.treat, (GO, PAST)),
    ApiRoute(f"{FACTURES}/traiter/factureAValider", answering.validate, (GO,)),
    ApiRoute(f"{FACTURES}/traiterRejet", answering.note_rejections, (GO,)),
    ApiRoute(f"{FACTURES}/completer", answering.complete, (GO, CS2)),
    ApiRoute(f"{FACTURES}/recycler", answering.recycle, (GO,)),
    ApiRoute(f"{FACTURES}/corriger/valideur/facture", answering.correct_valideur, (GO,)),
    ApiRoute(f"{FACTURES}/rechercher/valideur", validating.search_to_validate, (GO,)),
    ApiRoute(f"{FACTURES}/rechercher/demandePaiement", validating.search_demands, (GO,)),
    ApiRoute(f"{FACTURES}/recuperer/statutsFactureVisibles/valideur", answering.valideur_statuses, (GO,)),
    ApiRoute(f"{FACTURES}/telecharger/groupe", group.download, (GO, COM)),
    ApiRoute(f"{WORKS}/rechercher", works.search, (PAST, COM)),
    ApiRoute(f"{TRAVAUX}/soumettre", dossiers.submit, (COM,)),
    ApiRoute(f"{TRAVAUX}/rechercher", works.search, (COM,)),
    ApiRoute(f"{TRAVAUX}/rechercher/atraiter", works.search_to_answer, (COM,)),
    ApiRoute(f"{TRAVAUX}/consulter", invoices.consult_piece, (COM,)),
    ApiRoute(f"{TRAVAUX}/consulter/dossierfacturation", dossiers.consult, (COM,)),
    ApiRoute(f"{TRAVAUX}/prendreEnCompte", travaux.take, (COM,)),
    ApiRoute(f"{TRAVAUX}/refuser", travaux.refuse, (COM,)),
    ApiRoute(f"{TRAVAUX}/suspendre/demander/completer/factureTravaux", travaux.ask_more, (COM,)),
    ApiRoute(f"{TRAVAUX}/demander/recyclage", travaux.ask_another_way, (COM,)),
    ApiRoute(f"{TRAVAUX}/completermoe", travaux.add, (COM,)),
    ApiRoute(f"{TRAVAUX}/completer", travaux.complete, (COM,)),
    ApiRoute(f"{TRAVAUX}/recycler", travaux.recycle, (COM,)),
    ApiRoute(f"{TRAVAUX}/corrigerValideur", travaux.correct_moe, (COM,)),
    ApiRoute(f"{FACTURES}/consulter/historique", factures.consult_history, (OCA, GO, PHP1)),
    ApiRoute(f"{STRUCTURES}/rechercher", structures.search, (SWG, OCA, CAPI)),
    ApiRoute(f"{STRUCTURES}/consulter", structures.consult, (SWG, OCA, CAPI)),
    ApiRoute(f"{STRUCTURES}/rechercher/services", structures.search_services, (SWG, OCA, CAPI)),
    ApiRoute(f"{STRUCTURES}/consulter/service", structures.consult_service, (SWG, OCA)),
    ApiRoute(f"{STRUCTURES}/rechercher/espaces", members.search_spaces, (SWG,)),
    ApiRoute(f"{STRUCTURES}/lister/rattachementsutilisateur", members.list_attachments, (SWG, GO)),
    ApiRoute("/cpro/utilisateurs/v1/monCompte/recuperer/rattachements", members.own_attachments, (GO,)),
    ApiRoute("/cpro/engagementsJuridiques/v1/rechercher", members.search_commitments, (OCA,)),
    ApiRoute(f"{TRANSVERSES}/consulterCR", transverses.consult_report, (TRY, CAPI, GO, PHP1)),
    ApiRoute(f"{TRANSVERSES}/consulterCRDetaille", transverses.consult_detailed_report, (OCA, CAPI, GO, COM)),
    ApiRoute(f"{TRANSVERSES}/telecharger/annuaire/destinataire", transverses.download_directory, (CAPI, GO)),
    ApiRoute(f"{TRANSVERSES}/consulter/information/siret", transverses.consult_siret, (CAPI, GO)),
    ApiRoute(f"{TRANSVERSES}/rechercher/destinataire", transverses.search_recipients, (CAPI, GO)),
    ApiRoute(f"{TRANSVERSES}/ajouter/fichier", attachments.add, (GO,)),
    ApiRoute(f"{TRANSVERSES}/telecharger/pieceJointe", attachments.download, (GO,)),
    ApiRoute(f"{TRANSVERSES}/rechercher/pj/structure", attachments.search_of_structure, (GO,)),
    ApiRoute(f"{TRANSVERSES}/rechercher/pj/moncompte", attachments.search_own, (GO,)),
    ApiRoute(f"{TRANSVERSES}/health-check", transverses.health, (CAPI, GO), method="GET"),
    ApiRoute(f"{VALUES}/devises", values.currencies, (CAPI, GO)),
    ApiRoute(f"{VALUES}/pays", values.countries, (GO,)),
    ApiRoute(f"{VALUES}/modereglements", values.payment_modes, (GO, PHP1)),
    ApiRoute(f"{VALUES}/modedepot", values.deposit_modes, (GO, PHP1)),
    ApiRoute(f"{VALUES}/tauxtva", values.vat_rates, (GO, PHP1)),
    ApiRoute(f"{VALUES}/cadrefacturation", values.cadres, (GO, PHP1, COM)),
    ApiRoute(f"{VALUES}/formatflux", values.flux_formats, (GO, PHP1)),
    ApiRoute(f"{VALUES}/typedp", values.request_types, (GO,)),
    ApiRoute(f"{VALUES}/typefacturetravaux", values.works_types, (GO, PHP1)),
    ApiRoute(f"{VALUES}/typeidentifiant/structure", values.identifier_kinds, (GO, SWG)),
    ApiRoute(f"{VALUES}/etat/typedp", values.request_states, (GO, PHP1)),
    ApiRoute(f"{VALUES}/etats/traitement", values.possible_statuses, (GO,)),
    ApiRoute(f"{VALUES}/structures/actives/fournisseur", values.own_structures, (GO,)),
    ApiRoute(f"{VALUES}/structures/actives/destinataire", values.own_recipients, (GO,)),
    ApiRoute(f"{VALUES}/structures/actives/facturetravaux", values.own_works_structures, (GO,)),
    ApiRoute(f"{VALUES}/motifs/exonerationtva", values.exemption_reasons, (GO,)),
    ApiRoute(f"{VALUES}/motifs/refus/Facture/AValider", values.refusal_reasons, (GO,)),
    ApiRoute(f"{VALUES}/coordbanc/valides", values.bank_accounts, (GO,)),
    ApiRoute(f"{VALUES}/typespj", attachments.file_types, (GO,)),
    ApiRoute("/bac-a-sable/reset", reset.reset, (OURS,), sandbox=True),
)


def routes_served(settings: Settings) -> tuple[ApiRoute, ...]:
    """The routes that there are in the mode that the portal runs in."""
    return tuple(route for route in ROUTES if settings.sandbox or not route.sandbox)
