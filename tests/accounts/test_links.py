"""Links of mails: once, in time, the newest one only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chorus_app.accounts import links, passwords, sessions
from chorus_app.accounts.enums import LinkPurpose, LinkState
from chorus_app.accounts.errors import LinkRefused
from chorus_app.accounts.models import User
from chorus_app.accounts.queries import find_user
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import InvalidForm
from chorus_app.kernel.text import has_text
from tests.factories import PASSWORD, make_user, sent_mails

NEW = "tortue nuage violon 17"


def issue(world: World, user: User, purpose: LinkPurpose = LinkPurpose.ACTIVATION) -> str:
    with world.transaction() as context:
        return links.issue(context, user=user, purpose=purpose)


def use(
    world: World, token: str, password: str = NEW, purpose: LinkPurpose = LinkPurpose.ACTIVATION
) -> LinkState | None:
    """Why the link was refused, None when it was not."""
    try:
        with world.transaction() as context:
            links.use(context, token=token, purpose=purpose, password=password)
    except LinkRefused as refused:
        return refused.state if has_text(refused.key) else None
    return None


def state(world: World, token: str, purpose: LinkPurpose = LinkPurpose.ACTIVATION) -> LinkState:
    with world.reading() as context:
        return links.state_of(context, token=token, purpose=purpose)


def stored(world: World, name: str = "zoe") -> User:
    with world.reading() as context:
        user = find_user(context, login_email=f"{name}@demo.test")
    assert user is not None
    return user


def test_link_sets_the_password_and_activates_once(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    assert use(world, token) is None
    assert stored(world).activated_at == world.clock.now()
    assert passwords.verify(NEW, stored(world).password_hash)
    assert use(world, token, "another quite good one 99") is LinkState.USED
    assert passwords.verify(NEW, stored(world).password_hash)


def test_looking_at_a_link_changes_nothing(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    assert [state(world, token) for _ in range(3)] == [LinkState.VALID] * 3
    assert use(world, token) is None
    assert state(world, token) is LinkState.USED


def test_link_expires_after_an_hour(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    world.clock.move(timedelta(minutes=59))
    assert state(world, token) is LinkState.VALID
    world.clock.move(timedelta(minutes=1))
    assert state(world, token) is LinkState.EXPIRED
    assert use(world, token) is LinkState.EXPIRED
    assert stored(world).activated_at is None


def test_newer_link_voids_the_older(world: World) -> None:
    user = make_user(world, "zoe", active=False)
    older, newer = issue(world, user), issue(world, user)
    assert (state(world, older), state(world, newer)) == (LinkState.EXPIRED, LinkState.VALID)
    assert use(world, older) is LinkState.EXPIRED


@pytest.mark.parametrize("token", ["", "short", "x" * 5000, "\ud800", "zoe' OR 1=1"])
def test_link_that_was_never_given_is_unknown(world: World, token: str) -> None:
    assert state(world, token) is LinkState.UNKNOWN
    assert use(world, token) is LinkState.UNKNOWN


def test_truncated_link_is_unknown(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    assert use(world, token[:-1]) is LinkState.UNKNOWN


def test_link_of_another_purpose_is_unknown(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    assert use(world, token, purpose=LinkPurpose.RESET) is LinkState.UNKNOWN


def test_hundred_uses_at_once_one_succeeds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    monkeypatch.setattr(links, "hash_password", lambda password: f"hash of {password}")
    with ThreadPoolExecutor(25) as pool:
        outcomes = list(pool.map(lambda number: use(world, token, f"{NEW} {number}"), range(100)))
    assert outcomes.count(None) == 1
    assert outcomes.count(LinkState.USED) == 99
    assert stored(world).password_hash == f"hash of {NEW} {outcomes.index(None)}"


def test_weak_password_leaves_the_link_valid(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    with pytest.raises(InvalidForm) as refused:
        use(world, token, "MotDePasse2024!")
    assert [(error.field, error.key) for error in refused.value.errors] == [("password", "accounts.password.common")]
    assert use(world, token) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "too_short"),
        ("é" * 129, "too_long"),
        ("850274913628", "few_bits"),
        ("zoe-demo-test-2026", "personal"),
        ("girafe\tcrayon bleu", "control"),
        ("abcabcabcabcd", "guessable"),
    ],
)
def test_link_refuses_a_weak_password_with_its_reason(world: World, password: str, reason: str) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    with pytest.raises(InvalidForm) as refused:
        use(world, token, password)
    assert f"accounts.password.{reason}" in [error.key for error in refused.value.errors]
    assert stored(world).password_hash is None


def test_meter_says_what_is_missing_with_the_words_of_the_person(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    with world.reading() as context:
        personal = passwords.lacks(context, password="zoe-demo-test-2026", token=token)
        fine = passwords.lacks(context, password=NEW, token=token)
    assert len(personal) == 1
    assert personal[0].startswith("Le mot de passe reprend surtout votre nom")
    assert fine == []


def test_reset_ends_the_open_sessions_and_tells_by_mail(world: World) -> None:
    user = make_user(world, "zoe")
    with world.transaction() as context:
        session = sessions.open_session(context, user_id=user.id, user_agent="Firefox")
    assert use(world, issue(world, user, LinkPurpose.RESET), purpose=LinkPurpose.RESET) is None
    assert sessions.recognise(world, token=session) is None
    assert [mail.subject for mail in sent_mails(world)] == ["Votre mot de passe a changé"]
    assert not passwords.verify(PASSWORD, stored(world).password_hash)


def test_link_of_a_disabled_account_opens_nothing(world: World) -> None:
    user = make_user(world, "zoe")
    token = issue(world, user, LinkPurpose.RESET)
    with world.transaction() as context:
        context.session.get_one(User, user.id).disabled_at = context.now()
    assert use(world, token, purpose=LinkPurpose.RESET) is LinkState.EXPIRED


def test_expired_link_is_renewed_to_its_owner(world: World) -> None:
    token = issue(world, make_user(world, "zoe", active=False))
    world.clock.move(timedelta(hours=2))
    with world.transaction() as context:
        links.renew(context, token=token)
        links.renew(context, token="unknown")
    [mail] = sent_mails(world)
    assert mail.recipient == "zoe@demo.test"
    assert use(world, mail.link.partition("lien=")[2]) is None
