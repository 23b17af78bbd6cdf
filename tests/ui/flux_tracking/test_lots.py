"""A lot in « Suivi des flux »: how far its import is, what became of each invoice, and the refused ones once more."""

from urllib.parse import parse_qs, urlsplit

import pytest

from chorus_app.flux import lots, steps, uploads
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.flux_tracking.state import FluxPageState, ReportState
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.lots import ubl_files, zip_of
from tests.ui.flux_tracking.test_flux_pages import listed
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows, until


def put(world: World, cast: Cast, count: int = 12, *, wrong: tuple[int, ...] = (4, 11)) -> Receipt:
    content = zip_of(ubl_files(count, wrong=wrong))
    return scenes.put(world, cast, content, "FSO1100A", space=Space.EMISES, name="lot.zip")


def deposited(world: World, cast: Cast) -> str:
    receipt = put(world, cast)
    outcome(world, cast, receipt)
    return receipt.public_id


async def report_at(portal: Portal, world: World, user: int, flux: str, query: str = "") -> tuple[Browser, ReportState]:
    browser = portal.signed_in(world, user)
    await browser.open(f"/suivi-des-flux/{flux}/compte-rendu{query}")
    return browser, await until(browser, ReportState, lambda state: state.missing or state.report.made != "")


async def test_page_of_a_lot_tells_how_far_the_import_is_as_it_goes(
    portal: Portal,
    world: World,
    cast: Cast,
    children: Children,
    rule_children: Children,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(world.__dict__, "children", children)
    monkeypatch.setitem(world.__dict__, "rule_children", rule_children)
    receipt = put(world, cast, 20, wrong=(1,))
    browser = portal.signed_in(world, cast.alice)
    await browser.open(f"/suivi-des-flux/{receipt.public_id}")
    job = steps.Job(world, 1)
    steps.open_file(job)
    opened = job.opened()
    assert opened is not None
    flux, left, known = lots._begin(world, 1, opened.content)  # type: ignore[arg-type] # a lot that opens
    for batch in lots.batches(left):
        checked = lots.checked_batch(world, [lots.sent(one, opened.folder) for one in batch], flux.syntax)
        lots._integrate(world, 1, list(zip(batch, checked, strict=True)), known)
        done = batch[-1].position
        state = await until(browser, FluxPageState, lambda state, done=done: state.lot.percent == done * 5)  # type: ignore[misc] # binds the loop's value
        assert (state.lot.total, state.lot.refused) == (20, t("flux_tracking.lot.refused", count=1))
        assert state.last[0].name == f"L-{done:03d}"
    for step in steps.STEPS[2:]:
        step.act(job)
    await until(browser, FluxPageState, lambda state: state.card.outcome == "partly")


async def test_report_of_a_lot_lists_the_refused_first_with_their_reasons(
    portal: Portal, importing: World, cast: Cast
) -> None:
    _, state = await report_at(portal, importing, cast.alice, deposited(importing, cast))
    assert [(line.name, line.tone, [card.code for card in line.reasons]) for line in state.lines[:3]] == [
        ("L-004", "danger", ["CPP-PAIEMENT-ABSENT"]),
        ("L-011", "danger", ["CPP-PAIEMENT-ABSENT"]),
        ("L-001", "success", []),
    ]
    assert (len(state.lines), state.report.title) == (12, t("flux_tracking.lot.report_title", count=12))


async def test_report_of_a_lot_is_narrowed_to_the_refused(portal: Portal, importing: World, cast: Cast) -> None:
    _, state = await report_at(portal, importing, cast.alice, deposited(importing, cast), "?refusees=oui&page=9")
    assert ([line.name for line in state.lines], state.only_refused) == (["L-004", "L-011"], True)


async def test_one_invoice_of_a_lot_has_its_own_report(portal: Portal, importing: World, cast: Cast) -> None:
    flux = deposited(importing, cast)
    _, state = await report_at(portal, importing, cast.alice, flux, "?facture=4")
    assert (state.one, [card.code for card in state.findings], state.lines) == ("L-004", ["CPP-PAIEMENT-ABSENT"], [])
    assert state.layers
    for place in ("99", "0"):
        _, state = await report_at(portal, importing, cast.alice, flux, f"?facture={place}")
        assert state.missing is True


async def test_refused_invoices_are_prepared_as_a_lot_of_their_own(
    portal: Portal, importing: World, cast: Cast
) -> None:
    flux = deposited(importing, cast)
    browser = portal.signed_in(importing, cast.alice)
    await browser.open(f"/suivi-des-flux/{flux}")
    await until(browser, FluxPageState, lambda state: state.may_send)
    await browser.send(FluxPageState.redeposit)
    await until(browser, FluxPageState, lambda state: bool(browser.redirects) and not state.packing)
    address = urlsplit(browser.redirects[0])
    query = parse_qs(address.query)
    assert (address.path, query["depuis"]) == ("/factures-emises/deposer", [flux])
    with importing.reading(actor_id=cast.alice) as context:
        assert uploads.find(context, upload=query["envoi"][0]).name == "lot-refusees.zip"


async def test_flux_without_refused_invoice_prepares_nothing(portal: Portal, importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, 2, wrong=())
    outcome(importing, cast, receipt)
    browser = portal.signed_in(importing, cast.alice)
    await browser.open(f"/suivi-des-flux/{receipt.public_id}")
    await until(browser, FluxPageState, lambda state: state.card.id != "")
    await browser.send(FluxPageState.redeposit)
    await shows(browser, FluxPageState, problem=t("flux.redeposit.none_refused"), packing=False)
    assert browser.redirects == []


async def test_charlie_prepares_nothing_of_a_foreign_flux_like_of_an_unknown_one(
    portal: Portal, importing: World, cast: Cast
) -> None:
    told = []
    for flux in (deposited(importing, cast), "inconnu"):
        browser = portal.signed_in(importing, cast.charlie)
        await browser.open(f"/suivi-des-flux/{flux}/compte-rendu?facture=4")
        await until(browser, ReportState, lambda state: state.missing)
        await browser.send(ReportState.redeposit)
        state = await until(browser, ReportState, lambda state: state.problem != "" and not state.packing)
        told.append((state.problem, state.lines, state.one, state.lot, browser.redirects))
    assert told[0] == told[1]
    assert told[0][0] == t("kernel.not_found")


async def test_list_of_flux_tells_how_many_of_a_lot_passed(portal: Portal, importing: World, cast: Cast) -> None:
    deposited(importing, cast)
    state = await listed(portal, importing, cast.alice)
    assert [(row.result, row.state) for row in state.rows] == [
        (t("flux_tracking.result.lot", count=10, refused=2), t(FluxState.PARTLY_INTEGRATED.label_key))
    ]
