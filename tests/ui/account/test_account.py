"""« Mon compte », tab by tab."""

from urllib.parse import parse_qs, urlsplit

from chorus_app.accounts import addresses, sessions
from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.notifications.enums import MailTopic
from chorus_app.structures.enums import Profile
from chorus_app.ui.account.confirmation_state import ConfirmState
from chorus_app.ui.account.state import (
    AddressesState,
    ClosingState,
    MailsState,
    ParticularsState,
    PasswordChangeState,
    SessionsState,
)
from chorus_app.ui.frame import FrameState
from tests.factories import PASSWORD, make_member, make_structure, make_user, sent_mails
from tests.ui.harness import Browser, Portal

NEW = "tortue nuage violon 17"


def at(portal: Portal, world: World, user: User) -> Browser:
    return portal.signed_in(world, user.id)


async def test_particulars_are_shown_and_saved(portal: Portal, world: World) -> None:
    browser = at(portal, world, make_user(world))
    await browser.open("/mon-compte")
    state = await browser.state(ParticularsState)
    assert (state.loaded, state.mine.first_name, state.mine.login_email) == (True, "Alice", "alice@demo.test")
    await browser.send(ParticularsState.save, {"last_name": "Tour", "first_name": "", "phone": "12"})
    state = await browser.state(ParticularsState)
    assert (sorted(state.errors), state.message) == (["first_name", "phone"], "")
    await browser.send(ParticularsState.save, {"last_name": "Tour", "first_name": "Alix", "phone": "0612345678"})
    state = await browser.state(ParticularsState)
    assert (state.errors, state.mine.phone, state.message != "") == ({}, "06 12 34 56 78", True)


async def test_password_is_changed_and_this_tab_stays_signed_in(portal: Portal, world: World) -> None:
    alice = make_user(world)
    here, there = at(portal, world, alice), at(portal, world, alice)
    await here.open("/mon-compte/mot-de-passe")
    await here.send(PasswordChangeState.judge, "court")
    assert (await here.state(PasswordChangeState)).reasons != []
    await here.send(PasswordChangeState.judge, NEW)
    assert (await here.state(PasswordChangeState)).fits
    await here.send(PasswordChangeState.show)
    assert (await here.state(PasswordChangeState)).shown
    await here.send(PasswordChangeState.change, {"current_password": "wrong", "password": NEW})
    assert list((await here.state(PasswordChangeState)).errors) == ["current_password"]
    await here.send(PasswordChangeState.change, {"current_password": PASSWORD, "password": "court"})
    assert list((await here.state(PasswordChangeState)).errors) == ["password"]
    await here.send(PasswordChangeState.change, {"current_password": PASSWORD, "password": NEW})
    state = await here.state(PasswordChangeState)
    assert (state.errors, "Votre autre connexion est fermée" in state.message, state.judged) == ({}, True, False)
    await here.open("/mon-compte")
    assert (await here.state(FrameState)).signed_in
    await there.open("/mon-compte")
    assert not (await there.state(FrameState)).signed_in


async def test_too_many_wrong_passwords_are_told_above_the_form(portal: Portal, world: World) -> None:
    browser = at(portal, world, make_user(world))
    for _ in range(6):
        await browser.send(PasswordChangeState.change, {"current_password": "wrong", "password": NEW})
    assert "30 secondes" in (await browser.state(PasswordChangeState)).problem.replace("\u00a0", " ")


async def test_address_is_asked_for_confirmed_and_changed(portal: Portal, world: World) -> None:
    alice = make_user(world)
    browser, visitor = at(portal, world, alice), portal.browser()
    await browser.open("/mon-compte/adresses")
    await browser.send(AddressesState.choose, "NEITHER")
    await browser.send(AddressesState.ask, {"email": "nothing", "current_password": PASSWORD})
    assert list((await browser.state(AddressesState)).errors) == ["email"]
    await browser.send(AddressesState.choose, "CONTACT")
    await browser.send(AddressesState.ask, {"email": "alix@demo.test", "current_password": PASSWORD})
    state = await browser.state(AddressesState)
    assert (state.waiting.new_email, state.errors, state.message != "") == ("alix@demo.test", {}, True)
    for to, step in (("alice@demo.test", "CONFIRMED"), ("alix@demo.test", "DONE")):
        link = urlsplit(sent_mails(world, to)[-1].link)
        await visitor.open(f"{link.path}?{link.query}")
        assert visitor.redirects[-1] == addresses.CONFIRMATION_PATH
        await visitor.open(addresses.CONFIRMATION_PATH)
        assert (await visitor.state(ConfirmState)).step == "VALID"
        await visitor.send(ConfirmState.confirm)
        assert (await visitor.state(ConfirmState)).step == step
    await browser.open("/mon-compte/adresses")
    state = await browser.state(AddressesState)
    assert (state.mine.login_email, state.mine.contact_email) == ("alice@demo.test", "alix@demo.test")
    assert state.waiting.new_email == ""


