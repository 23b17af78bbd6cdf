"""What a supplier does with an invoice that came back to him: complete it, send it elsewhere, name another valideur,
note that its rejection is dealt with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from chorus_app.formats.parsed import Identifier, ParsedInvoice, Party
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.attachments import Weighed, check_beside
from chorus_app.invoices.cadres import cadre_of
from chorus_app.invoices.enums import MOE_NAMED, REJECTION_TREATED, DocumentKind, EventKind, InvoiceAct, Status
from chorus_app.invoices.listing import place
from chorus_app.invoices.models import WORDS, Invoice, InvoiceDocument, InvoiceEvent
from chorus_app.invoices.news import tell_holders
from chorus_app.invoices.perms import SPACE_OF_DEPOSIT
from chorus_app.invoices.queries import treated_rejections
from chorus_app.invoices.service import Document, cut, find_structure, give_status, record
from chorus_app.invoices.status import WITH_MOE
from chorus_app.invoices.treatment import MAX_REASON, opened
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Conflict, Denied, Invalid
from chorus_app.kernel.search import search_key
from chorus_app.rules import chorus
from chorus_app.rules.directory import Directory
from chorus_app.rules.finding import Finding, Severity
from chorus_app.rules.making import Case
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import DEPOSIT, actor, structures_with

AGAIN = {
    Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR: Status.A_VALIDER_1,
    Status.ERREUR_COTRAITANT_SUR_VALIDEUR: Status.A_VALIDER_2,
}
WRONG_MOE = Status.ERREUR_FOURNISSEUR_SUR_MOE  # the piece then begins its circuit again
# The statuses in which an invoice waits for an act of its supplier, and what is said in any other.
WAITED: Mapping[InvoiceAct, frozenset[Status]] = {
    InvoiceAct.COMPLETE: frozenset({Status.SUSPENDUE, Status.A_COMPLETER}),
    InvoiceAct.RECYCLE: frozenset({Status.A_RECYCLER, Status.EN_ATTENTE_RECYCLAGE_FOURNISSEUR}),
    InvoiceAct.CORRECT_VALIDEUR: frozenset({*AGAIN, WRONG_MOE}),
    InvoiceAct.NOTE_REJECTION: frozenset({Status.REJETEE}),
}
NOT_WAITED: Mapping[InvoiceAct, str] = {
    InvoiceAct.COMPLETE: "invoices.supply.not_suspended",
    InvoiceAct.RECYCLE: "invoices.supply.not_sent_back",
    InvoiceAct.CORRECT_VALIDEUR: "invoices.supply.valideur_not_wrong",
    InvoiceAct.NOTE_REJECTION: "invoices.supply.not_rejected",
}


class NoSuchWay(AppError):
    """The invoice would not arrive where it is sent; `findings` say why."""

    code = "no_such_way"
    status = 422

    def __init__(self, *findings: Finding) -> None:
        super().__init__("invoices.supply.no_such_way", count=len(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Way:
    """Where an invoice goes: what is None stays as it is, what is empty is taken away."""

    recipient: Identifier | None = None
    service: str | None = None
    engagement: str | None = None
    contract: str | None = None


def complete(context: Context, *, invoice_id: int, comment: str, files: Sequence[Document] = ()) -> Invoice:
    """A suspended invoice gets what it lacks: documents, a comment. Nothing else of it changes.

    Raises `NotFound`, `Denied`, `Conflict` when it is not suspended, `Invalid` for a document that does not fit or when
    nothing is added.
    """
    invoice = _own(context, invoice_id, InvoiceAct.COMPLETE)
    written = comment.strip()[:MAX_REASON]
    if not written and not files:
        raise Invalid("invoices.supply.nothing_added")
    attach(context, invoice, files)
    after = _asked_at(context, invoice) if invoice.status is Status.A_COMPLETER else Status.COMPLETEE
    give_status(context, invoice=invoice, status=after, actor_id=context.actor_id, comment=written)
    return invoice


def _asked_at(context: Context, invoice: Invoice) -> Status:
    """Where a piece of works was when its MOE or MOA asked for more: it goes back there."""
    query = (
        select(InvoiceEvent.code)
        .where(
            InvoiceEvent.invoice_id == invoice.id,
            InvoiceEvent.kind == EventKind.STATUS,
            InvoiceEvent.code != Status.A_COMPLETER,
        )
        .order_by(col(InvoiceEvent.id).desc())
    )
    return Status(context.session.exec(query.limit(1)).one())


def attach(context: Context, invoice: Invoice, files: Sequence[Document]) -> None:
    """Add documents. Raises `Invalid` for one that does not fit beside those that there are."""
    query = select(InvoiceDocument).where(InvoiceDocument.invoice_id == invoice.id).order_by(col(InvoiceDocument.id))
    held = context.session.exec(query).all()
    heavy = sum(one.size for one in held if one.kind is not DocumentKind.ATTACHMENT)
    there = [Weighed(one.name, one.size) for one in held if one.kind is DocumentKind.ATTACHMENT]
    for file in files:
        check_beside(file.name, file.size, there, heavy=heavy)
        there.append(Weighed(file.name, file.size))
        context.session.add(
            InvoiceDocument(
                invoice_id=invoice.id,
                kind=DocumentKind.ATTACHMENT,
                name=file.name[:120],
                mime_type=file.mime_type[:100],
                sha256=file.sha256,
                size=file.size,
                type_code=cut(file.type_code, 10),
                line=file.line,
            )
        )


def recycle(context: Context, *, invoice_id: int, way: Way, directory: Directory, comment: str = "") -> Invoice:
    """An invoice that its recipient sent back goes another way, under the number that it has.

    Raises `NotFound`, `Denied`, `Conflict` when it was not sent back, `NoSuchWay` with what the directory says.
    """
    invoice = _own(context, invoice_id, InvoiceAct.RECYCLE)
    before = context.session.get_one(Structure, invoice.recipient_id)
    identifier = way.recipient or Identifier(type=before.identifier_type.value, value=before.identifier)
    service, engagement, contract = (
        (old if new is None else new.strip()) or None
        for new, old in (
            (way.service, invoice.service_code),
            (way.engagement, invoice.engagement),
            (way.contract, invoice.contract),
        )
    )
    supplier = context.session.get_one(Structure, invoice.supplier_id)
    sent = ParsedInvoice(
        schema="form",
        seller=Party(identifier=Identifier(type=supplier.identifier_type.value, value=supplier.identifier)),
        buyer=Party(identifier=identifier),
        cadre=invoice.cadre,
        service_code=service,
        engagement=engagement,
        contract=contract,
    )
    _check_way(sent, directory)
    recipient = find_structure(context, identifier)
    if recipient is None:
        raise Invalid("invoices.supply.no_structure", field="destinataire", identifier=identifier.value or "—")
    context.ring(f"invoices:{invoice.recipient_id}")
    invoice.recipient_id = recipient.id
    invoice.service_code, invoice.engagement, invoice.contract = service, engagement, contract
    _find_by(context, invoice, search_key(invoice.number, supplier.name, recipient.name, engagement, contract))
    give_status(
        context,
        invoice=invoice,
        status=Status.DEPOSEE,
        then=_starts_again(invoice),
        actor_id=context.actor_id,
        comment=comment.strip()[:MAX_REASON],
    )
    return invoice


def _starts_again(invoice: Invoice) -> Status:
    """Where an invoice arrives that is sent another way; one that was validated once is not validated again."""
    return cadre_of(invoice.cadre).start if invoice.space is Space.TRAVAUX else Status.MISE_A_DISPOSITION


def _check_way(sent: ParsedInvoice, directory: Directory) -> None:
    found = chorus.check_routing(Case(sent), directory)
    blocking = [finding for finding in found if finding.severity is Severity.BLOCKING]
    if blocking:
        raise NoSuchWay(*blocking)


def _find_by(context: Context, invoice: Invoice, key: str) -> None:
    before, invoice.search_key = invoice.search_key, key
    context.session.flush()
    WORDS.change(context.session, invoice.id, before=before, after=key)


def correct_valideur(context: Context, *, invoice_id: int, valideur: Structure) -> Invoice:
    """An invoice that was refused by the wrong valideur goes to another one; a piece that named no MOE gets one.

    Raises `NotFound`, `Denied`, `Conflict` when it waits for neither, `Invalid` for one that cannot validate it.
    """
    invoice = _own(context, invoice_id, InvoiceAct.CORRECT_VALIDEUR)
    if not valideur.active or valideur.id == invoice.supplier_id:
        raise Invalid("invoices.supply.no_valideur", field="valideur", name=valideur.name)
    for topic in ("invoices", "validation"):
        context.ring(f"{topic}:{invoice.valideur_id}")
    invoice.valideur_id, invoice.valideur_service = valideur.id, None
    if invoice.status in WITH_MOE:
        _name_moe(context, invoice, valideur)
    else:
        again = AGAIN.get(invoice.status) or _starts_again(invoice)
        give_status(context, invoice=invoice, status=again, actor_id=context.actor_id)
    return invoice


def _name_moe(context: Context, invoice: Invoice, moe: Structure) -> None:
    """A piece that named no MOE was with nobody: now it is with this one."""
    place(context, invoice)
    record(
        context,
        invoice=invoice,
        kind=EventKind.ACTION,
        code=MOE_NAMED,
        actor_id=context.actor_id,
        comment=moe.name[:MAX_REASON],
    )
    context.ring(f"invoices:{moe.id}")
    tell_holders(context, [invoice], actor_id=context.actor_id)


def note_rejections(context: Context, *, invoice_ids: Sequence[int], comment: str = "") -> None:
    """The supplier has dealt with the rejection of these invoices; said twice, it stands once.

    Raises `NotFound`, `Denied`, `Conflict` for one that is not rejected: then nothing is noted of any.
    """
    for invoice_id in dict.fromkeys(invoice_ids):
        invoice = _own(context, invoice_id, InvoiceAct.NOTE_REJECTION)
        if invoice.id not in treated_rejections(context, [invoice.id]):
            record(
                context,
                invoice=invoice,
                kind=EventKind.ACTION,
                code=REJECTION_TREATED,
                actor_id=context.actor_id,
                comment=comment.strip()[:MAX_REASON],
            )
            context.session.flush()
            context.ring(f"invoices:{invoice.supplier_id}")


def waits(invoice: Invoice, act: InvoiceAct) -> bool:
    """Whether the invoice waits for this act of its supplier."""
    if act is InvoiceAct.CORRECT_VALIDEUR and invoice.valideur_id is None and invoice.status in WITH_MOE:
        return True
    return invoice.status in WAITED[act]


def may_supply(context: Context, invoice: Invoice) -> bool:
    """Whether the actor acts for the supplier of the invoice."""
    return invoice.supplier_id in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[invoice.space])


def _own(context: Context, invoice_id: int, act: InvoiceAct) -> Invoice:
    """The actor's own invoice, to be changed. Raises `NotFound`, `Denied`, `Conflict` when it does not wait for it."""
    actor(context)
    invoice = opened(context, invoice_id=invoice_id)
    if not may_supply(context, invoice):
        raise Denied("invoices.supply.denied")
    if not waits(invoice, act):
        raise Conflict(NOT_WAITED[act], number=invoice.number)
    return invoice
