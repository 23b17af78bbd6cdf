"""What the MOE and the MOA of a works market do with a piece that is with them.

The circuit is that of section 3: the titulaire's piece waits with the MOE (A4) or the MOA (A5) until they deposit the
next one of its dossier; then it is « Associée ». Until then they take it into account, pass it on, refuse it, or ask
its supplier for more. Chorus Pro publishes the codes of these statuses, not which may follow which.
"""

from collections.abc import Sequence

from chorus_app.invoices.enums import DocumentKind, EventKind, RefusedFor, Scope, Status
from chorus_app.invoices.holding import HELD, holder
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import SPACE_OF_SCOPE
from chorus_app.invoices.service import Document, give_status, record
from chorus_app.invoices.status import STATUSES, WITH_MOE
from chorus_app.invoices.supplying import attach
from chorus_app.invoices.treatment import MAX_REASON, opened
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, Invalid
from chorus_app.kernel.text import t
from chorus_app.structures.perms import DEPOSIT, actor, structures_with

S = Status
ADDED = "AJOUT_PIECE"  # the act of a MOE or MOA that adds to a piece, by this project's own code
TAKEN = {
    S.MISE_A_DISPOSITION_MOE: S.PRISE_EN_COMPTE_MOE,
    S.MISE_A_DISPOSITION_MOA: S.PRISE_EN_COMPTE_MOA,
    S.TRANSMISE_MOA: S.PRISE_EN_COMPTE_MOA,
}
PASSED_ON = frozenset({S.MISE_A_DISPOSITION_MOE, S.PRISE_EN_COMPTE_MOE})
ASSOCIATED = HELD | {S.A_ASSOCIER_FOURNISSEUR}


def may_answer(context: Context, invoice: Invoice) -> bool:
    """Whether the actor acts for the MOE or the MOA that the piece is with."""
    return holder(invoice) in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_SCOPE[Scope.TRAVAUX])


def moe_may_be_wrong(status: Status) -> bool:
    """Whether the piece may still be refused because its supplier named the wrong MOE."""
    return S.ERREUR_FOURNISSEUR_SUR_MOE in STATUSES[status].next


def take(context: Context, *, invoice_id: int, comment: str = "") -> Invoice:
    """The MOE or the MOA takes the piece into account.

    Raises `NotFound`, `Denied`, `Conflict` when the piece is not with one, or waits for the next piece of its dossier.
    """
    invoice = _held(context, invoice_id)
    if invoice.status not in TAKEN:
        raise Conflict("invoices.circuit.not_to_take", number=invoice.number)
    return _given(context, invoice, TAKEN[invoice.status], comment)


def pass_on(context: Context, *, invoice_id: int, comment: str = "") -> Invoice:
    """The MOE passes the piece on to the MOA. Raises `NotFound`, `Denied`, `Conflict` when that may not follow."""
    invoice = _held(context, invoice_id)
    if invoice.status not in PASSED_ON:
        raise Conflict("invoices.circuit.not_to_pass_on", number=invoice.number)
    return _given(context, invoice, S.TRANSMISE_MOA, comment)


def refuse(context: Context, *, invoice_id: int, comment: str, reason: RefusedFor = RefusedFor.AUTRE) -> Invoice:
    """The MOE or the MOA refuses the piece and says why: its circuit ends, unless the supplier named the wrong MOE.

    Raises `NotFound`, `Denied`, `Conflict` when the piece is not with one, `Invalid` without words.
    """
    invoice = _held(context, invoice_id)
    told = _told(comment)
    if reason is RefusedFor.ERREUR_VALIDEUR:
        if not moe_may_be_wrong(invoice.status):
            raise Conflict("invoices.circuit.moe_not_wrong", number=invoice.number)
        return _given(context, invoice, S.ERREUR_FOURNISSEUR_SUR_MOE, told)
    after = S.REFUSEE_MOE if invoice.status in WITH_MOE else S.REFUSEE_MOA
    return _given(context, invoice, after, " – ".join(dict.fromkeys((t(reason.label_key), told))))


def ask_more(context: Context, *, invoice_id: int, comment: str) -> Invoice:
    """Ask the supplier for a document or a word. Raises as `refuse` does."""
    invoice = _held(context, invoice_id)
    return _given(context, invoice, S.A_COMPLETER, _told(comment))


def ask_another_way(context: Context, *, invoice_id: int, comment: str = "") -> Invoice:
    """Ask the supplier to send the piece to another recipient, service or market. Raises as `take` does."""
    invoice = _held(context, invoice_id)
    return _given(context, invoice, S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR, comment)


def add(context: Context, *, invoice_id: int, comment: str, files: Sequence[Document] = ()) -> Invoice:
    """Add documents or a word to the piece, which stays where it is.

    Raises `NotFound`, `Denied`, `Conflict`, `Invalid` for a document that does not fit or when nothing is added.
    """
    invoice = _held(context, invoice_id)
    written = comment.strip()[:MAX_REASON]
    if not written and not files:
        raise Invalid("invoices.supply.nothing_added")
    attach(context, invoice, files)
    names = ", ".join(file.name for file in files if file.kind is DocumentKind.ATTACHMENT)
    record(
        context,
        invoice=invoice,
        kind=EventKind.COMPLEMENT,
        code=ADDED,
        actor_id=context.actor_id,
        comment=" – ".join(part for part in (written, names) if part)[:MAX_REASON],
    )
    return invoice


def associate(context: Context, *, earlier: Invoice, structure_id: int) -> None:
    """A structure has deposited the piece that follows an earlier one: if that was with it, it waits no longer.

    A piece that waits for the titulaire is associated by whoever takes part in the dossier and did not issue it.
    """
    with_it = holder(earlier) == structure_id
    waits = earlier.status is S.A_ASSOCIER_FOURNISSEUR and earlier.supplier_id != structure_id
    if with_it or waits:
        give_status(context, invoice=earlier, status=S.ASSOCIEE, actor_id=context.actor_id)


def _held(context: Context, invoice_id: int) -> Invoice:
    """A piece that is with the actor's MOE or MOA, to be changed. Raises `NotFound`, `Denied`, `Conflict`."""
    actor(context)
    invoice = opened(context, invoice_id=invoice_id)
    if invoice.status not in HELD:
        raise Conflict("invoices.circuit.not_held", number=invoice.number)
    if not may_answer(context, invoice):
        raise Denied("invoices.circuit.denied")
    return invoice


def _told(comment: str) -> str:
    written = comment.strip()[:MAX_REASON]
    if not written:
        raise Invalid("invoices.circuit.reason_missing", field="comment")
    return written


def _given(context: Context, invoice: Invoice, status: Status, comment: str) -> Invoice:
    give_status(
        context, invoice=invoice, status=status, actor_id=context.actor_id, comment=comment.strip()[:MAX_REASON]
    )
    return invoice
