"""Killed with -9 wherever it hurts: what was acknowledged is there, once, with one report."""

import random
import subprocess
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, Report, ReportInvoice
from chorus_app.invoices.models import Invoice, InvoiceDocument
from chorus_app.kernel.context import World
from tests.flux.crashing_server import LOT_POINTS, POINTS, Orders, acknowledged
from tests.flux.scenes import Cast
from tests.makers.invoices import make_ubl
from tests.makers.lots import tar_gz, ubl_files

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@dataclass
class Harness:
    """Runs servers on one data folder and remembers what they acknowledged."""

    world: World
    orders: Orders
    folder: Path
    acknowledged: dict[str, str] = field(default_factory=dict)

    def invoice(self, number: str) -> tuple[str, str]:
        """A deposit of a new invoice: its key and its file."""
        path = self.folder / f"{number}.xml"
        path.write_bytes(make_ubl(cadre="A5", number=number))
        return number, str(path)

    def lot(self, name: str, count: int = 20, *, wrong: tuple[int, ...] = ()) -> tuple[str, str]:
        """A deposit of a new lot; its numbers begin with its name."""
        path = self.folder / f"{name}.tar.gz"
        path.write_bytes(tar_gz(ubl_files(count, wrong=wrong, prefix=name, cadre="A5")))
        return name, str(path)

    def run(self, orders: Orders, *, kill_after: int | None = None) -> bool:
        """Run a server to its end, or to its death; whether it ended by itself. `kill_after` counts its lines."""
        lines: list[str] = []
        with subprocess.Popen(orders.command(), cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            for line in server.stdout or ():
                lines.append(line)
                if len(lines) == kill_after:
                    server.kill()
        again = acknowledged(lines)
        assert all(self.acknowledged.get(key, number) == number for key, number in again.items())
        self.acknowledged |= again
        return server.returncode == 0

    def check(self, keys: set[str]) -> None:
        """The acknowledged numbers are the rows, each ended in one report and one invoice."""
        with self.world.reading() as context:
            flux = context.session.exec(select(Flux)).all()
            reports = Counter(context.session.exec(select(Report.flux_id)).all())
            invoices = Counter(context.session.exec(select(Invoice.flux_number)).all())
            broken = context.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
        assert set(self.acknowledged) == keys
        assert Counter(row.number for row in flux) == Counter(self.acknowledged.values())
        assert {row.state for row in flux} == {FluxState.INTEGRATED}
        assert reports == Counter(row.id for row in flux)
        assert invoices == Counter(row.number for row in flux)
        assert broken == "ok"

    def check_lots(self, keys: set[str], *, count: int, wrong: int) -> None:
        """Each acknowledged lot has one report with a place for each file, and each right invoice once."""
        with self.world.reading() as context:
            flux = context.session.exec(select(Flux)).all()
            reports = Counter(context.session.exec(select(Report.flux_id)).all())
            places = Counter(context.session.exec(select(ReportInvoice.report_id)).all())
            invoices = Counter(context.session.exec(select(Invoice.flux_number)).all())
            numbers = context.session.exec(select(Invoice.number)).all()
            documents = context.session.exec(select(InvoiceDocument.sha256)).all()
        assert set(self.acknowledged) == keys
        assert Counter(row.number for row in flux) == Counter(self.acknowledged.values())
        assert {row.state for row in flux} == {FluxState.PARTLY_INTEGRATED if wrong else FluxState.INTEGRATED}
        assert reports == Counter(row.id for row in flux)
        assert set(places.values()) == {count}
        assert invoices == {row.number: count - wrong for row in flux}
        assert len(set(numbers)) == len(numbers)
        assert all(self.world.files.path(sha256).is_file() for sha256 in documents)
        assert not any((self.world.folder / "lots").glob("*"))


@pytest.fixture
def harness(world: World, cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Harness:
    orders = Orders(str(world.folder), cast.alice, cast.supplier)
    return Harness(world, orders, tmp_path_factory.mktemp("invoices"))


def test_killed_at_each_point_the_deposit_is_finished_once(harness: Harness) -> None:
    deposits = {point: harness.invoice(f"K{number}") for number, point in enumerate(POINTS)}
    for point, deposit in deposits.items():
        assert not harness.run(replace(harness.orders, deposits=(deposit,), kill=point)), point
    # A client that got no answer asks again with its key; the acknowledged ones need no new word.
    unanswered = tuple(deposit for deposit in deposits.values() if deposit[0] not in harness.acknowledged)
    assert harness.run(replace(harness.orders, deposits=unanswered))
    harness.check({key for key, _ in deposits.values()})


def test_lot_killed_at_each_point_is_finished_once(harness: Harness) -> None:
    deposits = {point: harness.lot(f"P{number}", wrong=(3,)) for number, point in enumerate(LOT_POINTS)}
    for point, deposit in deposits.items():
        assert not harness.run(replace(harness.orders, deposits=(deposit,), kill=point)), point
    unanswered = tuple(deposit for deposit in deposits.values() if deposit[0] not in harness.acknowledged)
    assert harness.run(replace(harness.orders, deposits=unanswered))
    harness.check_lots({key for key, _ in deposits.values()}, count=20, wrong=1)


def test_lots_killed_at_random_lose_and_double_nothing(harness: Harness) -> None:
    chance = random.Random(20240124)
    deposits = tuple(harness.lot(f"Q{number}", 60) for number in range(3))
    for _ in range(3):
        left = tuple(deposit for deposit in deposits if deposit[0] not in harness.acknowledged)
        harness.run(replace(harness.orders, deposits=left), kill_after=chance.randint(1, 12))
    left = tuple(deposit for deposit in deposits if deposit[0] not in harness.acknowledged)
    assert harness.run(replace(harness.orders, deposits=left))
    harness.check_lots({key for key, _ in deposits}, count=60, wrong=0)


def test_newer_version_of_the_code_finishes_what_the_older_began(harness: Harness) -> None:
    deposits = (harness.invoice("V1"), harness.invoice("V2"))
    for deposit, point in zip(deposits, ("after check", "after integrate"), strict=True):
        assert not harness.run(replace(harness.orders, deposits=(deposit,), kill=point))
    assert harness.run(replace(harness.orders, newer=True))
    harness.acknowledged |= _numbers(harness)
    harness.check({"V1", "V2"})


def test_killed_at_random_under_parallel_deposits_nothing_is_lost_or_doubled(harness: Harness) -> None:
    _kill_at_random(harness, kills=4)


@pytest.mark.soak
def test_killed_30_times_at_random_under_parallel_deposits(harness: Harness) -> None:
    _kill_at_random(harness, kills=30)


def _kill_at_random(harness: Harness, *, kills: int) -> None:
    chance = random.Random(20240124)
    deposits = [harness.invoice(f"R{number}") for number in range(5 * kills)]
    for _ in range(kills):
        open_ones = [deposit for deposit in deposits if deposit[0] not in harness.acknowledged]
        orders = replace(harness.orders, deposits=tuple(open_ones[:10]))
        harness.run(orders, kill_after=chance.randint(1, 30))
    left = tuple(deposit for deposit in deposits if deposit[0] not in harness.acknowledged)
    assert harness.run(replace(harness.orders, deposits=left))
    harness.check({key for key, _ in deposits})


def _numbers(harness: Harness) -> dict[str, str]:
    """What the clients of a killed server would be told when they ask again."""
    with harness.world.reading() as context:
        return {flux.idempotency_key: flux.number for flux in context.session.exec(select(Flux))}
