"""Creating an account: what is checked, and what is never told."""

import pytest
from sqlmodel import func, select

from chorus_app.accounts import links
from chorus_app.accounts.enums import LinkPurpose
from chorus_app.accounts.models import AccountLink, User
from chorus_app.accounts.queries import find_user
from chorus_app.accounts.sign_up import sign_up
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid, InvalidForm, TooMany
from tests.factories import make_user, sent_mails


def ask(world: World, email: str = "zoe@demo.test", **changes: str) -> None:
    form = {"login_email": email, "last_name": "Martin", "first_name": "Zoé", **changes}
    with world.transaction() as context:
        sign_up(context, **form)


def ask_link(world: World, email: str, purpose: LinkPurpose = LinkPurpose.RESET) -> None:
    with world.transaction() as context:
        links.ask(context, email=email, purpose=purpose)


def test_account_is_opened_inactive_with_its_contact_defaulting_to_the_login(world: World) -> None:
    ask(world, "Zoe.Martin@Demo.TEST", last_name="  Martin\u00a0 Dupré ", phone="0612345678")
    with world.reading() as context:
        user = find_user(context, login_email="zoe.martin@demo.test")
    assert user is not None
    assert (user.login_email, user.contact_email) == ("Zoe.Martin@demo.test", "Zoe.Martin@demo.test")
    assert (user.full_name, user.phone) == ("Zoé Martin Dupré", "+33612345678")
    assert (user.activated_at, user.password_hash) == (None, None)


def test_all_errors_stand_beside_their_fields(world: World) -> None:
    with pytest.raises(InvalidForm) as refused:
        ask(world, "nobody", contact_email="nowhere", last_name=" ", first_name="x" * 101, phone="12")
    assert [(error.field, error.key) for error in refused.value.errors] == [
        ("login_email", "identifiers.email"),
        ("contact_email", "identifiers.email"),
        ("last_name", "accounts.form.name_missing"),
        ("first_name", "accounts.form.name_too_long"),
        ("phone", "identifiers.phone"),
    ]
    assert sent_mails(world) == []


def test_link_of_the_mail_is_stored_as_a_hash_only(world: World) -> None:
    ask(world)
    [mail] = sent_mails(world)
    token = mail.link.partition("lien=")[2]
    with world.reading() as context:
        [row] = context.session.exec(select(AccountLink)).all()
    assert mail.link == f"http://localhost:3000/activation?lien={token}"
    assert token not in row.token_hash


def test_known_address_gets_another_mail_and_nothing_changes(world: World) -> None:
    make_user(world, "zoe")
    ask(world, "ZOE@demo.test", first_name="Eve")
    [mail] = sent_mails(world)
    assert mail.subject == "Vous avez déjà un compte Chorus App"
    assert "Zoe Test" in mail.text
    with world.reading() as context:
        assert context.session.exec(select(func.count()).select_from(User)).one() == 1


def test_same_number_of_mails_for_known_unknown_and_inactive_addresses(world: World) -> None:
    make_user(world, "known")
    make_user(world, "asleep", active=False)
    for name in ("known", "asleep", "new"):
        ask(world, f"{name}@demo.test")
        assert len(sent_mails(world, f"{name}@demo.test")) == 1


def test_fourth_mail_in_an_hour_is_not_sent_and_nothing_is_told(world: World) -> None:
    for _ in range(4):
        ask(world)
    assert len(sent_mails(world)) == 3
    world.clock.move(links.LIFETIME)
    ask(world)
    assert len(sent_mails(world)) == 4


def test_request_for_a_link_answers_alike_for_known_and_unknown(world: World) -> None:
    make_user(world, "known")
    ask_link(world, "known@demo.test")
    ask_link(world, "nobody@demo.test")
    assert [mail.recipient for mail in sent_mails(world)] == ["known@demo.test"]
    with pytest.raises(Invalid):
        ask_link(world, "nobody")


def test_resend_of_activation_on_an_active_account_says_that_it_is_done(world: World) -> None:
    make_user(world, "known")
    ask_link(world, "known@demo.test", LinkPurpose.ACTIVATION)
    assert [mail.subject for mail in sent_mails(world)] == ["Vous avez déjà un compte Chorus App"]


def test_forgotten_password_of_an_inactive_account_sends_an_activation_link(world: World) -> None:
    make_user(world, "asleep", active=False)
    ask_link(world, "asleep@demo.test", LinkPurpose.RESET)
    assert "/activation?lien=" in sent_mails(world)[0].link


def test_requests_from_one_network_are_limited(world: World) -> None:
    for number in range(30):
        ask(world, f"a{number}@demo.test", client_ip="203.0.113.7")
    with pytest.raises(TooMany) as refused:
        ask(world, "last@demo.test", client_ip="203.0.113.7")
    assert refused.value.seconds == 60
    ask(world, "other@demo.test", client_ip="203.0.113.8")
