"""Sign in: one message for unknown and wrong, growing delays, nobody locked out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chorus_app.accounts import links, passwords, sessions, sign_in
from chorus_app.accounts.enums import LinkPurpose
from chorus_app.accounts.errors import TicketRefused
from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError, Denied, Invalid, TooMany
from chorus_app.kernel.text import has_text
from tests.factories import PASSWORD, make_user

HOME, ELSEWHERE = "198.51.100.1", "203.0.113.9"


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Replaces the slow hash; notes each check."""
    checked: list[str | None] = []

    def verify(password: str, stored: str | None) -> bool:
        checked.append(stored)
        return stored is not None and password == PASSWORD

    monkeypatch.setattr(sign_in, "verify", verify)
    return checked


def enter(world: World, name: str = "zoe", password: str = PASSWORD, ip: str = HOME) -> str:
    with world.transaction() as context:
        return sign_in.sign_in(context, email=f"{name}@demo.test", password=password, client_ip=ip)


def outcome(world: World, name: str = "zoe", password: str = PASSWORD, ip: str = HOME) -> str:
    try:
        enter(world, name, password, ip)
    except AppError as refused:
        return refused.key if has_text(refused.key) else ""
    return "in"


def wait_of(world: World, name: str = "zoe", ip: str = HOME) -> int:
    with pytest.raises(TooMany) as refused:
        enter(world, name, "wrong", ip)
    return refused.value.seconds


def redeem(world: World, ticket: str) -> str:
    with world.transaction() as context:
        return sessions.redeem_ticket(context, ticket=ticket, user_agent="Firefox")


def test_right_password_opens_a_session(world: World) -> None:
    user = make_user(world, "zoe")
    token = redeem(world, enter(world))
    assert sessions.recognise(world, token=token) == user.id


def test_unknown_and_wrong_are_told_alike_with_the_same_work(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    make_user(world, "asleep", active=False)
    told = [outcome(world, name, "wrong") for name in ("zoe", "asleep", "nobody")]
    assert told == ["accounts.sign_in.refused"] * 3
    assert len(hashing) == 3


def test_unknown_takes_the_time_of_a_hash() -> None:
    """Not a duration: the same function is run on a hash with the same parameters."""
    nobody, somebody = passwords._nobody(), passwords.hash_password(PASSWORD)
    assert nobody.split("$")[1:4] == somebody.split("$")[1:4]


def test_disabled_and_inactive_are_told_only_after_the_right_password(world: World, hashing: list[str | None]) -> None:
    for name, field in (("closed", "disabled_at"), ("asleep", "activated_at")):
        user = make_user(world, name)
        with world.transaction() as context:
            setattr(context.session.get_one(User, user.id), field, context.now() if field == "disabled_at" else None)
    assert outcome(world, "closed", "wrong") == outcome(world, "asleep", "wrong") == "accounts.sign_in.refused"
    for name, key in (("closed", "accounts.sign_in.disabled"), ("asleep", "accounts.sign_in.not_activated")):
        with pytest.raises(Denied) as refused:
            enter(world, name)
        assert refused.value.key == key
    assert len(hashing) == 4


def test_delay_grows_after_five_wrong_passwords_and_ends(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    assert [outcome(world, password="wrong") for _ in range(5)] == ["accounts.sign_in.refused"] * 5
    delays = []
    for _ in range(8):
        delays.append(wait_of(world))
        world.clock.move(timedelta(seconds=delays[-1]))
        assert outcome(world, password="wrong", ip="") == "accounts.sign_in.refused"
    assert delays == [30, 60, 120, 240, 480, 900, 900, 900]
    assert len(hashing) == 13


def test_remaining_seconds_count_down(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    for _ in range(5):
        outcome(world, password="wrong")
    world.clock.move(timedelta(seconds=10.5))
    assert wait_of(world) == 20
    assert outcome(world) == "accounts.sign_in.throttled"
    world.clock.move(timedelta(seconds=20))
    assert outcome(world) == "in"
    assert len(hashing) == 6


def test_unknown_address_is_slowed_down_like_a_known_one(world: World, hashing: list[str | None]) -> None:
    for _ in range(5):
        outcome(world, "nobody", "wrong")
    assert wait_of(world, "nobody") == 30
    assert len(hashing) == 5


def test_right_password_clears_the_count(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    for _ in range(3):
        for _ in range(4):
            outcome(world, password="wrong")
        assert outcome(world) == "in"
    assert len(hashing) == 15


def test_stranger_does_not_slow_down_the_owner_where_he_signed_in_before(
    world: World, hashing: list[str | None]
) -> None:
    make_user(world, "zoe")
    assert outcome(world) == "in"
    for _ in range(5):
        outcome(world, password="wrong", ip=ELSEWHERE)
    assert wait_of(world, ip=ELSEWHERE) == 30
    assert outcome(world) == "in"
    assert hashing


def test_reset_by_mail_ends_the_delay(world: World, hashing: list[str | None]) -> None:
    user = make_user(world, "zoe")
    for _ in range(6):
        outcome(world, password="wrong")
    with world.transaction() as context:
        token = links.issue(context, user=user, purpose=LinkPurpose.RESET)
    with world.transaction() as context:
        links.use(context, token=token, purpose=LinkPurpose.RESET, password=PASSWORD)
    assert outcome(world) == "in"
    assert hashing


def test_one_network_is_slowed_down_whatever_the_accounts(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    for number in range(20):
        outcome(world, f"user{number}", "wrong", ELSEWHERE)
    assert outcome(world, "zoe", ip=ELSEWHERE) == "accounts.sign_in.throttled"
    assert outcome(world, "zoe", ip=HOME) == "in"
    assert hashing


def test_tries_at_the_same_time_all_count(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda _: outcome(world, password="wrong", ip=""), range(40)))
    assert told.count("accounts.sign_in.refused") == len(hashing) == 5
    assert told.count("accounts.sign_in.throttled") == 35


@pytest.mark.parametrize("password", ["x" * 1_000_000, "\0", " " * 12, "🥐", "\ud800"])
def test_strange_password_is_only_wrong(world: World, password: str) -> None:
    make_user(world, "zoe")
    with pytest.raises(Invalid):
        enter(world, password=password)


def test_ticket_works_once_and_for_thirty_seconds(world: World, hashing: list[str | None]) -> None:
    make_user(world, "zoe")
    used, late = enter(world), enter(world)
    redeem(world, used)
    world.clock.move(timedelta(seconds=30))
    for ticket in (used, late, "unknown", ""):
        with pytest.raises(TicketRefused):
            redeem(world, ticket)
    assert hashing
