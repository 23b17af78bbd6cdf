"""The requests that wait: paged, sorted and searched by the database."""

from datetime import timedelta

import pytest

from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.kernel.paging import PageRequest
from chorus_app.structures import approvals, waiting
from chorus_app.structures.enums import Space
from chorus_app.structures.queries import structure_by_public_id
from chorus_app.structures.waiting import Wanted
from tests.factories import (
    make_habilitation_request,
    make_member,
    make_request,
    make_service,
    make_structure,
    make_user,
)

ASKERS = ("Zoé Lefèvre", "Noé Œillet", "Ana d’Arc")


@pytest.fixture
def asked(world: World) -> World:
    """Zoé asks Béton & Cie for her attachment; a day later each, Noé a habilitation there, Ana one for a service of
    the town's."""
    beton, town = make_structure(world), make_structure(world, "Ville de Brest", identifier="21290019900015")
    zoe, noe, ana = (person(world, name) for name in ASKERS)
    make_request(world, zoe, beton)
    world.clock.move(timedelta(days=1))
    make_habilitation_request(world, noe, beton, space=Space.FACTURES_EMISES)
    world.clock.move(timedelta(days=1))
    make_habilitation_request(world, ana, town, service=make_service(world, town, "VOIRIE"))
    return world


def person(world: World, name: str) -> User:
    made = make_user(world, f"user{ASKERS.index(name)}")
    with world.transaction() as context:
        user = context.session.get_one(User, made.id)
        user.first_name, user.last_name = name.split(" ")
    return made


def who(world: World, wanted: Wanted, page: PageRequest = waiting.OLDEST_FIRST) -> list[str]:
    with world.reading() as context:
        return [row.who for row in waiting.waiting(context, wanted, page=page).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [0, 1, 2]),
        ("lefevre", [0]),
        ("LEFÈVRE zoe", [0]),
        ("oeillet", [1]),
        ("d'arc", [2]),
        ("user1@demo.test", [1]),
        ("béton", [0, 1]),
        ("beton & cie rattachement", [0]),
        ("habilitation", [1, 2]),
        ("facturation consultation", [1, 2]),
        ("espace", [1]),
        ("factures émises", [1]),
        ("service", [2]),
        ("voirie", [2]),
        ("21290019900015", [2]),
        ("50% _", []),
        ("zoé brest", []),
    ],
)
def test_each_word_is_found_in_what_is_shown(asked: World, typed: str, found: list[int]) -> None:
    assert who(asked, Wanted(text=typed)) == [ASKERS[number] for number in found]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (PageRequest(1, "asked", descending=False, size=2), [0, 1]),
        (PageRequest(2, "asked", descending=False, size=2), [2]),
        (PageRequest(9, "asked", descending=False, size=2), [2]),
        (PageRequest(1, "asked", descending=True, size=2), [2, 1]),
    ],
)
def test_pages_go_through_all_kinds(asked: World, page: PageRequest, found: list[int]) -> None:
    assert who(asked, Wanted(), page) == [ASKERS[number] for number in found]


def test_only_what_waits_long_enough_and_in_those_structures(asked: World) -> None:
    with asked.reading() as context:
        yesterday = context.now() - timedelta(days=1)
    assert who(asked, Wanted(until=yesterday)) == list(ASKERS[:2])
    assert who(asked, Wanted(structures=frozenset())) == []


def test_charlie_sees_none_and_a_manager_those_of_his_structure(asked: World) -> None:
    alice, charlie = make_user(asked), make_user(asked, "charlie")
    other = make_structure(asked, "Autre", identifier="12345678200010")
    make_member(asked, charlie, other)
    with asked.reading(actor_id=charlie.id) as context:
        assert (approvals.pending(context).total, approvals.pending_count(context)) == (0, 0)
    with asked.reading() as context:
        town = next(row for row in waiting.every(context, Wanted(text="voirie")))
        structure = structure_by_public_id(context, public_id=town.structure_public_id)
    make_member(asked, alice, structure)
    with asked.reading(actor_id=alice.id) as context:
        assert [row.who for row in approvals.pending(context).rows] == [ASKERS[2]]
