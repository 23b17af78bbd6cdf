"""People around one structure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import AppError
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Structure
from tests.factories import make_member, make_structure, make_user

READER = (Profile.ORGANISATION_CONSULTATION,)
ELSEWHERE = "35600000000048"


@dataclass(frozen=True)
class Cast:
    """Alice and Anne manage the structure, Bob sees its page, Dora only its invoices, Charlie manages another one.

    `members` are the public ids of the attachments, by name.
    """

    structure: Structure
    ids: dict[str, int]
    members: dict[str, str]

    def __getattr__(self, name: str) -> int:
        return self.ids[name]


def cast(world: World, *, public: bool = True, state: bool = False) -> Cast:
    structure = make_structure(world, "Ville de Démo", public=public, state=state)
    other = make_structure(world, "Ailleurs", identifier=ELSEWHERE, public=True)
    ids, members = {}, {}
    for name, where, profiles in (
        ("alice", structure, None),
        ("anne", structure, None),
        ("bob", structure, READER),
        ("dora", structure, (Profile.FACTURATION_MODIFICATION,)),
        ("charlie", other, None),
    ):
        user = make_user(world, name)
        membership = make_member(world, user, where, profiles) if profiles else make_member(world, user, where)
        ids[name], members[name] = user.id, membership.public_id
    return Cast(structure, ids, members)


def do(world: World, cast: Cast, who: str, act: Callable[..., Any], **arguments: Any) -> Any:
    """An act of a person who acts for the structure."""
    with world.transaction(actor_id=cast.ids[who], structure_id=cast.structure.id) as context:
        return act(context, **arguments)


def refused(world: World, cast: Cast, who: str, act: Callable[..., Any], **arguments: Any) -> AppError:
    """The error with which an act is refused."""
    with pytest.raises(AppError) as error:
        do(world, cast, who, act, **arguments)
    return error.value


def answer(error: AppError) -> tuple[object, ...]:
    """What the person is told."""
    return type(error), error.key, dict(error.params)


def fresh(world: World, cast: Cast) -> Structure:
    """The structure as it stands now."""
    with world.reading() as context:
        return context.session.get_one(Structure, cast.structure.id)


class Managed:
    """Alice and Adam manage Béton & Cie, Charlie manages something else; Bob has an account."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.alice, self.adam = make_user(world, "alice"), make_user(world, "adam")
        self.bob, self.charlie = make_user(world, "bob"), make_user(world, "charlie")
        self.structure = make_structure(world, "Béton & Cie")
        self.other = make_structure(world, "Autre", identifier="35600000000001")
        for manager in (self.alice, self.adam):
            make_member(world, manager, self.structure)
        make_member(world, self.charlie, self.other)

    def act(self, who: User | None, act: Callable[[Context], object]) -> object:
        with self.world.transaction(actor_id=who.id if who else None) as context:
            return act(context)
