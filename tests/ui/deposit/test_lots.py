"""A lot on the deposit pages: its content before sending, and a deposit that takes the place of an earlier one."""

from urllib.parse import urlencode

from sqlmodel import select

from chorus_app.flux import deposit
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.deposit.state import DepositState
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.formats.test_lots import HOSTILE
from tests.makers.invoices import make_facturx, make_ubl
from tests.makers.lots import cpp_of, tar_gz, ubl_files, zip_of
from tests.ui.deposit.test_deposit import ISSUED, WORKS, at, codes, looked_at, numbers, sent
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows, until

AMOUNT = "1\u202f800,00\u00a0€"


async def with_lot(
    portal: Portal, world: World, cast: Cast, content: bytes, name: str = "lot.zip", address: str = ISSUED
) -> tuple[Browser, DepositState]:
    browser = await at(portal, world, cast.alice, address)
    await browser.send(DepositState.choose, "FSO1100A")
    return browser, await looked_at(browser, sent(world, cast.alice, content, name))


async def test_lot_shows_its_content_before_sending(portal: Portal, importing: World, cast: Cast) -> None:
    _, state = await with_lot(portal, importing, cast, tar_gz(ubl_files(3, wrong=(2,))), "lot.tar.gz")
    assert (state.card.family, state.chosen, state.lot.some_refused) == ("lot", "FSO1100A", True)
    assert (state.lot.counted, state.lot.verdict, state.lot.total) == (
        t("deposit.lot.counted", count=3),
        t("deposit.lot.refused", count=1),
        "3\u202f600,00\u00a0€",
    )
    assert [(row.file, row.number, row.recipient, row.amount, row.tone) for row in state.lot_rows] == [
        ("facture-002.xml", "L-002", "Ville de Démo", AMOUNT, "danger"),
        ("facture-001.xml", "L-001", "Ville de Démo", AMOUNT, "success"),
        ("facture-003.xml", "L-003", "Ville de Démo", AMOUNT, "success"),
    ]
    assert [card.code for card in state.lot_rows[0].reasons] == ["CPP-PAIEMENT-ABSENT"]
    assert numbers(importing) == []


