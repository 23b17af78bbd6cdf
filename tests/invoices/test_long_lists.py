"""A list too long to be gathered: what is found is the same, only the way to it differs."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import InvoiceFilters, InvoiceList, each_invoice, list_invoices
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.long_lists import GATHERED, REACHED, WALKED
from chorus_app.kernel.paging import PageRequest
from tests.conftest import NewWorld
from tests.many import Many, many_invoices

COUNT = WALKED + 1_000
pytestmark = pytest.mark.slow


@dataclass
class Long:
    """A world with a long list, and who reads it."""

    world: World
    many: Many

    def read(self, page: PageRequest | None = None, **narrowed: object) -> InvoiceList:
        with self.world.reading(actor_id=self.many.actor, structure_id=self.many.structure) as context:
            filters = InvoiceFilters(**narrowed)  # type: ignore[arg-type]
            return list_invoices(context, scope=Scope.EMISES, filters=filters, page=page)

    def numbers(self, page: PageRequest | None = None, **narrowed: object) -> list[str]:
        return [row.number for row in self.read(page, **narrowed).page.rows]

    def exported(self, page: PageRequest, **narrowed: object) -> list[str]:
        with self.world.reading(actor_id=self.many.actor, structure_id=self.many.structure) as context:
            filters = InvoiceFilters(**narrowed)  # type: ignore[arg-type]
            return [row.number for row in each_invoice(context, scope=Scope.EMISES, filters=filters, page=page)]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, new_world: NewWorld) -> Iterator[Long]:
    world = new_world(Settings(data_dir=tmp_path_factory.mktemp("long")))
    yield Long(world, many_invoices(world, COUNT))
    world.close()


@pytest.mark.parametrize("sort", ["deposited", "number", "issued", "supplier", "recipient", "amount", "status"])
@pytest.mark.parametrize("descending", [True, False])
def test_every_page_is_that_of_the_whole_order(long: Long, sort: str, descending: bool) -> None:
    """Pages from the second half are read from the other end: they must not shift, nor turn."""
    whole = long.exported(PageRequest(sort=sort, descending=descending))
    assert len(whole) == COUNT
    last = -(-COUNT // 25)
    for number in (1, 2, last // 2, last // 2 + 1, last - 1, last):
        page = PageRequest(number, sort, descending)
        assert long.numbers(page) == whole[page.offset : page.offset + 25]


def test_page_beyond_the_last_is_the_last(long: Long) -> None:
    found = long.read(PageRequest(9_999_999))
    assert (found.page.page, found.page.total, len(found.page.rows)) == (COUNT // 25, COUNT, 25)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("F-0020999", 1),
        ("f-00209 VILLE", 100),
        ("20999", 1),
        ("ville béton introuvable", 0),
        ('"', 0),
        ("bet%n", 0),
        ("f-", COUNT),  # too short for the index: the beginning of the number
        ("ét", 0),
    ],
)
def test_words_are_found_in_the_index(long: Long, typed: str, found: int) -> None:
    page = long.read(text=typed).page
    assert page.total == min(found, GATHERED)
    assert page.more is (found > GATHERED)


def test_words_that_many_have_are_counted_so_far_only(long: Long) -> None:
    found = long.read(PageRequest(1, "number"), text="ville béton")
    assert (found.page.total, found.page.more, found.page.reached, found.page.pages) == (REACHED, True, REACHED, 40)
    assert found.statuses == {}
    assert [row.number for row in found.page.rows] == [f"F-{COUNT - 1 - n:07d}" for n in range(25)]
    assert long.read(PageRequest(99, "number"), text="ville béton").page.page == 40


def test_narrow_filter_counts_and_sorts_all_that_it_finds(long: Long) -> None:
    found = long.read(PageRequest(1, "amount"), cadre="A9")
    assert (found.page.total, found.page.more, sum(found.statuses.values())) == (COUNT // 500, False, COUNT // 500)
    amounts = [row.tax_inclusive or 0 for row in found.page.rows]
    assert amounts == sorted(amounts, reverse=True)


def test_wide_filter_shows_its_first_rows(long: Long) -> None:
    found = long.read(PageRequest(1, "number", descending=False), cadre="A1")
    assert (found.page.total, found.page.more, found.page.reached) == (GATHERED, True, REACHED)
    assert [row.number for row in found.page.rows[:2]] == ["F-0000001", "F-0000002"]


def test_one_status_is_counted_beforehand(long: Long) -> None:
    found = long.read(PageRequest(1, "number", descending=False), statuses=(Status.MANDATEE,))
    assert (found.page.total, found.statuses[Status.REJETEE]) == (COUNT // 5, COUNT // 5)
    assert [row.number for row in found.page.rows[:2]] == ["F-0000002", "F-0000007"]


def test_status_and_wide_filter_together(long: Long) -> None:
    found = long.read(cadre="A1", statuses=(Status.MANDATEE,))
    assert (found.page.total, found.page.more) == (COUNT // 5, False)


def test_export_holds_what_the_pages_do_not_reach(long: Long) -> None:
    assert len(long.exported(PageRequest(sort="number"), cadre="A1")) == COUNT - COUNT // 500
