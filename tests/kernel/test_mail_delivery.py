"""Delivery to a real SMTP server on the loopback: it takes, says "later", refuses, or is away."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from sqlmodel import select

from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.mail.delivery import DELAYS, deliver_due, deliver_mails
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.queries import delivery_is_delayed
from chorus_app.kernel.mail.service import send_later
from chorus_app.kernel.mail.templates import Template
from chorus_app.tables import metadata
from tests.conftest import NOW

NOTE = Template("mails.footer", "mails.footer", "mails.footer")


class Peer:
    """A mail server that answers as told."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.mails: list[EmailMessage] = []
        self.heard = threading.Event()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        self.mails.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))
        self.heard.set()
        return "250 OK"


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
def server(peer: Peer, unused_tcp_port: int) -> Iterator[int]:
    """The port of a running peer."""
    controller = Controller(peer, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    yield unused_tcp_port
    controller.stop()


def posting_world(folder: Path, port: int, *, demo: bool = True) -> World:
    made = World(
        Settings(data_dir=folder, demo=demo, smtp_url=SecretStr(f"smtp://127.0.0.1:{port}")), StoppedClock(NOW)
    )
    metadata.create_all(made.engine)
    return made


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
    with posting.reading() as context:
        assert delivery_is_delayed(context)
    assert await deliver_due(posting) == 0
    posting.clock.move(DELAYS[0])
    assert await deliver_due(posting) == 1
    with posting.reading() as context:
        assert not delivery_is_delayed(context)
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
