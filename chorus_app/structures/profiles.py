"""Give profiles to the members of a structure, and take them back. What was given stays in the database, ended."""

from sqlmodel import col, select, update

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, InvalidForm, NotFound
from chorus_app.kernel.words import one_line
from chorus_app.structures.enums import Act, MembershipState, Profile, Space
from chorus_app.structures.journal import record_change
from chorus_app.structures.memberships import give
from chorus_app.structures.models import Membership, MembershipProfile, Service
from chorus_app.structures.perms import actor, may_manage
from chorus_app.structures.queries import managers_of

INVOICING = (Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)  # what can be limited
SPACES = (Space.FACTURES_EMISES, Space.FACTURES_RECUES, Space.FACTURES_A_VALIDER, Space.FACTURES_DE_TRAVAUX)


def give_profile(
    context: Context, *, membership_id: str, profile: str, service_code: str = "", space: str = ""
) -> None:
    """Give a profile, for the whole structure or one service, for all spaces or one.

    Raises `NotFound`, and `InvalidForm` with the error beside its field.
    """
    membership = managed_membership(context, public_id=membership_id)
    wanted = _wanted(profile)
    limit = _space(wanted, space)
    service = _service(context, membership, wanted, service_code)
    if _grants(context, membership, wanted, service.id if service else None, limit):
        raise InvalidForm(Invalid("structures.profiles.has_it", field="profile"))
    give(context, membership=membership, profile=wanted, space=limit, service_id=service.id if service else None)


def take_profile(context: Context, *, membership_id: str, profile: str, service_id: str = "", space: str = "") -> None:
    """Take a profile back; `service_id` is the public id of the service that it is limited to.

    Raises `NotFound`, and `Conflict` for the last manager: nobody could answer requests any more.
    """
    membership = managed_membership(context, public_id=membership_id)
    if profile not in Profile.__members__ or (space and space not in Space.__members__):
        raise NotFound
    wanted, limit = Profile(profile), Space(space) if space else None
    service = _service_by_id(context, membership, service_id) if service_id else None
    grants = _grants(context, membership, wanted, service.id if service else None, limit)
    if not grants:
        raise Conflict("structures.profiles.taken_already")
    if wanted is Profile.ORGANISATION_MODIFICATION and service is None:
        _refuse_last_manager(context, membership)
    ended = update(MembershipProfile).where(col(MembershipProfile.id).in_([grant.id for grant in grants]))
    context.session.exec(ended.values(withdrawn_at=context.now(), withdrawn_by_id=actor(context)))
    _record_taking(context, membership, wanted, service, limit)


def managed_membership(context: Context, *, public_id: str) -> Membership:
    """An attachment in force to a structure that the actor manages. Raises `NotFound`."""
    actor(context)
    found = context.session.exec(
        select(Membership).where(Membership.public_id == public_id, Membership.state == MembershipState.VALIDEE)
    ).one_or_none()
    if found is None or not may_manage(context, structure_id=found.structure_id):
        raise NotFound
    return found


def _refuse_last_manager(context: Context, membership: Membership) -> None:
    managers = managers_of(context, structure_id=membership.structure_id)
    if [manager.id for manager in managers] == [membership.user_id]:
        raise Conflict("structures.membership.last_manager")


def _wanted(profile: str) -> Profile:
    if profile not in Profile.__members__:
        raise InvalidForm(Invalid("structures.profiles.missing", field="profile"))
    return Profile(profile)


def _space(profile: Profile, space: str) -> Space | None:
    if not space:
        return None
    if space not in list(SPACES) or profile not in INVOICING:
        raise InvalidForm(Invalid("structures.profiles.no_space", field="space"))
    return Space(space)


def _service(context: Context, membership: Membership, profile: Profile, code: str) -> Service | None:
    code = one_line(code)
    if not code:
        return None
    if profile not in INVOICING:
        raise InvalidForm(Invalid("structures.profiles.no_service", field="service_code"))
    query = select(Service).where(Service.structure_id == membership.structure_id, Service.code == code)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise InvalidForm(Invalid("structures.profiles.service_unknown", field="service_code", code=code[:100]))
    return found


def _service_by_id(context: Context, membership: Membership, public_id: str) -> Service:
    query = select(Service).where(Service.structure_id == membership.structure_id, Service.public_id == public_id)
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _grants(
    context: Context, membership: Membership, profile: Profile, service_id: int | None, space: Space | None
) -> list[MembershipProfile]:
    """The same profile with the same limits, as far as it is in force (an older portal may have given it twice)."""
    query = select(MembershipProfile).where(
        MembershipProfile.membership_id == membership.id,
        MembershipProfile.profile == profile,
        MembershipProfile.service_id == service_id,
        MembershipProfile.space == space,
        col(MembershipProfile.withdrawn_at).is_(None),
    )
    return list(context.session.exec(query).all())


def _record_taking(
    context: Context, membership: Membership, profile: Profile, service: Service | None, space: Space | None
) -> None:
    record_change(
        context,
        structure_id=membership.structure_id,
        act=Act.PROFILE_TAKEN,
        subject=context.session.get_one(User, membership.user_id).full_name,
        object_id=membership.public_id,
        after={
            "profile": profile.value,
            "service": service.code if service else None,
            "space": space.value if space else None,
        },
    )
    context.ring(f"user:{membership.user_id}")
    context.ring(f"approvals:{membership.structure_id}")
