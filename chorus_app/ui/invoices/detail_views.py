"""One invoice as its page shows it: French text, ready to be read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chorus_app.flux.views import FluxView
from chorus_app.formats.shown import Paper
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import treatment
from chorus_app.invoices.enums import VALIDEUR_REMINDED, DocumentKind, EventKind, Scope, Status
from chorus_app.invoices.views import DocumentView, EventView, InvoiceRow, InvoiceView
from chorus_app.kernel.french import amount, moment, plain_day, size
from chorus_app.kernel.text import t
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.invoices.wording import Wording, wording_of
from chorus_app.ui.papers.asking import Wanted
from chorus_app.ui.papers.views import Piece

FILES = "/factures/fichiers"
DRAWN = frozenset({"pdf", "png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"})  # by the end of the name
ZIP = "application/zip"  # Chorus Pro wants the readable invoice of a mixed flow packed


@dataclass(frozen=True)
class Target:
    """A status that the recipient may give, with what it means."""

    value: str
    label: str


def targets(status: Status) -> list[Target]:
    """Those that may follow."""
    return [Target(one.value, t(f"invoices_ui.acts.traiter.to.{one.value}")) for one in treatment.targets(status)]


@dataclass(frozen=True)
class FileLine:
    """A file to download; `look` is where it is looked at, if it can be."""

    name: str
    kind: str
    type: str
    size: str
    href: str
    look: str


@dataclass(frozen=True)
class EventLine:
    """One step of the invoice's life, or of the flux that brought it; `who` and `why` may be empty."""

    label: str
    of: str
    at: str
    who: str
    why: str


@dataclass(frozen=True)
class InvoicePage:
    """What stands above the parts of the page. Texts that the portal does not know are empty."""

    href: str = ""
    number: str = ""
    kind: str = ""
    status: str = ""
    tone: str = "info"
    meaning: str = ""
    reason: str = ""  # what was written beside the status that it has
    wording: str = Wording.INVOICE  # in which words its supplier is asked
    since: str = ""
    answer_by: str = ""  # the day with which the time of its valideur ends
    amount: str = ""
    supplier: str = ""
    recipient: str = ""
    deposited: str = ""
    depositor: str = ""
    flux_number: str = ""
    flux_href: str = ""
    flux_state: str = ""
    report_href: str = ""
    list_label: str = ""
    list_href: str = ""
    files: list[FileLine] = field(default_factory=list)
    history: list[EventLine] = field(default_factory=list)


def _list_of(invoice: InvoiceView, mine: Collection[str]) -> Scope:
    """The list where the reader finds it: what others issue, he validates or receives."""
    row = invoice.row
    if row.space is Space.TRAVAUX or row.supplier.public_id in mine:
        return Scope(row.space.value)
    validates = invoice.valideur is not None and invoice.valideur.public_id in mine
    return Scope.VALIDER if validates else Scope.RECUES


def invoice_page(here: Wanted, invoice: InvoiceView, flux: FluxView | None, mine: Collection[str] = ()) -> InvoicePage:
    """The page of an invoice; `mine` are the public ids of the reader's structures."""
    row = invoice.row
    scope = _list_of(invoice, mine)
    flux_href = f"/suivi-des-flux/{flux.row.public_id}" if flux else ""
    return InvoicePage(
        href=f"/factures/{row.public_id}",
        number=row.number,
        kind=t(row.type_key, code=row.type_code),
        status=t(row.status_key),
        tone=row.tone.value,
        meaning=t(row.status_meaning_key),
        reason=reason_of(invoice),
        wording=wording_of(invoice),
        since=moment(row.status_at),
        answer_by=plain_day(invoice.answer_by),
        amount=amount(row.tax_inclusive, row.currency),
        supplier=row.supplier.name,
        recipient=row.recipient.name,
        deposited=moment(row.deposited_at),
        depositor=invoice.depositor or "",
        flux_number=row.flux_number,
        flux_href=flux_href,
        flux_state=t(flux.row.state_key) if flux else "",
        report_href=f"{flux_href}/compte-rendu" if flux and flux.row.final else "",
        list_label=t(scope.label_key),
        list_href=ROUTES[scope],
        files=[_file(here, document) for document in invoice.documents],
        history=history(invoice, flux),
    )


