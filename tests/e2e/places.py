"""Every page of the portal in each of its states: who sees it, and how he comes there (`tests/e2e/ways/`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from playwright.async_api import Page

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.hands import Mouse
from tests.e2e.ways import (
    account,
    bank_details,
    deposits,
    drafts,
    going,
    invoices,
    lots,
    operator,
    people,
    raccordement,
    structure,
)
from tests.e2e.ways.deposits import WORKS, judged
from tests.e2e.ways.going import go, press

Way = Callable[[Page], Awaitable[object]]

VISITOR, NEWCOMER = "", "newcomer"
SUPPLIER, MANAGER, UNATTACHED = "supplier_manager", "waiting_manager", "asking_user"
SEVERAL, MOE, MOA, RECIPIENT, READER = "supplier_user", "moe", "moa", "recipient", "reader"
OPERATOR = "operator"


@dataclass(frozen=True)
class Place:
    """A state of the page of that route in PAGES, seen by that demo account."""

    name: str
    who: str
    route: str
    way: Way

    async def reach(self, page: Page) -> None:
        """Go there, until nothing is on its way any more."""
        await self.way(page)
        await going.settled(page)


def at(who: str, *routes: str) -> list[Place]:
    return [Place(route, who, route, partial(go, route)) for route in routes]


REPORT = "/suivi-des-flux/[flux_id]/compte-rendu"
CHECK = "/verifier-une-facture"
ONE_FLUX = "/suivi-des-flux/[flux_id]"
FILE = "/suivi-des-flux/[flux_id]/lecture"
FACTURX, UBL, CPP = "F-1101", "SIT-91-GYMNASE", "F-1207"  # numbers of the demonstration
ONE_INVOICE = "/factures/[invoice]"
TO_VALIDATE = "/factures-a-valider?statut=A_VALIDER"
TO_CREATE = "/rattachement/creer"
REQUESTS = "/rattachement/demandes"
KNOWN_SIRET = "90000001900019"
FREE_SIRET = "73282932000074"
BANK_DETAILS = "/coordonnees-bancaires"
RACCORDEMENT = "/structure/raccordement"
CALLS = f"{RACCORDEMENT}/journal"
ONE_CALL = f"{CALLS}/[call]"
ONE_APPLICATION = f"{RACCORDEMENT}/application/[application]"
EDI = f"{RACCORDEMENT}/edi"
STRUCTURE = "/structure"
SERVICES, MEMBERS = f"{STRUCTURE}/services", f"{STRUCTURE}/membres"
ONE_SERVICE = f"{SERVICES}/[service]"
ONE_BANK_DETAIL = f"{BANK_DETAILS}/[bank_detail]"


ONE_DRAFT = "/brouillons/[draft]/[step]"
DRAFTS = "/factures-emises/brouillons"


def on(route: str, who: str, **states: Way) -> list[Place]:
    """States of one page, named by words joined with underscores."""
    return [Place(name.replace("_", " "), who, route, way) for name, way in states.items()]


PLACES: tuple[Place, ...] = (
    *at(
        VISITOR,
        "/",
        "/connexion",
        "/creer-un-compte",
        "/documentation/creer-un-compte",
        "/activation",
        "/reinitialisation",
        "/renvoyer-le-lien",
        "/mot-de-passe-oublie",
        "/boite-mail",
        "/aide",
        "/documentation/pdf-classique",
        "/documentation/lettre-editeur",
        "/documentation/constats",
        "/documentation/refus-api",
        "/documentation/raccordement-edi",
        "/notes-de-version",
        "/accessibilite",
        "/factures-emises",
    ),
    *at(VISITOR, CHECK),
    *on(
        CHECK,
        VISITOR,
        check_accepted=partial(deposits.checked, "accepted", CHECK),
        check_refused=partial(deposits.checked, "wrong", CHECK),
        check_by_the_standard=partial(deposits.checked, "accepted", f"{CHECK}?profil=en16931"),
        check_of_the_reform=partial(deposits.checked, "accepted", f"{CHECK}?profil=reforme-2026"),
        check_classic=partial(deposits.checked, "signed", CHECK),
        check_broken=partial(deposits.checked, "broken", CHECK),
    ),
    *on(CHECK, VISITOR, page_that_fails=going.fail_in_the_browser),
    *on("404", VISITOR, no_such_page=partial(go, "/nulle-part")),
    *on("/connexion", VISITOR, sign_in_refused=account.sign_in_refused, session_ended=account.session_ended),
    *on(
        "/creer-un-compte",
        VISITOR,
        sign_up_with_errors=partial(press, "/creer-un-compte", "Créer mon compte"),
        sign_up_sent=account.sign_up_sent,
    ),
    *on(
        "/boite-mail",
        VISITOR,
        a_mail=account.open_first_mail,
        no_such_mail=partial(go, "/boite-mail?courriel=inconnu"),
    ),
    *on(
        "/activation",
        VISITOR,
        unknown_link=partial(go, "/activation?lien=inconnu"),
        activation_link=account.activation_link,
        weak_password=account.weak_password,
        account_activated=account.account_activated,
        link_used=account.link_used,
    ),
    *on(
        "/mot-de-passe-oublie", VISITOR, password_forgotten=partial(account.password_forgotten, "inconnue@exemple.test")
    ),
    *on("/reinitialisation", VISITOR, reset_link=partial(account.reset_link, BY_SLUG[READER].email)),
    *at(
        SUPPLIER,
        "/",
        "/factures-emises",
        "/factures-de-travaux",
        "/factures-emises/deposer",
        WORKS,
        "/suivi-des-flux",
        "/rattachement",
        "/aide",
    ),
    *at(
        SUPPLIER,
        "/mon-compte",
        "/mon-compte/mot-de-passe",
        "/mon-compte/adresses",
        "/mon-compte/connexions",
        "/mon-compte/notifications",
        "/mon-compte/fermer",
        "/notifications",
        "/mes-habilitations",
    ),
    *on(
        "/mon-compte/mot-de-passe",
        SUPPLIER,
        weak_new_password=account.weak_new_password,
        wrong_old_password=partial(press, "/mon-compte/mot-de-passe", "Changer mon mot de passe"),
    ),
    *on("/mon-compte/adresses", SUPPLIER, address_awaited=account.ask_address),
    *on(
        "/confirmer-une-adresse",
        SUPPLIER,
        address_to_confirm=account.address_to_confirm,
        address_confirmed=account.confirm_address,
        unknown_confirmation=partial(go, "/confirmer-une-adresse?lien=inconnu"),
    ),
    *on("/notifications", SUPPLIER, all_read=account.read_all),
    *on("/rattachement", SUPPLIER, leaving=partial(press, "/rattachement", "Quitter")),
    *on("/", SUPPLIER, menu_of_a_telephone=going.open_narrow_menu, persons_menu=going.open_person_menu),
    *on("/", SUPPLIER, sign_out_everywhere=account.open_everywhere),
    *on("/", SUPPLIER, search_found=partial(going.search_anywhere, "mont")),
    *on("/", SUPPLIER, search_found_nothing=partial(going.search_anywhere, "introuvable")),
    *on(
        "/factures-emises",
        SUPPLIER,
        nothing_found=partial(go, "/factures-emises?recherche=introuvable"),
        second_page=partial(go, "/factures-emises?page=2"),
        list_tools=partial(invoices.list_tools, "/factures-emises"),
        more_criteria=partial(go, "/factures-emises?cadre=A1&montant_min=100&montant_max=beaucoup"),
    ),
    *on(
        ONE_INVOICE,
        SUPPLIER,
        an_invoice=partial(going.follow_first, "/factures-emises"),
        a_works_invoice=partial(going.follow_first, "/factures-de-travaux"),
        no_such_invoice=partial(go, "/factures/inconnue"),
        invoice_facturx_document=partial(invoices.part_of_invoice, FACTURX, "Document"),
        invoice_document_larger=partial(invoices.part_of_invoice, FACTURX, "Document", query="&zoom=200"),
        invoice_ubl=partial(invoices.part_of_invoice, UBL, "Facture"),
        invoice_without_document=partial(invoices.part_of_invoice, UBL, "Document"),
        invoice_cpp=partial(invoices.part_of_invoice, CPP, "Facture"),
        invoice_cpp_document=partial(invoices.part_of_invoice, CPP, "Document"),
        invoice_files=partial(invoices.part_of_invoice, CPP, "Fichiers"),
        invoice_findings=partial(invoices.part_of_invoice, FACTURX, "Constats"),
        invoice_history=partial(invoices.part_of_invoice, FACTURX, "Historique"),
        invoice_xml=partial(invoices.part_of_invoice, FACTURX, "XML"),
        invoice_suspended=partial(invoices.first_in, "SUSPENDUE"),
        invoice_to_recycle=partial(invoices.first_in, "A_RECYCLER"),
        invoice_with_wrong_valideur=partial(invoices.first_in, "ERREUR_FOURNISSEUR_SUR_VALIDEUR"),
        invoice_rejected=partial(invoices.first_in, "REJETEE"),
        rejection_to_note=partial(invoices.asked, "REJETEE", "Traiter le rejet"),
        invoice_xml_line=partial(invoices.part_of_invoice, UBL, "XML", query="&ligne=20#ligne-20"),
    ),
    *on(
        ONE_INVOICE,
        MOE,
        invoice_to_validate=partial(going.follow_first, TO_VALIDATE),
        validation_asked=partial(invoices.asked, "A_VALIDER", "Valider"),
        refusal_asked=partial(invoices.asked, "A_VALIDER", "Refuser"),
    ),
    *on(
        f"{ONE_INVOICE}/completer",
        SUPPLIER,
        completing=partial(invoices.act_page, "SUSPENDUE", "Compléter la facture"),
        nothing_to_complete=invoices.nothing_to_complete,
    ),
    *on(
        f"{ONE_INVOICE}/recycler",
        SUPPLIER,
        recycling=partial(invoices.act_page, "A_RECYCLER", "Corriger et renvoyer"),
        recycling_refused=invoices.recycling_refused,
    ),
    *on(
        f"{ONE_INVOICE}/valideur",
        SUPPLIER,
        correcting_the_valideur=partial(invoices.act_page, "ERREUR_FOURNISSEUR_SUR_VALIDEUR", "Corriger le valideur"),
        no_such_invoice_to_correct=partial(go, "/factures/inconnue/valideur"),
    ),
    *on(
        FILE,
        SUPPLIER,
        refused_read=partial(invoices.read_file, "Facture"),
        refused_document=partial(invoices.read_file, "Document"),
        refused_line=invoices.see_line,
        no_such_file=partial(go, "/suivi-des-flux/inconnu/lecture"),
    ),
    *on(
        "/suivi-des-flux",
        SUPPLIER,
        criteria_of_flux=partial(go, "/suivi-des-flux?deposant=claire&mode=UPLOAD_PORTAIL&depot_du=hier"),
    ),
    *on(
        ONE_FLUX,
        SUPPLIER,
        a_flux_integrated=partial(going.follow_first, "/suivi-des-flux?etat=integre"),
        a_flux_rejected=partial(going.follow_first, "/suivi-des-flux?etat=rejete"),
        no_such_flux=partial(go, "/suivi-des-flux/inconnu"),
    ),
    *on(
        REPORT,
        SUPPLIER,
        a_good_report=partial(invoices.read_report, "/suivi-des-flux?etat=integre"),
        a_bad_report=partial(invoices.read_report, "/suivi-des-flux?etat=rejete"),
    ),
    *on(
        WORKS,
        SUPPLIER,
        file_accepted=partial(judged, "accepted"),
        file_rejected=partial(judged, "rejected"),
        file_ubl=partial(judged, "ubl"),
        file_classic=partial(judged, "classic"),
        file_signed=partial(judged, "signed"),
        file_half_facturx=partial(judged, "half"),
        file_none=partial(judged, "none"),
        file_broken=partial(judged, "broken"),
        file_for_another_syntax=deposits.wrong_pair,
        file_too_large=deposits.too_large,
        file_on_its_way=deposits.sending,
        difference=deposits.open_difference,
    ),
    *on(
        deposits.ISSUED_DEPOSIT,
        SUPPLIER,
        lot_before_sending=lots.judged,
        lot_all_right=partial(lots.judged, wrong=()),
        lot_refused=lots.refused,
        lot_sent_again=lots.again,
    ),
    *on(
        ONE_FLUX,
        SUPPLIER,
        lot_partly_integrated=lots.deposited,
        lot_being_imported=partial(lots.held, done=5),
        lot_that_waits_its_turn=partial(lots.held, done=0),
    ),
    *on(REPORT, SUPPLIER, report_of_a_lot=lots.reported, report_of_one_of_a_lot=lots.one_reported),
    *on(ONE_FLUX, SUPPLIER, just_accepted=partial(deposits.deposited, "accepted")),
    *on(ONE_FLUX, SUPPLIER, just_rejected=partial(deposits.deposited, "rejected")),
    *on("/", SUPPLIER, checklist_of_a_rejection=partial(go, "/")),
    *on("/aide", SUPPLIER, help_after_a_rejection=partial(go, "/aide")),
    *at(SUPPLIER, RACCORDEMENT),
    *at(SEVERAL, RACCORDEMENT, CALLS),
    *at(SUPPLIER, CALLS),
    *on(
        CALLS,
        SUPPLIER,
        calls_of_a_program=raccordement.called,
        calls_that_none_fits=raccordement.called_and_not_found,
    ),
    *on(
        ONE_CALL,
        SUPPLIER,
        one_call=raccordement.one_call,
        call_about_to_be_made_again=raccordement.about_to_replay,
        call_made_again=raccordement.replayed,
        no_such_call=partial(go, f"{CALLS}/inconnu"),
    ),
    *on(
        RACCORDEMENT,
        SUPPLIER,
        application_declared=raccordement.declared,
        technical_account_opened=raccordement.opened,
        secret_about_to_be_renewed=raccordement.about_to_renew,
        application_revoked=raccordement.revoked,
        certificate_in_force=raccordement.certified,
        private_key_by_mistake=raccordement.private_key_given,
        certificate_about_to_be_taken_off=raccordement.certificate_about_to_be_taken_off,
        application_without_a_name=partial(press, RACCORDEMENT, "Déclarer l’application"),
    ),
    *on(
        ONE_APPLICATION,
        SUPPLIER,
        one_application=raccordement.one_application,
        application_limited=raccordement.application_limited,
        application_with_a_wrong_address=raccordement.application_with_a_wrong_address,
        application_about_to_be_suspended=raccordement.about_to_suspend,
        application_suspended=raccordement.suspended,
        application_about_to_be_reset=raccordement.about_to_reset,
        application_reset=raccordement.sandbox_reset,
        no_such_application=partial(go, f"{RACCORDEMENT}/application/inconnue"),
    ),
    *at(SEVERAL, EDI),
    *at(SUPPLIER, EDI),
    *on(
        EDI,
        MANAGER,
        edi_not_declared=partial(go, EDI),
        edi_declared=raccordement.edi_declared,
        edi_active=raccordement.edi_active,
        edi_password_shown=raccordement.edi_password,
        edi_with_wrong_values=raccordement.edi_wrong,
        edi_about_to_be_suspended=raccordement.edi_about_to_suspend,
    ),
    *at(SUPPLIER, BANK_DETAILS, f"{BANK_DETAILS}/ajouter"),
    *on(
        f"{BANK_DETAILS}/ajouter",
        SUPPLIER,
        bank_detail_with_errors=partial(press, f"{BANK_DETAILS}/ajouter", "Enregistrer"),
        bank_detail_by_rib=bank_details.new_rib,
    ),
    *on(
        ONE_BANK_DETAIL,
        SUPPLIER,
        a_bank_detail=partial(bank_details.one, "Compte courant"),
        a_bank_detail_by_rib=partial(bank_details.one, "Compte du chantier du gymnase"),
        a_bank_detail_of_a_factor=partial(bank_details.one, "Compte de l’affactureur"),
        bank_detail_to_delete=bank_details.delete,
        no_such_bank_detail=partial(go, f"{BANK_DETAILS}/inconnue"),
    ),
    *on(
        f"{ONE_BANK_DETAIL}/modifier",
        SUPPLIER,
        iban_being_changed=partial(bank_details.change, "Compte courant"),
        rib_being_changed=partial(bank_details.change, "Compte du chantier du gymnase"),
        bank_detail_changed_meanwhile=bank_details.changed_meanwhile,
        no_such_bank_detail_to_change=partial(go, f"{BANK_DETAILS}/inconnue/modifier"),
    ),
    *at(
        SUPPLIER,
        STRUCTURE,
        f"{STRUCTURE}/modifier",
        f"{STRUCTURE}/parametres",
        SERVICES,
        MEMBERS,
        f"{STRUCTURE}/historique",
    ),
    *on(f"{STRUCTURE}/modifier", SUPPLIER, structure_data_with_errors=structure.wrong_data),
    *at(MOA, STRUCTURE, f"{STRUCTURE}/modifier", f"{STRUCTURE}/parametres", SERVICES, f"{SERVICES}/ajouter", MEMBERS),
    *at(MOA, f"{STRUCTURE}/espaces"),
    *on(f"{STRUCTURE}/espaces", MOA, space_to_close=partial(press, f"{STRUCTURE}/espaces", "Désactiver")),
    *on(f"{SERVICES}/ajouter", MOA, service_with_errors=partial(press, f"{SERVICES}/ajouter", "Enregistrer")),
    *on(
        ONE_SERVICE,
        MOA,
        a_service=partial(structure.service, "VOIRIE"),
        a_service_put_out_of_use=partial(structure.service, "ARCHIVES"),
        no_such_service=partial(go, f"{SERVICES}/inconnu"),
    ),
    *on(
        f"{ONE_SERVICE}/modifier",
        MOA,
        service_being_changed=partial(structure.change_service, "VOIRIE"),
        service_changed_meanwhile=structure.service_changed_meanwhile,
    ),
    *on(SERVICES, MOA, no_service_found=partial(go, f"{SERVICES}?recherche=introuvable")),
    *on(
        f"{MEMBERS}/[member]",
        MOA,
        a_member=partial(structure.member, "Emma Roux"),
        a_profile_given=structure.give_profile,
        a_member_to_leave=structure.end_membership,
        no_such_member=partial(go, f"{MEMBERS}/inconnu"),
    ),
    *on(f"{STRUCTURE}/historique", MOA, history_of_a_structure=partial(go, f"{STRUCTURE}/historique")),
    *at(READER, STRUCTURE, SERVICES, MEMBERS, f"{STRUCTURE}/espaces"),
    *on(f"{MEMBERS}/[member]", READER, a_member_only_seen=partial(structure.member, "Claire Martin")),
    *at(RECIPIENT, STRUCTURE),
    *at(RECIPIENT, BANK_DETAILS, f"{BANK_DETAILS}/ajouter"),
    *at(MOE, BANK_DETAILS),
    *at(SEVERAL, BANK_DETAILS),
    *on(ONE_BANK_DETAIL, SEVERAL, bank_detail_only_seen=partial(bank_details.one, "Compte courant")),
    *at(SEVERAL, "/", "/factures-emises", "/factures-emises/deposer", "/suivi-des-flux", "/rattachement"),
    *at(MOE, "/", "/factures-a-valider", "/factures-de-travaux", "/factures-de-travaux/brouillons"),
    *at(SUPPLIER, DRAFTS),
    *on(
        ONE_DRAFT,
        SUPPLIER,
        draft_read=partial(drafts.begun, "printed"),
        draft_of_a_scan=partial(drafts.begun, "scan"),
        draft_of_a_facturx=partial(drafts.begun, "accepted"),
        draft_where_a_value_was_read=drafts.place,
        draft_with_faults=drafts.with_faults,
        draft_documents=drafts.filled,
        draft_document_added=drafts.document,
        draft_documents_refused=drafts.documents_refused,
        draft_signed_beside=drafts.signed_beside,
        draft_of_works=drafts.of_works,
        draft_summary=drafts.summary,
        draft_confirmation_asked=drafts.confirm,
        draft_sent=drafts.sent,
        draft_typed_in=drafts.typed_in,
        no_such_draft=partial(go, "/brouillons/inconnu/donnees"),
    ),
    *on(DRAFTS, SUPPLIER, drafts_several=partial(go, DRAFTS), draft_about_to_go=drafts.discard),
    *on("/factures-emises/deposer", SUPPLIER, signature_about_to_go=drafts.signature_about_to_be_lost),
    *on(
        CHECK,
        MOE,
        check_accepted=partial(deposits.checked, "accepted", CHECK),
        too_many_checks=deposits.too_many_checks,
    ),
    *at(MOA, "/", "/factures-emises", "/factures-de-travaux"),
    *at(RECIPIENT, "/", "/factures-emises", "/factures-recues", "/factures-de-travaux", "/suivi-des-flux"),
    *on(
        ONE_INVOICE,
        RECIPIENT,
        a_received_invoice=invoices.received,
        received_invoice_about_to_be_treated=invoices.about_to_treat,
        received_invoice_treated_without_reason=invoices.treated_without_reason,
        received_invoice_treated=invoices.treated,
    ),
    *at(
        OPERATOR,
        "/",
        "/exploitation",
        "/exploitation/demandes",
        "/exploitation/comptes",
        "/exploitation/structures",
        "/exploitation/annuaire",
        "/exploitation/journal",
    ),
    *on(
        "/exploitation/demandes",
        OPERATOR,
        every_request=partial(go, "/exploitation/demandes?attente=toutes"),
        approve_request=partial(press, "/exploitation/demandes?attente=toutes", "Approuver"),
    ),
    *on(
        "/exploitation/comptes",
        OPERATOR,
        disable_account=partial(press, "/exploitation/comptes", "Désactiver"),
        link_handed_out=operator.make_link,
    ),
    *on(
        "/exploitation/structures",
        OPERATOR,
        name_manager=partial(press, "/exploitation/structures", "Nommer un gestionnaire"),
        disable_structure=partial(press, "/exploitation/structures", "Désactiver"),
    ),
    *on(
        "/exploitation/annuaire",
        OPERATOR,
        directory_refused=partial(operator.send_directory, "wrong"),
        directory_ready=partial(operator.send_directory, "right"),
        directory_imported=operator.import_directory,
    ),
    *on(
        "/exploitation/journal",
        OPERATOR,
        journal_narrowed=partial(go, "/exploitation/journal?personne=olivia&du=2026-01-01"),
        no_such_act=partial(go, "/exploitation/journal?recherche=introuvable"),
    ),
    *at(READER, "/", "/factures-de-travaux", WORKS, "/rattachement", "/mes-habilitations", "/notifications"),
    *on("/mon-compte/fermer", READER, close_account=partial(press, "/mon-compte/fermer", "Fermer mon compte")),
    *on("/mes-habilitations", READER, habilitation_asked=people.ask_habilitation),
    *at(MANAGER, "/", "/approbation", "/notifications", "/mon-compte"),
    *on("/approbation", MANAGER, refusal=partial(press, "/approbation", "Refuser")),
    *at(
        UNATTACHED,
        "/",
        "/factures-emises",
        "/suivi-des-flux",
        "/rattachement",
        TO_CREATE,
        "/rattachement/demander",
        REQUESTS,
        "/approbation",
    ),
    *on(
        "/",
        UNATTACHED,
        window=partial(press, "/", "Choisir une structure"),
        window_create=partial(people.part_of_window, "Créer une nouvelle structure"),
        window_ask=partial(people.part_of_window, "Demander un rattachement"),
        window_requests=partial(people.part_of_window, "Consulter mes demandes"),
    ),
    *on(
        "/rattachement/justificatif",
        UNATTACHED,
        proof=people.open_proof,
        proof_refused=partial(people.send_proof, "none"),
        proof_sent=partial(people.send_proof, "classic"),
        proof_for_nothing=partial(go, "/rattachement/justificatif?demande=inconnue"),
    ),
    *on("/rattachement/demander", UNATTACHED, structures_found=people.search_structure),
    *on(TO_CREATE, UNATTACHED, structure_with_errors=partial(press, TO_CREATE, "Créer la structure")),
    *on(TO_CREATE, UNATTACHED, structure_exists=partial(people.create_structure, KNOWN_SIRET, "Bâtisseurs")),
    *at(NEWCOMER, REQUESTS),
    *on("/rattachement/demander", NEWCOMER, request_sent=partial(people.ask, "Montclair")),
    *on(REQUESTS, NEWCOMER, request_reminded=people.remind, request_cancelled=people.cancel_request),
    *on(TO_CREATE, NEWCOMER, structure_created=partial(people.create_structure, FREE_SIRET, "Menuiserie Blanc")),
    *at(NEWCOMER, "/", "/factures-emises", "/suivi-des-flux", "/approbation", "/aide", "/mes-habilitations"),
    *at(NEWCOMER, "/mon-compte/connexions", "/mon-compte/fermer"),
)
PEOPLE = tuple(dict.fromkeys(place.who for place in PLACES))


async def enter(page: Page, who: str) -> None:
    """Sign in, and put the window of the first sign-in away. The newcomer opens his account first."""
    if who == VISITOR:
        return
    hand = Mouse(page)
    if who == NEWCOMER:
        person = steps.somebody("Marie", "Blanc")
        await steps.sign_up(hand, person)
        await steps.activate(hand, person)
        await steps.enter(hand, person.email, steps.PASSWORD)
    else:
        await steps.enter(hand, BY_SLUG[who].email, PASSWORD)
    if who == NEWCOMER or not (BY_SLUG[who].memberships or BY_SLUG[who].operator):
        await steps.close_window(hand)
