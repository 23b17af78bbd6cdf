"""A real mail server on the loopback, and worlds that hand their mails to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from chorus_app.kernel.clock import StoppedClock
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.tables import metadata
from tests.conftest import NOW


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


@contextmanager
def running(peer: Peer, port: int) -> Iterator[None]:
    """The peer answers on the port inside the block."""
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def server(peer: Peer, unused_tcp_port: int) -> Iterator[int]:
    """The port of a running peer."""
    with running(peer, unused_tcp_port):
        yield unused_tcp_port


def posting_world(folder: Path, port: int, *, demo: bool = True) -> World:
    made = World(
        Settings(data_dir=folder, demo=demo, smtp_url=SecretStr(f"smtp://127.0.0.1:{port}")), StoppedClock(NOW)
    )
    metadata.create_all(made.engine)
    return made
