"""Delivery to a real SMTP server on the loopback: it takes, says "later", refuses, or is away."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.kernel.context import World
from chorus_app.kernel.mail.delivery import DELAYS, deliver_due, deliver_mails
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template
from tests.conftest import NOW
from tests.posting import Peer, peer, posting_world, server

__all__ = ["peer", "server"]

NOTE = Template("mails.footer", "mails.footer", "mails.footer")


@pytest.fixture
def posting(tmp_path: Path, server: int) -> Iterator[World]:
    made = posting_world(tmp_path, server)
    yield made
    made.close()


def write_mail(world: World) -> None:
    with world.transaction() as context:
        send_later(context, to="zoe@demo.test", template=NOTE, path="/connexion", first_name="Zoé", last_name="Œuvré")


def outbox(world: World) -> Outbox:
    with world.reading() as context:
        return context.session.exec(select(Outbox)).one()


async def test_mail_is_delivered_once(posting: World, peer: Peer) -> None:
    write_mail(posting)
    assert await deliver_due(posting) == 1
    assert await deliver_due(posting) == 0
    [received] = peer.mails
    assert (received["To"], received["From"]) == ("zoe@demo.test", posting.settings.mail_from)
    body = received.get_body(("plain",))
    assert body is not None
    assert "Bonjour Zoé Œuvré," in body.get_content()
    assert outbox(posting).sent_at == NOW


async def test_mail_refused_for_now_is_sent_after_the_delay(posting: World, peer: Peer) -> None:
    peer.answers = ["450 greylisted"]
    write_mail(posting)
    assert await deliver_due(posting) == 0
    assert outbox(posting).next_attempt_at == NOW + DELAYS[0]
    assert await deliver_due(posting) == 0
    posting.clock.move(DELAYS[0])
    assert await deliver_due(posting) == 1
    assert outbox(posting).next_attempt_at is None
    assert len(peer.mails) == 1


async def test_mail_refused_for_good_fails_at_once(posting: World, peer: Peer) -> None:
    peer.answers = ["550 no such mailbox"]
    write_mail(posting)
    assert await deliver_due(posting) == 0
    posting.clock.move(timedelta(days=2))
    assert await deliver_due(posting) == 0
    failed = outbox(posting)
    assert (failed.failed_at, failed.attempts, peer.mails) == (NOW, 1, [])
    assert "550" in (failed.last_error or "")


async def test_server_that_is_away_is_tried_again_then_given_up(tmp_path: Path, unused_tcp_port: int) -> None:
    away = posting_world(tmp_path, unused_tcp_port)
    write_mail(away)
    for delay in DELAYS:
        assert await deliver_due(away) == 0
        assert outbox(away).failed_at is None
        away.clock.move(delay)
    assert await deliver_due(away) == 0
    given_up = outbox(away)
    assert (given_up.failed_at, given_up.attempts, given_up.next_attempt_at) == (
        away.clock.now(),
        len(DELAYS) + 1,
        None,
    )
    away.close()


async def test_mail_of_a_killed_delivery_is_free_again_after_the_lease(posting: World, peer: Peer) -> None:
    write_mail(posting)
    with posting.transaction() as context:
        mail = context.session.exec(select(Outbox)).one()
        mail.next_attempt_at, mail.attempts = NOW + timedelta(minutes=5), 1
    assert await deliver_due(posting) == 0
    posting.clock.move(timedelta(minutes=5))
    assert await deliver_due(posting) == 1
    assert len(peer.mails) == 1


async def test_secret_does_not_stay_outside_demo_mode(tmp_path: Path, server: int) -> None:
    real = posting_world(tmp_path, server, demo=False)
    write_mail(real)
    assert await deliver_due(real) == 1
    sent = outbox(real)
    assert (sent.text, sent.html, sent.link) == ("", "", "")
    real.close()


async def test_delivery_hears_a_new_mail(posting: World, peer: Peer) -> None:
    task = asyncio.create_task(deliver_mails(posting))
    await asyncio.to_thread(write_mail, posting)
    assert await asyncio.to_thread(peer.heard.wait, 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_without_a_server_mails_stay_local(world: World) -> None:
    write_mail(world)
    assert await deliver_due(world) == 0
    await deliver_mails(world)
    assert outbox(world).next_attempt_at is None
