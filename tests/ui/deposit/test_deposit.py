"""The deposit pages: what a file is, which syntax it takes, what would become of it, and the deposit itself."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.flux import uploads
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.deposit.state import DepositState
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import make_cii, make_facturx, make_pdf, make_ubl, make_works_invoice
from tests.makers.pdfs import sign
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows

ISSUED, WORKS = "/factures-emises/deposer", "/factures-de-travaux/deposer"


def sent(world: World, by: int, content: bytes, name: str = "facture.pdf") -> str:
    """What the browser's script does: send the file, keep the answer."""
    stored = world.files.put(content)
    with world.transaction(actor_id=by) as context:
        return uploads.remember(context, stored=stored, name=name)


async def at(portal: Portal, world: World, user: int, address: str = ISSUED) -> Browser:
    return await portal.opened(world, user, address)


async def looked_at(browser: Browser, upload: str) -> DepositState:
    """The page once the file is checked."""
    await browser.send(DepositState.received, upload)
    return await shows(browser, DepositState, checking=False, step=2)


def numbers(world: World) -> list[str]:
    with world.reading() as context:
        return list(context.session.exec(select(Flux.number)).all())


def codes(state: DepositState) -> list[str]:
    return [choice.code for choice in state.choices]


async def test_facturx_is_explained_and_its_only_syntax_chosen(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx()))
    assert (state.card.family, state.chosen, codes(state)) == ("facturx", "FSO1117A", ["FSO1117A"])
    read = {fact.label: fact.value for fact in state.card.read}
    assert read["Fournisseur"].startswith("Maçonnerie Démo, SIRET")
    assert read["Montant TTC"] == "1 800,00 €".replace(" ", "\u202f", 1).replace(" ", "\u00a0")


async def test_right_invoice_would_be_accepted(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx()))
    assert (state.verdict.accepted, state.verdict.blocking) == (True, ())


async def test_what_only_the_standards_ask_stands_apart_and_does_not_reject(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser = await at(portal, importing, cast.alice)
    verdict = (await looked_at(browser, sent(importing, cast.alice, make_facturx()))).verdict
    assert (verdict.accepted, verdict.remarks) == (True, ())
    assert {"BR-FR-12_BT-49", "BR-FR-13_BT-34"} <= {card.code for card in verdict.beyond}
    assert verdict.beyond_title == t("flux.report.beyond", count=len(verdict.beyond))
    assert all(card.tone == "warning" and card.title and card.meaning and card.todo for card in verdict.beyond)


async def test_wrong_invoice_would_be_rejected_with_its_reasons(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx(number="x" * 21, engagement="e" * 51)))
    assert [card.code for card in state.verdict.blocking] == ["CPP-NUMERO-LONGUEUR", "CPP-EJ-LONGUEUR"]
    assert all(card.title and card.meaning and card.todo for card in state.verdict.blocking)


async def test_controls_that_were_done_stand_beside_the_verdict(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx(number="x" * 21)))
    layers = {layer.name: layer for layer in state.verdict.layers}
    chorus, standard = layers[t("findings.layers.chorus")], layers[t("findings.layers.en16931")]
    assert (chorus.state, chorus.why) == (t("verdict.layers.blocking", count=1), "")  # the directory was asked
    assert (standard.state, standard.why) in [(t("verdict.layers.done"), ""), (t("verdict.layers.clean"), "")]


async def test_works_space_offers_old_and_new_flow_and_typing_chooses(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser = await at(portal, importing, cast.alice, WORKS)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx(cadre="A4")))
    assert (codes(state), state.chosen) == (["FSO1117A", "FSO1137A"], "")
    assert [choice.scope for choice in state.choices] == [t("formats.scope.both"), t("formats.scope.works_only")]
    await browser.send(DepositState.filter_syntaxes, "seulement")
    state = await shows(browser, DepositState, checking=False, chosen="FSO1137A")
    assert codes(state) == ["FSO1137A"]


async def test_choice_that_the_filter_hides_is_dropped(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice, WORKS)
    await browser.send(DepositState.choose, "FSO1137A")
    await browser.send(DepositState.filter_syntaxes, "ubl")
    assert (await browser.state(DepositState)).chosen == ""


async def test_before_a_file_all_values_of_the_space_are_shown(portal: Portal, importing: World, cast: Cast) -> None:
    issued, works = await at(portal, importing, cast.alice), await at(portal, importing, cast.alice, WORKS)
    new = {"FSO1130A", "FSO1131A", "FSO1137A"}
    assert set(codes(await works.state(DepositState))) - set(codes(await issued.state(DepositState))) == new


@pytest.mark.parametrize(
    ("content", "family"),
    [
        (make_pdf(), "classic"),
        (sign(make_pdf()), "classic"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "none"),
        (b"MZ" + b"\0" * 64, "none"),
        (b" ", "none"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "none"),
        (b"<a>" * 10, "none"),
    ],
    ids=["plain", "signed", "image", "program", "empty", "doctype", "malformed"],
)
async def test_file_without_invoice_is_explained_and_not_sent(
    portal: Portal, importing: World, cast: Cast, content: bytes, family: str
) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, content, "facture.pdf"))
    assert (state.card.family, state.choices, bool(state.card.meaning)) == (family, [], True)
    assert len(state.verdict.blocking) == 1
    await browser.send(DepositState.deposit)
    assert (await browser.state(DepositState)).problem == t("deposit.not_sendable")
    assert numbers(importing) == []


