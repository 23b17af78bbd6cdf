"""Another mail address: confirmed from both addresses, or nothing changes."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from chorus_app.accounts import addresses
from chorus_app.accounts.addresses import Waiting
from chorus_app.accounts.enums import AddressKind, ConfirmationState
from chorus_app.accounts.errors import ConfirmationRefused
from chorus_app.accounts.models import AddressChange, User
from chorus_app.accounts.service import disable_account, tidy
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import InvalidForm, NotFound, TooMany
from tests.factories import PASSWORD, make_user, sent_mails

NEW = "alice.new@demo.test"


def ask(world: World, user: User, email: str = NEW, *, kind: AddressKind = AddressKind.LOGIN) -> None:
    with world.transaction(actor_id=user.id) as context:
        addresses.ask(context, kind=kind, email=email, password=PASSWORD)


def link(world: World, to: str) -> str:
    """The token of the newest mail to the address."""
    return parse_qs(urlsplit(sent_mails(world, to)[-1].link).query)["lien"][0]


def confirm(world: World, token: str) -> ConfirmationState:
    try:
        with world.transaction() as context:
            return addresses.confirm(context, token=token).state
    except ConfirmationRefused as refused:
        return refused.state


def stored(world: World, user: User) -> tuple[str, str, str]:
    with world.reading() as context:
        row = context.session.get_one(User, user.id)
    return row.login_email, row.login_key, row.contact_email


def waiting(world: World, user: User) -> Waiting | None:
    with world.reading(actor_id=user.id) as context:
        return addresses.waiting(context)


@pytest.mark.parametrize("first", ["alice@demo.test", NEW])
def test_address_changes_when_both_have_confirmed(world: World, first: str) -> None:
    alice = make_user(world)
    ask(world, alice)
    tokens = {to: link(world, to) for to in ("alice@demo.test", NEW)}
    second = next(to for to in tokens if to != first)
    assert confirm(world, tokens[first]) is ConfirmationState.CONFIRMED
    assert stored(world, alice)[0] == "alice@demo.test"
    found = waiting(world, alice)
    assert found is not None
    assert (found.sign_in_confirmed, found.new_confirmed) == (first == "alice@demo.test", first == NEW)
    assert confirm(world, tokens[first]) is ConfirmationState.CONFIRMED
    assert confirm(world, tokens[second]) is ConfirmationState.DONE
    assert stored(world, alice) == (NEW, NEW, NEW)
    assert waiting(world, alice) is None
    assert [sent_mails(world, to)[-1].subject for to in tokens] == ["Votre adresse a changé"] * 2
    assert confirm(world, tokens[second]) is ConfirmationState.DONE


def test_looking_at_a_link_changes_nothing(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    for _ in range(3):
        with world.reading() as context:
            assert addresses.look(context, token=link(world, NEW)).state is ConfirmationState.VALID
            assert addresses.look(context, token="x" * 300).state is ConfirmationState.UNKNOWN
    assert confirm(world, link(world, NEW)) is ConfirmationState.CONFIRMED
    assert confirm(world, "unknown") is ConfirmationState.UNKNOWN


def test_contact_address_is_confirmed_from_the_sign_in_address_and_the_new_one(world: World) -> None:
    alice = make_user(world)
    ask(world, alice, kind=AddressKind.CONTACT)
    assert confirm(world, link(world, "alice@demo.test")) is ConfirmationState.CONFIRMED
    assert confirm(world, link(world, NEW)) is ConfirmationState.DONE
    assert stored(world, alice) == ("alice@demo.test", "alice@demo.test", NEW)
    ask(world, alice, "alice@demo.test", kind=AddressKind.CONTACT)  # proven already: confirmed once
    assert confirm(world, link(world, "alice@demo.test")) is ConfirmationState.DONE
    assert stored(world, alice)[2] == "alice@demo.test"


def test_other_contact_address_stays_when_the_sign_in_address_changes(world: World) -> None:
    alice = make_user(world)
    with world.transaction() as context:
        context.session.get_one(User, alice.id).contact_email = "office@demo.test"
    ask(world, alice)
    confirm(world, link(world, NEW))
    confirm(world, link(world, "alice@demo.test"))
    assert stored(world, alice) == (NEW, NEW, "office@demo.test")


def test_links_expire_and_newer_ones_void_the_older(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    older = link(world, NEW)
    ask(world, alice, "other@demo.test")
    assert confirm(world, older) is ConfirmationState.EXPIRED
    world.clock.move(timedelta(hours=24))
    assert confirm(world, link(world, "other@demo.test")) is ConfirmationState.EXPIRED
    assert waiting(world, alice) is None


def test_change_is_taken_back(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    with world.transaction(actor_id=alice.id) as context:
        addresses.cancel(context)
    assert (waiting(world, alice), confirm(world, link(world, NEW))) == (None, ConfirmationState.EXPIRED)
    with pytest.raises(NotFound), world.transaction(actor_id=alice.id) as context:
        addresses.cancel(context)


def test_address_of_another_account_is_answered_alike_and_never_taken(world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    ask(world, alice, "BOB@demo.test")
    found = waiting(world, alice)
    assert found is not None
    assert (found.new_email, found.new_confirmed) == ("BOB@demo.test", False)
    [told] = sent_mails(world, "BOB@demo.test")
    assert (told.subject, "lien=" in told.link, "Bob Test" in told.text, "Alice" in told.text) == (
        "Votre adresse a déjà un compte Chorus App",
        False,
        True,
        False,
    )
    assert confirm(world, link(world, "alice@demo.test")) is ConfirmationState.CONFIRMED
    assert stored(world, alice)[0] == "alice@demo.test"
    assert stored(world, bob)[0] == "bob@demo.test"


def test_account_opened_with_the_address_meanwhile_keeps_it(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    confirm(world, link(world, NEW))
    make_user(world, "alice.new")
    assert confirm(world, link(world, "alice@demo.test")) is ConfirmationState.EXPIRED
    assert stored(world, alice)[0] == "alice@demo.test"


def test_disabled_account_changes_no_more(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    confirm(world, link(world, NEW))
    with world.transaction() as context:
        disable_account(context, email="alice@demo.test")
    assert confirm(world, link(world, "alice@demo.test")) is ConfirmationState.EXPIRED


def test_nothing_is_asked_without_the_password_or_for_no_address(world: World) -> None:
    alice = make_user(world)
    told = []
    for email, password in ((NEW, "wrong"), ("nothing", PASSWORD), ("Alice@demo.test", PASSWORD)):
        with pytest.raises(InvalidForm) as refused, world.transaction(actor_id=alice.id) as context:
            addresses.ask(context, kind=AddressKind.LOGIN, email=email, password=password)
        told.append([error.key for error in refused.value.errors])
    assert told == [["accounts.own.wrong_password"], ["identifiers.email"], ["accounts.address.the_same"]]
    assert (waiting(world, alice), sent_mails(world)) == (None, [])


def test_mails_of_one_account_are_limited(world: World) -> None:
    alice = make_user(world)
    for number in range(3):
        ask(world, alice, f"new{number}@demo.test")
    with pytest.raises(TooMany):
        ask(world, alice, "new3@demo.test")
    world.clock.move(timedelta(hours=1))
    ask(world, alice, "new3@demo.test")


def test_changes_that_are_over_are_forgotten_in_time(world: World) -> None:
    alice = make_user(world)
    ask(world, alice)
    for days, left in ((30, 1), (2, 0)):
        world.clock.move(timedelta(days=days))
        with world.transaction() as context:
            tidy(context)
            assert len(context.session.exec(select(AddressChange)).all()) == left
