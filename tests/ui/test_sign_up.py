"""The page « Créer un compte »."""

from chorus_app.kernel.context import World
from chorus_app.ui.sign_up.state import TRAP, SignUpState
from tests.factories import make_user, sent_mails
from tests.ui.harness import Browser, Portal

GOOD = {
    "login_email": "zoe@demo.test",
    "contact_email": "",
    "last_name": "Nouveau",
    "first_name": "Zoé",
    "phone": "",
}


async def asked(portal: Portal, **changes: str) -> tuple[Browser, SignUpState]:
    browser = portal.browser()
    await browser.open("/creer-un-compte")
    await browser.send(SignUpState.ask, GOOD | changes)
    return browser, await browser.state(SignUpState)


async def test_sign_up_mails_a_link(portal: Portal, world: World) -> None:
    _, state = await asked(portal)
    assert (state.sent_to, state.errors, state.problem) == ("zoe@demo.test", {}, "")
    assert [mail.recipient for mail in sent_mails(world)] == ["zoe@demo.test"]


async def test_sign_up_shows_the_same_for_a_known_address(portal: Portal, world: World) -> None:
    make_user(world, "zoe")
    _, state = await asked(portal)
    assert (state.sent_to, state.errors, state.problem) == ("zoe@demo.test", {}, "")
    assert len(sent_mails(world, "zoe@demo.test")) == 1


async def test_sign_up_errors_stand_beside_their_fields(portal: Portal, world: World) -> None:
    _, state = await asked(portal, login_email="zoe", contact_email="x@", last_name=" ", phone="12")
    assert sorted(state.errors) == ["contact_email", "last_name", "login_email", "phone"]
    assert state.sent_to == ""
    assert sent_mails(world) == []


async def test_sign_up_filled_in_by_a_program_is_only_seemingly_taken(portal: Portal, world: World) -> None:
    _, state = await asked(portal, **{TRAP: "https://annonce.example"})
    assert state.sent_to == "zoe@demo.test"
    assert sent_mails(world) == []


async def test_sign_up_takes_nothing_that_the_form_does_not_ask(portal: Portal, world: World) -> None:
    _, state = await asked(portal, password_hash="x", activated_at="2026-01-01", client_ip="1.2.3.4")
    assert state.sent_to == "zoe@demo.test"
    assert len(sent_mails(world)) == 1


async def test_sign_up_survives_values_of_another_type(portal: Portal, world: World) -> None:
    browser = portal.browser()
    await browser.send(SignUpState.ask, {"login_email": ["a"], "last_name": {"b": 1}, "phone": None})
    assert "login_email" in (await browser.state(SignUpState)).errors
    assert sent_mails(world) == []
