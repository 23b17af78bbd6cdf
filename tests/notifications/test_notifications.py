"""What people are told: behind the bell, and by mail unless they switched that off."""

from datetime import timedelta

import pytest

from chorus_app.accounts.models import User
from chorus_app.accounts.queries import find_user
from chorus_app.accounts.service import disable_account
from chorus_app.accounts.sign_up import Particulars, open_account
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.notifications import queries, service
from chorus_app.notifications.enums import MailTopic, NewsKind
from chorus_app.notifications.news import NEWS
from chorus_app.notifications.queries import Told
from tests.factories import make_user, sent_mails

PARAMS = {
    "email": "bob@demo.test",
    "wish": "de rattachement à Béton & Cie",
    "reason": "SIRET erroné",
    "days": "15",
    "structure": "Béton & Cie",
    "file": "F1.pdf",
    "number": "F1",
    "status": "Mise à disposition",
    "what": "la facture F1 de Béton & Cie, à valider jusqu’au 15/12/2026",
    "asked": "la facture F1 de Béton & Cie",
    "name": "TECH_1_90000001900019@cpro.fr",
    "day": "30/11/2026",
}


def tell(world: World, *people: User, kind: NewsKind = NewsKind.FLUX_REJECTED) -> None:
    with world.transaction() as context:
        service.tell(context, people, kind=kind, path="/aide", about=bob(context), **PARAMS)


def bob(context: Context) -> User:
    """Whom the news are about."""
    known = find_user(context, login_email="bob@demo.test")
    return known or open_account(context, Particulars("bob@demo.test", "bob@demo.test", "Test", "Bob", None))


def told(world: World, user: User, *, unread_only: bool = False, page: int = 1) -> list[Told]:
    with world.reading(actor_id=user.id) as context:
        asked = PageRequest(page=page, size=2)
        return list(queries.my_notifications(context, page=asked, unread_only=unread_only).rows)


def unread(world: World, user: User) -> int:
    with world.reading(actor_id=user.id) as context:
        return queries.unread_count(context)


@pytest.mark.parametrize("kind", list(NewsKind))
def test_every_kind_says_what_happened_and_keeps_no_address(world: World, kind: NewsKind) -> None:
    alice = make_user(world)
    with world.transaction(actor_id=alice.id) as context:
        service.choose_mails(context, wanted=dict.fromkeys(MailTopic, True))
    tell(world, alice, kind=kind)
    [row] = told(world, alice)
    assert "{" not in t(row.kind.value, **row.params)
    assert "bob@demo.test" not in row.params.values()
    [mail] = sent_mails(world)
    assert (mail.recipient, mail.link, "{" in mail.text) == ("alice@demo.test", "http://localhost:3000/aide", False)


@pytest.mark.parametrize("kind", list(NewsKind))
def test_mails_that_were_switched_off_stay_away_and_the_bell_rings_all_the_same(world: World, kind: NewsKind) -> None:
    alice = make_user(world)
    with world.transaction(actor_id=alice.id) as context:
        service.choose_mails(context, wanted=dict.fromkeys(MailTopic, False))
    tell(world, alice, kind=kind)
    necessary = NEWS[kind].topic is None
    assert (len(sent_mails(world)), unread(world, alice)) == (int(necessary), 1)


def test_who_never_chose_gets_no_mail_of_what_went_well(world: World) -> None:
    alice = make_user(world)
    tell(world, alice, kind=NewsKind.FLUX_INTEGRATED)
    assert (sent_mails(world), unread(world, alice)) == ([], 1)
    with world.reading(actor_id=alice.id) as context:
        assert queries.mail_choices(context) == {
            MailTopic.TO_ANSWER: True,
            MailTopic.TO_VALIDATE: True,
            MailTopic.PIECE_RECEIVED: True,
            MailTopic.FLUX_REFUSED: True,
            MailTopic.FLUX_INTEGRATED: False,
            MailTopic.INVOICE_STATUS: True,
        }


