"""Invoices counted by month: kept as they come, and the same when counted anew."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import col

from chorus_app.formats.parsed import Party
from chorus_app.invoices import listing
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import count_by_month
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import give_status
from chorus_app.kernel.context import World
from chorus_app.kernel.months import following, last_months, months_between
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.invoices.test_queries import add
from tests.makers.invoices import MOE_SIRET, siret

MONTHS = ("2026-10", "2026-11")
OCTOBER = date(2026, 10, 31)


def counted(
    world: World, actor: int, scope: Scope = Scope.EMISES, structure: int | None = None
) -> list[tuple[str, Status, int, Decimal, int]]:
    with world.reading(actor_id=actor, structure_id=structure) as context:
        found = count_by_month(context, scope=scope, months=MONTHS)
    return sorted((one.month, one.status, one.invoices, one.euros, one.uncounted) for one in found)


def test_credit_notes_are_taken_off_and_other_currencies_left_out(world: World, cast: Cast) -> None:
    add(world, cast, "F1", issue_date=OCTOBER, tax_inclusive=Decimal("100.10"))
    add(world, cast, "A1", issue_date=OCTOBER, tax_inclusive=Decimal("30"), type_code="381")
    add(world, cast, "A2", issue_date=OCTOBER, tax_inclusive=Decimal("-0.05"), type_code="381")
    add(world, cast, "F2", issue_date=OCTOBER, tax_inclusive=Decimal("999"), currency="USD")
    add(world, cast, "F3", tax_inclusive=Decimal("7"))
    add(world, cast, "F4", issue_date=date(2025, 10, 1))
    given = [
        ("2026-10", Status.MISE_A_DISPOSITION, 4, Decimal("70.05"), 1),
        ("2026-11", Status.MISE_A_DISPOSITION, 1, Decimal("7"), 0),
    ]
    assert counted(world, cast.alice) == given
    assert counted(world, cast.buyer, Scope.RECUES) == given
    assert counted(world, cast.alice, Scope.RECUES) == []
    with world.transaction() as context:
        listing.rebuild(context)
    assert counted(world, cast.alice) == given


def test_counts_follow_a_change_of_status(world: World, cast: Cast) -> None:
    add(world, cast, "F1", tax_inclusive=Decimal("5"))
    with world.transaction() as context:
        invoice = context.session.execute(select(Invoice).where(col(Invoice.number) == "F1")).scalar_one()
        give_status(context, invoice=invoice, status=Status.SERVICE_FAIT)
    assert counted(world, cast.alice) == [("2026-11", Status.SERVICE_FAIT, 1, Decimal(5), 0)]


def test_charlie_counts_nothing_of_others(world: World, cast: Cast) -> None:
    add(world, cast, "F1")
    for structure in (None, cast.supplier, cast.other):
        assert counted(world, cast.charlie, structure=structure) == []


def test_piece_that_two_of_ones_structures_see_is_counted_once(world: World, cast: Cast) -> None:
    add(world, cast, "S1", cadre="A4", valideur=Party(siret(MOE_SIRET), "Atelier MOE"), tax_inclusive=Decimal("8"))
    with world.transaction() as context:
        scenes.attach_to(context, cast.alice, cast.moe)
    for structure in (None, cast.supplier, cast.moe):
        found = counted(world, cast.alice, Scope.TRAVAUX, structure)
        assert [(month, count, euros) for month, _, count, euros, _ in found] == [("2026-11", 1, Decimal(8))]


def test_months_go_over_the_years() -> None:
    assert last_months(date(2026, 1, 31), 3) == ["2025-11", "2025-12", "2026-01"]
    assert len(last_months(date(2026, 11, 29))) == 12
    assert following(date(2026, 12, 1)) == date(2027, 1, 1)


def test_months_between_two_moments_are_those_of_paris() -> None:
    first, last = datetime(2026, 10, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert list(months_between(first, last)) == ["2026-11", "2026-12", "2027-01"]
