"""What the server does for EDI beside answering: both doors open, files go back, a taken port costs EDI only."""

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.edi import doors
from chorus_app.edi.doors import edi_doors
from chorus_app.edi.folder import WatchedFolder
from chorus_app.flux.models import Flux
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.conftest import NewWorld
from tests.edi.partner import HOST, Partner, arrivals, connected, partner_of, put
from tests.flux import scenes
from tests.makers.invoices import make_ubl

INVOICE = make_ubl(cadre="A5", number="EDI-1")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def opened(tmp_path: Path, new_world: NewWorld, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose EDI looks often, at a port and a folder of its own."""
    monkeypatch.setattr(doors, "LOOK_SECONDS", 0.01)
    settings = Settings(data_dir=tmp_path / "data", edi_port=free_port(), edi_folder=tmp_path / "watched")
    settings.data_dir.mkdir()
    return new_world(settings)


def alices(world: World) -> Partner:
    cast = scenes.cast(world)
    return partner_of(world, user_id=cast.alice, structure_id=cast.supplier)


async def until(condition: Callable[[], bool]) -> None:
    """Wait beside the event loop, which the doors need."""
    await asyncio.to_thread(scenes.wait_until, condition)


async def test_both_doors_are_open_and_files_come_back_by_both(opened: World) -> None:
    partner = alices(opened)
    folder = opened.settings.edi_folder
    assert folder is not None
    retour = folder / partner.code / "retour"
    async with edi_doors(opened):
        async with connected(opened, opened.settings.edi_port, partner) as sftp:
            await put(sftp, "facture.xml", INVOICE)
            await until(lambda: (retour / "facture.xml_CR.xml").exists())
            assert "facture.xml_CR.pdf" in await sftp.listdir("retour")
        (folder / partner.code / "depot" / partner.name()).write_bytes(INVOICE)
        await until(lambda: len(arrivals(opened)) == 2)
    assert [row.door for row in arrivals(opened)] == ["sftp", "folder"]
    with opened.reading() as context:
        assert context.session.exec(select(Flux.number)).all() == [partner.name()[-25:]]
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, opened.settings.edi_port)) != 0
    opened.close()


async def test_port_that_is_taken_is_told_and_the_portal_starts(
    opened: World, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as other:
        other.bind((HOST, opened.settings.edi_port))
        other.listen()
        with caplog.at_level(logging.ERROR):
            async with edi_doors(opened):
                pass
    assert str(opened.settings.edi_port) in caplog.text
    opened.close()


async def test_fault_of_one_look_does_not_end_the_looking(
    opened: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    partner = alices(opened)
    look, times = WatchedFolder.look, iter(range(1_000_000))

    def fails_first(watched: WatchedFolder) -> int:
        if next(times) == 0:
            raise OSError("no room")
        return look(watched)

    monkeypatch.setattr(WatchedFolder, "look", fails_first)
    folder = opened.settings.edi_folder
    assert folder is not None
    depot = folder / partner.code / "depot"
    depot.mkdir(parents=True)
    (depot / partner.name()).write_bytes(INVOICE)
    with caplog.at_level(logging.ERROR):
        async with edi_doors(opened):
            await until(lambda: len(arrivals(opened)) == 1)
    assert "no room" in caplog.text
    opened.close()


async def test_without_the_setting_nothing_listens_and_nothing_is_watched(tmp_path: Path, new_world: NewWorld) -> None:
    world = new_world(Settings(data_dir=tmp_path, edi=False, edi_port=free_port()))
    async with edi_doors(world):
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, world.settings.edi_port)) != 0
    assert not (tmp_path / "edi_host_key").exists()
    world.close()


def test_it_is_on_in_demonstration_mode_and_off_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHORUS_EDI", "CHORUS_DEMO", "CHORUS_PORT"):
        monkeypatch.delenv(name, raising=False)
    assert (Settings().edi, Settings().edi_port) == (True, 3022)
    assert (Settings(demo=False).edi, Settings(demo=False, edi=True).edi) == (False, True)
    assert (Settings(port=8000).edi_port, Settings(port=65535).edi_port) == (8022, 65535)


def test_second_server_on_a_folder_is_told_once(opened: World, caplog: pytest.LogCaptureFixture) -> None:
    folder = opened.settings.edi_folder
    assert folder is not None
    first, second = WatchedFolder(opened, folder), WatchedFolder(opened, folder)
    with caplog.at_level(logging.WARNING), first.held():
        assert (second.look_if_alone(), second.look_if_alone()) == (0, 0)
    assert caplog.text.count("another server watches") == 1
    opened.close()
