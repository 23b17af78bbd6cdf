"""Each text key that code builds out of parts, with what fills the gap. A new one needs its row here.

Where an enum or a table makes the values, it stands here; where the values stand in the code beside the key, all texts
below it are taken (`below`): then only a missing text shows up, at the place itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType

from chorus_app.accounts.enums import AddressKind, LinkState
from chorus_app.api.openapi import REFUSALS, name_of
from chorus_app.api.routes import ROUTES
from chorus_app.audit.acts import Act
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.cli import doctor
from chorus_app.cli.show import LEFT_OUT
from chorus_app.demo.bank_details import BANK_DETAILS
from chorus_app.demo.deposits import DEPOSITS
from chorus_app.demo.structures import STRUCTURES
from chorus_app.drafts.aftermath import After
from chorus_app.drafts.enums import Answer, Mark, Step
from chorus_app.edi.names import Inadmissible
from chorus_app.flux.enums import ChecklistItem, FluxState
from chorus_app.flux.steps import STEPS
from chorus_app.formats import parsed, parts
from chorus_app.formats.facts import SignatureState
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.syntaxes import SYNTAXES, DepositFormat, Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import DEPOSIT_MODES, DocumentKind, InvoiceAct, Scope, Status
from chorus_app.invoices.holding import HELD
from chorus_app.invoices.status import RECIPIENT_TARGETS, SENT, meaning_key
from chorus_app.invoices.views import KNOWN_TYPES
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import catalogue
from chorus_app.notifications.enums import MailTopic
from chorus_app.notifications.news import NEWS
from chorus_app.operations import personal_data
from chorus_app.operations.accounts import AccountState
from chorus_app.operations.journal_files import COLUMNS as JOURNAL_COLUMNS
from chorus_app.operations.structures import Filter
from chorus_app.raccordement.refusals import REFUSALS as API_REFUSALS
from chorus_app.rules.catalogue import ENTRIES, text_key
from chorus_app.rules.finding import Layer, Severity
from chorus_app.rules.verdict import Outcome
from chorus_app.structures.enums import Act as StructureAct
from chorus_app.structures.enums import Demand, MembershipState, Profile, RequestState, StructureKind
from chorus_app.structures.enums import Space as StructureSpace
from chorus_app.structures.organisation import ServiceState
from chorus_app.structures.profiles import SPACES
from chorus_app.ui.account.frame import TABS
from chorus_app.ui.components.attaching import FAILURES as ATTACH_FAILURES
from chorus_app.ui.drafts.data.views import OWN_TODO
from chorus_app.ui.drafts.views import PAYMENTS, REGIMES
from chorus_app.ui.flux_tracking.file_state import TABS as FILE_TABS
from chorus_app.ui.help.views import QUESTIONS
from chorus_app.ui.invoices.asking import NAMES
from chorus_app.ui.invoices.chart import KINDS
from chorus_app.ui.invoices.circuit import BACK
from chorus_app.ui.invoices.criteria import CRITERIA, WANTED
from chorus_app.ui.invoices.detail_state import TABS as INVOICE_TABS

OPERATOR_PAGES = ("home", "requests", "accounts", "structures", "directory", "journal")
# The acts that have a window of their own, with a question and a comment.
IN_WINDOWS = ["valider", "refuser", "rejet", "prendre", "transmettre"]
# Those with a page of their own: its words depend on the invoice.
ON_PAGES = ["completer", "recycler", "valideur", "joindre"]
NAMES_OF_WANTED = [name for names in WANTED.values() for name in names]
LISTS = ("issued", "received", "to_validate", "works")
Fill = Callable[[], Iterable[str]]


def below(stem: str, *, after: str = "") -> Fill:
    """All texts whose key starts with the stem, without it and without what comes after the gap."""
    return lambda: sorted(
        key.removeprefix(stem).removesuffix(after)
        for key in catalogue("fr")
        if key.startswith(stem) and key.endswith(after) and len(key) > len(stem + after)
    )


def finding_names(code: str) -> set[str]:
    """What stands for a finding in the catalogue; the one code of the schema has texts for each kind of mistake."""
    name = text_key(code).partition(".")[2]
    kinds = {key.rpartition(".")[0] for key in catalogue("fr") if key.startswith(f"findings.{name}.")}
    return {kind.removeprefix("findings.") for kind in kinds} or {name}


def terms(module: ModuleType) -> set[str]:
    """The names of what the groups of an invoice hold."""
    groups = [group for group in vars(module).values() if isinstance(group, type) and is_dataclass(group)]
    return {field.name for group in groups for field in fields(group)} - LEFT_OUT


def mails_of_news() -> list[str]:
    """The names of the mails that go with notifications."""
    return [row.mail.subject.split(".")[1] for row in NEWS.values() if row.mail is not None]


FILLINGS: Mapping[str, Fill] = {
    "raccordement.act.{}": below("raccordement.act."),
    "raccordement.application.act.{}": below("raccordement.application.act."),
    "raccordement.application.ask.{}.text": below("raccordement.application.ask.", after=".text"),
    "raccordement.application.ask.{}.title": below("raccordement.application.ask.", after=".title"),
    "raccordement.ask.{}.text": below("raccordement.ask.", after=".text"),
    "raccordement.ask.{}.title": below("raccordement.ask.", after=".title"),
    "raccordement.certificate.wrong.{}": below("raccordement.certificate.wrong."),
    "raccordement.calls.issue.{}": below("raccordement.calls.issue."),
    "raccordement.copy_what.{}": below("raccordement.copy_what."),
    "raccordement.secret.{}.login": below("raccordement.secret.", after=".login"),
    "raccordement.secret.{}.secret": below("raccordement.secret.", after=".secret"),
    "raccordement.secret.{}.title": below("raccordement.secret.", after=".title"),
    "raccordement.edi.act.{}": below("raccordement.edi.act."),
    "raccordement.edi.ask.{}.text": below("raccordement.edi.ask.", after=".text"),
    "raccordement.edi.ask.{}.title": below("raccordement.edi.ask.", after=".title"),
    "edi.finding.{}": lambda: [why.value for why in Inadmissible],
    "api.token.{}": below("api.token."),
    "openapi.{}": lambda: ("reason", "item", "comment", "survey"),
    "openapi.field.{}": below("openapi.field."),
    "openapi.kind.{}": below("openapi.kind."),
    "openapi.page.{}": below("openapi.page."),
    "openapi.route.{}.summary": lambda: [name_of(route) for route in ROUTES],
    "openapi.route.{}.text": lambda: [name_of(route) for route in ROUTES],
    "openapi.status.{}": lambda: REFUSALS,
    "openapi.tag.{}": below("openapi.tag."),
    "audit.act.{}": lambda: [act.value for act in Act],
    "audit.csv.{}": lambda: JOURNAL_COLUMNS,
    "audit.door.{}": below("audit.door."),
    "account.addresses.kind.{}": lambda: [kind.value.lower() for kind in AddressKind],
    "account.addresses.waiting.{}": lambda: [kind.value.lower() for kind in AddressKind],
    "account.closing.{}.{}": below("account.closing."),
    "account.confirmation.{}.text": below("account.confirmation.", after=".text"),
    "account.confirmation.{}.title": below("account.confirmation.", after=".title"),
    "account.mails.topic.{}": lambda: [topic.value for topic in MailTopic],
    "account.tab.{}": lambda: [name for name, _ in TABS],
    "account.{}.lead": lambda: [name for name, _ in TABS],
    "account.{}.title": lambda: [name for name, _ in TABS],
    "activation.link.{}": lambda: [state.value.lower() for state in LinkState if state is not LinkState.VALID],
    "bank_details.field.{}": below("bank_details.field."),
    "bank_details.kinds.{}": lambda: [kind.value.lower() for kind in BankDetailKind],
    "br_fr.{}": below("br_fr.", after=".title"),
    "br_fr.{}.title": below("br_fr.", after=".title"),
    "en16931.categories.{}": below("en16931.categories."),
    "en16931.{}": below("en16931.", after=".title"),
    "en16931.{}.title": below("en16931.", after=".title"),
    "demo.bank_detail.{}": lambda: [row.slug for row in BANK_DETAILS],
    "demo.item.{}": lambda: {line.item for row in DEPOSITS for line in row.invoice.lines},
    "demo.reason.{}": lambda: {act.reason for row in DEPOSITS for act in row.acts if act.reason},
    "demo.role.{}": below("demo.role."),
    "demo.service.{}": lambda: {service.code for structure in STRUCTURES for service in structure.services},
    "demo.structure.{}": lambda: [structure.slug for structure in STRUCTURES],
    "check.verdicts.{}": lambda: [*(outcome.value for outcome in Outcome), "unanswered"],
    "checklist.steps.{}": below("checklist.steps."),
    "deposit.child.{}": below("deposit.child."),
    "deposit.failed.{}": below("deposit.failed."),
    "deposit.lot.column.{}": below("deposit.lot.column."),
    "deposit.lead.{}": lambda: [space.value for space in Space],
    "deposit.space.{}": lambda: [space.value for space in Space],
    "deposit.step.{}": below("deposit.step."),
    "deposit.title.{}": lambda: [space.value for space in Space],
    "deposit.verdict.{}": below("deposit.verdict."),
    "deposit.verdict.{}_text": below("deposit.verdict.", after="_text"),
    "deposit.zone.{}": lambda: ["limit", "limit_alone", "limit_lots"],
    "home.todo.{}": lambda: NAMES_OF_WANTED,
    "home.todo.{}_text": lambda: NAMES_OF_WANTED,
    "invoices_ui.wanted.{}": lambda: NAMES_OF_WANTED,
    "invoices_ui.acts.{}": lambda: [
        f"{act}.{rest}" for act in ON_PAGES for rest in below(f"invoices_ui.acts.{act}.")()
    ],
    "invoices_ui.acts.{}.act": lambda: [act.value for act in (*BACK, InvoiceAct.TAKE, InvoiceAct.FORWARD)],
    "invoices_ui.acts.{}.ask": lambda: IN_WINDOWS,
    "invoices_ui.acts.{}.comment_hint": lambda: [*IN_WINDOWS, *(act.value for act in BACK)],
    "invoices_ui.acts.{}.done": lambda: [act.value for act in InvoiceAct if act.value not in ON_PAGES],
    "invoices_ui.acts.{}.sure": lambda: IN_WINDOWS,
    "invoices_ui.acts.{}.then": lambda: [act.value for act in BACK],
    "invoices_ui.acts.traiter.to.{}": lambda: RECIPIENT_TARGETS,
    "invoices_ui.circuit.taken.{}": lambda: ["moe", "moa"],
    "invoices_ui.circuit.text.{}": lambda: [status.value for status in HELD],
    "invoices_ui.circuit.title.{}": lambda: ["moe", "moa"],
    "drafts.confirm.{}": lambda: ["number", "recipient", "amount", "files"],
    "drafts.todo.{}": lambda: OWN_TODO.values(),
    "drafts.after.{}.label": lambda: [item.value for item in After],
    "drafts.after.{}.link": lambda: ["listed", "next"],
    "drafts.after.{}.stated": lambda: ["listed"],
    "drafts.cadres.{}": below("drafts.cadres."),
    "drafts.certificate.rows.{}": below("drafts.certificate.rows."),
    "drafts.demands.{}": below("drafts.demands."),
    "drafts.failed.{}": lambda: [*ATTACH_FAILURES.values(), "other"],
    "drafts.hints.{}": lambda: ("service", "engagement", "marche"),
    "drafts.fields.{}": lambda: [answer.value.replace("-", "_") for answer in Answer],
    "drafts.items.{}": lambda: ["name", "quantity", "price", "rate", "net"],
    "drafts.marks.{}": lambda: [mark.value for mark in Mark],
    "drafts.own.{}.title": below("drafts.own.", after=".title"),
    "drafts.own.{}.todo": below("drafts.own.", after=".todo"),
    "drafts.parts.{}": lambda: ["about", "frame", "recipient", "amounts", "payment"],
    "drafts.payments.p{}": lambda: PAYMENTS,
    "drafts.rates.{}": lambda: ["rate", "base", "amount"],
    "formats.page.references.{}": below("formats.page.references."),
    "formats.page.lines.{}": below("formats.page.lines."),
    "formats.page.payment.{}": lambda: ["means", "holder", "iban", "bic"],
    "formats.page.totals.{}": below("formats.page.totals."),
    "formats.page.vat.{}": below("formats.page.vat."),
    "drafts.read.{}": below("drafts.read."),
    "drafts.regimes.{}": lambda: [regime.lower() for regime in REGIMES],
    "drafts.rows.{}": lambda: ["rates", "items"],
    "drafts.steps.{}": lambda: [step.value.replace("-", "_") for step in Step],
    "findings.layers.{}": lambda: [layer.value for layer in Layer],
    "findings.severities.{}": lambda: [severity.value for severity in Severity],
    "findings.skipped.{}": below("findings.skipped."),
    "findings.{}": lambda: [name for entry in ENTRIES for name in finding_names(entry.code)],
    "flux.checklist.{}.label": lambda: [item.value for item in ChecklistItem],
    "flux.checklist.{}.tick": lambda: [item.value for item in ChecklistItem],
    "flux.checklist.{}.{}": below("flux.checklist."),
    "flux.report.severity.{}": lambda: [severity.value for severity in Severity],
    "flux.state.{}.gloss": lambda: [state.value for state in FluxState],
    "flux.state.{}.label": lambda: [state.value for state in FluxState],
    "flux.step.{}": lambda: [step.name for step in STEPS],
    "flux_tracking.csv.{}": below("flux_tracking.csv."),
    "flux_tracking.message.{}": below("flux_tracking.message."),
    "flux_tracking.message.{}_title": below("flux_tracking.message.", after="_title"),
    "flux_tracking.state.{}": below("flux_tracking.state."),
    "formats.certified_for.{}": below("formats.certified_for."),
    "formats.deposit.{}": lambda: [kind.value for kind in DepositFormat],
    "formats.facts.{}": below("formats.facts."),
    "formats.kinds.{}.label": lambda: [kind.value for kind in FileKind],
    "formats.kinds.{}.meaning": lambda: [kind.value for kind in FileKind],
    "formats.kinds.{}.todo": lambda: [kind.value for kind in FileKind],
    "formats.reasons.child_{}": below("formats.reasons.child_"),
    "formats.reasons.{}": below("formats.reasons."),
    "formats.scope.{}": lambda: ["b2b", "both", "works_only"],
    "formats.signature_states.{}": lambda: [state.value for state in SignatureState],
    "formats.syntaxes.{}": lambda: [syntax.code for syntax in SYNTAXES],
    "help.how.{}.text": below("help.how.", after=".text"),
    "help.how.{}.title": below("help.how.", after=".title"),
    "help.not_received.{}": below("help.not_received."),
    "help.words.{}.meaning": below("help.words.", after=".meaning"),
    "help.words.{}.word": below("help.words.", after=".word"),
    "help.{}.advice": lambda: QUESTIONS,
    "help.{}.answer": lambda: QUESTIONS,
    "help.{}.question": lambda: QUESTIONS,
    "home.promise.{}.text": below("home.promise.", after=".text"),
    "home.promise.{}.title": below("home.promise.", after=".title"),
    "home.step.{}.text": below("home.step.", after=".text"),
    "home.step.{}.title": below("home.step.", after=".title"),
    "invoices.cadre.{}": lambda: [cadre.code for cadre in CADRES.values()],
    "invoices.document.{}": lambda: [kind.value for kind in DocumentKind],
    "invoices.meaning.{}": lambda: [s.value for s in Status if meaning_key(s) != "invoices.meaning_other"],
    "invoices.scope.{}": lambda: [scope.value for scope in Scope],
    "invoices.status.{}": lambda: [status.value for status in Status if status not in SENT],
    "invoices.type.{}": lambda: KNOWN_TYPES,
    "invoices.mode.{}": lambda: DEPOSIT_MODES,
    "flux_tracking.chart.{}": lambda: ("paid", "sent", "wanted", "refused"),
    "invoices_ui.chart.{}": lambda: KINDS,
    "ui.chart.long.{}": lambda: map(str, range(1, 13)),
    "ui.chart.short.{}": lambda: map(str, range(1, 13)),
    "invoices_ui.column.{}": lambda: NAMES,
    "invoices_ui.criterion.{}": lambda: [criterion.name for criterion in CRITERIA],
    "invoices_ui.{}.caption": lambda: LISTS,
    "invoices_ui.{}.empty": lambda: LISTS,
    "invoices_ui.{}.lead": lambda: LISTS,
    "invoices_ui.{}.title": lambda: LISTS,
    "invoices_ui.cadre.{}": lambda: [cadre.code for cadre in CADRES.values()],
    "invoices_ui.csv.{}": below("invoices_ui.csv."),
    "invoices_ui.payment.{}": below("invoices_ui.payment."),
    "invoices_ui.vat_due.{}": below("invoices_ui.vat_due."),
    "journal.act.{}": lambda: [act.value for act in StructureAct],
    "journal.field.{}": below("journal.field."),
    "habilitations.means.{}": lambda: [profile.value for profile in Profile],
    "mails.{}.action": lambda: mails_of_news(),
    "mails.{}.body": lambda: mails_of_news(),
    "mails.{}.subject": lambda: mails_of_news(),
    "journal.value.{}_{}": below("journal.value."),
    "onboarding.identifier_hint.{}": lambda: [kind.value.lower() for kind in IdentifierType],
    "onboarding.identifier_type.{}": lambda: [kind.value.lower() for kind in IdentifierType],
    "onboarding.membership.{}": lambda: [state.value.lower() for state in MembershipState],
    "onboarding.state.{}": lambda: [state.value.lower() for state in RequestState],
    "operator_ui.account_state.{}": lambda: [state.value for state in AccountState],
    "operator_ui.accounts.stops.{}": below("operator_ui.accounts.stops."),
    "operator_ui.directory.child.{}": below("operator_ui.directory.child."),
    "operator_ui.directory.failed.{}": below("operator_ui.directory.failed."),
    "operator_ui.requests.{}": lambda: ["approved", "refused"],
    "operator_ui.structure_filter.{}": lambda: [one.value for one in Filter],
    "operator_ui.structures.stops.{}": below("operator_ui.structures.stops."),
    "operator_ui.structures.{}": lambda: ["enabled", "disabled"],
    "operator_ui.todo.{}.act": below("operator_ui.todo.", after=".act"),
    "operator_ui.todo.{}.text": below("operator_ui.todo.", after=".text"),
    "operator_ui.todo.{}.title": below("operator_ui.todo.", after=".title"),
    "click.{}": below("click."),
    "help.gap.{}": below("help.gap."),
    "api.{}": lambda: [name for names in API_REFUSALS.values() for name in names],
    "api.refusal.{}": lambda: [f"{code}.{part}" for code in API_REFUSALS for part in ("title", "meaning", "todo")],
    "operator_ui.code.{}_{}": below("operator_ui.code."),
    "operator_ui.value.{}": below("operator_ui.value."),
    "operator_ui.vital.{}": below("operator_ui.vital."),
    "operator_ui.{}.lead": lambda: OPERATOR_PAGES,
    "operator_ui.{}.title": lambda: OPERATOR_PAGES,
    "personal_data.field.{}": below("personal_data.field."),
    "personal_data.part.{}": lambda: [part.name for part in personal_data.PARTS],
    "show.printed.fields.{}": lambda: {wanted.name.lower() for wanted in Field},
    "papers.document.{}": below("papers.document."),
    "papers.tab.{}": lambda: [*INVOICE_TABS, *FILE_TABS],
    "papers.unshown.{}": below("papers.unshown."),
    "sheet.column.{}": below("sheet.column."),
    "sheet.document.{}": below("sheet.document."),
    "sheet.meaning.{}": below("sheet.meaning."),
    "sheet.role.{}": below("sheet.role."),
    "sheet.section.{}": below("sheet.section."),
    "sheet.subject.{}": below("sheet.subject."),
    "sheet.term.{}": below("sheet.term."),
    "sheet.unit.{}": below("sheet.unit."),
    "sheet.vat.{}": below("sheet.vat."),
    "structure_ui.data.{}": below("structure_ui.data."),
    "structure_ui.demand.{}.meaning": lambda: [demand.value for demand in Demand],
    "structure_ui.demand.{}.name": lambda: [demand.value for demand in Demand],
    "structure_ui.kind.{}": lambda: [kind.value.lower() for kind in StructureKind],
    "structure_ui.parameters.{}": lambda: ["demand"],
    "structure_ui.profile.{}.meaning": lambda: [profile.value.lower() for profile in Profile],
    "structure_ui.profile.{}.name": lambda: [profile.value.lower() for profile in Profile],
    "structure_ui.service_state.{}.meaning": lambda: list(ServiceState),
    "structure_ui.service_state.{}.name": lambda: list(ServiceState),
    "structure_ui.services.column.{}": below("structure_ui.services.column."),
    "structure_ui.services.field.{}": below("structure_ui.services.field."),
    "structure_ui.space.{}.meaning": lambda: [space.value.lower() for space in SPACES],
    "structure_ui.space.{}.name": lambda: [space.value.lower() for space in SPACES],
    "structure_ui.spaces.{}": lambda: ("compulsory", "others_wait"),
    "proofs.failed.{}": below("proofs.failed."),
    "show.terms.{}": lambda: terms(parsed) | terms(parts),
    "structures.profile.{}": lambda: [profile.value for profile in Profile],
    "structures.space.{}": lambda: [space.value for space in StructureSpace],
    "operator.doctor.{}.advice": lambda: list(doctor.Subject),
    "operator.doctor.{}.name": lambda: list(doctor.Subject),
    "verdict.read.{}": below("verdict.read."),
    "verdict.{}.text": below("verdict.", after=".text"),
    "verdict.{}.title": below("verdict.", after=".title"),
    "verification.failed.{}": below("verification.failed."),
    "verification.profile.{}.meaning": below("verification.profile.", after=".meaning"),
    "verification.profile.{}.name": below("verification.profile.", after=".name"),
}


def filled(template: str) -> set[str]:
    """The keys that the template makes."""
    before, _, after = template.partition("{}")
    after = "" if "{}" in after else after
    return {f"{before}{filling}{after}" for filling in FILLINGS[template]()}
