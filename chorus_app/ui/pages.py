"""PAGES: one row per page. Read this first to know what the portal shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.ui.account import confirmation_page as confirmation
from chorus_app.ui.account import page as account
from chorus_app.ui.activation import page as activation
from chorus_app.ui.approvals import page as approvals
from chorus_app.ui.bank_details import page as bank_details
from chorus_app.ui.deposit import page as deposit
from chorus_app.ui.drafts import page as draft
from chorus_app.ui.drafts.lists import page as drafts
from chorus_app.ui.flux_tracking import file_page as flux_file
from chorus_app.ui.flux_tracking import page as flux_tracking
from chorus_app.ui.gate import Right
from chorus_app.ui.habilitations import page as habilitations
from chorus_app.ui.help import page as help_page
from chorus_app.ui.help import reading
from chorus_app.ui.home import page as home
from chorus_app.ui.invoices import detail_page as invoice
from chorus_app.ui.invoices import page as invoices
from chorus_app.ui.invoices.supply import page as supply
from chorus_app.ui.mailbox import page as mailbox
from chorus_app.ui.not_found import not_found
from chorus_app.ui.notifications import page as notifications
from chorus_app.ui.onboarding import page as onboarding
from chorus_app.ui.operator import accounts, directory, journal, requests, structures
from chorus_app.ui.operator import home as home_of_operator
from chorus_app.ui.proofs import page as proofs
from chorus_app.ui.raccordement import edi_page as edi
from chorus_app.ui.raccordement import page as raccordement
from chorus_app.ui.raccordement.application import page as application
from chorus_app.ui.raccordement.calls import page as api_calls
from chorus_app.ui.sign_in import page as sign_in
from chorus_app.ui.sign_up import page as sign_up
from chorus_app.ui.sign_up.documentation import documentation
from chorus_app.ui.structure import members_page as members
from chorus_app.ui.structure import page as structure
from chorus_app.ui.structure import services_page as services
from chorus_app.ui.verification import page as verification

OP = Right.OPERATOR


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address, the key of its title, what is seen, what is loaded, who may see it.

    `may` decides what the frame shows instead of the body (sign-in, attachment); the data is protected by the
    loader's own right and by the services.
    """

    route: str
    title: str
    body: Callable[[], rx.Component]
    loader: Any = None
    may: Right = Right.SIGNED_IN


