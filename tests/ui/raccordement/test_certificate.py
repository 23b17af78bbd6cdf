"""The certificate on the page « Raccordement »: sent by its own door, told as it is."""

from datetime import timedelta

from chorus_app.kernel import french
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.raccordement.x509 import MAX_BYTES
from chorus_app.ui.raccordement.certificate_files import MOST, SECONDS, OnTheirWay
from chorus_app.ui.raccordement.state import RaccordementState
from chorus_app.ui.routes.certificates import PATH
from tests.bank_details.scenes import Cast
from tests.makers.certificates import make_certificate, pem, private_keys
from tests.ui.doors import door
from tests.ui.harness import Browser, Portal
from tests.ui.raccordement.test_raccordement import ROUTE

State = RaccordementState


async def send(browser: Browser, world: World, user_id: int, content: bytes) -> RaccordementState:
    async with door(world, user_id) as http:
        answer = await http.post(PATH, content=content)
    assert answer.status_code == 201
    await browser.send(State.received, answer.json()["upload"])
    return await browser.state(State)


async def test_valid_certificate_is_told_in_the_words_of_the_release_note(
    portal: Portal, world: World, actors: Cast
) -> None:
    browser = await portal.opened(world, actors.alice, ROUTE)
    made = make_certificate(world.clock.now())
    state = await send(browser, world, actors.alice, pem(made))
    day = french.day(world.clock.now() + timedelta(days=200))
    assert state.certificate.told == f"Certificat valide, date de fin de validité\u00a0: {day}"
    assert state.message == t("raccordement.certificate.kept")
    await browser.send(State.ask, "take_off_certificate", state.certificate.id, "à lire")
    await browser.send(State.confirm)
    assert (await browser.state(State)).certificate.id == ""


async def test_wrong_file_is_told(portal: Portal, world: World, actors: Cast) -> None:
    browser = await portal.opened(world, actors.alice, ROUTE)
    key = private_keys(make_certificate(world.clock.now(), kind="own"))["pem"]
    state = await send(browser, world, actors.alice, key)
    assert state.problem == t("raccordement.certificate.wrong.private_key")
    await browser.send(State.failed, "413:1:cle.pem")
    too_large = t("raccordement.certificate.wrong.too_large", kilobytes=MAX_BYTES // 1024)
    assert (await browser.state(State)).problem == too_large
    await browser.send(State.failed, "0:1:cle.pem")
    assert (await browser.state(State)).problem == t("raccordement.certificate.interrupted", kilobytes=0)


async def test_door_takes_nothing_from_strangers_and_nothing_large(world: World, actors: Cast) -> None:
    async with door(world) as http:
        assert (await http.post(PATH, content=b"x")).status_code == 401
    async with door(world, actors.alice) as http:
        assert (await http.post(PATH, content=b"x" * (MAX_BYTES + 1))).status_code == 413


async def test_what_alice_sent_is_nobodys_else(portal: Portal, world: World, actors: Cast) -> None:
    content = pem(make_certificate(world.clock.now()))
    async with door(world, actors.alice) as http:
        name = (await http.post(PATH, content=content)).json()["upload"]
    for stranger in (actors.anne, actors.bob, actors.charlie):
        browser = await portal.opened(world, stranger, ROUTE)
        await browser.send(State.received, name)
        assert (await browser.state(State)).certificate.id == ""
    browser = await portal.opened(world, actors.alice, ROUTE)
    await browser.send(State.received, name)
    assert (await browser.state(State)).certificate.id != ""


def test_contents_are_held_for_a_minute_some_at_a_time() -> None:
    now = [0.0]
    held = OnTheirWay(clock=lambda: now[0])
    first, *_, last = [held.keep(1, b"a") for _ in range(MOST + 1)]
    assert (held.take(1, first), held.take(2, last), held.take(1, last), held.take(1, last)) == (None, None, b"a", None)
    name = held.keep(1, b"b")
    now[0] = SECONDS + 1
    assert held.take(1, name) is None