async def test_wrong_pair_is_refused_in_words(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send(DepositState.choose, "FSO1100A")
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx(), "ma-facture.pdf"))
    assert state.chosen == ""
    for part in ("ma-facture.pdf", "Factur-X", "FSO1100A", "FSO1117A"):
        assert part in state.mismatch
    await browser.send(DepositState.deposit)
    assert ((await browser.state(DepositState)).problem, numbers(importing)) == (t("deposit.choose_first"), [])


async def test_right_choice_made_before_the_file_stays(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice, WORKS)
    await browser.send(DepositState.choose, "FSO1130A")
    content = make_ubl(cadre="A4", valideur=make_works_invoice().valideur)
    state = await looked_at(browser, sent(importing, cast.alice, content, "facture.xml"))
    assert (state.card.family, state.chosen, state.mismatch) == ("xml", "FSO1130A", "")


async def test_value_that_is_not_offered_cannot_be_chosen(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    for code in ("FSO1137A", "FSO1117A_B2B", "rien"):
        await browser.send(DepositState.choose, code)
        assert (await browser.state(DepositState)).chosen == ""


async def test_double_click_deposits_once(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await looked_at(browser, sent(importing, cast.alice, make_facturx()))
    await browser.send(DepositState.deposit)
    await browser.send(DepositState.deposit)
    assert len(numbers(importing)) == 1
    assert len(set(browser.redirects)) == 1
    assert len(browser.redirects) == 2


async def test_same_upload_in_two_tabs_is_deposited_once(portal: Portal, importing: World, cast: Cast) -> None:
    upload = sent(importing, cast.alice, make_facturx())
    for browser in (await at(portal, importing, cast.alice), await at(portal, importing, cast.alice)):
        await looked_at(browser, upload)
        await browser.send(DepositState.deposit)
    assert len(numbers(importing)) == 1


async def test_deposit_before_the_check_is_refused(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send(DepositState.deposit)
    assert ((await browser.state(DepositState)).problem, numbers(importing)) == (t("deposit.unchecked"), [])


async def test_b2b_values_are_not_offered(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    state = await looked_at(browser, sent(importing, cast.alice, make_facturx()))
    assert [choice for choice in state.choices if choice.b2b] == []


async def test_b2b_value_warns_and_ends_in_a_rejection(portal: Portal, importing: World, cast: Cast) -> None:
    settings = importing.settings.model_copy(update={"show_b2b_syntaxes": True})
    object.__setattr__(importing, "settings", settings)
    browser = await at(portal, importing, cast.alice)
    await looked_at(browser, sent(importing, cast.alice, make_facturx()))
    await browser.send(DepositState.choose, "FSO1117A_B2B")
    state = await shows(browser, DepositState, checking=False, chosen_b2b=True)
    assert [card.code for card in state.verdict.blocking] == ["SYNTAXE-B2B"]
    assert state.card.read
    await browser.send(DepositState.deposit)
    with importing.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    report = outcome(importing, cast, receipt_of(flux))
    assert (report.flux.state.value, [found.code for found in report.findings]) == ("IN_REJETE", ["SYNTAXE-B2B"])


async def test_upload_of_another_person_answers_like_an_unknown_one(
    portal: Portal, importing: World, cast: Cast
) -> None:
    upload = sent(importing, cast.alice, make_facturx())
    told = []
    for token in (upload, "inconnu"):
        browser = await at(portal, importing, cast.charlie)
        await browser.send(DepositState.received, token)
        state = await browser.state(DepositState)
        told.append((state.problem, state.card.name, state.step))
    assert told == [(t("deposit.upload.unknown"), "", 1)] * 2


async def test_invoice_of_a_foreign_supplier_is_told_before_sending(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser = await at(portal, importing, cast.charlie)
    state = await looked_at(browser, sent(importing, cast.charlie, make_facturx()))
    assert [card.code for card in state.verdict.blocking] == ["CPP-FOURNISSEUR-RATTACHEMENT"]


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("received", {"upload": {"a": 1}}),
        ("received", {"upload": None}),
        ("failed", {"reason": ["413"]}),
        ("choose", {"code": {"x": "FSO1117A"}}),
        ("filter_syntaxes", {"typed": "x" * 100_000}),
        ("filter_syntaxes", {"typed": 10**40}),
        ("explain", {"shown": "peut-être"}),
    ],
)
async def test_hostile_arguments_change_nothing(
    portal: Portal, importing: World, cast: Cast, event: str, payload: dict[str, Any]
) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send_raw(f"{DepositState.get_full_name()}.{event}", payload)
    state = await browser.state(DepositState)
    assert (state.chosen, state.step, state.card.name, len(state.typed) <= 100) == ("", 1, "", True)
    assert numbers(importing) == []


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("too_large:1", "too_large"),
        ("413:2", "too_large"),
        ("0:3", "interrupted"),
        ("500:4", "other"),
    ],
)
async def test_failed_upload_says_why(portal: Portal, importing: World, cast: Cast, reason: str, key: str) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send(DepositState.failed, reason)
    assert (await browser.state(DepositState)).problem == t(f"deposit.failed.{key}", megabytes=120)


async def test_upload_past_the_quota_says_why(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await browser.send(DepositState.failed, "429:1")
    assert (await browser.state(DepositState)).problem == t("flux.quota_reached", files=100, megabytes=1000)


async def test_replaced_file_leaves_nothing(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await looked_at(browser, sent(importing, cast.alice, make_cii(), "facture.xml"))
    await browser.send(DepositState.replace_file)
    state = await browser.state(DepositState)
    assert (state.step, state.card.name, state.verdict.title, state.problem) == (1, "", "", "")
    await browser.send(DepositState.deposit)
    assert numbers(importing) == []


def receipt_of(flux: Flux) -> Receipt:
    return Receipt(flux.number, flux.public_id, flux.syntax, flux.file_name, flux.received_at)
