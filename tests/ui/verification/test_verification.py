"""« Vérifier une facture »: the same verdict as the command line's, for everyone, and nothing kept."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from chorus_app.accounts.throttle import CHECKS, count_check
from chorus_app.flux.models import Flux, Upload
from chorus_app.flux.verification import KEEP, arrival, leave
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.children import ChildDied, Children
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Layer
from chorus_app.rules.profiles import EN16931_PROFILE, PROFILES, REFORM_PROFILE
from chorus_app.rules.verdict import LayerRun, verdict
from chorus_app.ui.verdict.layers import MOST_SHOWN, layer_cards
from chorus_app.ui.verification.state import VerificationState
from chorus_app.ui.verification.views import outcome_of, result_card
from tests.flux.scenes import Cast
from tests.makers.invoices import make_cii, make_facturx, make_pdf, make_ubl
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import shows, until

ROUTE = "/verifier-une-facture"


def sent(world: World, content: bytes, name: str = "facture.pdf") -> str:
    """What the browser's script does: send the file, keep the token."""
    with arrival(world, owner="somebody") as file:
        file.write_bytes(content)
        return leave(world, file, name=name)


async def at(portal: Portal, address: str = ROUTE, *, user: int | None = None, world: World | None = None) -> Browser:
    browser = portal.browser()
    if user and world:
        browser.sign_in(world, user)
    await browser.open(address)
    return browser


async def checked(browser: Browser, token: str) -> VerificationState:
    """The page once the file is judged."""
    await browser.send(VerificationState.received, token)
    return await until(browser, VerificationState, lambda state: bool(state.result.title or state.problem))


def kept(world: World) -> tuple[list[Path], int]:
    """Files and rows that the world holds of anything sent."""
    files = [path for name in ("verification", "files") for path in (world.folder / name).rglob("*") if path.is_file()]
    with world.reading() as context:
        rows = [context.session.exec(select(func.count()).select_from(kind)).one() for kind in (Upload, Flux, Invoice)]
    return files, sum(rows)


def layers(state: VerificationState) -> dict[str, str]:
    return {layer.name: layer.state for layer in state.result.layers}


async def test_visitor_sees_what_the_file_is_says_and_is_worth(portal: Portal, importing: World) -> None:
    state = await checked(await at(portal), sent(importing, make_facturx()))
    assert (state.result.name, state.result.tone, state.result.title) == (
        "facture.pdf",
        "success",
        t("verdict.chorus_pro.accepted.title"),
    )
    read = {fact.label: fact.value for fact in state.result.read}
    assert read[t("verdict.read.supplier")].startswith("Menuiserie Martin")  # as the file says, not the directory
    assert t("formats.facts.pages") in {fact.label for fact in state.result.facts}
    assert layers(state)[t("findings.layers.xsd")] == t("verdict.layers.clean")


async def test_nothing_is_kept_of_a_checked_file(portal: Portal, importing: World) -> None:
    await checked(await at(portal), sent(importing, make_facturx()))
    assert kept(importing) == ([], 0)


async def test_refused_file_tells_its_reasons_in_their_layer(portal: Portal, importing: World) -> None:
    state = await checked(await at(portal), sent(importing, make_cii(number="x" * 21), "facture.xml"))
    assert (state.result.tone, state.result.title) == ("danger", t("verdict.chorus_pro.refused.title", count=1))
    refusing = [layer for layer in state.result.layers if layer.blocking]
    assert [(layer.name, [card.code for card in layer.blocking]) for layer in refusing] == [
        (t("findings.layers.chorus"), ["CPP-NUMERO-LONGUEUR"])
    ]
    assert all(card.title and card.meaning and card.todo and card.where for card in refusing[0].blocking)


async def test_standards_stand_under_their_own_heading(portal: Portal, importing: World) -> None:
    state = await checked(await at(portal), sent(importing, make_facturx()))
    french = next(layer for layer in state.result.layers if layer.name == t("findings.layers.br_fr"))
    assert french.blocking == ()
    assert french.remarks
    assert french.see == t("verdict.layers.remarks", count=len(french.remarks))


