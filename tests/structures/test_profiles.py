"""Profiles given and taken back; the last manager; the list of members; who may."""

from datetime import timedelta
from typing import Any

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, InvalidForm, NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures import memberships, organisation, profiles
from chorus_app.structures.enums import Act, Profile, Space
from chorus_app.structures.journal import Difference
from chorus_app.structures.organisation import MemberRow
from chorus_app.structures.perms import structures_with
from tests.factories import make_member, make_service, make_structure, make_user
from tests.structures.scenes import Cast, answer, cast, do, refused

CONSULT, DEPOSIT = "FACTURATION_CONSULTATION", "FACTURATION_MODIFICATION"
MANAGE = "ORGANISATION_MODIFICATION"


def grants(world: World, actors: Cast, who: str) -> list[tuple[str, str, str | None]]:
    view = do(world, actors, "alice", organisation.get_member, public_id=actors.members[who])
    return [(grant.profile.value, grant.service_code, grant.space) for grant in view.row.grants]


def give(world: World, actors: Cast, who: str, profile: str, **limits: str) -> None:
    do(world, actors, "alice", profiles.give_profile, membership_id=actors.members[who], profile=profile, **limits)


def faults(world: World, actors: Cast, who: str, profile: str, **limits: str) -> dict[str | None, str]:
    error = refused(
        world, actors, "alice", profiles.give_profile, membership_id=actors.members[who], profile=profile, **limits
    )
    assert isinstance(error, InvalidForm)
    return {one.field: one.key for one in error.errors}


def test_profiles_are_given_with_and_without_limits_and_taken_back(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    give(world, actors, "bob", CONSULT, service_code="SERV1")
    give(world, actors, "bob", DEPOSIT, space="FACTURES_EMISES")
    assert grants(world, actors, "bob") == [
        (CONSULT, "SERV1", None),
        (DEPOSIT, "", "FACTURES_EMISES"),
        ("ORGANISATION_CONSULTATION", "", None),
    ]
    with world.reading(actor_id=actors.bob) as context:
        wanted = {"profiles": (Profile.FACTURATION_MODIFICATION,)}
        assert structures_with(context, space=Space.FACTURES_EMISES, **wanted) == {actors.structure.id}
        assert structures_with(context, space=Space.FACTURES_RECUES, **wanted) == frozenset()
    take = {"membership_id": actors.members["bob"], "profile": CONSULT, "service_id": service.public_id}
    do(world, actors, "alice", profiles.take_profile, **take)
    error = refused(world, actors, "anne", profiles.take_profile, **take)
    assert (type(error), error.key) == (Conflict, "structures.profiles.taken_already")
    assert (CONSULT, "SERV1", None) not in grants(world, actors, "bob")
    taken, *_ = do(world, actors, "alice", organisation.get_member, public_id=actors.members["bob"]).history
    assert (taken.who, taken.act, taken.subject) == ("Alice Test", Act.PROFILE_TAKEN, "Bob Test")
    assert taken.differences == (Difference("profile", None, CONSULT), Difference("service", None, "SERV1"))


def test_manager_made_manages_at_once(world: World) -> None:
    actors = cast(world)
    give(world, actors, "bob", MANAGE)
    do(world, actors, "bob", profiles.give_profile, membership_id=actors.members["dora"], profile=CONSULT)
    assert (CONSULT, "", None) in grants(world, actors, "dora")


@pytest.mark.parametrize(
    ("profile", "limits", "told"),
    [
        ("ADMINISTRATEUR", {}, {"profile": "structures.profiles.missing"}),
        ("ORGANISATION_CONSULTATION", {}, {"profile": "structures.profiles.has_it"}),
        (MANAGE, {"service_code": "SERV1"}, {"service_code": "structures.profiles.no_service"}),
        (MANAGE, {"space": "FACTURES_EMISES"}, {"space": "structures.profiles.no_space"}),
        (CONSULT, {"space": "INCONNU"}, {"space": "structures.profiles.no_space"}),
        (CONSULT, {"service_code": "AUTRE"}, {"service_code": "structures.profiles.service_unknown"}),
    ],
)
def test_faults_stand_beside_their_fields(
    world: World, profile: str, limits: dict[str, str], told: dict[str, str]
) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    assert faults(world, actors, "bob", profile, **limits) == told


def test_last_manager_keeps_profile_and_attachment(world: World) -> None:
    actors = cast(world)
    lost = {"profile": MANAGE}
    do(world, actors, "alice", profiles.take_profile, membership_id=actors.members["anne"], **lost)
    error = refused(world, actors, "alice", profiles.take_profile, membership_id=actors.members["alice"], **lost)
    assert (type(error), error.key) == (Conflict, "structures.membership.last_manager")
    error = refused(world, actors, "alice", memberships.end_membership, public_id=actors.members["alice"])
    assert error.key == "structures.membership.last_manager"
    assert (MANAGE, "", None) in grants(world, actors, "alice")


def test_end_of_an_attachment_stands_in_the_history(world: World) -> None:
    actors = cast(world)
    do(world, actors, "alice", memberships.end_membership, public_id=actors.members["bob"])
    page = do(world, actors, "alice", organisation.history, page=PageRequest())
    assert [(row.who, row.act, row.subject) for row in page.rows] == [("Alice Test", Act.MEMBER_ENDED, "Bob Test")]
    assert isinstance(
        refused(world, actors, "alice", organisation.get_member, public_id=actors.members["bob"]), NotFound
    )


def listed(world: World, actors: Cast, text: str = "", **asked: Any) -> Page[MemberRow]:
    page = PageRequest(**{"descending": False, **asked})
    return do(world, actors, "bob", organisation.list_members, text=text, page=page)  # type: ignore[no-any-return]


def test_members_are_listed_searched_and_sorted(world: World) -> None:
    actors = cast(world)
    world.clock.move(timedelta(days=1))
    make_member(world, make_user(world, "élodie"), actors.structure)
    assert [row.name for row in listed(world, actors).rows] == [
        "Alice Test",
        "Anne Test",
        "Bob Test",
        "Dora Test",
        "Élodie Test",
    ]
    assert [row.name for row in listed(world, actors, "elod").rows] == ["Élodie Test"]
    assert listed(world, actors, sort="since", descending=True).rows[0].name == "Élodie Test"
    assert listed(world, actors, sort="email", descending=True).rows[-1].name == "Alice Test"
    assert listed(world, actors, size=2, page=9).page == 3


ACTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "give": (profiles.give_profile, {"profile": CONSULT}),
    "take": (profiles.take_profile, {"profile": "ORGANISATION_CONSULTATION"}),
}


