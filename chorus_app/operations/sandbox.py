"""Begin again from nothing, in sandbox mode: what a program deposited for a structure goes, as if it had never come.

All goes in one transaction, or nothing does. What stays, and why: docs/decisions/0034.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import col, func, select, update

from chorus_app.drafts import removal as drafts
from chorus_app.drafts.models import Draft
from chorus_app.flux import removal as flux_removal
from chorus_app.flux.enums import FINAL
from chorus_app.flux.models import Flux
from chorus_app.invoices import removal as invoices
from chorus_app.invoices.models import Invoice, InvoiceEvent
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.removal import batches
from chorus_app.raccordement.limits import Change
from chorus_app.raccordement.models import Application, EdiPartner, TechnicalAccount
from chorus_app.raccordement.service import note_act, own_application
from chorus_app.structures.enums import Act


@dataclass(frozen=True, slots=True)
class Removed:
    """How many of each went. `files` were put aside and waited for an invoice."""

    flux: int
    invoices: int
    reports: int
    documents: int
    drafts: int
    files: int
    notifications: int


def reset_own(context: Context, *, public_id: str) -> Removed:
    """The same for an application of the structure that the actor manages. Raises `Denied` too."""
    return reset(context, application_id=own_application(context, public_id=public_id).id)


def reset(context: Context, *, application_id: int) -> Removed:
    """Take away what the application deposited for the structure that the actor acts for. Raises `NotFound` outside of
    sandbox mode, `Conflict` while the import of a deposit still runs."""
    if not context.world.settings.sandbox:
        raise NotFound
    deposited = _flux(context, application_id)
    submitted = drafts.drafts_of(context, application_id=application_id)
    brought = _invoices(context, deposited, submitted)
    drafts.remove(context, submitted)
    drafts.unlink(context, [invoice.id for invoice in brought])
    of_invoices = invoices.remove(context, brought)
    reports, told = flux_removal.remove(context, deposited)
    _turn_back_returns(context)
    removed = Removed(
        flux=len(deposited),
        invoices=len(brought),
        reports=reports,
        documents=of_invoices.documents,
        drafts=len(submitted),
        files=drafts.forget_files(context, application_id=application_id, user_ids=_accounts(context)),
        notifications=of_invoices.notifications + told,
    )
    counts = {name: str(number) for name, number in asdict(removed).items()}
    note_act(context, context.session.get_one(Application, application_id), Act.APPLICATION_RESET, Change({}, counts))
    return removed


def _flux(context: Context, application_id: int) -> Sequence[Flux]:
    """Raises `Conflict` for one whose import has not come to its end: it would write rows of what is gone."""
    mine = (col(Flux.application_id) == application_id, col(Flux.structure_id) == context.structure_id)
    found = context.session.exec(select(Flux).where(*mine)).all()
    running = sum(one.state not in FINAL for one in found)
    if running:
        raise Conflict("operations.sandbox.running", count=running)
    return found


def _invoices(context: Context, deposited: Sequence[Flux], submitted: Sequence[Draft]) -> list[Invoice]:
    """What the flux brought, and what the drafts became."""
    found: list[Invoice] = []
    for numbers in batches([one.number for one in deposited]):
        found += context.session.exec(select(Invoice).where(col(Invoice.flux_number).in_(numbers)))
    for ids in batches([draft.invoice_id for draft in submitted if draft.invoice_id is not None]):
        found += context.session.exec(select(Invoice).where(col(Invoice.id).in_(ids)))
    return found


def _accounts(context: Context) -> Sequence[int]:
    """The technical accounts of the structure, as those who put files aside."""
    mine = TechnicalAccount.structure_id == context.structure_id
    return context.session.exec(select(TechnicalAccount.user_id).where(mine)).all()


def _turn_back_returns(context: Context) -> None:
    """Row ids at the end of a table are given again: what EDI partners are still to be told begins after the last one
    that is left."""
    last = context.session.exec(select(func.coalesce(func.max(InvoiceEvent.id), 0))).one()
    ahead = col(EdiPartner.told_event_id) > last
    context.session.execute(update(EdiPartner).where(ahead).values(told_event_id=last))
