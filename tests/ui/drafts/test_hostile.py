"""A hostile browser: every event of a draft sent by a stranger, out of turn, and with what no page sends."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlmodel import select

from chorus_app.drafts.enums import Answer, Step
from chorus_app.drafts.models import Draft, DraftFile
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.ui.drafts.state import DraftState
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, make_pdf
from tests.ui.deposit.test_deposit import sent
from tests.ui.drafts.test_drafts import begun, completed, invoices, keep, newest, paper, step
from tests.ui.harness import Browser, Portal

# Of each event the arguments that a page would send; a new event must be added here.
EVENTS: dict[str, tuple[Any, ...]] = {
    "load": (),
    "leave": (),
    "keep": (Answer.NUMBER.value, "FORGED"),
    "tick": (Answer.NUMBER.value, True),
    "take": (Answer.NUMBER.value,),
    "search": ("ville de dé",),
    "choose_recipient": (RECIPIENT_SIRET,),
    "search_valideur": ("ville de dé",),
    "choose_valideur": (RECIPIENT_SIRET,),
    "keep_rate": (0, "rate", "99"),
    "add_rate": (),
    "drop_rate": (0,),
    "keep_item": (0, "name", "FORGED"),
    "add_item": (),
    "drop_item": (0,),
    "go_on": (),
    "show_page": (1,),
    "show_place": (Answer.NUMBER.value,),
    "set_zoom": (150,),
    "attached": ("upload",),
    "attach_failed": ("413",),
    "forget_refused": (),
    "detach": ("file",),
    "confirm": (True,),
    "send": (),
    "ask_discard": (True,),
    "discard": (),
}
ODD: tuple[Any, ...] = (None, -1, 10**40, float("nan"), [], {"a": 1}, "\x00", "x" * 100_000, True)
OUR_OWN = "chorus_app.ui"


def events() -> Iterator[str]:
    """The events of the State that are ours, whichever step they belong to."""
    for name, handler in DraftState.event_handlers.items():
        if handler.fn.__module__.startswith(OUR_OWN):
            yield name


async def dare(browser: Browser, name: str, arguments: Sequence[Any]) -> str:
    """Send the event; the key of the refusal, where it is one that the portal tells in its own way."""
    try:
        await browser.send(getattr(DraftState, name), *arguments)
    except AppError as refused:
        return refused.key
    return ""


def rows(world: World) -> list[dict[str, Any]]:
    with world.reading() as context:
        return [row.model_dump() for table in (Draft, DraftFile) for row in context.session.exec(select(table)).all()]


def test_every_event_of_a_draft_is_here() -> None:
    assert set(events()) == set(EVENTS)


@pytest.mark.parametrize("who", ["charlie", "buyer"])
async def test_stranger_changes_and_sees_nothing_by_any_event(
    portal: Portal, importing: World, cast: Cast, who: str
) -> None:
    content, _ = paper()
    alice, _ = await begun(portal, importing, cast.alice, content)
    await alice.send(DraftState.attached, sent(importing, cast.alice, b"un plan", "plan.png"))
    (file,) = (await alice.state(DraftState)).files
    draft, before = newest(importing), rows(importing)
    upload = sent(importing, getattr(cast, who), b"x", "x.png")
    for name, arguments in EVENTS.items():
        told = [file.id if word == "file" else upload if word == "upload" else word for word in arguments]
        seen = []
        for asked in (draft, "inconnu"):
            stranger = portal.browser()
            stranger.sign_in(importing, getattr(cast, who))
            await step(stranger, asked, Step.DATA)
            refusal = await dare(stranger, name, told)
            state = await stranger.state(DraftState)
            seen.append(
                (
                    refusal,
                    state.values,
                    state.card,
                    state.files,
                    state.problem,
                    state.recipient,
                    state.paper,
                    state.said,
                )
            )
        assert seen[0] == seen[1], name
        assert rows(importing) == before, name
    assert invoices(importing) == []


async def test_nobody_signed_in_sends_no_event_at_all(portal: Portal, importing: World, cast: Cast) -> None:
    await begun(portal, importing, cast.alice, make_pdf())
    before = rows(importing)
    browser = portal.browser()
    browser.address = f"/brouillons/{newest(importing)}/{Step.DATA.value}"
    for name, arguments in EVENTS.items():
        await dare(browser, name, arguments)
        assert rows(importing) == before, name


async def test_what_no_page_sends_breaks_nothing(portal: Portal, importing: World, cast: Cast) -> None:
    content, about = paper()
    browser, _ = await begun(portal, importing, cast.alice, content)
    for name, arguments in EVENTS.items():
        if name in ("discard", "load", "leave"):
            continue
        for odd in ODD:
            await dare(browser, name, [odd for _ in arguments])
    state = await step(browser, newest(importing), Step.DATA)
    assert (state.missing, state.step, invoices(importing)) == (False, Step.DATA.value, [])
    assert state.values[Answer.NUMBER.value] == about.number


@pytest.mark.parametrize("stands", [Step.DATA, Step.ATTACHMENTS])
async def test_nothing_is_sent_before_its_summary(portal: Portal, importing: World, cast: Cast, stands: Step) -> None:
    browser = await complete(portal, importing, cast)
    if stands is Step.ATTACHMENTS:
        await browser.send(DraftState.go_on)
        await step(browser, newest(importing), stands)
    for _ in range(2):
        await browser.send(DraftState.confirm, True)
        await browser.send(DraftState.send)
    assert (invoices(importing), (await browser.state(DraftState)).problem) == ([], t("drafts.not_at_summary"))


async def test_summary_of_data_that_are_wrong_by_now_is_not_sent(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await complete(portal, importing, cast)
    await at_summary(browser, importing)
    await browser.send(DraftState.keep, Answer.RECIPIENT.value, "123")
    await browser.send(DraftState.send)
    state = await browser.state(DraftState)
    assert (invoices(importing), state.ready, state.confirming) == ([], False, False)


async def test_summary_that_a_colleague_changed_is_shown_anew_before_it_is_sent(
    portal: Portal, importing: World, cast: Cast
) -> None:
    browser = await complete(portal, importing, cast)
    await at_summary(browser, importing)
    colleague = portal.browser()
    colleague.sign_in(importing, cast.bob)
    await step(colleague, newest(importing), Step.DATA)
    await keep(colleague, Answer.NOTE, "Ajouté par Bob")
    await browser.send(DraftState.confirm, True)
    await browser.send(DraftState.send)
    state = await browser.state(DraftState)
    assert (invoices(importing), state.problem) == ([], t("drafts.changed_before_sending"))
    assert "Ajouté par Bob" in {one.value for one in state.said}
    await browser.send(DraftState.send)
    assert len(invoices(importing)) == 1


async def test_steps_are_gone_on_one_by_one(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await complete(portal, importing, cast)
    draft = newest(importing)
    for asked, reached in ((Step.SUMMARY, Step.DATA), (Step.SENT, Step.DATA), (Step.FILE, Step.DATA)):
        assert (await step(browser, draft, asked)).step != asked.value, (asked, reached)
    await step(browser, draft, Step.DATA)
    await browser.send(DraftState.go_on)
    assert (await step(browser, draft, Step.SUMMARY)).step != Step.SUMMARY.value
    await step(browser, draft, Step.ATTACHMENTS)
    await browser.send(DraftState.go_on)
    assert (await step(browser, draft, Step.SUMMARY)).step == Step.SUMMARY.value
    await browser.send(DraftState.go_on)  # nothing follows but sending
    assert invoices(importing) == []
    for back in (Step.DATA, Step.ATTACHMENTS, Step.SUMMARY):  # back and forth without losing anything
        assert (await step(browser, draft, back)).step == back.value


async def test_sent_invoice_is_changed_by_no_event(portal: Portal, importing: World, cast: Cast) -> None:
    browser = await complete(portal, importing, cast)
    await at_summary(browser, importing)
    await browser.send(DraftState.send)
    await step(browser, newest(importing), Step.SENT)
    before, sent_numbers = rows(importing), invoices(importing)
    upload = sent(importing, cast.alice, b"x", "x.png")
    for name, arguments in EVENTS.items():
        await dare(browser, name, [upload if word == "upload" else word for word in arguments])
        assert (rows(importing), invoices(importing)) == (before, sent_numbers), name


async def complete(portal: Portal, world: World, cast: Cast) -> Browser:
    """A draft whose data could be sent, at its data."""
    content, _ = paper()
    browser, _ = await begun(portal, world, cast.alice, content)
    await completed(browser)
    return browser


async def at_summary(browser: Browser, world: World) -> None:
    for following in (Step.ATTACHMENTS, Step.SUMMARY):
        await browser.send(DraftState.go_on)
        await step(browser, newest(world), following)
