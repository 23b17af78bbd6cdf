"""Who may see and deposit invoices, asked afresh at each event."""

from collections.abc import Collection

from sqlmodel import col, or_, select

from chorus_app.formats.syntaxes import Space as DepositSpace
from chorus_app.invoices.enums import Scope
from chorus_app.kernel.context import Context
from chorus_app.structures.enums import MembershipState, Profile, Space
from chorus_app.structures.models import Membership, MembershipProfile, Structure

SEE = (Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)
DEPOSIT = (Profile.FACTURATION_MODIFICATION,)
SPACE_OF_SCOPE = {
    Scope.EMISES: Space.FACTURES_EMISES,
    Scope.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
    Scope.RECUES: Space.FACTURES_RECUES,
}
SPACE_OF_DEPOSIT = {
    DepositSpace.EMISES: Space.FACTURES_EMISES,
    DepositSpace.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
}


def visible_structures(context: Context, scope: Scope) -> frozenset[int]:
    """The structures whose invoices of the scope the actor may see; only the acting one when one is chosen."""
    found = structures_with(context, profiles=SEE, space=SPACE_OF_SCOPE[scope])
    return found if context.structure_id is None else found & {context.structure_id}


def may_deposit(context: Context, space: DepositSpace) -> bool:
    """Whether the actor may deposit in the space for the structure that he acts for."""
    return context.structure_id in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[space])


def structures_with(context: Context, *, profiles: Collection[Profile], space: Space | None = None) -> frozenset[int]:
    """The active structures where the actor has one of the profiles for the whole structure.

    With `space`, a profile that is limited to another space does not count.
    """
    if context.actor_id is None:
        return frozenset()
    query = (
        select(Membership.structure_id)
        .join(MembershipProfile, col(MembershipProfile.membership_id) == Membership.id)
        .join(Structure, col(Structure.id) == Membership.structure_id)
        .where(
            Membership.user_id == context.actor_id,
            Membership.state == MembershipState.VALIDEE,
            Structure.active,
            col(MembershipProfile.profile).in_(profiles),
            col(MembershipProfile.withdrawn_at).is_(None),
            col(MembershipProfile.service_id).is_(None),
        )
    )
    if space is not None:
        query = query.where(or_(col(MembershipProfile.space).is_(None), MembershipProfile.space == space))
    return frozenset(context.session.exec(query).all())
