"""What a valideur does with an invoice that waits for him: it goes on to its recipient, or back to its supplier."""

from collections.abc import Sequence

from chorus_app.invoices.enums import RefusedFor, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import SPACE_TO_VALIDATE
from chorus_app.invoices.service import Document, give_status
from chorus_app.invoices.status import TO_VALIDATE
from chorus_app.invoices.supplying import attach
from chorus_app.invoices.treatment import MAX_REASON, opened
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied
from chorus_app.kernel.text import t
from chorus_app.structures.perms import DEPOSIT, actor, structures_with

S = Status
VALIDATED = {S.A_VALIDER_1: S.VALIDEE_1, S.A_VALIDER_2: S.VALIDEE_2}
REFUSED = {S.A_VALIDER_1: S.REFUSEE_1, S.A_VALIDER_2: S.REFUSEE_2}
WRONG_VALIDEUR = {
    S.A_VALIDER_1: S.ERREUR_FOURNISSEUR_SUR_VALIDEUR,
    S.A_VALIDER_2: S.ERREUR_COTRAITANT_SUR_VALIDEUR,
}


def validate(context: Context, *, invoice_id: int, comment: str = "", files: Sequence[Document] = ()) -> Invoice:
    """The invoice goes to its recipient. Raises `NotFound`, `Denied`, `Conflict` when it does not wait for a valideur,
    `Invalid` for a document that does not fit."""
    invoice = _waiting(context, invoice_id)
    attach(context, invoice, files)
    give_status(
        context,
        invoice=invoice,
        status=VALIDATED[invoice.status],
        then=S.MISE_A_DISPOSITION,
        actor_id=context.actor_id,
        comment=comment.strip()[:MAX_REASON],
    )
    return invoice


def refuse(
    context: Context, *, invoice_id: int, reason: RefusedFor, comment: str = "", files: Sequence[Document] = ()
) -> Invoice:
    """The invoice goes back to its supplier, who names another valideur if this was the wrong one. Raises alike."""
    invoice = _waiting(context, invoice_id)
    attach(context, invoice, files)
    after = WRONG_VALIDEUR if reason is RefusedFor.ERREUR_VALIDEUR else REFUSED
    told = " – ".join(part for part in (t(reason.label_key), comment.strip()) if part)[:MAX_REASON]
    give_status(context, invoice=invoice, status=after[invoice.status], actor_id=context.actor_id, comment=told)
    return invoice


def may_validate(context: Context, invoice: Invoice) -> bool:
    """Whether the actor acts for the valideur of the invoice."""
    return invoice.valideur_id in structures_with(context, profiles=DEPOSIT, space=SPACE_TO_VALIDATE)


def _waiting(context: Context, invoice_id: int) -> Invoice:
    actor(context)
    invoice = opened(context, invoice_id=invoice_id)
    if not may_validate(context, invoice):
        raise Denied("invoices.validation.denied")
    if invoice.status not in TO_VALIDATE:
        raise Conflict("invoices.validation.not_waiting", number=invoice.number)
    return invoice
