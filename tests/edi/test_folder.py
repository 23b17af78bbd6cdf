"""The watched folder: what is whole is taken once, what comes back is put once."""

import fcntl
import os
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.edi import arrivals
from chorus_app.edi.folder import WatchedFolder
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import World
from chorus_app.raccordement import edi
from tests.edi.partner import Partner, ended, waiting
from tests.edi.partner import arrivals as rows
from tests.flux.scenes import Cast
from tests.makers.invoices import make_ubl

INVOICE = make_ubl(cadre="A5", number="EDI-1")


@pytest.fixture
def watched(world: World, tmp_path_factory: pytest.TempPathFactory, partner: Partner) -> WatchedFolder:
    made = WatchedFolder(world, tmp_path_factory.mktemp("edi"))
    assert made.look() == 0
    assert partner
    return made


def depot(watched: WatchedFolder, partner: Partner) -> Path:
    return watched.folder / partner.code / "depot"


def flux(world: World) -> list[str]:
    with world.reading() as context:
        return list(context.session.exec(select(Flux.number)))


def test_file_is_taken_at_the_second_look_that_finds_it_unchanged(watched: WatchedFolder, partner: Partner) -> None:
    path = depot(watched, partner) / partner.name()
    path.write_bytes(INVOICE[:100])
    assert watched.look() == 0
    with path.open("ab") as file:
        file.write(INVOICE[100:])
    assert (watched.look(), flux(watched.world)) == (0, [])
    assert (watched.look(), flux(watched.world)) == (1, [partner.name()[-25:]])
    assert not path.exists()
    assert (watched.look(), watched.look()) == (0, 0)
    assert watched.world.files.read(_sha(watched.world)) == INVOICE


def _sha(world: World) -> str:
    with world.reading() as context:
        return context.session.exec(select(Flux.sha256)).one()


def test_passing_names_folders_links_and_locked_files_are_left(watched: WatchedFolder, partner: Partner) -> None:
    place, outside = depot(watched, partner), watched.folder.parent / "secret"
    outside.write_bytes(INVOICE)
    (place / f"{partner.name(1)}.part").write_bytes(INVOICE)
    (place / ".cache").write_bytes(INVOICE)
    (place / partner.name(2)).mkdir()
    (place / partner.name(3)).symlink_to(outside)
    (place / partner.name(4)).hardlink_to(outside)
    os.mkfifo(place / partner.name(5))
    held = place / partner.name(6)
    held.write_bytes(INVOICE)
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        assert [watched.look() for _ in range(3)] == [0, 0, 0]
    assert [watched.look() for _ in range(2)] == [0, 1]
    assert flux(watched.world) == [partner.name(6)[-25:]]
    assert len(list(place.iterdir())) == 6


def test_renamed_into_place_it_is_taken(watched: WatchedFolder, partner: Partner) -> None:
    path = depot(watched, partner) / "envoi.tmp"
    path.write_bytes(INVOICE)
    assert watched.look() == watched.look() == 0
    path.rename(path.with_name(partner.name()))
    assert (watched.look(), watched.look()) == (0, 1)


def test_file_that_changes_while_it_is_read_waits(
    watched: WatchedFolder, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = depot(watched, partner) / partner.name()
    path.write_bytes(INVOICE)
    watched.look()
    read = watched.world.files.receive

    def grows(*given: object, **named: object) -> object:
        stored = read(*given, **named)  # type: ignore[arg-type] # passed on as they came
        with path.open("ab") as file:
            file.write(b"\n")
        return stored

    with monkeypatch.context() as patch:
        patch.setattr(watched.world.files, "receive", grows)
        assert (watched.look(), flux(watched.world)) == (0, [])
    assert (watched.look(), watched.look()) == (0, 1)
    assert watched.world.files.read(_sha(watched.world)) == INVOICE + b"\n"


def test_killed_before_the_file_is_gone_the_next_look_knows_it(
    watched: WatchedFolder, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = depot(watched, partner) / partner.name()
    path.write_bytes(INVOICE)
    watched.look()
    take = arrivals.take

    class Killed(BaseException):
        """What -9 leaves behind: nothing after the commit."""

    def taken_and_killed(*given: object, **named: object) -> None:
        take(*given, **named)  # type: ignore[arg-type] # passed on as they came
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "take", taken_and_killed)
        with pytest.raises(Killed):
            watched.look()
    assert path.exists()
    again = WatchedFolder(watched.world, watched.folder)
    assert (again.look(), again.look()) == (0, 1)
    assert (path.exists(), len(flux(watched.world)), len(rows(watched.world))) == (False, 1, 1)


def test_reports_are_put_once_and_stay_away_when_they_were_taken(
    importing: World, watched: WatchedFolder, partner: Partner
) -> None:
    (depot(watched, partner) / partner.name()).write_bytes(INVOICE)
    watched.look()
    watched.look()
    ended(importing, partner.name()[-25:])
    names = waiting(importing, partner)
    watched.look()
    retour = watched.folder / partner.code / "retour"
    assert sorted(path.name for path in retour.iterdir()) == names
    assert len(names) == 4
    for path in retour.iterdir():
        path.unlink()
    watched.look()
    assert list(retour.iterdir()) == []


def test_suspended_partners_and_strangers_folders_are_not_looked_at(
    watched: WatchedFolder, cast: Cast, partner: Partner
) -> None:
    (depot(watched, partner) / partner.name()).write_bytes(INVOICE)
    other = watched.folder / "XYZ999" / "depot"
    other.mkdir(parents=True)
    (other / "FSO1100A_XYZ999_XYZ9991100000000000000001").write_bytes(INVOICE)
    watched.look()
    with watched.world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        edi.suspend(context)
    assert (watched.look(), watched.look(), flux(watched.world)) == (0, 0, [])


def test_one_server_watches_a_folder(watched: WatchedFolder) -> None:
    second = WatchedFolder(watched.world, watched.folder)
    with watched.held() as first, second.held() as alone:
        assert (first, alone) == (True, False)
    with second.held() as alone:
        assert alone
