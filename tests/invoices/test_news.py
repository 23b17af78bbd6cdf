"""The depositor of an invoice is told of its statuses."""

from sqlmodel import select

from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import give_status
from chorus_app.kernel.context import World
from chorus_app.kernel.paging import PageRequest
from chorus_app.notifications.queries import my_notifications
from chorus_app.structures.models import Membership
from tests.factories import sent_mails
from tests.flux.scenes import Cast
from tests.invoices.test_queries import add


def give(world: World, status: Status, *, by: int) -> None:
    with world.transaction(actor_id=by) as context:
        give_status(context, invoice=context.session.exec(select(Invoice)).one(), status=status, actor_id=by)


def told(world: World, actor: int) -> list[tuple[str, dict[str, str]]]:
    with world.reading(actor_id=actor) as context:
        return [(row.path, dict(row.params)) for row in my_notifications(context, page=PageRequest()).rows]


def test_depositor_is_told_of_a_status_that_another_gave(world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1")
    give(world, Status.SERVICE_FAIT, by=cast.buyer)
    assert told(world, cast.alice) == [(f"/factures/{public_id}", {"number": "F1", "status": "Service fait"})]
    assert [(mail.recipient, mail.subject) for mail in sent_mails(world)] == [
        ("alice@demo.test", "Facture F1 : Service fait")
    ]
    assert told(world, cast.buyer) == told(world, cast.charlie) == told(world, cast.bob) == []


def test_depositor_is_not_told_of_his_own_act(world: World, cast: Cast) -> None:
    add(world, cast, "F1")
    give(world, Status.SERVICE_FAIT, by=cast.alice)
    assert (told(world, cast.alice), sent_mails(world)) == ([], [])


def test_depositor_who_lost_his_access_is_told_nothing(world: World, cast: Cast) -> None:
    add(world, cast, "F1")
    with world.transaction() as context:
        [membership] = context.session.exec(select(Membership).where(Membership.user_id == cast.alice)).all()
        membership.state = type(membership.state).SUPPRIMEE
        context.session.add(membership)
    give(world, Status.SERVICE_FAIT, by=cast.buyer)
    assert (told(world, cast.alice), sent_mails(world)) == ([], [])
