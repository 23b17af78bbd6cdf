"""What partners find in `retour/`: made when a flux has ended or an invoice has taken a status, kept until they take
it away.

The bytes are in the file store before the commit; the row and the mark that it was made are one transaction.
Killed in between, the same file is made again; never is one missing.
"""

import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from chorus_app.edi.documents import (
    Step,
    inadmissible_pdf,
    inadmissible_xml,
    report_of_inadmissible,
    report_xml,
    step_xml,
)
from chorus_app.edi.names import Inadmissible, Refusal
from chorus_app.flux.enums import FINAL
from chorus_app.flux.models import Flux
from chorus_app.flux.queries import get_report
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.flux.uploads import drop_unheld
from chorus_app.flux.views import ReportView
from chorus_app.invoices.enums import EventKind, Status
from chorus_app.invoices.models import Invoice, InvoiceEvent
from chorus_app.invoices.status import label_key
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.raccordement import edi_entry
from chorus_app.raccordement.models import EdiArrival, EdiPartner, EdiReturn
from chorus_app.structures.models import Structure

AT_ONCE = 100
FAR = 1_000  # events of others after which a partner's mark is moved on
UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_STEM = 120
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in `retour/`; its bytes are in the file store."""

    id: int
    name: str
    sha256: str
    size: int
    made_at: datetime


def make_all(world: World) -> int:
    """Make what is due; returns how many files."""
    with world.reading() as context:
        arrivals = context.session.exec(_unanswered().limit(AT_ONCE)).all()
        partners = [caller.partner_id for caller in edi_entry.active_partners(context)]
    made = sum(_answer(world, arrival_id) for arrival_id in arrivals)
    return made + sum(_tell_steps(world, partner_id) for partner_id in partners)


def waiting_for(context: Context, partner_id: int) -> list[Waiting]:
    """What waits for a partner, oldest first."""
    query = select(EdiReturn).where(EdiReturn.partner_id == partner_id).order_by(col(EdiReturn.id))
    return [_waiting(row) for row in context.session.exec(query)]


def find(context: Context, partner_id: int, name: str) -> Waiting | None:
    """The file of that name that waits for the partner."""
    row = _row(context, partner_id, name)
    return _waiting(row) if row else None


def remove(context: Context, partner_id: int, name: str) -> bool:
    """The partner has it and takes it away; whether it was there."""
    row = _row(context, partner_id, name)
    if row is None:
        return False
    context.session.delete(row)
    context.session.flush()
    drop_unheld(context, {row.sha256})
    return True


def begin_telling(context: Context, partner_id: int) -> None:
    """From now on the partner is told what becomes of his invoices, if he is not yet."""
    partner = context.session.get_one(EdiPartner, partner_id)
    if partner.told_event_id is None:
        partner.told_event_id = _last_event(context)


def _unanswered() -> Any:
    ended = select(Flux.id).where(Flux.number == EdiArrival.flux_number, col(Flux.state).in_(FINAL)).exists()
    return (
        select(EdiArrival.id)
        .where(col(EdiArrival.answered_at).is_(None), or_(col(EdiArrival.flux_number).is_(None), ended))
        .order_by(col(EdiArrival.id))
    )


def _answer(world: World, arrival_id: int) -> int:
    """Put the compte-rendu of an arrival into the folder: XML and PDF."""
    with world.reading() as context:
        arrival = context.session.get_one(EdiArrival, arrival_id)
        report = _report(context, arrival)
    stem = f"{_fit(arrival.name)}_CR"
    xml, pdf = (inadmissible_xml, inadmissible_pdf) if arrival.refusal else (report_xml, report_pdf)
    files = {f"{stem}.xml": xml(report), f"{stem}.pdf": pdf(report)} if report else {}
    with world.transaction() as context:
        for name, content in files.items():
            _put(context, arrival.partner_id, name, content)
        context.session.get_one(EdiArrival, arrival_id).answered_at = context.now()
    return len(files)


def _report(context: Context, arrival: EdiArrival) -> ReportView | None:
    """The report, with the rights of the partner's account; None when it may see it no more."""
    partner = context.session.get_one(EdiPartner, arrival.partner_id)
    if arrival.refusal is not None:
        structure = context.session.get_one(Structure, partner.structure_id)
        refusal = Refusal(Inadmissible(arrival.refusal), arrival.params)
        return report_of_inadmissible(
            refusal, name=arrival.name, size=arrival.size, at=arrival.at, partner=structure.name
        )
    acting = Context(context.world, context.session, actor_id=partner.user_id, structure_id=partner.structure_id)
    flux = context.session.exec(select(Flux).where(Flux.number == arrival.flux_number)).one()
    with suppress(NotFound):
        return get_report(acting, public_id=flux.public_id)
    log.warning("the report of flux %s is not for its EDI partner to see any more", flux.number)
    return None


