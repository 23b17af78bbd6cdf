"""Invoices that wait for a valideur, and who acts for him."""

from typing import Any

from sqlmodel import select

from chorus_app.formats.parsed import Party
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from chorus_app.structures.enums import Profile, Space
from chorus_app.structures.models import Membership, MembershipProfile, Structure
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.invoices.test_queries import add
from tests.makers.invoices import MOE_SIRET, siret

VALIDEUR = Party(siret(MOE_SIRET), "Atelier MOE")
MODIFY, CONSULT = Profile.FACTURATION_MODIFICATION, Profile.FACTURATION_CONSULTATION


def mona(world: World, cast: Cast, name: str = "mona", *, profile: Profile = MODIFY, space: Space | None = None) -> int:
    """Somebody of the structure that validates."""
    with world.transaction() as context:
        user_id = scenes.person(context, name)
        membership = Membership(user_id=user_id, structure_id=cast.moe, since=context.now())
        context.session.add(membership)
        context.session.flush()
        grant = MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now())
        grant.space = space
        context.session.add(grant)
    return user_id


def waiting(world: World, cast: Cast, number: str = "ST-1", **changes: Any) -> str:
    """An invoice of a sub-contractor that waits; its public id."""
    return add(world, cast, number, **{"cadre": "A9", "valideur": VALIDEUR, **changes})


def row(world: World, public_id: str) -> Invoice:
    with world.reading() as context:
        return context.session.exec(select(Invoice).where(Invoice.public_id == public_id)).one()


def structure(world: World, structure_id: int) -> Structure:
    with world.reading() as context:
        return context.session.get_one(Structure, structure_id)
