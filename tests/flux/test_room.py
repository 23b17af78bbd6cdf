"""Room on the disk: many lots at once wait for their turn, and a full disk delays imports but loses none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from chorus_app.flux import redeposit, workflow
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from chorus_app.flux.lot_preview import look_into
from chorus_app.flux.models import Flux, FluxEvent
from chorus_app.flux.workflow import resume_unfinished
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel import workflows
from chorus_app.kernel.children import Children
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import StorageFull
from tests import small_disk
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome, row_id, state_of, wait_until
from tests.makers.invoices import make_ubl
from tests.makers.lots import ubl_files, zip_of

WAITS, RUNS = FluxState.PORTAL_WAITING, FluxState.RUNNING
needs_small_disk = pytest.mark.skipif(not small_disk.possible(), reason=small_disk.WITHOUT)


def put(world: World, cast: Cast, prefix: str, count: int = 3) -> Receipt:
    content = zip_of(ubl_files(count, prefix=prefix))
    return scenes.put(world, cast, content, "FSO1100A", space=Space.EMISES, name="lot.zip")


def states(world: World, receipt: Receipt) -> list[FluxState]:
    query = select(FluxEvent).where(FluxEvent.flux_id == row_id(world, receipt)).order_by(col(FluxEvent.id))
    with world.reading() as context:
        return [event.state for event in context.session.exec(query)]


def waits_for_room(world: World) -> bool:
    return bool(world.room._waiting)


def test_lot_waits_visibly_until_there_is_room_and_files_pass_it(importing: World, cast: Cast) -> None:
    held = importing.room.take(importing.settings.max_unpacked_bytes)
    lot = put(importing, cast, "W")
    wait_until(lambda: waits_for_room(importing))
    file = scenes.put(importing, cast, make_ubl(number="F-1"), "FSO1100A", space=Space.EMISES)
    assert outcome(importing, cast, file).flux.state is FluxState.INTEGRATED
    assert (state_of(importing, lot), states(importing, lot)) == (WAITS, [WAITS])
    held.give_back()
    assert outcome(importing, cast, lot).flux.state is FluxState.INTEGRATED
    assert states(importing, lot) == [WAITS, RUNS, FluxState.INTEGRATED]
    wait_until(lambda: importing.room.taken == 0)


def test_lots_that_wait_keep_no_file_from_its_import(importing: World, cast: Cast) -> None:
    """More of them than are imported at once."""
    held = importing.room.take(importing.settings.max_unpacked_bytes)
    receipts = [put(importing, cast, f"N{number}") for number in range(12)]
    wait_until(lambda: len(importing.room._waiting) == 4)
    file = scenes.put(importing, cast, make_ubl(number="F-1"), "FSO1100A", space=Space.EMISES)
    assert outcome(importing, cast, file).flux.state is FluxState.INTEGRATED
    assert {state_of(importing, receipt) for receipt in receipts} == {WAITS}
    held.give_back()
    assert {outcome(importing, cast, receipt).flux.state for receipt in receipts} == {FluxState.INTEGRATED}


def test_lot_whose_import_goes_on_after_a_restart_waits_too(importing: World, cast: Cast) -> None:
    held = importing.room.take(importing.settings.max_unpacked_bytes)
    lot = put(importing, cast, "R")
    wait_until(lambda: waits_for_room(importing))
    workflows.stop()
    wait_until(lambda: not waits_for_room(importing))
    assert state_of(importing, lot) is WAITS
    workflows.start(importing)
    wait_until(lambda: waits_for_room(importing))
    held.give_back()
    assert outcome(importing, cast, lot).flux.state is FluxState.INTEGRATED


def test_lots_that_are_looked_into_and_packed_anew_share_the_room(importing: World, tmp_path: Path) -> None:
    held = importing.room.take(importing.settings.max_unpacked_bytes)
    path = tmp_path / "lot.zip"
    path.write_bytes(zip_of(ubl_files(2)))

    def left(_done: int, total: int) -> None:
        if not total:
            raise TimeoutError

    with pytest.raises(TimeoutError):  # told that it waits, the page gave up
        look_into(importing, path, name="lot.zip", choose=lambda _: "FSO1100A", tell=left)
    held.give_back()
    told: list[tuple[int, int]] = []
    looked = look_into(importing, path, name="lot.zip", choose=lambda _: "FSO1100A", tell=lambda *far: told.append(far))
    assert looked is not None
    assert (len(looked.members), told[0], told[-1]) == (2, (0, 2), (2, 2))
    wanted = redeposit.Wanted(path, "lot.zip", frozenset({2}))
    assert redeposit.pack_refused(importing, wanted).size > 0
    assert importing.room.taken == 0
    assert not any((importing.folder / "lots").glob("*"))


def test_lot_larger_than_all_the_room_is_imported_alone(importing: World, cast: Cast) -> None:
    importing.__dict__["room"] = type(importing.room)(1)
    receipts = [put(importing, cast, f"L{number}") for number in range(3)]
    assert {outcome(importing, cast, receipt).flux.state for receipt in receipts} == {FluxState.INTEGRATED}


@pytest.fixture
def small(
    tmp_path_factory: pytest.TempPathFactory,
    new_world: NewWorld,
    children: Children,
    rule_children: Children,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """A world on a disk of its own, its imports running; one that finds no room is soon tried again."""
    monkeypatch.setattr(workflow, "AFTER_FULL_DISK", 0.2)
    folder = tmp_path_factory.mktemp("small")
    with small_disk.small_disk(folder, megabytes=24):
        world = new_world(Settings(data_dir=folder))
        world.__dict__.update(children=children, rule_children=rule_children)
        workflows.start(world)
        yield world
        workflows.stop()
        del world.__dict__["children"], world.__dict__["rule_children"]
        world.close()


@needs_small_disk
def test_lot_that_finds_the_disk_full_waits_and_is_imported_when_there_is_room(small: World) -> None:
    cast = scenes.cast(small)
    held = small.room.take(small.settings.max_unpacked_bytes)
    lot = put(small, cast, "D", 200)
    wait_until(lambda: waits_for_room(small))
    ballast = small_disk.fill(small.folder, leave=400_000)
    held.give_back()
    with small.reading() as context:
        first = context.session.exec(select(Flux.workflow_id)).one()

    def put_off() -> bool:
        with small.reading() as context:
            return context.session.exec(select(Flux.workflow_id)).one() != first

    wait_until(put_off)
    assert state_of(small, lot) is WAITS
    assert resume_unfinished(small) == 0  # it is asked for already
    ballast.unlink()
    report = outcome(small, cast, lot)
    assert (report.flux.state, report.flux.accepted_count) == (FluxState.INTEGRATED, 200)
    assert not any((small.folder / "lots").glob("*"))


@needs_small_disk
def test_file_deposited_before_the_disk_is_full_is_imported_once_there_is_room(small: World) -> None:
    """Not even a row can be written meanwhile: a deposit is refused in words, and the one before is not lost."""
    cast = scenes.cast(small)
    workflows.stop()
    file = scenes.put(small, cast, make_ubl(number="F-1"), "FSO1100A", space=Space.EMISES)
    ballast = small_disk.fill(small.folder, leave=0)
    with pytest.raises((StorageFull, OSError)):
        for number in range(200):
            scenes.put(small, cast, make_ubl(number=f"G-{number}"), "FSO1100A", space=Space.EMISES)
    ballast.unlink()
    workflows.start(small)
    assert outcome(small, cast, file).flux.state is FluxState.INTEGRATED


@needs_small_disk
def test_import_in_the_middle_of_which_the_disk_fills_up_is_finished_later(small: World) -> None:
    cast = scenes.cast(small)
    held = small.room.take(small.settings.max_unpacked_bytes)
    lot = put(small, cast, "M", 60)
    wait_until(lambda: waits_for_room(small))
    ballast = small_disk.fill(small.folder, leave=1_000_000)
    held.give_back()
    wait_until(lambda: FluxState.RUNNING in states(small, lot) or state_of(small, lot) is WAITS)
    ballast.unlink()
    report = outcome(small, cast, lot)
    assert (report.flux.state, report.flux.accepted_count) == (FluxState.INTEGRATED, 60)