def test_choice_is_changed_again(world: World) -> None:
    alice = make_user(world)
    for wanted in (False, True):
        with world.transaction(actor_id=alice.id) as context:
            service.choose_mails(context, wanted={MailTopic.FLUX_REFUSED: wanted})
    tell(world, alice)
    assert len(sent_mails(world)) == 1


def test_newest_come_first_on_pages(world: World) -> None:
    alice = make_user(world)
    for kind in (NewsKind.FLUX_REJECTED, NewsKind.FLUX_INTEGRATED, NewsKind.INVOICE_STATUS):
        tell(world, alice, kind=kind)
    assert [row.kind for row in told(world, alice)] == [NewsKind.INVOICE_STATUS, NewsKind.FLUX_INTEGRATED]
    assert [row.kind for row in told(world, alice, page=2)] == [NewsKind.FLUX_REJECTED]
    assert [row.kind for row in told(world, alice, page=9)] == [NewsKind.FLUX_REJECTED]


def test_reading_one_and_reading_all(world: World) -> None:
    alice = make_user(world)
    for _ in range(3):
        tell(world, alice)
    with world.transaction(actor_id=alice.id) as context:
        assert service.read(context, public_id=told(world, alice)[0].public_id) == "/aide"
    assert (unread(world, alice), len(told(world, alice, unread_only=True))) == (2, 2)
    with world.transaction(actor_id=alice.id) as context:
        assert (service.read_all(context), service.read_all(context)) == (2, 0)
    assert (unread(world, alice), told(world, alice, unread_only=True)) == (0, [])


def test_charlie_is_answered_as_for_an_unknown_notification(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    tell(world, alice)
    answers = []
    for public_id in (told(world, alice)[0].public_id, "unknown"):
        with pytest.raises(NotFound) as refused, world.transaction(actor_id=charlie.id) as context:
            service.read(context, public_id=public_id)
        answers.append((refused.value.key, refused.value.params))
    assert answers[0] == answers[1]
    with world.transaction(actor_id=charlie.id) as context:
        assert service.read_all(context) == 0
    assert (unread(world, alice), told(world, charlie)) == (1, [])


def test_nobody_has_notifications(world: World) -> None:
    tell(world, make_user(world))
    with world.reading() as context:
        assert queries.unread_count(context) == 0


def test_account_that_does_not_open_is_told_nothing(world: World) -> None:
    alice = make_user(world)
    with world.transaction() as context:
        disable_account(context, email="alice@demo.test")
        disabled = context.session.get_one(User, alice.id)
        service.tell(context, [disabled], kind=NewsKind.FLUX_REJECTED, path="/aide", about=bob(context), **PARAMS)
    assert (sent_mails(world), unread(world, alice)) == ([], 0)


def test_what_is_undone_was_never_told(world: World) -> None:
    alice = make_user(world)
    with pytest.raises(LookupError), world.transaction() as context:
        service.tell(context, [alice], kind=NewsKind.FLUX_REJECTED, path="/aide", about=bob(context), **PARAMS)
        raise LookupError
    assert (sent_mails(world), unread(world, alice)) == ([], 0)


def test_those_of_a_year_ago_are_forgotten(world: World) -> None:
    alice = make_user(world)
    tell(world, alice)
    for days, forgotten in ((365, 0), (1, 1)):
        world.clock.move(timedelta(days=days))
        with world.transaction() as context:
            assert service.forget_old(context) == forgotten
    assert unread(world, alice) == 0


def test_name_of_a_closed_account_is_told_no_more(world: World) -> None:
    alice = make_user(world)
    tell(world, alice, kind=NewsKind.REQUEST_RECEIVED)
    assert told(world, alice)[0].params["who"] == "Bob Test"
    with world.transaction() as context:
        bob(context).closed_at = context.now()
    assert told(world, alice)[0].params["who"] == "Compte fermé"
