"""The last twelve months above the lists: heights, figures, folding."""

from datetime import date
from decimal import Decimal

import pytest

from chorus_app.invoices.enums import Status
from chorus_app.kernel.context import World
from chorus_app.ui.components.chart import Key, Piece, Year
from chorus_app.ui.flux_tracking.state import FluxListState
from chorus_app.ui.invoices.chart import KINDS, kind_of
from chorus_app.ui.invoices.state import IssuedState
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.ui.harness import Browser, Portal
from tests.ui.invoices.scenes import add_invoice
from tests.ui.waiting import shows


async def opened(portal: Portal, world: World, user_id: int, address: str = "/factures-emises") -> Browser:
    return await portal.opened(world, user_id, address)


async def year_of(portal: Portal, world: World, user_id: int, query: str = "") -> Year:
    browser = await opened(portal, world, user_id, f"/factures-emises{query}")
    return (await browser.state(IssuedState)).year


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


async def test_year_of_a_list_is_drawn_and_told(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", tax_inclusive=Decimal("1500"))
    add_invoice(world, cast, "F2", issue_date=date(2026, 10, 5), tax_inclusive=Decimal("300.4"))
    add_invoice(world, cast, "F3", issue_date=date(2026, 10, 6), tax_inclusive=Decimal("100"), type_code="381")
    add_invoice(world, cast, "F4", issue_date=date(2025, 11, 30), tax_inclusive=Decimal("99999"))
    year = await year_of(portal, world, cast.alice, "?cadre=A9&tri=amount")
    assert plain(year.said) == "3 factures, 1 700 €"
    assert year.legend == [Key("going", "Chez le destinataire", "3")]
    counts, amounts = year.charts
    assert [(plain(chart.top), plain(chart.middle)) for chart in (counts, amounts)] == [
        ("2", "1"),
        ("2 000 €", "1 000 €"),
    ]
    assert [column.month for column in counts.columns][::5] == ["déc", "mai", "oct"]
    assert [column.year for column in counts.columns if column.year] == ["2026"]
    assert [column.pieces for column in counts.columns[-3:]] == [
        [],
        [Piece("going", "100.00%")],
        [Piece("going", "50.00%")],
    ]
    assert [column.pieces for column in amounts.columns[-2:]] == [
        [Piece("going", "10.02%")],
        [Piece("going", "75.00%")],
    ]
    assert plain(amounts.columns[-1].title) == "novembre 2026 : 1 500 €"
    row = year.rows[1]
    assert (row.label, row.href) == (
        "octobre 2026",
        "/factures-emises?tri=amount&du=2026-10-01&au=2026-10-31",
    )
    assert [plain(cell) for cell in row.cells] == ["2", "2", "200,40 €"]
    assert len(year.rows) == 12
    assert len(year.heads) == len(row.cells) + 1


async def test_list_without_a_year_shows_none(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", issue_date=date(2024, 1, 1))
    assert await year_of(portal, world, cast.alice) == Year()
    assert await year_of(portal, world, cast.charlie) == Year()


async def test_what_the_amounts_leave_out_is_told(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "F1", currency="USD")
    assert "1 facture dans une autre monnaie" in (await year_of(portal, world, cast.alice)).note


async def test_credit_notes_alone_draw_nothing_but_are_told(portal: Portal, world: World, cast: Cast) -> None:
    add_invoice(world, cast, "A1", type_code="381", tax_inclusive=Decimal("50"))
    year = await year_of(portal, world, cast.alice)
    assert [column.pieces for column in year.charts[1].columns if column.pieces] == []
    assert plain(year.rows[0].cells[-1]) == "-50,00 €"


async def test_chart_stays_folded_for_its_person(portal: Portal, world: World, cast: Cast) -> None:
    browser = await opened(portal, world, cast.alice)
    await browser.send(IssuedState.fold_chart)
    assert (await browser.state(IssuedState)).chart_open is False
    assert (await (await opened(portal, world, cast.alice)).state(IssuedState)).chart_open is False
    assert (await (await opened(portal, world, cast.bob)).state(IssuedState)).chart_open is True
    await browser.send(IssuedState.fold_chart)
    assert (await browser.state(IssuedState)).chart_open is True


async def test_flux_have_a_year_too(portal: Portal, world: World, cast: Cast) -> None:
    scenes.put(world, cast, b"1", "FSO1137A")
    browser = await opened(portal, world, cast.alice, "/suivi-des-flux")
    year = (await shows(browser, FluxListState, loaded=True)).year
    assert (plain(year.said), len(year.charts), year.legend) == (
        "1 flux",
        1,
        [Key("sent", "En attente ou en cours", "1")],
    )
    assert (year.rows[0].href, year.rows[0].cells) == (
        "/suivi-des-flux?tri=-received&depot_du=2026-11-01&depot_au=2026-11-30",
        ["1", "1"],
    )
    charlie = await opened(portal, world, cast.charlie, "/suivi-des-flux")
    assert (await shows(charlie, FluxListState, loaded=True)).year == Year()


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_of_a_kind(status: Status) -> None:
    assert kind_of(status) in KINDS
