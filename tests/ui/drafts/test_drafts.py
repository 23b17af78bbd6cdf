"""The pages of a draft: filled in with what was read, kept field by field, sent once, never skipped or forged."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.drafts import queries
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.flux.quota import waiting
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.deposit.state import DepositState
from chorus_app.ui.drafts.lists.state import DraftsState
from chorus_app.ui.drafts.state import DraftState
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_facturx, make_pdf, make_ubl
from tests.makers.layouts.drawing import layout
from tests.makers.layouts.truth import Truth, truth
from tests.makers.pdfs import scan, sign
from tests.makers.xades import xades
from tests.ui.deposit.test_deposit import ISSUED, at, looked_at, sent
from tests.ui.harness import Browser, Portal

SIGNED, SIGNED_DATA = sign(make_pdf()), sign(make_facturx())  # pyHanko signs outside of a running loop only
LISTS = "/factures-emises/brouillons"


def paper() -> tuple[bytes, Truth]:
    """A drawn invoice between the structures of the cast."""
    about = truth(9)
    shown = {"supplier_siret": SUPPLIER_SIRET, "recipient_siret": RECIPIENT_SIRET, "number": "FC-9", "service": "SERV1"}
    changed = Truth(**{**about.__dict__, **shown})
    return layout(9, changed).content, changed


async def begun(
    portal: Portal, world: World, user: int, content: bytes, name: str = "facture.pdf", *, lose: bool = False
) -> tuple[Browser, DraftState]:
    """The data of a draft of that file, as the browser comes there."""
    browser = await at(portal, world, user)
    await looked_at(browser, sent(world, user, content, name))
    await browser.send(DepositState.go_on_by_hand, lose)
    draft = newest(world)
    return browser, await step(browser, draft, Step.DATA)


def newest(world: World) -> str:
    with world.reading() as context:
        return context.session.exec(select(Draft.public_id).order_by(Draft.id.desc())).first() or ""  # type: ignore[attr-defined] # a column


async def step(browser: Browser, draft: str, at_step: Step) -> DraftState:
    await browser.open(f"/brouillons/{draft}/{at_step.value}")
    return await browser.state(DraftState)


async def keep(browser: Browser, answer: Answer, text: str) -> DraftState:
    await browser.send(DraftState.keep, answer.value, text)
    return await browser.state(DraftState)


async def completed(browser: Browser) -> DraftState:
    """What a paper does not show."""
    await keep(browser, Answer.CADRE, "A1")
    return await keep(browser, Answer.PAYMENT, "30")


def invoices(world: World) -> list[str]:
    with world.reading() as context:
        return list(context.session.exec(select(Invoice.number)).all())


async def test_pages_fill_the_form_and_say_where_from(portal: Portal, importing: World, cast: Cast) -> None:
    content, about = paper()
    _, state = await begun(portal, importing, cast.alice, content)
    assert state.values[Answer.NUMBER.value] == about.number
    assert state.values[Answer.RECIPIENT.value] == RECIPIENT_SIRET
    assert state.recipient.name == "Ville de Démo"
    assert state.marks[Answer.NUMBER.value] in (t("drafts.marks.read"), t("drafts.marks.unsure"))
    assert state.card.read_note == t("drafts.read.read")
    assert (state.errors, state.ready) == ({}, False)


async def test_click_on_a_read_value_shows_where_it_stands(portal: Portal, importing: World, cast: Cast) -> None:
    content, about = paper()
    browser, _ = await begun(portal, importing, cast.alice, content)
    await browser.send(DraftState.show_place, Answer.NUMBER.value)
    state = await browser.state(DraftState)
    assert state.spot_of == t("drafts.fields.numero")
    (number,) = [word for word in state.paper.words if word.text == about.number]
    assert abs(float(state.spot["top"].rstrip("%")) - float(number.top.rstrip("%"))) < 1
    await browser.send(DraftState.show_place, Answer.NOTE.value)
    assert (await browser.state(DraftState)).spot_of == t("drafts.fields.numero")


async def test_scan_says_that_nothing_can_be_read(portal: Portal, importing: World, cast: Cast) -> None:
    _, state = await begun(portal, importing, cast.alice, scan())
    assert state.card.read_note == t("drafts.read.scan")
    assert (state.values[Answer.NUMBER.value], state.marks) == ("", {})


async def test_facturx_goes_on_without_its_data_filled_in_with_them(
    portal: Portal, importing: World, cast: Cast
) -> None:
    _, state = await begun(portal, importing, cast.alice, make_facturx())
    assert (state.values[Answer.NUMBER.value], state.card.read_note) == ("FA-2026-001", t("drafts.read.converted"))
    with importing.reading() as context:
        kept = context.session.exec(select(Draft)).one()
    assert b"factur-x.xml" not in importing.files.read(kept.sha256)


async def test_signature_is_lost_by_an_explicit_yes_only(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice)
    await looked_at(browser, sent(importing, cast.alice, SIGNED_DATA))
    await browser.send(DepositState.go_on_by_hand, False)
    assert ((await browser.state(DepositState)).losing, newest(importing)) == (True, "")
    await browser.send(DepositState.keep_signature)
    assert not (await browser.state(DepositState)).losing
    await browser.send(DepositState.go_on_by_hand, True)
    assert newest(importing)


async def test_signed_classic_pdf_keeps_its_signature(portal: Portal, importing: World, cast: Cast) -> None:
    _, state = await begun(portal, importing, cast.alice, SIGNED)
    assert state.card.signed
    with importing.reading() as context:
        draft = context.session.exec(select(Draft)).one()
    assert (draft.manner, importing.files.read(draft.sha256)) == (Manner.SIGNED_PDF, SIGNED)
    assert any("intacte" in fact.value or "signature" in fact.label.casefold() for fact in state.card.facts)


@pytest.mark.parametrize("content", [make_ubl(), b"photo"])
async def test_what_is_no_pdf_does_not_go_on_by_hand(
    portal: Portal, importing: World, cast: Cast, content: bytes
) -> None:
    browser = await at(portal, importing, cast.alice)
    await looked_at(browser, sent(importing, cast.alice, content, "facture.xml"))
    await browser.send(DepositState.go_on_by_hand, False)
    problem = (await browser.state(DepositState)).problem
    assert (problem, newest(importing)) == (t("drafts.file.no_classic_pdf", file="facture.xml"), "")


async def test_each_field_is_kept_as_it_is_left(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    state = await keep(browser, Answer.NUMBER, "  pas fini ")
    assert state.saved == t("drafts.saved")
    other = portal.browser()
    other.sign_in(importing, cast.bob)
    again = await step(other, newest(importing), Step.DATA)
    assert again.values[Answer.NUMBER.value] == "  pas fini "


async def test_two_tabs_see_both_versions(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    other = portal.browser()
    other.sign_in(importing, cast.bob)
    await step(other, newest(importing), Step.DATA)
    await keep(browser, Answer.NUMBER, "FA-ALICE")
    state = await keep(other, Answer.NUMBER, "FA-BOB")
    (clash,) = state.clashes
    assert (clash.theirs, clash.mine, clash.kept) == ("FA-ALICE", "FA-BOB", True)
    await other.send(DraftState.take, Answer.NUMBER.value)
    state = await other.state(DraftState)
    assert (state.values[Answer.NUMBER.value], state.clashes) == ("FA-ALICE", [])


async def test_recipient_is_searched_while_typing(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await browser.send(DraftState.search, "ville de dé")
    (found,) = (await browser.state(DraftState)).found
    assert (found.label, found.value) == ("Ville de Démo", RECIPIENT_SIRET)
    await browser.send(DraftState.choose_recipient, found.value)
    state = await browser.state(DraftState)
    assert (state.found, state.recipient.name, state.values[Answer.RECIPIENT.value]) == (
        [],
        "Ville de Démo",
        RECIPIENT_SIRET,
    )
    assert [service.value for service in state.recipient.services] == ["SERV1"]


async def test_valideur_is_searched_while_typing(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await keep(browser, Answer.CADRE, "A9")
    await browser.send(DraftState.search_valideur, "ville de dé")
    (found,) = (await browser.state(DraftState)).found_valideurs
    await browser.send(DraftState.choose_valideur, found.value)
    state = await browser.state(DraftState)
    assert (state.found_valideurs, state.card.valideur) == ([], "Ville de Démo")
    await browser.send(DraftState.search_valideur, SUPPLIER_SIRET)  # nobody validates his own invoice
    assert (await browser.state(DraftState)).found_valideurs == []
    stranger = portal.browser()
    stranger.sign_in(importing, cast.charlie)
    await step(stranger, newest(importing), Step.DATA)
    await stranger.send(DraftState.search_valideur, "ville de dé")
    assert (await stranger.state(DraftState)).found_valideurs == []


async def test_sums_are_checked_as_they_are_typed(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    for answer, text in ((Answer.NET, "100"), (Answer.VAT, "20"), (Answer.GROSS, "121")):
        state = await keep(browser, answer, text)
    assert "121" in state.warnings[Answer.GROSS.value] or state.warnings[Answer.GROSS.value]
    state = await keep(browser, Answer.GROSS, "120")
    assert Answer.GROSS.value not in state.warnings


async def test_rows_of_the_breakdown_come_and_go(portal: Portal, importing: World, cast: Cast) -> None:
    browser, before = await begun(portal, importing, cast.alice, make_pdf())
    rows = len(before.rates)
    await browser.send(DraftState.add_rate)
    await browser.send(DraftState.keep_rate, rows, "rate", "20")
    await browser.send(DraftState.keep_rate, 99, "rate", "20")
    await browser.send(DraftState.keep_rate, rows, "forged", "20")
    assert (await browser.state(DraftState)).rates[rows].rate == "20"
    await browser.send(DraftState.drop_rate, rows)
    assert len((await browser.state(DraftState)).rates) == rows


async def test_going_on_too_early_says_all_that_is_missing(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, scan())
    await browser.send(DraftState.go_on)
    state = await browser.state(DraftState)
    assert state.errors.keys() >= {
        answer.value for answer in (Answer.NUMBER, Answer.ISSUED, Answer.CADRE, Answer.RECIPIENT, Answer.PAYMENT)
    }
    assert {problem.href.partition("#")[2] for problem in state.problems} >= {Answer.NUMBER.value, Answer.CADRE.value}


async def test_invoice_is_completed_and_sent_once(portal: Portal, importing: World, cast: Cast) -> None:
    content, about = paper()
    browser, _ = await begun(portal, importing, cast.alice, content)
    await completed(browser)
    await browser.send(DraftState.go_on)
    draft = newest(importing)
    await step(browser, draft, Step.ATTACHMENTS)
    await browser.send(DraftState.attached, sent(importing, cast.alice, b"plan", "plan.png"))
    state = await browser.state(DraftState)
    assert [file.name for file in state.files] == ["plan.png"]
    await browser.send(DraftState.go_on)
    state = await step(browser, draft, Step.SUMMARY)
    assert (state.step, state.ready) == (Step.SUMMARY.value, True)
    await browser.send(DraftState.confirm, True)
    assert (await browser.state(DraftState)).confirming
    for _ in range(2):
        await browser.send(DraftState.send)
    assert invoices(importing) == [about.number]
    state = await step(browser, draft, Step.DATA)
    assert state.step != Step.DATA.value or state.steps[-1].state == "here"
    state = await step(browser, draft, Step.SENT)
    assert (state.step, state.card.invoice.startswith("/factures/")) == (Step.SENT.value, True)


async def test_document_that_does_not_fit_is_refused_and_another_taken_out(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await browser.send(DraftState.attached, sent(importing, cast.alice, b"x", "virus.exe"))
    await browser.send(DraftState.attach_failed, "413:1790000000000:plan: étage 2.pdf")
    await browser.send(DraftState.attach_failed, "500")
    await browser.send(DraftState.attach_failed, "429:1:b.pdf")
    exe, plan, unnamed, many = (await browser.state(DraftState)).refused
    assert (exe.name, "EXE" in exe.why) == ("virus.exe", True)
    assert (plan.name, plan.why) == ("plan: étage 2.pdf", t("drafts.failed.too_large"))
    assert (unnamed.name, unnamed.why) == ("", t("drafts.failed.other"))
    assert many.name == "b.pdf"
    await browser.send(DraftState.forget_refused)
    assert (await browser.state(DraftState)).refused == []
    await browser.send(DraftState.attached, sent(importing, cast.alice, b"x", "plan.png"))
    (file,) = (await browser.state(DraftState)).files
    await browser.send(DraftState.detach, file.id)
    assert (await browser.state(DraftState)).files == []


async def test_documents_no_longer_wait_once_they_are_joined_or_refused(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())

    def waits() -> int:
        with importing.reading(actor_id=cast.alice) as context:
            return waiting(context).files

    before = waits()
    joined = sent(importing, cast.alice, b"un plan", "plan.png")
    for upload in (joined, sent(importing, cast.alice, b"x", "virus.exe"), joined, "inconnu"):
        await browser.send(DraftState.attached, upload)
    state = await browser.state(DraftState)
    assert ([one.name for one in state.files], [one.name for one in state.refused]) == (["plan.png"], ["virus.exe", ""])
    assert waits() == before
    with importing.reading() as context:
        (kept,) = context.session.exec(select(DraftFile)).all()
    assert importing.files.read(kept.sha256) == b"un plan"


async def test_signature_beside_the_pdf_says_what_it_is_worth(portal: Portal, importing: World, cast: Cast) -> None:
    pdf = make_pdf()
    browser, _ = await begun(portal, importing, cast.alice, pdf)

    def manner() -> str:
        with importing.reading() as context:
            return context.session.exec(select(Draft)).one().manner.value

    for content, state in (
        (xades(pdf), t("formats.signature_states.intact")),
        (xades(pdf + b" "), t("formats.signature_states.changed")),
        (xades(pdf).replace(b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"), t("formats.signature_states.broken")),
    ):
        await browser.send(DraftState.attached, sent(importing, cast.alice, content, "signature.xml"))
        state_now = await browser.state(DraftState)
        (file,) = state_now.files
        assert "Claire Martin, le 03/11/2026" in file.note
        assert state in file.note
        assert "n’est pas vérifiée" in file.note
        assert file.note in {fact.value for fact in state_now.card.facts}
        assert manner() == Manner.SIGNED_PDF.value
        await browser.send(DraftState.attached, sent(importing, cast.alice, xades(pdf), "autre.xml"))
        (refused,) = (await browser.state(DraftState)).refused
        assert refused.why == t("drafts.files.second_signature", name="autre.xml")
        await browser.send(DraftState.forget_refused)
        await browser.send(DraftState.detach, file.id)
        assert (manner(), (await browser.state(DraftState)).files) == (Manner.PDF.value, [])
    await browser.send(DraftState.attached, sent(importing, cast.alice, b"<plan/>", "plan.xml"))
    assert [file.note for file in (await browser.state(DraftState)).files] == [""]


@pytest.mark.parametrize("wanted", [Step.ATTACHMENTS, Step.SUMMARY, Step.SENT])
async def test_address_of_a_later_step_leads_back(portal: Portal, importing: World, cast: Cast, wanted: Step) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    state = await step(browser, newest(importing), wanted)
    assert state.step != wanted.value


async def test_events_sent_by_hand_skip_nothing(portal: Portal, importing: World, cast: Cast) -> None:
    """A hostile browser: the confirmation at once, a cadre of another space, an unknown field."""
    content, _ = paper()
    browser, _ = await begun(portal, importing, cast.alice, content)
    await browser.send(DraftState.send)
    assert (invoices(importing), (await browser.state(DraftState)).problem) == ([], t("drafts.not_at_summary"))
    state = await keep(browser, Answer.CADRE, "A15")
    assert state.problem == t("drafts.cadre_elsewhere", cadre="A15")
    await browser.send(DraftState.keep, "invoice_id", "1")
    with importing.reading() as context:
        assert context.session.exec(select(Draft)).one().invoice_id is None


@pytest.mark.parametrize("who", ["charlie", "buyer"])
async def test_draft_of_another_structure_is_like_none(portal: Portal, importing: World, cast: Cast, who: str) -> None:
    await begun(portal, importing, cast.alice, make_pdf())
    draft = newest(importing)
    seen = []
    for asked in (draft, "inconnu"):
        browser = portal.browser()
        browser.sign_in(importing, getattr(cast, who))
        state = await step(browser, asked, Step.DATA)
        await browser.send(DraftState.keep, Answer.NUMBER.value, "FORGED")
        await browser.send(DraftState.discard)
        seen.append((state.missing, state.card, state.values))
    assert seen[0] == seen[1]
    assert seen[0][0]
    with importing.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert queries.get_draft(context, public_id=draft).form.text(Answer.NUMBER) != "FORGED"


async def test_typed_invoice_makes_its_own_sums_and_its_pdf(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.alice, LISTS)
    await browser.send(DraftsState.type_in)
    draft = newest(importing)
    await step(browser, draft, Step.DATA)
    for part, text in (("name", "Porte"), ("quantity", "2"), ("price", "450,10"), ("rate", "20")):
        await browser.send(DraftState.keep_item, 0, part, text)
    await browser.send(DraftState.add_item)
    for part, text in (("name", "Pose"), ("quantity", "1"), ("price", "100"), ("rate", "5,5")):
        await browser.send(DraftState.keep_item, 1, part, text)
    state = await browser.state(DraftState)
    totals = [state.values[answer.value] for answer in (Answer.NET, Answer.VAT, Answer.GROSS, Answer.PAYABLE)]
    assert totals == ["1000,20", "185,54", "1185,74", "1185,74"]
    state = await keep(browser, Answer.PREPAID, "85,74")
    assert state.values[Answer.PAYABLE.value] == "1100"
    for answer, text in (
        (Answer.NUMBER, "SAISIE-1"),
        (Answer.ISSUED, "03/11/2026"),
        (Answer.RECIPIENT, RECIPIENT_SIRET),
        (Answer.SERVICE, "SERV1"),
    ):
        await keep(browser, answer, text)
    await completed(browser)
    await browser.send(DraftState.go_on)
    await step(browser, draft, Step.ATTACHMENTS)
    await browser.send(DraftState.go_on)
    await step(browser, draft, Step.SUMMARY)
    await browser.send(DraftState.send)
    assert invoices(importing) == ["SAISIE-1"]
    await browser.send(DraftState.drop_item, 0)


async def test_list_shows_what_is_not_sent_and_throws_away_what_is_asked(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await browser.open(LISTS)
    state = await browser.state(DraftsState)
    (row,) = state.rows
    assert (row.under, state.counted) == ("facture.pdf", t("drafts.list.counted", count=1))
    await browser.send(DraftsState.ask_discard, row.id)
    await browser.send(DraftsState.discard)
    state = await browser.state(DraftsState)
    assert (state.rows, state.message) == ([], t("drafts.list.discarded"))


async def test_draft_is_thrown_away_from_its_own_page(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await browser.send(DraftState.ask_discard, True)
    assert (await browser.state(DraftState)).discarding
    await browser.send(DraftState.discard)
    assert newest(importing) == ""


async def test_page_of_the_paper_can_be_turned_and_enlarged(portal: Portal, importing: World, cast: Cast) -> None:
    browser, _ = await begun(portal, importing, cast.alice, make_pdf())
    await browser.send(DraftState.show_page, 99)
    await browser.send(DraftState.set_zoom, 5_000)
    state = await browser.state(DraftState)
    assert (state.paper.page, state.paper.pages, state.zoom) == (1, 1, 300)
    await browser.send(DraftState.leave)
    assert not (await browser.state(DraftState)).loaded


async def test_nobody_deposits_by_hand_without_the_right(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await at(portal, importing, cast.charlie, ISSUED)
    upload = sent(importing, cast.alice, make_pdf())
    await browser.send(DepositState.received, upload)
    await browser.send(DepositState.go_on_by_hand, False)
    assert newest(importing) == ""
    state: Any = await browser.state(DepositState)
    assert state.problem
