"""What the portal lets go at its term, once a night. The purge is written in the audit log, also when it found nothing.

When the next one is due follows from the last entry of the log: no thread sleeps, and the clock can be moved.
"""

from datetime import datetime, time, timedelta

from sqlmodel import and_, col, delete, select

from chorus_app.audit import service as audit
from chorus_app.audit.acts import Act
from chorus_app.audit.models import AuditEntry
from chorus_app.drafts import put_aside
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.flux.uploads import drop_unheld, is_held
from chorus_app.kernel.clock import PARIS, in_paris
from chorus_app.kernel.context import SERVER, Context, Source, World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.notifications.service import forget_older
from chorus_app.raccordement import calls
from chorus_app.raccordement.models import EdiArrival, EdiReturn

NIGHT = time(3)  # in Paris
NIGHTLY = "nightly"
ORPHAN_AGE = timedelta(days=1)  # a file that is younger may be on its way to its row


def purge_if_due(world: World) -> bool:
    """Purge, unless that was done since the last night began; whether it was."""
    with world.reading() as context:
        due = _last_purge(context) < last_night(context.now())
    if due:
        purge(world)
    return due


def purge(world: World, *, source: Source = SERVER) -> dict[str, int]:
    """Let everything go whose time is over; returns how much of what."""
    with world.transaction(source=source) as context:
        days = world.settings
        done = {
            "mails": _forget_mails(context, before=_ago(context, days.keep_mails_days)),
            "drafts": _forget_drafts(context, before=_ago(context, days.keep_drafts_days)),
            "account_files": put_aside.forget_old(context, before=_ago(context, days.keep_drafts_days)),
            "notifications": forget_older(context, than=_ago(context, days.keep_notifications_days)),
            "calls": calls.forget_older(context, than=_ago(context, days.keep_calls_days)),
            "edi_returns": _forget_returns(context, before=_ago(context, days.keep_edi_returns_days)),
            "edi_arrivals": _forget_arrivals(context, before=_ago(context, days.keep_audit_days)),
            "files": _forget_orphans(context),
            "audit": audit.purge(context, before=_ago(context, days.keep_audit_days)),
        }
        audit.record(context, act=Act.DATA_PURGED, subject=NIGHTLY, after=done)
    return done


def last_night(now: datetime) -> datetime:
    """When the last night's purge was due."""
    local = in_paris(now)
    due = datetime.combine(local.date(), NIGHT, PARIS)
    return due if due <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, PARIS)


def _last_purge(context: Context) -> datetime:
    done = and_(col(AuditEntry.act) == Act.DATA_PURGED.value, col(AuditEntry.subject) == NIGHTLY)
    last = context.session.exec(select(AuditEntry.at).where(done).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    return last or datetime.min.replace(tzinfo=PARIS)


def _ago(context: Context, days: int) -> datetime:
    return context.now() - timedelta(days=days)


def _forget_mails(context: Context, *, before: datetime) -> int:
    """Mails that are over: sent, given up, or kept in the local mailbox."""
    over = (col(Outbox.next_attempt_at).is_(None), col(Outbox.created_at) < before)
    return context.session.exec(delete(Outbox).where(*over)).rowcount


def _forget_drafts(context: Context, *, before: datetime) -> int:
    """Drafts that nobody touched any more and that became no invoice."""
    old = select(Draft).where(col(Draft.changed_at) < before, col(Draft.sent_at).is_(None))
    drafts = context.session.exec(old.where(col(Draft.invoice_id).is_(None))).all()
    ids = [draft.id for draft in drafts]
    added = context.session.exec(select(DraftFile.sha256).where(col(DraftFile.draft_id).in_(ids))).all()
    context.session.exec(delete(DraftFile).where(col(DraftFile.draft_id).in_(ids)))
    context.session.exec(delete(Draft).where(col(Draft.id).in_(ids)))
    drop_unheld(context, {sha256 for sha256 in (*added, *(draft.sha256 for draft in drafts)) if sha256})
    return len(ids)


def _forget_returns(context: Context, *, before: datetime) -> int:
    """Files that an EDI partner did not take."""
    old = context.session.exec(select(EdiReturn).where(col(EdiReturn.made_at) < before)).all()
    for row in old:
        context.session.delete(row)
    context.session.flush()
    drop_unheld(context, {row.sha256 for row in old})
    return len(old)


def _forget_arrivals(context: Context, *, before: datetime) -> int:
    """What came by EDI and was answered; its flux stays."""
    over = (col(EdiArrival.at) < before, col(EdiArrival.answered_at).is_not(None))
    return context.session.exec(delete(EdiArrival).where(*over)).rowcount


def _forget_orphans(context: Context) -> int:
    """Files that no row names: what a deletion left because a backup held the store."""
    files, old = context.world.files, (context.now() - ORPHAN_AGE).timestamp()
    lonely = [name for name, since in files.every() if since < old and not is_held(context, name)]
    return sum(files.remove(name) for name in lonely)
