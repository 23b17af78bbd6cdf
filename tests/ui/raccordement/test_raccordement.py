"""The page « Raccordement »."""

from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.raccordement.state import RaccordementState
from tests.bank_details.scenes import Cast
from tests.ui.harness import Browser, Portal

ROUTE = "/structure/raccordement"
State = RaccordementState


async def at(portal: Portal, world: World, user_id: int) -> Browser:
    return await portal.opened(world, user_id, ROUTE)


async def test_program_is_declared_and_its_secret_shown_once(portal: Portal, world: World, actors: Cast) -> None:
    browser = await at(portal, world, actors.alice)
    state = await browser.state(State)
    assert (state.manages, state.applications, state.accounts) == (True, [], [])
    assert state.token_address.endswith("/api/oauth/token")
    assert [one.language for one in state.snippets] == ["curl", "Python", "PHP"]
    assert all(state.api_address in one.code and state.token_address in one.code for one in state.snippets)
    await browser.send(State.add_application, {"name": " "})
    state = await browser.state(State)
    assert state.errors == {"name": t("raccordement.name_invalid", most=100)}
    await browser.send(State.add_application, {"name": "Mon logiciel"})
    state = await browser.state(State)
    assert [(row.name, row.state, row.open) for row in state.applications] == [("Mon logiciel", "En service", True)]
    assert (state.secret.login, len(state.secret.secret)) == (state.applications[0].login, 43)
    assert state.errors == {}
    await browser.send(State.noted)
    assert (await browser.state(State)).secret.secret == ""
    await browser.send(State.open_account)
    state = await browser.state(State)
    assert state.secret.login.startswith("TECH_1_")
    assert [(row.state, row.open) for row in state.accounts] == [("Ouvert", True)]
    assert all(state.applications[0].login in one.code and state.secret.login in one.code for one in state.snippets)
    assert all(state.secret.secret not in one.code for one in state.snippets)
    await browser.open(ROUTE)
    assert (await browser.state(State)).secret.secret == ""


async def test_what_ends_something_is_asked_again(portal: Portal, world: World, actors: Cast) -> None:
    browser = await at(portal, world, actors.alice)
    await browser.send(State.add_application, {"name": "Mon logiciel"})
    await browser.send(State.open_account)
    state = await browser.state(State)
    application, account = state.applications[0].id, state.accounts[0].id
    for what, id_ in (("renew_application", application), ("renew_account", account)):
        await browser.send(State.ask, what, id_, "à lire")
        assert (await browser.state(State)).asking == what
        await browser.send(State.confirm)
        state = await browser.state(State)
        assert (state.asking, len(state.secret.secret)) == ("", 43)
    await browser.send(State.ask, "revoke_application", application, "Mon logiciel")
    await browser.send(State.keep)
    await browser.send(State.confirm)
    assert (await browser.state(State)).applications[0].open
    for what, id_, done in (
        ("revoke_application", application, "raccordement.done.revoked"),
        ("close_account", account, "raccordement.done.closed"),
    ):
        await browser.send(State.ask, what, id_, "à lire")
        await browser.send(State.confirm)
        assert (await browser.state(State)).message == t(done)
    state = await browser.state(State)
    assert [(row.state, row.open) for row in (*state.applications, *state.accounts)] == [
        ("Révoquée", False),
        ("Fermé", False),
    ]
    for what, id_, problem in (
        ("renew_application", application, "raccordement.revoked_already"),
        ("close_account", account, "raccordement.closed_already"),
    ):
        await browser.send(State.ask, what, id_, "à lire")
        await browser.send(State.confirm)
        assert (await browser.state(State)).problem == t(problem)
    await browser.send(State.ask, "delete_everything", application, "à lire")
    assert (await browser.state(State)).asking == ""


async def test_only_managers_see_the_page(portal: Portal, world: World, actors: Cast) -> None:
    bob = await at(portal, world, actors.bob)
    state = await bob.state(State)
    assert (state.loaded, state.manages, state.accounts) == (True, False, [])
    await bob.send(State.add_application, {"name": "Mon logiciel"})
    await bob.send(State.open_account)
    assert (await bob.state(State)).secret.secret == ""
