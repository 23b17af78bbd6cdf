"""Who has a profile for one service sees the received invoices of that service, and no other, wherever he looks."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.finding import find_invoices, find_parties
from chorus_app.invoices.lists import InvoiceFilters, count_by_month, count_by_status, each_invoice, list_invoices
from chorus_app.invoices.models import InvoiceDocument
from chorus_app.invoices.queries import get_document, get_invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.structures.enums import MembershipState, Profile, Space
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.ui.doors import door
from tests.ui.invoices.scenes import add_invoice

READ = Profile.FACTURATION_CONSULTATION


@pytest.fixture
def cast(world: World) -> Cast:
    found = scenes.cast(world)
    with world.transaction() as context:
        recipient = context.session.get_one(Structure, found.recipient)
        for code in ("SERV2", "serv2", "ÉCOLES"):
            scenes.service(context, recipient, code)
    return found


@pytest.fixture
def invoices(world: World, cast: Cast) -> dict[str, str]:
    """One for each service, one for none; the public ids by number."""
    services = {"F1": "SERV1", "F2": "SERV2", "F3": "serv2", "F4": "ÉCOLES", "F5": None}
    return {number: add_invoice(world, cast, number, service_code=code) for number, code in services.items()}


def give(world: World, cast: Cast, *codes: str, space: Space | None = None, profile: Profile = READ) -> int:
    """Zoé, attached to the recipient, with a profile for each of these services and no other."""
    with world.transaction() as context:
        zoe = scenes.person(context, "zoe")
        scenes.attach(context, zoe, context.session.get_one(Structure, cast.recipient), profiles=())
        membership = context.session.exec(select(Membership).where(Membership.user_id == zoe)).one()
        for code in codes:
            query = select(Service.id).where(Service.structure_id == cast.recipient, Service.code == code)
            grant = MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now())
            grant.service_id, grant.space = context.session.exec(query).one(), space
            context.session.add(grant)
    return zoe


def seen(world: World, actor: int, scope: Scope = Scope.RECUES, structure: int | None = None) -> list[str]:
    """What the list shows, page and export alike."""
    page = PageRequest(sort="number", descending=False)
    with world.reading(actor_id=actor, structure_id=structure) as context:
        shown = [row.number for row in list_invoices(context, scope=scope, page=page).page.rows]
        exported = [row.number for row in each_invoice(context, scope=scope, filters=InvoiceFilters(), page=page)]
    assert shown == exported
    return shown


@pytest.mark.usefixtures("invoices")
def test_list_counts_months_and_search_hold_the_service_alone(world: World, cast: Cast) -> None:
    zoe = give(world, cast, "SERV1")
    assert seen(world, zoe) == ["F1"]
    with world.reading(actor_id=zoe) as context:
        found = list_invoices(context, scope=Scope.RECUES)
        assert (found.page.total, found.statuses) == (1, {Status.MISE_A_DISPOSITION: 1})
        assert count_by_status(context, scope=Scope.RECUES) == {Status.MISE_A_DISPOSITION: 1}
        months = count_by_month(context, scope=Scope.RECUES, months=["2026-11"])
        assert [(month.month, month.invoices) for month in months] == [("2026-11", 1)]
        assert [row.number for row in find_invoices(context, text="F2")] == []
        assert [row.number for row in find_invoices(context, text="F1")] == ["F1"]
        parties = find_parties(context, text="maconnerie")
        assert [(one.scope, one.party.name) for one in parties] == [(Scope.RECUES, "Maçonnerie Démo")]


def test_filters_reach_no_further_than_the_service(world: World, cast: Cast, invoices: dict[str, str]) -> None:
    zoe = give(world, cast, "SERV1")
    with world.reading(actor_id=zoe) as context:
        for filters in (
            InvoiceFilters(service="SERV2"),
            InvoiceFilters(text="F2"),
            InvoiceFilters(number="F2"),
            InvoiceFilters(public_ids=(invoices["F2"],)),
            InvoiceFilters(issued_from=date(2020, 1, 1), amount_from=Decimal(0)),
            InvoiceFilters(statuses=(Status.MISE_A_DISPOSITION,)),
        ):
            found = list_invoices(context, scope=Scope.RECUES, filters=filters)
            assert {row.number for row in found.page.rows} <= {"F1"}
            assert sum(found.statuses.values()) <= 1


def test_pages_and_files_of_the_service_open_and_no_other(world: World, cast: Cast, invoices: dict[str, str]) -> None:
    zoe = give(world, cast, "SERV1")
    with world.reading(actor_id=zoe) as context:
        assert get_invoice(context, public_id=invoices["F1"]).row.number == "F1"
        documents = context.session.exec(select(InvoiceDocument).order_by(InvoiceDocument.name)).all()
        assert get_document(context, public_id=documents[0].public_id).name == "F1.pdf"
        for number in ("F2", "F3", "F4", "F5"):
            with pytest.raises(NotFound):
                get_invoice(context, public_id=invoices[number])
        for document in documents[1:]:
            with pytest.raises(NotFound):
                get_document(context, public_id=document.public_id)


@pytest.mark.usefixtures("invoices")
def test_several_services_and_letters_with_accents(world: World, cast: Cast) -> None:
    assert seen(world, give(world, cast, "SERV1", "ÉCOLES")) == ["F1", "F4"]


@pytest.mark.usefixtures("invoices")
def test_codes_that_differ_by_capitals_alone_grant_nothing(world: World, cast: Cast) -> None:
    """Lists fold codes: rather than show another service's invoices they show none."""
    assert seen(world, give(world, cast, "SERV2")) == []