async def test_directory_is_asked_for_nobody(portal: Portal, importing: World, cast: Cast) -> None:
    """The invoice of another one's structure gets the same answer whoever sends it."""
    answers = []
    for user in (None, cast.alice, cast.charlie):
        browser = await at(portal, user=user, world=importing)
        state = await checked(browser, sent(importing, make_facturx()))
        answers.append((state.result.title, state.result.layers, state.result.read))
        chorus = next(layer for layer in state.result.layers if layer.name == t("findings.layers.chorus"))
        assert (t("verdict.layers.partly") in chorus.state, chorus.why) == (True, t("findings.skipped.no_directory"))
    assert answers[1:] == answers[:1] * 2


async def test_token_of_another_person_is_used_up_by_who_used_it(portal: Portal, importing: World, cast: Cast) -> None:
    token = sent(importing, make_facturx())
    alice = await at(portal, user=cast.alice, world=importing)
    await checked(alice, token)
    for guessed in (token, "inconnu", "*"):
        state = await checked(await at(portal, user=cast.charlie, world=importing), guessed)
        assert (state.problem, state.result.name, state.step) == (t("verification.unknown"), "", 1)


async def test_file_that_waited_too_long_is_gone(portal: Portal, importing: World) -> None:
    token = sent(importing, make_facturx())
    importing.clock.move(KEEP)
    assert (await checked(await at(portal), token)).problem == t("verification.unknown")
    assert kept(importing) == ([], 0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(make_pdf(), "pdf_plain"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "other"), (b"<a>" * 10, "xml_malformed")],
    ids=["classic", "image", "malformed"],
)
async def test_file_without_invoice_says_why(portal: Portal, importing: World, content: bytes, kind: str) -> None:
    state = await checked(await at(portal), sent(importing, content))
    assert (state.result.title, state.result.label) == (t("verdict.unread.title"), t(f"formats.kinds.{kind}.label"))
    refusing = next(layer for layer in state.result.layers if layer.blocking)
    assert (refusing.state, refusing.why) == (t("verdict.layers.blocking", count=1), "")
    last = state.result.layers[-1]
    assert (last.state, last.why) == (t("verdict.layers.not_done"), t("findings.skipped.lower_failed"))
    assert t("findings.layers.xsd") in last.name
    assert len([layer for layer in state.result.layers if layer.state == last.state]) == 1


async def test_profile_of_the_address_decides(portal: Portal, importing: World) -> None:
    content = make_facturx()
    wanted = {code: verdict_title(content, code) for code in PROFILES}
    told = {}
    for code in PROFILES:
        browser = await at(portal, f"{ROUTE}?profil={code}")
        state = await checked(browser, sent(importing, content))
        told[code] = state.result.title
        assert state.result.profile == t(
            "verification.by_profile", profile=t(f"verification.profile.{code.replace('-', '_')}.name")
        )
    assert told == wanted
    assert len(set(told.values())) == len(PROFILES)


def verdict_title(content: bytes, profile: str) -> str:
    """The title that the command line's verdict would have."""
    from chorus_app.rules.schematron.checking import check

    return result_card("", 0, verdict(content, profile=profile, standards=check)).title


async def test_unknown_profile_is_the_usual_one_and_a_choice_goes_to_the_address(portal: Portal) -> None:
    browser = await at(portal, f"{ROUTE}?profil=rien")
    assert (await browser.state(VerificationState)).profile == "chorus-pro"
    for code in ("en16931", "chorus-pro", "rien"):
        await browser.send(VerificationState.choose, code)
    assert browser.redirects == [f"{ROUTE}?profil=en16931", ROUTE]


def test_accepted_without_what_the_profile_asks_is_no_acceptance() -> None:
    found = verdict(make_ubl(), profile=EN16931_PROFILE)
    silent = replace(found, layers=tuple(replace(run, skipped="not_answered") for run in found.layers))
    assert (found.accepted, outcome_of(silent)) == (True, "unanswered")
    assert result_card("", 0, silent).tone == "warning"
    asked = tuple(LayerRun(run.layer, "not_answered" if run.layer is Layer.BR_FR else None) for run in found.layers)
    assert outcome_of(replace(found, layers=asked)) == "en16931.accepted"
    assert outcome_of(replace(found, layers=asked, profile=REFORM_PROFILE)) == "unanswered"


def test_long_list_of_findings_is_cut_and_says_so() -> None:
    found = verdict(make_ubl(number="x" * 21))
    many = replace(found, findings=found.blocking * (MOST_SHOWN + 2))
    layer = next(layer for layer in layer_cards(many) if layer.blocking)
    assert (len(layer.blocking), layer.more) == (MOST_SHOWN, t("verdict.layers.more", count=2))
    assert layer.state.endswith(t("verdict.layers.blocking", count=MOST_SHOWN + 2))


