"""What needs the operator now, in figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act
from chorus_app.flux.enums import FINAL, FluxState
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import Context
from chorus_app.kernel.mail.models import Outbox
from chorus_app.operations import health, requests, structures
from chorus_app.operations.health import Health
from chorus_app.operations.journal import last_entry
from chorus_app.operations.perms import require_operator
from chorus_app.structures.models import Structure

LATELY = timedelta(days=7)
BACKUP_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures of now. `incidents` and `failed_mails` are those of the last seven days."""

    blocked: int
    without_manager: int
    waiting_flux: int
    oldest_flux: datetime | None
    incidents: int
    waiting_mails: int
    oldest_mail: datetime | None
    failed_mails: int
    accounts: int
    structures: int
    last_backup: datetime | None
    backup_late: bool
    read_at: datetime
    health: Health


def overview(context: Context) -> Overview:
    """Raises `NotFound` for who is no operator."""
    require_operator(context)
    lately, ask = context.now() - LATELY, context.session.exec
    backup = last_entry(context, Act.BACKUP_MADE)
    incidents = select(func.count()).where(Flux.state == FluxState.INCIDENT, col(Flux.state_at) >= lately)
    return Overview(
        blocked=requests.blocked_count(context),
        without_manager=structures.asked_without_manager(context),
        waiting_flux=ask(select(func.count()).where(col(Flux.state).not_in(FINAL))).one(),
        oldest_flux=health.oldest_flux(context),
        incidents=ask(incidents).one(),
        waiting_mails=ask(select(func.count()).where(col(Outbox.next_attempt_at).is_not(None))).one(),
        oldest_mail=health.oldest_mail(context),
        failed_mails=ask(select(func.count()).where(col(Outbox.failed_at) >= lately)).one(),
        accounts=ask(select(func.count()).select_from(User)).one(),
        structures=ask(select(func.count()).select_from(Structure)).one(),
        last_backup=backup.at if backup else None,
        backup_late=not context.world.settings.demo and (backup is None or backup.at < context.now() - BACKUP_EVERY),
        read_at=context.now(),
        health=health.look(context.world),
    )