@pytest.mark.usefixtures("invoices")
def test_profile_to_deposit_for_a_service_shows_what_it_received(world: World, cast: Cast) -> None:
    zoe = give(world, cast, "SERV1", profile=Profile.FACTURATION_MODIFICATION)
    assert seen(world, zoe) == ["F1"]
    assert seen(world, zoe, Scope.EMISES) == []


@pytest.mark.parametrize(("space", "found"), [(Space.FACTURES_RECUES, ["F1"]), (Space.FACTURES_EMISES, [])])
@pytest.mark.usefixtures("invoices")
def test_service_and_space_limit_together(world: World, cast: Cast, space: Space, found: list[str]) -> None:
    assert seen(world, give(world, cast, "SERV1", space=space)) == found


@pytest.mark.usefixtures("invoices")
def test_whole_structure_is_more_than_a_service(world: World, cast: Cast) -> None:
    zoe = give(world, cast, "SERV1")
    with world.transaction() as context:
        membership = context.session.exec(select(Membership).where(Membership.user_id == zoe)).one()
        context.session.add(MembershipProfile(membership_id=membership.id, profile=READ, granted_at=context.now()))
    assert seen(world, zoe) == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.usefixtures("invoices")
def test_service_of_one_structure_beside_the_whole_of_another(world: World, cast: Cast) -> None:
    zoe = give(world, cast, "SERV1")
    with world.transaction() as context:
        scenes.attach_to(context, zoe, cast.supplier)
    assert seen(world, zoe) == ["F1"]
    assert seen(world, zoe, structure=cast.recipient) == ["F1"]
    assert seen(world, zoe, structure=cast.supplier) == []
    assert seen(world, zoe, Scope.EMISES) == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.parametrize("ended", ["profile", "membership", "space", "structure"])
def test_what_ends_ends_at_once(world: World, cast: Cast, invoices: dict[str, str], ended: str) -> None:
    zoe = give(world, cast, "SERV1")
    with world.transaction() as context:
        membership = context.session.exec(select(Membership).where(Membership.user_id == zoe)).one()
        grant = context.session.exec(
            select(MembershipProfile).where(MembershipProfile.membership_id == membership.id)
        ).one()
        structure = context.session.get_one(Structure, cast.recipient)
        if ended == "profile":
            grant.withdrawn_at = context.now()
        elif ended == "membership":
            membership.state = MembershipState.SUPPRIMEE
        elif ended == "space":
            structure.closed_spaces = ["FACTURES_RECUES"]
        else:
            structure.active = False
    assert seen(world, zoe) == []
    with world.reading(actor_id=zoe) as context, pytest.raises(NotFound):
        get_invoice(context, public_id=invoices["F1"])


def test_charlie_with_the_same_service_elsewhere_sees_nothing(
    world: World, cast: Cast, invoices: dict[str, str]
) -> None:
    with world.transaction() as context:
        scenes.service(context, context.session.get_one(Structure, cast.other), "SERV1")
        membership = context.session.exec(select(Membership).where(Membership.user_id == cast.charlie)).one()
        query = select(Service.id).where(Service.structure_id == cast.other)
        grant = MembershipProfile(membership_id=membership.id, profile=READ, granted_at=context.now())
        grant.service_id = context.session.exec(query).one()
        context.session.add(grant)
    for structure in (None, cast.recipient):
        assert seen(world, cast.charlie, structure=structure) == []
    with world.reading(actor_id=cast.charlie) as context:
        told = []
        for public_id in (invoices["F1"], "inconnue"):
            with pytest.raises(NotFound) as refused:
                get_invoice(context, public_id=public_id)
            told.append(refused.value.key)
    assert told[0] == told[1]


@pytest.mark.usefixtures("invoices")
async def test_export_holds_the_service_alone(world: World, cast: Cast) -> None:
    zoe = give(world, cast, "SERV1")
    async with door(world, zoe) as client:
        answer = await client.get("/factures-recues/export.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["F1"]
