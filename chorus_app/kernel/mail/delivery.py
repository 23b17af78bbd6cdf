"""Deliver the outbox: each mail at least once, again with a growing delay while the server is away or says "later".

A mail that was handed over just before the server was killed goes out twice, with the same Message-ID.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select, update

from chorus_app.kernel.context import World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.service import TOPIC
from chorus_app.kernel.mail.smtp import Refusal, hand_over

log = logging.getLogger(__name__)

BATCH = 20
LOOK_AGAIN_SECONDS = 30.0
# While a mail is being handed over nobody else takes it; after a crash it is free again.
LEASE = timedelta(minutes=5)
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))


async def deliver_mails(world: World) -> None:
    """Deliver until cancelled. Returns at once without a mail server: mails then stay in the local mailbox."""
    if world.settings.smtp_url is None:
        return
    async with world.bell.watching(TOPIC) as watcher:
        while True:
            try:
                await deliver_due(world)
                _stop_if_cancelled()
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await watcher.wait()
            except TimeoutError:
                continue
            except Exception:  # a full disk or a locked database must not end the delivery
                log.exception("mail delivery")
                await asyncio.sleep(LOOK_AGAIN_SECONDS)


def _stop_if_cancelled() -> None:
    """Python 3.11's `wait_for`, inside the mail client, can swallow the cancellation that stops the server."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def deliver_due(world: World) -> int:
    """Hand over the mails that are due; returns how many went."""
    url = world.settings.smtp_url
    if url is None:
        return 0
    sent = 0
    for mail in await asyncio.to_thread(_take_due, world):
        refusal = await hand_over(mail, url=url.get_secret_value(), sender=world.settings.mail_from)
        await asyncio.to_thread(_record, world, mail.id, refusal)
        sent += refusal is None
    return sent


def _take_due(world: World) -> Sequence[Outbox]:
    with world.transaction() as context:
        now = context.now()
        due = select(Outbox).where(col(Outbox.next_attempt_at) <= now).order_by(col(Outbox.id)).limit(BATCH)
        mails = context.session.exec(due).all()
        taken = update(Outbox).where(col(Outbox.id).in_([mail.id for mail in mails]))
        context.session.exec(taken.values(next_attempt_at=now + LEASE, attempts=Outbox.attempts + 1))
        for mail in mails:
            context.session.refresh(mail)
        return mails


def _record(world: World, mail_id: int, refusal: Refusal | None) -> None:
    with world.transaction() as context:
        mail = context.session.get_one(Outbox, mail_id)
        if refusal is None:
            mail.sent_at, mail.next_attempt_at, mail.last_error = context.now(), None, None
        else:
            _postpone(mail, refusal, world)
        if mail.next_attempt_at is None and not world.settings.demo:
            mail.text = mail.html = mail.link = ""
        context.session.add(mail)


def _postpone(mail: Outbox, refusal: Refusal, world: World) -> None:
    log.warning("mail %s not delivered at attempt %d: %s", mail.public_id, mail.attempts, ascii(refusal.reason))
    mail.last_error = refusal.reason
    if refusal.final or mail.attempts > len(DELAYS):
        mail.failed_at, mail.next_attempt_at = world.clock.now(), None
    else:
        mail.next_attempt_at = world.clock.now() + DELAYS[mail.attempts - 1]
