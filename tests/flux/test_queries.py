"""« Suivi des flux »: what is found, in which order, by whom."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from chorus_app.flux import counts
from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import FluxFilters, each_flux, list_flux
from chorus_app.flux.workflow import resume_unfinished
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel import migrations
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.long_lists import WALKED
from chorus_app.kernel.paging import PageRequest
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_facturx
from tests.many import many_flux


@pytest.fixture
def three(world: World, cast: Cast) -> World:
    """Three deposits, a minute apart."""
    for number, (name, syntax, space) in enumerate(
        [
            ("été_100%.pdf", "FSO1137A", Space.TRAVAUX),
            ("hiver.xml", "FSO1100A", Space.EMISES),
            ("b\\a.xml", "FSO1130A", Space.TRAVAUX),
        ]
    ):
        by = cast.bob if number == 1 else cast.alice
        scenes.put(world, cast, f"{number}".encode(), syntax, name=name, space=space, by=by)
        world.clock.move(timedelta(minutes=1))
    return world


def names(
    world: World,
    actor: int,
    filters: FluxFilters | None = None,
    page: PageRequest | None = None,
    structure: int | None = None,
) -> list[str]:
    with world.reading(actor_id=actor, structure_id=structure) as context:
        found = list_flux(context, filters=filters, page=page).page
    assert found.total >= len(found.rows)
    return [row.file_name for row in found.rows]


def test_newest_first_for_all_of_the_structure(three: World, cast: Cast) -> None:
    for actor in (cast.alice, cast.bob):
        assert names(three, actor) == ["a.xml", "hiver.xml", "été_100%.pdf"]


def test_charlie_sees_nothing_even_acting_for_the_structure(three: World, cast: Cast) -> None:
    assert names(three, cast.charlie) == []
    assert names(three, cast.charlie, structure=cast.supplier) == []
    assert names(three, cast.alice, structure=cast.other) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ETE", ["été_100%.pdf"]),
        ("100%", ["été_100%.pdf"]),
        ("%", ["été_100%.pdf"]),
        ("_", ["été_100%.pdf"]),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("xml hiver", ["hiver.xml"]),
        ("CPP0011130", ["a.xml"]),
        ("x" * 10_000, []),
    ],
)
def test_search_takes_what_is_typed_literally(three: World, cast: Cast, typed: str, found: list[str]) -> None:
    assert names(three, cast.alice, FluxFilters(text=typed)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (FluxFilters(space=Space.EMISES), ["hiver.xml"]),
        (FluxFilters(mine=True), ["a.xml", "été_100%.pdf"]),
        (FluxFilters(states=(FluxState.PORTAL_WAITING,)), ["a.xml", "hiver.xml", "été_100%.pdf"]),
        (FluxFilters(states=(FluxState.REJECTED, FluxState.INCIDENT)), []),
        (FluxFilters(number="cpp0011130"), ["a.xml"]),
        (FluxFilters(number="0011130"), []),
        (FluxFilters(file="Ete_"), ["été_100%.pdf"]),
        (FluxFilters(file="100"), []),
        (FluxFilters(file="%"), []),
        (FluxFilters(syntax="FSO1100A"), ["hiver.xml"]),
        (FluxFilters(mode_depot="UPLOAD_PORTAIL"), ["a.xml", "hiver.xml", "été_100%.pdf"]),
        (FluxFilters(mode_depot="EDI"), []),
        (FluxFilters(depositor="bob demo"), ["hiver.xml"]),
        (FluxFilters(depositor="DÉMO"), ["a.xml", "hiver.xml", "été_100%.pdf"]),
        (FluxFilters(depositor="charlie"), []),
        (FluxFilters(received_from=date(2026, 11, 24)), ["a.xml", "hiver.xml", "été_100%.pdf"]),
        (FluxFilters(received_until=date(2026, 11, 23)), []),
        (FluxFilters(received_from=date(2026, 11, 24), received_until=date(2026, 11, 24), file="hiver"), ["hiver.xml"]),
    ],
)
def test_list_is_narrowed(three: World, cast: Cast, filters: FluxFilters, found: list[str]) -> None:
    assert names(three, cast.alice, filters) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (PageRequest(sort="file", descending=False), ["a.xml", "été_100%.pdf", "hiver.xml"]),
        (PageRequest(sort="number", descending=False), ["hiver.xml", "a.xml", "été_100%.pdf"]),
        (PageRequest(sort="password_hash"), ["a.xml", "hiver.xml", "été_100%.pdf"]),
        (PageRequest(page=2, size=2), ["été_100%.pdf"]),
        (PageRequest(page=9, size=2), ["été_100%.pdf"]),
        (PageRequest(page=-5, size=2), ["a.xml", "hiver.xml"]),
    ],
)
def test_sorts_and_pages(three: World, cast: Cast, page: PageRequest, found: list[str]) -> None:
    assert names(three, cast.alice, page=page) == found


def test_same_number_of_queries_for_one_row_and_for_three(world: World, cast: Cast) -> None:
    counts = []
    for number in range(3):
        scenes.put(world, cast, f"{number}".encode(), "FSO1137A")
        counts.append(_statements(world, cast))
    assert counts[0] == counts[2]


def _statements(world: World, cast: Cast) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    names(world, cast.alice)
    event.remove(world.engine, "before_cursor_execute", note)
    return len(seen)


def test_nothing_is_begun_anew_while_it_waits_its_turn(three: World) -> None:
    assert resume_unfinished(three) == 0


def test_flux_is_found_by_the_number_of_its_invoice(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(number="F-2026-77"), "FSO1117A", space=Space.EMISES)
    scenes.outcome(importing, cast, receipt)
    assert names(importing, cast.alice, FluxFilters(text="2026-77")) == [receipt.file_name]
    with importing.transaction() as context:  # fails when the index knows other words than the rows have
        for table in ("fts_chorus_flux", "fts_chorus_invoice"):
            context.session.execute(text(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"))


@pytest.mark.slow
def test_long_list_is_paged_as_it_is_exported(world: World) -> None:
    many = many_flux(world, WALKED + 1_000)
    with world.reading(actor_id=many.actor, structure_id=many.structure) as context:
        for sort in ("received", "number", "file", "syntax", "state"):
            whole = [row.number for row in each_flux(context, filters=FluxFilters(), page=PageRequest(sort=sort))]
            for number in (1, 421, 839, 840):
                page = PageRequest(number, sort)
                assert [row.number for row in list_flux(context, page=page).page.rows] == whole[page.offset :][:25]
        found = list_flux(context, filters=FluxFilters(text="lot-0020999")).page
        assert (found.total, [row.file_name for row in found.rows]) == (1, ["lot-0020999.xml"])
        rejected = list_flux(context, filters=FluxFilters(states=(FluxState.REJECTED,))).page
        assert (rejected.total, rejected.more) == (2_100, False)
        assert list_flux(context, filters=FluxFilters(text="lot xml")).page.more


def counts_of(world: World) -> list[tuple[object, ...]]:
    with world.reading() as context:
        rows = context.session.execute(
            text("SELECT structure_id, space, month, state, flux FROM chorus_flux_count WHERE flux != 0")
        )
        return sorted(map(tuple, rows), key=str)


def test_counts_follow_the_flux_through_its_states(importing: World, cast: Cast) -> None:
    for content in (make_facturx(number="F-1"), b"no invoice at all"):
        scenes.outcome(importing, cast, scenes.put(importing, cast, content, "FSO1137A"))
    kept = counts_of(importing)
    assert [row[2:] for row in kept] == [("2026-11", "REJECTED", 2)]
    with importing.transaction() as context:
        counts.rebuild(context)
    assert counts_of(importing) == kept


def test_month_is_that_of_paris(world: World, cast: Cast) -> None:
    world.clock.move(datetime(2026, 11, 30, 23, 30, tzinfo=UTC) - world.clock.now())
    scenes.put(world, cast, b"1", "FSO1137A")
    kept = counts_of(world)
    assert [row[2] for row in kept] == ["2026-12"]
    with world.transaction() as context:
        counts.rebuild(context)
    assert counts_of(world) == kept
    with world.reading(actor_id=cast.alice) as context:
        assert counts.by_month(context, ["2026-11"]) == {}
        assert counts.by_month(context, ["2026-12"]) == {("2026-12", FluxState.PORTAL_WAITING): 1}
    with world.reading(actor_id=cast.charlie, structure_id=cast.supplier) as context:
        assert counts.by_month(context, ["2026-12"]) == {}


def test_states_are_counted_without_the_filter_on_them(three: World, cast: Cast) -> None:
    for filters, counted in (
        (FluxFilters(states=(FluxState.REJECTED,)), 3),
        (FluxFilters(space=Space.TRAVAUX), 2),
    ):
        with three.reading(actor_id=cast.alice) as context:
            assert list_flux(context, filters=filters).states == {FluxState.PORTAL_WAITING: counted}
    with three.reading(actor_id=cast.charlie) as context:
        assert list_flux(context).states == {}


def test_migration_counts_and_folds_what_is_there(tmp_path: Path, three: World) -> None:
    kept = counts_of(three)
    older = World(Settings(data_dir=tmp_path / "older"))
    migrations.upgrade(older.engine, "d6d7c8e47145")
    with older.engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH '{three.database}' AS newer")
        for table in ("chorus_structure", "chorus_user", "chorus_flux"):
            columns = ", ".join(row[1] for row in connection.exec_driver_sql(f"PRAGMA main.table_info({table})"))
            connection.exec_driver_sql(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        connection.commit()
    migrations.upgrade(older.engine)
    assert counts_of(older) == kept
    with older.reading() as context:
        keys = context.session.execute(text("SELECT file_key FROM chorus_flux ORDER BY id")).scalars().all()
    assert keys == ["ete_100%.pdf", "hiver.xml", "a.xml"]
    older.close()
