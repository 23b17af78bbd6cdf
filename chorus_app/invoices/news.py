"""Who is told of an invoice.

Its depositor of its statuses, unless he gave them himself, as long as he may see it; those who may validate it, that it
waits for them; those who act for a MOE or a MOA, that a piece of works came to it.
"""

from collections.abc import Sequence

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.invoices.enums import Scope, Side, Status
from chorus_app.invoices.holding import holder
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.perms import SPACE_OF_SCOPE, SPACE_TO_VALIDATE
from chorus_app.invoices.queries import visible
from chorus_app.invoices.status import TO_VALIDATE, WITH_MOE, label_key, last_day_to_validate
from chorus_app.kernel import french
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import DEPOSIT
from chorus_app.structures.queries import people_with


def tell_status(context: Context, invoice: Invoice, given: Sequence[Status], *, actor_id: int | None) -> None:
    """To be called once the invoice has taken its new status; `given` are all that it took in one act, one or two."""
    if actor_id is not None and actor_id == invoice.depositor_id:
        return
    context.session.flush()
    depositor = Context(context.world, context.session, actor_id=invoice.depositor_id)
    may_see = context.session.exec(select(Invoice.id).where(Invoice.id == invoice.id, visible(depositor))).first()
    if may_see is None:
        return
    tell(
        context,
        [context.session.get_one(User, invoice.depositor_id)],
        kind=NewsKind.INVOICE_STATUS,
        path=f"/factures/{invoice.public_id}",
        number=invoice.number,
        status=_told(given, context.language),
    )


def _told(given: Sequence[Status], language: str) -> str:
    words = [t(label_key(status), language) for status in given]
    return words[0] if len(words) == 1 else t("invoices.status_then", language, first=words[0], then=words[-1])


def tell_valideurs(context: Context, invoices: Sequence[Invoice]) -> None:
    """Tell those who may validate what waits for them: of one invoice which, of several at once how many."""
    _tell_valideurs(context, invoices)


def remind_valideurs(context: Context, invoices: Sequence[Invoice]) -> None:
    """Tell them again."""
    _tell_valideurs(context, invoices, again=True)


def _tell_valideurs(context: Context, invoices: Sequence[Invoice], *, again: bool = False) -> None:
    waiting = [invoice for invoice in invoices if invoice.valideur_id and invoice.status in TO_VALIDATE]
    for valideur_id in dict.fromkeys(invoice.valideur_id or 0 for invoice in waiting):
        asked = [invoice for invoice in waiting if invoice.valideur_id == valideur_id]
        supplier = context.session.get_one(Structure, asked[0].supplier_id)
        waits = t("invoices.waits", count=len(asked), number=asked[0].number, supplier=supplier.name)
        what = t("invoices.asked_again", what=waits) if again else waits
        days = context.world.settings.tacit_validation_days
        day = french.plain_day(min(last_day_to_validate(one.status_at, days=days) for one in asked))
        tell(
            context,
            people_with(context, structure_id=valideur_id, profiles=DEPOSIT, space=SPACE_TO_VALIDATE),
            kind=NewsKind.INVOICE_TO_VALIDATE,
            path=f"/factures/{asked[0].public_id}" if len(asked) == 1 else "/factures-a-valider",
            asked=what,
            day=day,
            what=t("invoices.to_answer", what=what, day=day),
        )


def tell_holders(context: Context, invoices: Sequence[Invoice], *, actor_id: int | None) -> None:
    """Tell those who act for the MOE or the MOA which piece came to it, of several at once how many; but not who sent
    it there himself."""
    came = [(structure_id, invoice) for invoice in invoices if (structure_id := holder(invoice)) is not None]
    for structure_id in dict.fromkeys(structure_id for structure_id, _ in came):
        pieces = [invoice for known, invoice in came if known == structure_id]
        supplier = context.session.get_one(Structure, pieces[0].supplier_id)
        people = people_with(context, structure_id=structure_id, profiles=DEPOSIT, space=SPACE_OF_SCOPE[Scope.TRAVAUX])
        tell(
            context,
            [one for one in people if one.id != actor_id],
            kind=NewsKind.PIECE_RECEIVED,
            path=f"/factures/{pieces[0].public_id}" if len(pieces) == 1 else _list_of(pieces[0]),
            what=t("invoices.piece_came", count=len(pieces), number=pieces[0].number, supplier=supplier.name),
        )


def _list_of(piece: Invoice) -> str:
    side = Side.MOE if piece.status in WITH_MOE else Side.MOA
    return f"/factures-de-travaux?statut={side.value}"