PAGES: tuple[Page, ...] = (
    Page("/", "home.title", home.body, home.HomeState.load, Right.PUBLIC),
    Page("/factures-emises", "invoices_ui.issued.title", invoices.issued, invoices.IssuedState.load, Right.ATTACHED),
    Page(
        "/factures-recues",
        "invoices_ui.received.title",
        invoices.received,
        invoices.ReceivedState.load,
        Right.ATTACHED,
    ),
    Page("/factures-de-travaux", "invoices_ui.works.title", invoices.works, invoices.WorksState.load, Right.ATTACHED),
    Page(
        "/factures-a-valider",
        "invoices_ui.to_validate.title",
        invoices.to_validate,
        invoices.ToValidateState.load,
        Right.ATTACHED,
    ),
    Page("/factures/[invoice]", "invoices_ui.detail.title", invoice.body, invoice.InvoiceState.load, Right.ATTACHED),
    Page(
        "/factures/[invoice]/completer",
        "invoices_ui.acts.completer.page",
        supply.complete,
        supply.CompleteState.load,
        Right.ATTACHED,
    ),
    Page(
        "/factures/[invoice]/joindre",
        "invoices_ui.acts.joindre.page",
        supply.add,
        supply.AddState.load,
        Right.ATTACHED,
    ),
    Page(
        "/factures/[invoice]/recycler",
        "invoices_ui.acts.recycler.page",
        supply.recycle,
        supply.WayState.load,
        Right.ATTACHED,
    ),
    Page(
        "/factures/[invoice]/valideur",
        "invoices_ui.acts.valideur.page",
        supply.correct_valideur,
        supply.ValideurState.load,
        Right.ATTACHED,
    ),
    Page("/connexion", "sign_in.title", sign_in.body, sign_in.SignInState.load, Right.PUBLIC),
    Page("/creer-un-compte", "sign_up.title", sign_up.body, sign_up.SignUpState.load, Right.PUBLIC),
    Page("/documentation/creer-un-compte", "sign_up.documentation", documentation, may=Right.PUBLIC),
    Page("/activation", "activation.title", activation.activate, activation.PasswordState.load, Right.PUBLIC),
    Page("/reinitialisation", "activation.reset.title", activation.reset, activation.PasswordState.load, Right.PUBLIC),
    Page(
        "/renvoyer-le-lien",
        "activation.resend.title",
        activation.resend,
        activation.LinkRequestState.load,
        Right.PUBLIC,
    ),
    Page(
        "/mot-de-passe-oublie",
        "activation.forgot.title",
        activation.forgot,
        activation.LinkRequestState.load,
        Right.PUBLIC,
    ),
    Page(
        "/confirmer-une-adresse",
        "account.confirmation.title",
        confirmation.body,
        confirmation.ConfirmState.load,
        Right.PUBLIC,
    ),
    Page("/mon-compte", "account.title", account.particulars, account.ParticularsState.load),
    Page("/mon-compte/mot-de-passe", "account.password.title", account.password, account.PasswordChangeState.load),
    Page("/mon-compte/adresses", "account.addresses.title", account.addresses, account.AddressesState.load),
    Page("/mon-compte/connexions", "account.sessions.title", account.sessions, account.SessionsState.load),
    Page("/mon-compte/notifications", "account.mails.title", account.mails, account.MailsState.load),
    Page("/mon-compte/fermer", "account.closing.title", account.closing, account.ClosingState.load),
    Page("/notifications", "notifications.title", notifications.body, notifications.NotificationsState.load),
    Page("/boite-mail", "mailbox.title", mailbox.body, mailbox.MailboxState.load, Right.PUBLIC),
    Page("/rattachement", "onboarding.page.title", onboarding.attachments_page, onboarding.AttachedState.load),
    Page("/rattachement/creer", "onboarding.create.title", onboarding.create_page, onboarding.CreateState.load),
    Page("/rattachement/demander", "onboarding.ask.title", onboarding.ask_page, onboarding.AskState.load),
    Page(
        "/rattachement/demandes",
        "onboarding.requests.title",
        onboarding.requests_page,
        onboarding.RequestsState.load,
    ),
    Page("/rattachement/justificatif", "proofs.title", proofs.body, proofs.ProofState.load),
    Page("/mes-habilitations", "habilitations.title", habilitations.body, habilitations.HabilitationsState.load),
    Page("/approbation", "approvals.title", approvals.body, approvals.ApprovalsState.load),
    Page("/structure", "structure_ui.title", structure.data, structure.OrganisationState.load, Right.ATTACHED),
    Page(
        "/structure/modifier",
        "structure_ui.data.change_title",
        structure.data_form,
        structure.DataFormState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/parametres",
        "structure_ui.tab.parameters",
        structure.parameters,
        structure.DemandState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/services",
        "structure_ui.tab.services",
        services.overview,
        services.ServicesState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/services/ajouter",
        "structure_ui.services.add",
        services.add,
        services.ServiceFormState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/services/[service]",
        "structure_ui.services.one",
        services.one,
        services.ServiceState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/services/[service]/modifier",
        "structure_ui.services.change_title",
        services.change,
        services.ServiceFormState.load,
        Right.ATTACHED,
    ),
    Page("/structure/membres", "structure_ui.tab.members", members.overview, members.MembersState.load, Right.ATTACHED),
    Page(
        "/structure/membres/[member]", "structure_ui.members.one", members.one, members.MemberState.load, Right.ATTACHED
    ),
    Page(
        "/structure/espaces",
        "structure_ui.tab.spaces",
        structure.spaces,
        structure.OrganisationState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/historique",
        "structure_ui.tab.history",
        structure.history,
        structure.HistoryState.load,
        Right.ATTACHED,
    ),
    Page(
        "/coordonnees-bancaires",
        "bank_details.title",
        bank_details.overview,
        bank_details.BankDetailsState.load,
        Right.ATTACHED,
    ),
    Page(
        "/coordonnees-bancaires/ajouter",
        "bank_details.add",
        bank_details.add,
        bank_details.BankDetailFormState.load,
        Right.ATTACHED,
    ),
    Page(
        "/coordonnees-bancaires/[bank_detail]",
        "bank_details.page_title",
        bank_details.one,
        bank_details.BankDetailState.load,
        Right.ATTACHED,
    ),
    Page(
        "/coordonnees-bancaires/[bank_detail]/modifier",
        "bank_details.edit_title",
        bank_details.change,
        bank_details.BankDetailFormState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/raccordement",
        "raccordement.title",
        raccordement.body,
        raccordement.RaccordementState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/raccordement/edi",
        "raccordement.edi.page",
        edi.body,
        edi.EdiState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/raccordement/application/[application]",
        "raccordement.application.title",
        application.body,
        application.ApplicationState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/raccordement/journal",
        "raccordement.calls.title",
        api_calls.body,
        api_calls.CallsState.load,
        Right.ATTACHED,
    ),
    Page(
        "/structure/raccordement/journal/[call]",
        "raccordement.calls.one",
        api_calls.one,
        api_calls.CallState.load,
        Right.ATTACHED,
    ),
    Page(
        "/factures-emises/deposer",
        "deposit.page_title.emises",
        deposit.issued,
        deposit.DepositState.load,
        Right.ATTACHED,
    ),
    Page(
        "/factures-de-travaux/deposer",
        "deposit.page_title.travaux",
        deposit.works,
        deposit.DepositState.load,
        Right.ATTACHED,
    ),
    Page("/factures-emises/brouillons", "drafts.list.title", drafts.issued, drafts.DraftsState.load, Right.ATTACHED),
    Page("/factures-de-travaux/brouillons", "drafts.list.title", drafts.works, drafts.DraftsState.load, Right.ATTACHED),
    Page("/brouillons/[draft]/[step]", "drafts.title", draft.body, draft.DraftState.load, Right.ATTACHED),
    Page(
        "/suivi-des-flux",
        "flux_tracking.title",
        flux_tracking.flux_list,
        flux_tracking.FluxListState.load,
        Right.ATTACHED,
    ),
    Page(
        "/suivi-des-flux/[flux_id]",
        "flux_tracking.page_title",
        flux_tracking.flux,
        flux_tracking.FluxPageState.load,
        Right.ATTACHED,
    ),
    Page(
        "/suivi-des-flux/[flux_id]/compte-rendu",
        "flux_tracking.report_title",
        flux_tracking.report,
        flux_tracking.ReportState.load,
        Right.ATTACHED,
    ),
    Page(
        "/suivi-des-flux/[flux_id]/lecture",
        "flux_tracking.reading.title",
        flux_file.body,
        flux_file.FilePageState.load,
        Right.ATTACHED,
    ),
    Page(
        "/verifier-une-facture",
        "verification.title",
        verification.body,
        verification.VerificationState.load,
        Right.PUBLIC,
    ),
    Page("/exploitation", "operator_ui.home.title", home_of_operator.body, home_of_operator.OperatorHomeState.load, OP),
    Page("/exploitation/demandes", "operator_ui.requests.title", requests.body, requests.RequestsState.load, OP),
    Page("/exploitation/comptes", "operator_ui.accounts.title", accounts.body, accounts.AccountsState.load, OP),
    Page(
        "/exploitation/structures", "operator_ui.structures.title", structures.body, structures.StructuresState.load, OP
    ),
    Page("/exploitation/annuaire", "operator_ui.directory.title", directory.body, directory.DirectoryState.load, OP),
    Page("/exploitation/journal", "operator_ui.journal.title", journal.body, journal.JournalState.load, OP),
    Page("/aide", "help.page_title.help", help_page.body, help_page.HelpState.load, Right.PUBLIC),
    Page("/documentation/pdf-classique", "help.page_title.classic", reading.classic_pdf, may=Right.PUBLIC),
    Page("/documentation/raccordement-edi", "help.page_title.edi", reading.edi, may=Right.PUBLIC),
    Page("/documentation/constats", "help.page_title.findings", reading.findings, may=Right.PUBLIC),
    Page("/documentation/refus-api", "help.page_title.refusals", reading.refusals, may=Right.PUBLIC),
    Page("/documentation/lettre-editeur", "help.page_title.letter", reading.letter, may=Right.PUBLIC),
    Page("/notes-de-version", "help.notes.title", reading.release_notes, may=Right.PUBLIC),
    Page("/accessibilite", "help.page_title.accessibility", reading.accessibility, may=Right.PUBLIC),
)
NOT_FOUND = Page("404", "ui.not_found.title", not_found, may=Right.PUBLIC)
