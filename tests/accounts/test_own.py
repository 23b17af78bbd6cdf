"""One's own account: particulars, password."""

from datetime import timedelta

import pytest

from chorus_app.accounts import devices, links, own, passwords, sessions
from chorus_app.accounts.enums import LinkPurpose, LinkState
from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import InvalidForm, SignInRequired, TooMany
from tests.factories import PASSWORD, make_user, sent_mails

NEW = "tortue nuage violon 17"


def account(world: World, user: User) -> own.OwnAccount:
    with world.reading(actor_id=user.id) as context:
        return own.own_account(context)


def change(world: World, user: User, *, token: str = "", current: str = PASSWORD, password: str = NEW) -> list[str]:
    """The fields and keys of what is refused; none when the password changed."""
    try:
        with world.transaction(actor_id=user.id) as context:
            own.change_password(context, token=token, current=current, password=password)
    except InvalidForm as refused:
        return [f"{error.field} {error.key}" for error in refused.errors]
    return []


def stored(world: World, user: User) -> str | None:
    with world.reading() as context:
        return context.session.get_one(User, user.id).password_hash


def test_particulars_are_changed_and_normalised(world: World) -> None:
    alice = make_user(world)
    with world.transaction(actor_id=alice.id) as context:
        own.change_particulars(context, last_name=" de  La Tour ", first_name="Alix", phone="06 12 34 56 78")
    found = account(world, alice)
    assert (found.last_name, found.first_name, found.phone) == ("de La Tour", "Alix", "+33612345678")
    with world.transaction(actor_id=alice.id) as context:
        own.change_particulars(context, last_name="Tour", first_name="Alix", phone="")
    assert account(world, alice).phone == ""


def test_wrong_particulars_are_told_beside_their_fields_and_change_nothing(world: World) -> None:
    alice = make_user(world)
    with pytest.raises(InvalidForm) as refused, world.transaction(actor_id=alice.id) as context:
        own.change_particulars(context, last_name=" ", first_name="x" * 101, phone="12")
    assert [error.field for error in refused.value.errors] == ["last_name", "first_name", "phone"]
    assert account(world, alice).last_name == "Test"


def test_nobody_has_an_account_of_his_own(world: World) -> None:
    with pytest.raises(SignInRequired), world.reading() as context:
        own.own_account(context)


def test_password_is_replaced_and_the_other_sessions_end(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    with world.transaction() as context:
        here, there, stranger = (
            sessions.open_session(context, user_id=user.id, user_agent="x") for user in (alice, alice, charlie)
        )
        link = links.issue(context, user=alice, purpose=LinkPurpose.RESET)
    assert change(world, alice, token=here) == []
    assert passwords.verify(NEW, stored(world, alice))
    assert [sessions.recognise(world, token=token) for token in (here, there)] == [alice.id, None]
    assert sessions.recognise(world, token=stranger) == charlie.id
    with world.reading() as context:
        assert links.state_of(context, token=link, purpose=LinkPurpose.RESET) is LinkState.EXPIRED
    assert [mail.subject for mail in sent_mails(world, "alice@demo.test")] == ["Votre mot de passe a changé"]


@pytest.mark.parametrize(
    ("current", "password", "told"),
    [
        ("wrong", NEW, ["current_password accounts.own.wrong_password"]),
        ("x" * 2000, NEW, ["current_password accounts.own.wrong_password"]),
        (PASSWORD, "alice test 12345", ["password accounts.password.personal"]),
        (PASSWORD, "court", ["password accounts.password.too_short", "password accounts.password.few_bits"]),
    ],
)
def test_password_stays_when_something_is_wrong(world: World, current: str, password: str, told: list[str]) -> None:
    alice = make_user(world)
    before = stored(world, alice)
    assert change(world, alice, current=current, password=password) == told
    assert (stored(world, alice), sent_mails(world)) == (before, [])


def test_wrong_passwords_are_slowed_down_and_the_right_one_clears_the_count(world: World) -> None:
    alice = make_user(world)
    for _ in range(4):
        change(world, alice, current="wrong")
    assert change(world, alice) == []
    for _ in range(5):
        change(world, alice, current="wrong")
    with pytest.raises(TooMany) as refused:
        change(world, alice, current=NEW)
    assert refused.value.seconds == 30
    world.clock.move(timedelta(seconds=30))
    assert change(world, alice, current=NEW, password=PASSWORD) == []


def test_what_a_new_password_lacks_is_said_in_words(world: World) -> None:
    alice = make_user(world)
    with world.reading(actor_id=alice.id) as context:
        assert own.lacks(context, password=NEW) == []
        assert own.lacks(context, password="alicetest2026") != []


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            "Safari/537.36 Edg/142.0",
            "Edge",
            "Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
        ),
        ("curl/8", "", ""),
    ],
)
def test_device_is_named_after_its_browser_and_system(user_agent: str, browser: str, system: str) -> None:
    found = devices.device_of(user_agent)
    assert (found.browser, found.system) == (browser, system)
    assert found.pocket == (system in {"iPhone", "Android"})