def _tell_steps(world: World, partner_id: int) -> int:
    """Put the steps that the partner's invoices took into his folder, one file each."""
    with world.reading() as context:
        partner = context.session.get_one(EdiPartner, partner_id)
        last, told = _last_event(context), partner.told_event_id
        steps = _steps(context, partner, after=told, until=last) if told is not None else []
    if told is not None and not steps and last - told < FAR:
        return 0
    with world.transaction() as context:
        for step in steps:
            name = f"CDV_{_fit(step.invoice_number)}_{step.event_id:010d}.xml"
            _put(context, partner_id, name, step_xml(step, application=partner.code))
        telling = context.session.get_one(EdiPartner, partner_id)
        telling.told_event_id = steps[-1].event_id if len(steps) == AT_ONCE else last
    return len(steps)


def _steps(context: Context, partner: EdiPartner, *, after: int, until: int) -> Sequence[Step]:
    recipient = aliased(Structure)
    rows = context.session.execute(
        select(InvoiceEvent, Invoice, Structure, recipient)
        .join(Invoice, col(Invoice.id) == InvoiceEvent.invoice_id)
        .join(Structure, col(Structure.id) == Invoice.supplier_id)
        .join(recipient, col(recipient.id) == Invoice.recipient_id)
        .where(
            col(InvoiceEvent.id) > after,
            col(InvoiceEvent.id) <= until,
            InvoiceEvent.kind == EventKind.STATUS,
            Invoice.supplier_id == partner.structure_id,
        )
        .order_by(col(InvoiceEvent.id))
        .limit(AT_ONCE)
    )
    return [_step(*row) for row in rows]


def _step(event: InvoiceEvent, invoice: Invoice, supplier: Structure, recipient: Structure) -> Step:
    return Step(
        event_id=event.id,
        code=event.code,
        label=t(label_key(Status(event.code))),
        at=event.at,
        comment=event.comment or "",
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        flux_number=invoice.flux_number,
        supplier=(supplier.identifier_type, supplier.identifier),
        recipient=(recipient.identifier_type, recipient.identifier),
        service=invoice.service_code or "",
    )


def _put(context: Context, partner_id: int, name: str, content: bytes) -> None:
    """The file waits in the folder; an older one of that name, not taken yet, gives way.

    The bytes are stored within the transaction: who takes away a file of the same bytes at this moment waits for it.
    """
    stored = context.world.files.put(content)
    row = _row(context, partner_id, name) or EdiReturn(
        partner_id=partner_id, name=name, sha256=stored.sha256, size=stored.size, made_at=context.now()
    )
    before, row.sha256, row.size = row.sha256, stored.sha256, stored.size
    row.made_at, row.placed_at = context.now(), None
    context.session.add(row)
    context.session.flush()
    drop_unheld(context, {before})


def _row(context: Context, partner_id: int, name: str) -> EdiReturn | None:
    query = select(EdiReturn).where(EdiReturn.partner_id == partner_id, EdiReturn.name == name)
    return context.session.exec(query).one_or_none()


def _waiting(row: EdiReturn) -> Waiting:
    return Waiting(row.id, row.name, row.sha256, row.size, row.made_at)


def _last_event(context: Context) -> int:
    return context.session.exec(select(func.max(InvoiceEvent.id))).one() or 0


def _fit(name: str) -> str:
    """A name that any system takes."""
    return UNFIT.sub("_", name).strip("._")[:LONGEST_STEM] or "fichier"
