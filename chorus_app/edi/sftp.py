"""The SFTP server: who is let in, and how many at a time. It runs in the portal's own event loop."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import asyncssh
from asyncssh.sftp import SFTPServerHandler
from asyncssh.stream import SSHServerStreamSession

from chorus_app.edi.drive import Drive
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.text import t
from chorus_app.raccordement import edi_entry, host_key
from chorus_app.raccordement.views import EdiCaller

MOST_CONNECTIONS, MOST_OF_ONE = 64, 8
MOST_TRIES = 6  # passwords and keys on one connection
LOGIN_SECONDS = 30
FIRST_DELAY, LONGEST_DELAY = 0.25, 4.0  # seconds before a wrong password is answered
KEEPALIVE_SECONDS = 60
SFTP_VERSION = 3  # the one that all clients speak
asyncssh.set_log_level(logging.WARNING)  # else each visitor has five lines in the log


@dataclass
class Visitors:
    """Who is connected: in all, and by partner."""

    connections: int = 0
    sessions: Counter[int] = field(default_factory=Counter)


class Doorkeeper(asyncssh.SSHServer):
    """One connection: asks for a key or a password, and grants nothing but files."""

    def __init__(self, world: World, visitors: Visitors) -> None:
        self._world, self._visitors = world, visitors
        self._connection: asyncssh.SSHServerConnection | None = None
        self._tries = 0
        self.ip = ""
        self.caller: EdiCaller | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection, self.ip = conn, str(conn.get_extra_info("peername")[0])
        self._visitors.connections += 1
        if self._visitors.connections > MOST_CONNECTIONS:
            conn.disconnect(asyncssh.DISC_TOO_MANY_CONNECTIONS, t("edi.sftp.too_many"))

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._visitors.connections -= 1

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def session_requested(self) -> "SftpSession | bool":
        """One more session of the partner, if he has not too many already."""
        caller = self.caller
        if caller is None or self._visitors.sessions[caller.partner_id] >= MOST_OF_ONE:
            return False
        return SftpSession(self._world, self._visitors, caller, self.ip)

    async def validate_password(self, username: str, password: str) -> bool:
        if not self._may_try():
            return False
        self.caller = await asyncio.to_thread(self._by_password, username, password)
        if self.caller is None:
            await asyncio.sleep(min(FIRST_DELAY * 2**self._tries, LONGEST_DELAY))
        return self.caller is not None

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if not self._may_try():
            return False
        public = key.export_public_key("openssh").decode()
        self.caller = await asyncio.to_thread(self._read, lambda c: self._by_key(c, username, public))
        return self.caller is not None

    def _may_try(self) -> bool:
        self._tries += 1
        if self._tries <= MOST_TRIES:
            return True
        if self._connection is not None:
            self._connection.disconnect(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, t("edi.sftp.too_many_tries"))
        return False

    def _by_password(self, code: str, password: str) -> EdiCaller | None:
        with self._world.transaction() as context:
            return edi_entry.by_password(context, code=code, password=password, client_ip=self.ip)

    def _by_key(self, context: Context, code: str, public_key: str) -> EdiCaller | None:
        return edi_entry.by_key(context, code=code, public_key=public_key, client_ip=self.ip)

    def _read(self, ask: Callable[[Context], EdiCaller | None]) -> EdiCaller | None:
        with self._world.reading() as context:
            return ask(context)


class Handler(SFTPServerHandler):
    """asyncssh closes the open files of a lost line as if the client had closed them: tell the two apart."""

    def __init__(self, drive: Drive, reader: asyncssh.SSHReader[bytes], writer: asyncssh.SSHWriter[bytes]) -> None:
        super().__init__(drive, reader, writer, SFTP_VERSION)
        self._drive = drive

    async def _cleanup(self, exc: Exception | None) -> None:
        self._drive.lost = True
        await super()._cleanup(exc)


class SftpSession(SSHServerStreamSession[bytes]):
    """A session of a partner: SFTP and nothing else."""

    def __init__(self, world: World, visitors: Visitors, caller: EdiCaller, ip: str) -> None:
        super().__init__(None)
        self._world, self._visitors, self._caller, self._ip = world, visitors, caller, ip

    def shell_requested(self) -> bool:
        return False

    def exec_requested(self, command: str) -> bool:
        return False

    def subsystem_requested(self, subsystem: str) -> bool:
        return subsystem == "sftp"

    def session_started(self) -> None:
        channel = cast("asyncssh.SSHServerChannel[bytes]", self._chan)
        connection = channel.get_connection()
        if connection is not None:
            drive = Drive(channel, self._world, self._caller, self._ip)
            reader, writer = asyncssh.SSHReader(self, channel), asyncssh.SSHWriter(self, channel)
            connection.create_task(self._serve(Handler(drive, reader, writer)), channel.logger)

    async def _serve(self, handler: Handler) -> None:
        partner = self._caller.partner_id
        self._visitors.sessions[partner] += 1
        try:
            await handler.run()
        finally:
            self._visitors.sessions[partner] -= 1


@asynccontextmanager
async def sftp_server(world: World, *, port: int | None = None) -> AsyncIterator[int]:
    """The server, inside the block; answers its port. Raises `OSError` when the port is taken."""
    visitors = Visitors()

    acceptor = await asyncssh.listen(
        world.settings.host,
        world.settings.edi_port if port is None else port,
        server_factory=lambda: Doorkeeper(world, visitors),
        server_host_keys=[asyncssh.import_private_key(host_key.private_key(world.folder))],
        encoding=None,
        allow_pty=False,
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        kbdint_auth=False,
        gss_host=None,
        compression_algs=None,
        login_timeout=LOGIN_SECONDS,
        keepalive_interval=KEEPALIVE_SECONDS,
        server_version="ChorusApp",
    )
    try:
        yield acceptor.get_port()
    finally:
        acceptor.close()
        await acceptor.wait_closed()
