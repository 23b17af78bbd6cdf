"""Killed with -9 wherever it hurts: what a partner sends is one flux, and what he was told arrived is there."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest
from sqlmodel import select

from chorus_app.flux.models import Flux
from chorus_app.kernel.context import World
from tests.edi.crashing_door import POINTS, Orders
from tests.edi.partner import Partner, arrivals, connected, listed, put
from tests.makers.invoices import make_ubl

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LOST = (asyncssh.ConnectionLost, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, ConnectionError)


@pytest.fixture
def orders(world: World, tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return Orders(str(world.folder), str(tmp_path_factory.mktemp("watched")))


@contextmanager
def serving(orders: Orders) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """A server of its own process, and its port."""
    with subprocess.Popen(orders.command(), cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline().split()[1]), server
        finally:
            server.kill()


def invoice(number: int) -> bytes:
    return make_ubl(cadre="A5", number=f"K{number}")


def kept(world: World) -> dict[str, bytes]:
    """Each flux with its bytes."""
    with world.reading() as context:
        return {flux.number: world.files.read(flux.sha256) for flux in context.session.exec(select(Flux))}


@pytest.mark.parametrize("renamed", [False, True])
async def test_killed_between_close_and_row_the_file_is_one_flux(
    world: World, orders: Orders, partner: Partner, renamed: bool
) -> None:
    for number, point in enumerate(POINTS, 1):
        name = partner.name(number)
        with serving(replace(orders, kill=point)) as (port, server):
            with pytest.raises(LOST):
                async with connected(world, port, partner) as sftp:
                    await send(sftp, name, invoice(number), renamed=renamed)
            assert await asyncio.to_thread(server.wait) < 0
        assert (name[-25:] in kept(world)) is (point == "committed")
        with serving(orders) as (port, _):  # the client heard nothing: it sends again
            async with connected(world, port, partner) as sftp:
                await send(sftp, name, invoice(number), renamed=renamed)
                assert await listed(sftp, "depot") == []
    assert kept(world) == {partner.name(number)[-25:]: invoice(number) for number in range(1, len(POINTS) + 1)}
    assert len(arrivals(world)) == len(POINTS)


async def send(sftp: asyncssh.SFTPClient, name: str, content: bytes, *, renamed: bool) -> None:
    if not renamed:
        return await put(sftp, name, content)
    if "envoi.part" not in await listed(sftp, "depot"):  # it outlasts the server
        await put(sftp, "envoi.part", content)
    return await sftp.rename("depot/envoi.part", f"depot/{name}")


async def test_killed_with_the_file_in_the_watched_folder_it_is_one_flux(
    world: World, orders: Orders, partner: Partner
) -> None:
    depot = Path(orders.folder) / partner.code / "depot"
    depot.mkdir(parents=True)
    for number, point in enumerate(POINTS, 1):
        path = depot / partner.name(number)
        path.write_bytes(invoice(number))
        with serving(replace(orders, kill=point)) as (_, server):
            assert await asyncio.to_thread(server.wait) < 0
        assert path.exists()
        with serving(orders) as (_, server):
            assert server.stdout is not None
            assert await asyncio.to_thread(server.stdout.readline) == "taken\n"
        assert not path.exists()
    assert kept(world) == {partner.name(number)[-25:]: invoice(number) for number in range(1, len(POINTS) + 1)}
    assert len(arrivals(world)) == len(POINTS)