def reason_of(invoice: InvoiceView) -> str:
    """What was written beside the status that the invoice has; nothing where nobody wrote."""
    given = [event for event in invoice.history if event.kind is EventKind.STATUS]
    return (given[-1].comment or "") if given else ""


def pieces(invoice: InvoiceView) -> list[Piece]:
    """The documents that can be looked at: the readable invoice first, then the deposited PDF, then the rest."""
    order = {DocumentKind.MAIN: 0, DocumentKind.DEPOSITED: 1, DocumentKind.ATTACHMENT: 2}
    drawn = sorted(filter(_is_drawn, invoice.documents), key=lambda document: order[document.kind])
    return [Piece(one.public_id, Paper(one.sha256, one.name), f"{FILES}/{one.public_id}") for one in drawn]


def _is_drawn(document: DocumentView) -> bool:
    packed = document.kind is DocumentKind.MAIN and document.mime_type == ZIP
    return packed or document.name.rpartition(".")[2].casefold() in DRAWN or document.mime_type == "application/pdf"


def _file(here: Wanted, document: DocumentView) -> FileLine:
    return FileLine(
        name=document.name,
        kind=t(document.kind.label_key),
        type=document.mime_type,
        size=size(document.size),
        href=f"{FILES}/{document.public_id}",
        look=here.href(onglet="document", piece=document.public_id) if _is_drawn(document) else "",
    )


def history(invoice: InvoiceView, flux: FluxView | None) -> list[EventLine]:
    """All that happened, the latest first: to the invoice, and to the flux that brought it where the reader sees it."""
    told = [*(flux_events(flux) if flux else ()), *((event.at, _event(event)) for event in invoice.history)]
    return [line for _, line in sorted(enumerate_by_time(told), reverse=True)]


def enumerate_by_time(told: list[tuple[datetime, EventLine]]) -> Iterator[tuple[tuple[datetime, int], EventLine]]:
    """What happened at the same moment stays in its order."""
    return (((at, number), line) for number, (at, line) in enumerate(told))


def flux_events(flux: FluxView) -> Iterator[tuple[datetime, EventLine]]:
    """The states of the flux; its depositor brought about the first one, the portal the others."""
    for number, state in enumerate(flux.states):
        who = t("invoices_ui.event.portal") if number else flux.row.depositor
        yield state.at, EventLine(t(state.state.label_key), t("invoices_ui.event.of_flux"), moment(state.at), who, "")


def _event(event: EventView) -> EventLine:
    """A status by its word; another act as what it is, for its code says nothing to a reader."""
    label = t(event.label_key) if event.label_key else t(_OTHER_EVENTS[event.kind])
    by_portal = event.kind is EventKind.STATUS or event.code == VALIDEUR_REMINDED
    who = event.actor or (t("invoices_ui.event.portal") if by_portal else "")
    return EventLine(label, t("invoices_ui.event.of_invoice"), moment(event.at), who, event.comment or "")


_OTHER_EVENTS = {
    EventKind.STATUS: "invoices_ui.event.action",
    EventKind.ACTION: "invoices_ui.event.action",
    EventKind.COMPLEMENT: "invoices_ui.event.complement",
}


@dataclass(frozen=True)
class DossierLine:
    """A piece of the same file (dossier de facturation); `here` for the one that the page shows."""

    number: str
    href: str
    cadre: str
    supplier: str
    amount: str
    status: str
    tone: str
    here: bool


def dossier_lines(found: Sequence[InvoiceRow], here: str) -> list[DossierLine]:
    """In their order; none of an invoice that stands alone."""
    if len(found) < 2:
        return []
    return [
        DossierLine(
            number=row.number,
            href=f"/factures/{row.public_id}",
            cadre=t("invoices_ui.works_piece", cadre=row.cadre, name=t(f"invoices_ui.cadre.{row.cadre}")),
            supplier=row.supplier.name,
            amount=amount(row.tax_inclusive, row.currency),
            status=t(row.status_key),
            tone=row.tone.value,
            here=row.public_id == here,
        )
        for row in found
    ]
