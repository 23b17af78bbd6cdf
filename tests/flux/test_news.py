"""The depositor is told how his flux ended."""

import pytest
from sqlmodel import select

from chorus_app.flux import states
from chorus_app.flux.enums import FINAL, FluxState
from chorus_app.flux.models import Flux, Report
from chorus_app.kernel.context import World
from chorus_app.kernel.paging import PageRequest
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.queries import my_notifications
from chorus_app.structures.models import Membership
from tests.factories import sent_mails
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_cii


def end(world: World, state: FluxState) -> None:
    """Every flux takes that state, twice, as a step that is run again does."""
    with world.transaction() as context:
        for flux in context.session.exec(select(Flux)).all():
            context.session.add(Report(flux_id=flux.id, state=state, made_at=context.now()))
            context.session.flush()
            states.publish(context, flux)
            states.publish(context, flux)


def told(world: World, actor: int) -> list[tuple[NewsKind, str]]:
    with world.reading(actor_id=actor) as context:
        return [(row.kind, row.path) for row in my_notifications(context, page=PageRequest()).rows]


@pytest.mark.parametrize("state", sorted(FINAL))
def test_depositor_alone_is_told_once(world: World, cast: Cast, state: FluxState) -> None:
    receipt = scenes.put(world, cast, make_cii(), "FSO1106A", name="F1.xml")
    end(world, state)
    kinds = {
        FluxState.INTEGRATED: NewsKind.FLUX_INTEGRATED,
        FluxState.PARTLY_INTEGRATED: NewsKind.FLUX_PARTLY_INTEGRATED,
        FluxState.REJECTED: NewsKind.FLUX_REJECTED,
        FluxState.INADMISSIBLE: NewsKind.FLUX_REJECTED,
        FluxState.INCIDENT: NewsKind.FLUX_INCIDENT,
        FluxState.INADMISSIBLE: NewsKind.FLUX_REJECTED,
    }
    assert told(world, cast.alice) == [(kinds[state], f"/suivi-des-flux/{receipt.public_id}/compte-rendu")]
    assert told(world, cast.bob) == told(world, cast.charlie) == []
    mails = [mail for mail in sent_mails(world) if "F1.xml" in mail.subject]
    assert [mail.recipient for mail in mails] == ["alice@demo.test"] * (state is not FluxState.INTEGRATED)


def test_depositor_who_lost_his_access_is_told_nothing(world: World, cast: Cast) -> None:
    scenes.put(world, cast, make_cii(), "FSO1106A")
    with world.transaction() as context:
        query = select(Membership).where(Membership.user_id == cast.alice)
        for membership in context.session.exec(query).all():
            membership.state = type(membership.state).SUPPRIMEE
            context.session.add(membership)
    end(world, FluxState.REJECTED)
    assert (told(world, cast.alice), sent_mails(world)) == ([], [])