async def test_result_is_downloaded_as_the_command_line_prints_it(portal: Portal, importing: World) -> None:
    browser = await at(portal)
    await checked(browser, sent(importing, make_cii(), "facture.xml"))
    await browser.send(VerificationState.download)
    state = await browser.state(VerificationState)
    written = json.loads(state._json)
    assert (written["file"], written["kind"], written["verdict"]) == ("facture.xml", "cii", "accept")
    assert set(written) == {"file", "kind", "facts", "syntaxes", "verdict", "findings", "invoice", "ms"}


async def test_left_page_shows_nothing_of_the_file(portal: Portal, importing: World) -> None:
    for act in (VerificationState.leave, VerificationState.start_again):
        browser = await at(portal)
        await checked(browser, sent(importing, make_cii(), "facture.xml"))
        await browser.send(act)
        state = await browser.state(VerificationState)
        assert (state.step, state.result.name, state.result.read, state._json, state.downloadable) == (
            1,
            "",
            (),
            "",
            False,
        )


async def test_death_of_the_check_is_told_and_keeps_nothing(portal: Portal, importing: World) -> None:
    class Dead(Children):
        def run(self, *_: object) -> Any:
            raise ChildDied("memory")

    healthy = importing.__dict__["children"]
    importing.__dict__["children"] = Dead(1, memory_bytes=10**9, seconds=1)
    state = await checked(await at(portal), sent(importing, make_cii(), "facture.xml"))
    assert (state.problem, state.step, kept(importing)) == (t("deposit.child.memory"), 1, ([], 0))
    importing.__dict__["children"] = healthy


async def test_newer_file_retires_the_one_being_checked(portal: Portal, importing: World) -> None:
    browser = await at(portal)
    first, second = sent(importing, make_cii(), "une.xml"), sent(importing, make_ubl(), "deux.xml")
    await asyncio.gather(
        browser.send(VerificationState.received, first), browser.send(VerificationState.received, second)
    )
    state = await shows(browser, VerificationState, checking=False, step=2)
    assert (state.result.name, kept(importing)) == ("deux.xml", ([], 0))


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("too_large:1", "failed.too_large"),
        ("413:2", "failed.too_large"),
        ("0:3", "failed.interrupted"),
        ("507:4", "failed.full"),
        ("500:5", "failed.other"),
        ("503:6", "busy"),
        ("429:7", "wait.over"),
    ],
)
async def test_failed_upload_says_why(portal: Portal, world: World, reason: str, key: str) -> None:
    browser = await at(portal)
    await browser.send(VerificationState.failed, reason)
    told = (await browser.state(VerificationState)).problem
    assert told == t(f"verification.{key}", megabytes=20, deposit=world.settings.max_upload_bytes // 1_000_000)


async def test_slowed_down_person_reads_how_long_it_lasts(portal: Portal, importing: World, cast: Cast) -> None:
    for user, address in ((None, "127.0.0.1"), (cast.charlie, "")):
        with importing.transaction() as context:
            for _ in range(CHECKS.free):
                count_check(context, user_id=user, client_ip=address)
        browser = await at(portal, user=user, world=importing)
        await browser.send(VerificationState.failed, "429:1")
        assert "60\u00a0secondes" in (await browser.state(VerificationState)).problem
        importing.clock.move(timedelta(minutes=5))
        await browser.send(VerificationState.failed, "429:2")
        assert (await browser.state(VerificationState)).problem == t("verification.wait.over")


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("received", {"upload": {"a": 1}}),
        ("received", {"upload": None}),
        ("failed", {"reason": ["413"]}),
        ("choose", {"code": {"x": "en16931"}}),
        ("choose", {"code": 10**40}),
        ("download", {}),
    ],
)
async def test_hostile_arguments_change_nothing(
    portal: Portal, world: World, event: str, payload: dict[str, Any]
) -> None:
    browser = await at(portal)
    await browser.send_raw(f"{VerificationState.get_full_name()}.{event}", payload)
    state = await browser.state(VerificationState)
    assert (state.profile, state.step, state.result.name, kept(world)) == ("chorus-pro", 1, "", ([], 0))
