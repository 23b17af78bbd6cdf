"""A partner who sends by EDI: his raccordement, and a real SFTP client over loopback."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncssh
from sqlmodel import col, select

from chorus_app.edi import returns
from chorus_app.edi.sftp import sftp_server
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import World
from chorus_app.raccordement import edi, edi_entry, host_key
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.raccordement.models import EdiArrival
from chorus_app.raccordement.views import EdiCaller
from chorus_app.structures.enums import Profile
from chorus_app.structures.memberships import give, in_force
from tests.flux import scenes

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Partner:
    """His code, his password, and who he is for the portal."""

    code: str
    password: str
    caller: EdiCaller

    def name(self, number: int = 1, interface: str = "FSO1100A") -> str:
        """A right name: FSO1100A_MAC001_MAC0011100000000000000001."""
        return f"{interface}_{self.code}_{self.code}{interface[3:7]}{number:015d}"


def partner_of(
    world: World, *, user_id: int, structure_id: int, interfaces: Collection[str] = INTERFACES, key: str = ""
) -> Partner:
    """The raccordement of a structure, declared and activated by that person, who comes to manage it."""
    with world.transaction(actor_id=user_id, structure_id=structure_id) as context:
        membership = in_force(context, user_id=user_id, structure_id=structure_id)
        assert membership is not None
        give(context, membership=membership, profile=Profile.ORGANISATION_MODIFICATION)
        code = edi.declare(context)
        edi.subscribe(context, interfaces=interfaces)
        secret = edi.renew_password(context)
        if key:
            edi.change_key(context, pasted=key)
        edi.activate(context)
        caller = edi_entry.by_password(context, code=code, password=secret.secret, client_ip=HOST)
    assert caller is not None
    return Partner(code, secret.secret, caller)


@asynccontextmanager
async def connected(world: World, port: int, partner: Partner, **more: Any) -> AsyncIterator[asyncssh.SFTPClient]:
    """A session, by password unless something else is said. The server's key is the one that the page shows."""
    key = asyncssh.import_private_key(host_key.private_key(world.folder)).convert_to_public()
    given = {"password": partner.password, "client_keys": None, **more}
    async with (
        asyncssh.connect(
            HOST,
            port,
            username=partner.code,
            known_hosts=([key], [], []),
            config=None,
            agent_path=None,
            preferred_auth="publickey,password",
            **given,
        ) as connection,
        connection.start_sftp_client() as sftp,
    ):
        yield sftp


@asynccontextmanager
async def session(world: World, partner: Partner, **more: Any) -> AsyncIterator[asyncssh.SFTPClient]:
    """The server, and one session on it."""
    async with sftp_server(world, port=0) as port, connected(world, port, partner, **more) as sftp:
        yield sftp


async def put(sftp: asyncssh.SFTPClient, name: str, content: bytes) -> None:
    """Send a file into depot/."""
    async with sftp.open(f"depot/{name}", "wb") as file:
        await file.write(content)


async def get(sftp: asyncssh.SFTPClient, name: str) -> bytes:
    """Fetch a file from retour/."""
    async with sftp.open(f"retour/{name}", "rb") as file:
        content: bytes = await file.read()
    return content


async def listed(sftp: asyncssh.SFTPClient, folder: str) -> list[str]:
    return sorted(str(name) for name in await sftp.listdir(folder) if name not in (".", ".."))


def arrivals(world: World) -> list[EdiArrival]:
    """What came, oldest first."""
    with world.reading() as context:
        return list(context.session.exec(select(EdiArrival).order_by(col(EdiArrival.id))))


def waiting(world: World, partner: Partner) -> list[str]:
    """What waits for the partner, once all that is due is made."""
    while returns.make_all(world):
        pass
    with world.reading() as context:
        return sorted(found.name for found in returns.waiting_for(context, partner.caller.partner_id))


def ended(world: World, number: str) -> None:
    """Wait until the flux has come to its end."""

    def is_over() -> bool:
        with world.reading() as context:
            return context.session.exec(select(Flux).where(Flux.number == number)).one().state.final

    scenes.wait_until(is_over)