@pytest.mark.parametrize("who", ["charlie", "dora", "bob"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_who_does_not_manage_is_answered_as_for_an_unknown_member(world: World, who: str, act: str) -> None:
    actors = cast(world)
    function, arguments = ACTS[act]
    foreign = refused(world, actors, who, function, membership_id=actors.members["bob"], **arguments)
    unknown = refused(world, actors, who, function, membership_id="unknown", **arguments)
    assert answer(foreign) == answer(unknown)
    assert isinstance(foreign, NotFound)
    assert grants(world, actors, "bob") == [("ORGANISATION_CONSULTATION", "", None)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"profile": "ADMINISTRATEUR"},
        {"profile": CONSULT, "space": "AILLEURS"},
        {"profile": CONSULT, "service_id": "unknown"},
    ],
)
def test_profile_that_does_not_exist_cannot_be_taken(world: World, arguments: dict[str, str]) -> None:
    actors = cast(world)
    taking = {"membership_id": actors.members["bob"], **arguments}
    assert isinstance(refused(world, actors, "alice", profiles.take_profile, **taking), NotFound)


def test_service_of_another_structure_answers_like_an_unknown_one(world: World) -> None:
    actors = cast(world)
    service = make_service(world, make_structure(world, "Plus loin", identifier="73282932000082"), "AILLEURS")
    assert faults(world, actors, "bob", CONSULT, service_code="AILLEURS") == {
        "service_code": "structures.profiles.service_unknown"
    }
    taking = {"membership_id": actors.members["bob"], "profile": CONSULT, "service_id": service.public_id}
    assert isinstance(refused(world, actors, "alice", profiles.take_profile, **taking), NotFound)


def test_charlie_sees_no_member(world: World) -> None:
    actors = cast(world)
    for who in ("charlie", "dora"):
        foreign = refused(world, actors, who, organisation.get_member, public_id=actors.members["bob"])
        unknown = refused(world, actors, who, organisation.get_member, public_id="unknown")
        assert answer(foreign) == answer(unknown)
        listing = {"text": "", "page": PageRequest()}
        assert isinstance(refused(world, actors, who, organisation.list_members, **listing), Denied)