async def test_change_of_address_is_cancelled_once(portal: Portal, world: World) -> None:
    alice = make_user(world)
    browser, visitor = at(portal, world, alice), portal.browser()
    await browser.send(AddressesState.ask, {"email": "alix@demo.test", "current_password": PASSWORD})
    await browser.send(AddressesState.cancel)
    assert (await browser.state(AddressesState)).waiting.new_email == ""
    await browser.send(AddressesState.cancel)
    assert "Aucun changement" in (await browser.state(AddressesState)).problem
    token = parse_qs(urlsplit(sent_mails(world, "alix@demo.test")[-1].link).query)["lien"][0]
    await visitor.open(f"{addresses.CONFIRMATION_PATH}?lien={token}")
    await visitor.open(addresses.CONFIRMATION_PATH)
    assert (await visitor.state(ConfirmState)).step == "EXPIRED"
    await visitor.send(ConfirmState.confirm)
    assert (await visitor.state(ConfirmState)).step == "EXPIRED"


async def test_sessions_are_listed_and_ended(portal: Portal, world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    here, there = at(portal, world, alice), at(portal, world, alice)
    at(portal, world, alice)
    stranger = at(portal, world, charlie)
    await here.open("/mon-compte/connexions")
    rows = (await here.state(SessionsState)).rows
    assert (len(rows), [row.here for row in rows].count(True)) == (3, True)
    with world.reading(actor_id=alice.id) as context:
        ids = {row.public_id for row in sessions.sessions_of(context)}
    theirs = next(row.id for row in rows if not row.here)
    told = []
    for public_id in (theirs, "unknown"):
        await stranger.send(SessionsState.end, public_id)
        told.append((await stranger.state(SessionsState)).problem)
    assert (told[0], told[0] != "") == (told[1], True)
    await here.send(SessionsState.end, theirs)
    assert {row.id for row in (await here.state(SessionsState)).rows} == ids - {theirs}
    await here.send(SessionsState.end_others)
    state = await here.state(SessionsState)
    assert ([row.here for row in state.rows], "L’autre connexion" in state.message) == ([True], True)
    await there.open("/mon-compte")
    assert not (await there.state(FrameState)).signed_in


async def test_mails_are_chosen(portal: Portal, world: World) -> None:
    browser = at(portal, world, make_user(world))
    await browser.open("/mon-compte/notifications")
    state = await browser.state(MailsState)
    assert [row.wanted for row in state.rows] == [topic.by_default for topic in MailTopic]
    await browser.send(MailsState.save, {"FLUX_INTEGRATED": True, "SECURITY": True})
    state = await browser.state(MailsState)
    assert {row.topic for row in state.rows if row.wanted} == {"FLUX_INTEGRATED"}
    assert state.message != ""


async def test_account_is_closed_and_the_tab_left(portal: Portal, world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    structure = make_structure(world)
    make_member(world, alice, structure)
    browser = at(portal, world, alice)
    await browser.open("/mon-compte/fermer")
    assert "Béton & Cie" in (await browser.state(ClosingState)).alone
    await browser.send(ClosingState.ask)
    await browser.send(ClosingState.close, {"current_password": PASSWORD})
    assert "Béton & Cie" in (await browser.state(ClosingState)).problem
    await browser.send(ClosingState.keep)
    assert not (await browser.state(ClosingState)).sure
    make_member(world, bob, structure, (Profile.ORGANISATION_MODIFICATION,))
    await browser.send(ClosingState.ask)
    await browser.send(ClosingState.close, {"current_password": "wrong"})
    assert list((await browser.state(ClosingState)).errors) == ["current_password"]
    await browser.send(ClosingState.close, {"current_password": PASSWORD})
    frame = await browser.state(FrameState)
    assert (frame.signed_in, frame.name, frame.way_out.startswith("/session/fermer")) == (False, "", True)
