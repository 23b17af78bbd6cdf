"""The SFTP door, by a real client: who comes in, what is taken and when, what nobody may."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncssh
import pytest
from sqlmodel import select

from chorus_app.edi import drive
from chorus_app.edi import sftp as sftp_door
from chorus_app.edi.sftp import MOST_TRIES, sftp_server
from chorus_app.flux.models import Flux
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.raccordement import edi
from tests.conftest import NewWorld
from tests.edi.partner import HOST, Partner, arrivals, connected, ended, get, listed, partner_of, put, session, waiting
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_ubl

INVOICE = make_ubl(cadre="A5", number="EDI-1")


def flux(world: World) -> list[Flux]:
    with world.reading() as context:
        return list(context.session.exec(select(Flux)))


async def test_file_is_taken_when_it_is_closed_and_its_report_comes_back(importing: World, partner: Partner) -> None:
    name = partner.name()
    async with session(importing, partner) as sftp:
        assert await listed(sftp, "/") == ["depot", "retour"]
        await put(sftp, name, INVOICE)
        (row,) = flux(importing)
        assert (row.number, row.file_name, row.mode_depot, row.door.value) == (name[-25:], f"{name}.xml", "EDI", "edi")
        assert row.application_code == partner.code
        assert await listed(sftp, "depot") == []
        assert (await sftp.stat(f"depot/{name}")).size == len(INVOICE)  # clients look whether it came whole
        ended(importing, row.number)
        assert waiting(importing, partner) == [
            "CDV_EDI-1_0000000001.xml",
            "CDV_EDI-1_0000000002.xml",
            f"{name}_CR.pdf",
            f"{name}_CR.xml",
        ]
        assert await listed(sftp, "retour") == waiting(importing, partner)
        assert b"<etatCourantDepotFlux>IN_INTEGRE</etatCourantDepotFlux>" in await get(sftp, f"{name}_CR.xml")
        assert (await get(sftp, f"{name}_CR.pdf")).startswith(b"%PDF-")
        for left in await listed(sftp, "retour"):
            await sftp.remove(f"retour/{left}")
        assert await listed(sftp, "retour") == []
    assert waiting(importing, partner) == []
    assert not list((importing.folder / "edi").rglob("*-*"))


async def test_file_with_a_passing_name_waits_for_its_real_one(world: World, cast: Cast, partner: Partner) -> None:
    async with session(world, partner) as sftp:
        for passing in ("facture.part", ".facture", "facture.FilePart"):
            await put(sftp, passing, INVOICE)
        assert await listed(sftp, "depot") == [".facture", "facture.FilePart", "facture.part"]
        assert arrivals(world) == []
        await sftp.rename("depot/.facture", "depot/facture.tmp")
        await sftp.remove("depot/facture.FilePart")
        await sftp.posix_rename("depot/facture.part", f"depot/{partner.name()}")
        assert await listed(sftp, "depot") == ["facture.tmp"]
    assert [row.number for row in flux(world)] == [partner.name()[-25:]]
    assert cast


async def test_line_that_breaks_takes_nothing_and_can_be_gone_on_with(world: World, partner: Partner) -> None:
    half = len(INVOICE) // 2
    async with sftp_server(world, port=0) as port:
        async with connected(world, port, partner) as sftp:
            for name in (partner.name(), "suite.part"):
                file = await sftp.open(f"depot/{name}", "wb")
                await file.write(INVOICE[:half])
        async with connected(world, port, partner) as sftp:
            assert await listed(sftp, "depot") == ["suite.part"]
            assert arrivals(world) == []
            async with sftp.open("depot/suite.part", asyncssh.FXF_WRITE, encoding=None) as file:
                await file.seek(half)
                await file.write(INVOICE[half:])
            await sftp.rename("depot/suite.part", f"depot/{partner.name()}")
    (row,) = flux(world)
    assert world.files.read(row.sha256) == INVOICE


async def test_same_file_again_is_the_same_flux_and_its_report_comes_again(importing: World, partner: Partner) -> None:
    name = partner.name()
    async with session(importing, partner) as sftp:
        await put(sftp, name, INVOICE)
        ended(importing, name[-25:])
        assert f"{name}_CR.xml" in waiting(importing, partner)
        await sftp.remove(f"retour/{name}_CR.xml")
        assert f"{name}_CR.xml" not in waiting(importing, partner)
        await put(sftp, name, INVOICE)
        assert f"{name}_CR.xml" in waiting(importing, partner)
        await put(sftp, name, INVOICE + b"<!-- autre -->")
        report = waiting(importing, partner)
    assert [row.number for row in flux(importing)] == [name[-25:]]
    assert [row.refusal for row in arrivals(importing)] == [None, "EDI-NUMERO-REPRIS"]
    assert f"{name}_CR.xml" in report


async def test_key_opens_and_another_does_not(world: World, cast: Cast) -> None:
    mine, other = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    key = mine.export_public_key("openssh").decode()
    partner = partner_of(world, user_id=cast.alice, structure_id=cast.supplier, key=key)
    async with session(world, partner, client_keys=[mine], password=None) as sftp:
        assert await listed(sftp, "retour") == []
    with pytest.raises(asyncssh.PermissionDenied):
        async with session(world, partner, client_keys=[other], password=None):
            pass


@pytest.mark.parametrize(("code", "password"), [("", "faux"), ("", ""), ("ABC001", ""), ("../../x", "faux")])
async def test_wrong_words_do_not_open(world: World, partner: Partner, code: str, password: str) -> None:
    wrong = Partner(code or partner.code, password or partner.password, partner.caller)
    if not code and not password:
        wrong = Partner(partner.code, "", partner.caller)
    with pytest.raises(asyncssh.PermissionDenied):
        async with session(world, wrong):
            pass


async def test_many_tries_on_one_connection_end_it(world: World, partner: Partner) -> None:
    keys = [asyncssh.generate_private_key("ssh-ed25519") for _ in range(MOST_TRIES + 1)]
    with pytest.raises(asyncssh.DisconnectError, match="essais"):
        async with session(world, partner, client_keys=keys):
            pass


async def test_from_elsewhere_nobody_enters(world: World, cast: Cast, partner: Partner) -> None:
    with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        edi.limit_networks(context, typed="192.0.2.0/24")
    with pytest.raises(asyncssh.PermissionDenied):
        async with session(world, partner):
            pass


async def test_suspended_partner_does_nothing_more_in_his_open_session(
    world: World, cast: Cast, partner: Partner
) -> None:
    async with session(world, partner) as sftp:
        await put(sftp, "facture.part", INVOICE)
        with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
            edi.suspend(context)
        acts: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: put(sftp, partner.name(), INVOICE),
            lambda: listed(sftp, "retour"),
            lambda: listed(sftp, "depot"),
            lambda: sftp.rename("depot/facture.part", f"depot/{partner.name()}"),
            lambda: sftp.remove("retour/x"),
        )
        for act in acts:
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await act()
    assert arrivals(world) == []


async def test_charlies_account_sees_nothing_of_alices(importing: World, partner: Partner, stranger: Partner) -> None:
    name = partner.name()
    async with sftp_server(importing, port=0) as port:
        async with connected(importing, port, partner) as sftp:
            await put(sftp, name, INVOICE)
            await put(sftp, "secret.part", INVOICE)
            ended(importing, name[-25:])
            assert waiting(importing, partner) != []
        async with connected(importing, port, stranger) as charlie:
            assert (await listed(charlie, "depot"), await listed(charlie, "retour")) == ([], [])
            for path in (f"retour/{name}_CR.xml", "depot/secret.part", f"retour/../../{partner.code}/retour/x"):
                with pytest.raises(asyncssh.SFTPNoSuchFile):
                    await charlie.stat(path)
                with pytest.raises(asyncssh.SFTPError):
                    async with charlie.open(path, "rb"):
                        pass
                with pytest.raises(asyncssh.SFTPError):
                    await charlie.remove(path)
            await put(charlie, name, INVOICE)  # Alice's code in Charlie's session
    assert arrivals(importing)[-1].refusal == "EDI-APPLICATION"
    assert len(flux(importing)) == 1
    assert len(waiting(importing, partner)) == 4


async def test_two_folders_and_nothing_else(world: World, partner: Partner) -> None:
    (world.folder / "edi_host_key").exists()
    async with session(world, partner) as sftp:
        assert await sftp.realpath("../../..") == "/"
        assert await sftp.realpath("depot/../../etc/passwd") == "/etc/passwd"
        for path in (
            "/etc/passwd",
            "../chorus.sqlite",
            "/depot/a/b",
            "retour/../../edi_host_key",
            "/edi",
            "depot/%2e%2e",
        ):
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                await sftp.stat(path)
        refused: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: sftp.mkdir("depot/dossier"),
            lambda: sftp.rmdir("depot"),
            lambda: sftp.symlink("/etc/passwd", "depot/lien"),
            lambda: sftp.link("retour/x", "depot/lien"),
            lambda: sftp.readlink("depot/lien"),
            lambda: sftp.rename("depot", "ailleurs"),
            lambda: sftp.rename("depot/absent.part", "depot/x.part"),
            lambda: sftp.rename("retour/x", "depot/x"),
            lambda: sftp.remove("depot"),
            lambda: sftp.remove("depot/absent"),
            lambda: sftp.remove("retour/absent"),
            lambda: sftp.listdir("depot/absent"),
            lambda: sftp.statvfs("/"),
        )
        for act in refused:
            with pytest.raises(asyncssh.SFTPError):
                await act()
        for path, mode in (("retour/x", "wb"), ("retour/absent", "rb"), ("depot/absent", "rb"), ("depot", "wb")):
            with pytest.raises(asyncssh.SFTPError):
                async with sftp.open(path, mode):
                    pass
        await put(sftp, "%2e%2e.part", b"x")
        await sftp.setstat("depot/%2e%2e.part", asyncssh.SFTPAttrs(permissions=0o777))
        assert await listed(sftp, "depot") == ["%2e%2e.part"]
    (folder,) = (world.folder / "edi").iterdir()
    assert [path.name for path in folder.iterdir()] == ["w-%252e%252e.part"]


async def test_no_command_no_terminal_no_forwarding(world: World, partner: Partner) -> None:
    async with (
        sftp_server(world, port=0) as port,
        asyncssh.connect(
            HOST,
            port,
            username=partner.code,
            password=partner.password,
            known_hosts=None,
            client_keys=None,
            config=None,
        ) as connection,
    ):
        for command in ("cat /etc/passwd", None):
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.run(command)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", port)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("", 0, "127.0.0.1", port)


async def test_sessions_and_connections_are_counted(
    world: World, partner: Partner, stranger: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sftp_door, "MOST_OF_ONE", 1)
    monkeypatch.setattr(sftp_door, "MOST_CONNECTIONS", 2)
    async with sftp_server(world, port=0) as port, connected(world, port, partner):
        with pytest.raises(asyncssh.ChannelOpenError):
            async with connected(world, port, partner):
                pass
        async with connected(world, port, stranger) as other:
            assert await listed(other, "/") == ["depot", "retour"]
            with pytest.raises((asyncssh.Error, ConnectionError)):  # cut before a word is exchanged
                async with connected(world, port, stranger):
                    pass
    async with session(world, partner) as again:
        assert await listed(again, "/") == ["depot", "retour"]


async def test_too_large_too_many_and_too_long_are_told(
    tmp_path: Path, new_world: NewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = new_world(Settings(data_dir=tmp_path, max_upload_bytes=1_000_000, max_waiting_files=2))
    cast = scenes.cast(world)
    partner = partner_of(world, user_id=cast.alice, structure_id=cast.supplier)
    monkeypatch.setattr(drive, "MOST_OPEN", 1)
    async with session(world, partner) as sftp:
        with pytest.raises(asyncssh.SFTPFailure, match=r"1\sMo"):
            await put(sftp, partner.name(), b"x" * 1_000_001)
        with pytest.raises(asyncssh.SFTPFailure, match="caractères"):
            await put(sftp, "é" * 60, b"x")
        async with sftp.open("depot/a.part", "wb"):
            with pytest.raises(asyncssh.SFTPFailure, match="fichiers à la fois"):
                await sftp.open("depot/b.part", "wb")
        await put(sftp, "b.part", b"x")
        with pytest.raises(asyncssh.SFTPFailure, match="inachevés"):
            await put(sftp, partner.name(), INVOICE)
    assert arrivals(world) == []
    assert sorted(path.name for path in (tmp_path / "edi" / "1").iterdir()) == ["w-a.part", "w-b.part"]
    world.close()