async def test_lot_is_sent_and_ends_partly_integrated(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await with_lot(portal, importing, cast, zip_of(ubl_files(3, wrong=(2,))))
    await browser.send(DepositState.deposit)
    with importing.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    assert browser.redirects == [f"/suivi-des-flux/{flux.public_id}"]
    receipt = deposit.Receipt(flux.number, flux.public_id, flux.syntax, flux.file_name, flux.received_at)
    assert outcome(importing, cast, receipt).flux.state is FluxState.PARTLY_INTEGRATED


async def test_invoices_of_a_lot_are_paged_and_narrowed_to_the_refused(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser, state = await with_lot(portal, importing, cast, zip_of(ubl_files(45, wrong=range(1, 23))))
    assert (len(state.lot_rows), state.lot_page, state.lot_pages) == (20, 1, 3)
    for forward, page in ((True, 2), (True, 3), (True, 3), (False, 2)):
        await browser.send(DepositState.turn_page, forward)
        assert (await browser.state(DepositState)).lot_page == page
    await browser.send(DepositState.show_refused, True)
    state = await browser.state(DepositState)
    assert (state.lot_pages, {row.tone for row in state.lot_rows}) == (2, {"danger"})


async def test_works_space_asks_which_syntax_and_checks_the_lot_with_it(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser = await at(portal, importing, cast.alice, WORKS)
    state = await looked_at(browser, sent(importing, cast.alice, zip_of(ubl_files(2)), "lot.zip"))
    assert (state.chosen, state.lot.some_refused) == ("", False)
    assert {"FSO1100A", "FSO1130A"} <= set(codes(state))
    await browser.send(DepositState.choose, "FSO1130A")
    state = await shows(browser, DepositState, checking=False, chosen="FSO1130A")
    assert {card.code for row in state.lot_rows for card in row.reasons} == {"CPP-CADRE-TRAVAUX"}


async def test_syntax_that_does_not_go_with_the_lot_is_told(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send(DepositState.choose, "FSO1117A")
    state = await looked_at(browser, sent(importing, cast.alice, zip_of(ubl_files(2)), "lot.zip"))
    assert (state.chosen, "FSO1117A" in state.mismatch) == ("", True)


async def test_lot_of_facturx_chooses_its_only_syntax(portal: Portal, importing: World, cast: Cast) -> None:
    files = [(f"{n}.pdf", make_facturx(number=f"F{n}")) for n in range(2)]
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, zip_of(files), "lot.zip"))
    assert (state.card.family, state.chosen, state.lot.some_refused) == ("lot", "FSO1117A", False)


async def test_hostile_lot_is_explained_and_not_sent(portal: Portal, importing: World, cast: Cast) -> None:
    content, name, why = HOSTILE["zip slip"]
    browser, state = await with_lot(portal, importing, cast, content, name)
    assert (state.card.family, [card.code for card in state.verdict.blocking]) == ("none", [why.value])
    await browser.send(DepositState.deposit)
    assert ((await browser.state(DepositState)).problem, numbers(importing)) == (t("deposit.not_sendable"), [])


async def test_lot_without_any_invoice_is_not_sent(portal: Portal, importing: World, cast: Cast) -> None:
    browser, state = await with_lot(portal, importing, cast, zip_of([("a.xml", b"<a/>"), ("b.xml", b"<b")]))
    assert state.card.family == "none"
    await browser.send(DepositState.deposit)
    assert numbers(importing) == []


async def test_replaced_lot_leaves_nothing(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await with_lot(portal, importing, cast, zip_of(ubl_files(2, wrong=(1,))))
    await browser.send(DepositState.replace_file)
    state = await browser.state(DepositState)
    assert (state.lot_rows, state.lot.counted, state.chosen) == ([], "", "FSO1100A")
    assert list((importing.folder / "lots").iterdir()) == []


# --- Once more ---


async def rejected(importing: World, cast: Cast) -> str:
    content = make_ubl(payment_means=None, iban=None, bic=None)
    receipt = scenes.put(importing, cast, content, "FSO1100A", space=Space.EMISES, name="facture.xml")
    outcome(importing, cast, receipt)
    return receipt.public_id


async def test_deposit_that_takes_the_place_of_another_keeps_its_choice(
    portal: Portal, importing: World, cast: Cast
) -> None:
    flux = await rejected(importing, cast)
    browser = await at(portal, importing, cast.alice, f"{ISSUED}?{urlencode({'depuis': flux})}")
    state = await browser.state(DepositState)
    assert (state.chosen, state.again.report) == ("FSO1100A", f"/suivi-des-flux/{flux}/compte-rendu")
    assert [(change.title, change.concerned) for change in state.again.changes] == [
        (t("findings.cpp_paiement_absent.title"), "")
    ]
    state = await looked_at(browser, sent(importing, cast.alice, make_ubl(), "facture.xml"))
    assert (state.verdict.accepted, state.chosen, state.again.number != "") == (True, "FSO1100A", True)


async def test_prepared_lot_is_looked_at_when_the_page_opens(portal: Portal, importing: World, cast: Cast) -> None:
    flux = await rejected(importing, cast)
    upload = sent(importing, cast.alice, zip_of(ubl_files(2, wrong=(1,))), "lot-refusees.zip")
    browser = await at(portal, importing, cast.alice, f"{ISSUED}?{urlencode({'depuis': flux, 'envoi': upload})}")
    state = await until(browser, DepositState, lambda state: bool(state.lot_rows))
    assert (state.card.name, state.chosen, len(state.lot_rows)) == ("lot-refusees.zip", "FSO1100A", 2)


async def test_foreign_flux_is_kept_nothing_of_like_an_unknown_one(
    portal: Portal, importing: World, cast: Cast
) -> None:
    told = []
    for flux in (await rejected(importing, cast), "inconnu"):
        browser = await at(portal, importing, cast.charlie, f"{ISSUED}?{urlencode({'depuis': flux})}")
        state = await browser.state(DepositState)
        told.append((state.problem, state.again, state.chosen))
    assert told[0] == told[1]
    assert told[0][0] == t("kernel.not_found")


async def test_cpp_file_of_several_invoices_shows_each_of_them(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice, ISSUED)
    state = await looked_at(browser, sent(importing, cast.alice, cpp_of(3, wrong=(2,)), "mixte.xml"))
    assert (state.card.family, state.chosen, state.lot.parts) == ("lot", "FSO1113A", t("deposit.lot.parts"))
    assert [(row.file, row.number, row.tone) for row in state.lot_rows] == [
        ("facture-002.xml", "C-002", "danger"),
        ("facture-001.xml", "C-001", "success"),
        ("facture-003.xml", "C-003", "success"),
    ]
    await browser.send(DepositState.deposit)
    with importing.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    receipt = deposit.Receipt(flux.number, flux.public_id, flux.syntax, flux.file_name, flux.received_at)
    assert outcome(importing, cast, receipt).flux.state is FluxState.PARTLY_INTEGRATED
