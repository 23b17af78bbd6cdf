"""The structure, its services, members and spaces as the pages show them: French text, ready to be read."""

from dataclasses import dataclass

from chorus_app.kernel.french import count, country, day, identifier, plain_day
from chorus_app.kernel.text import t
from chorus_app.structures.enums import Space, StructureKind
from chorus_app.structures.organisation import (
    Grant,
    MemberRow,
    MemberView,
    Organisation,
    ServiceRow,
    ServiceState,
    ServiceView,
    SpaceRow,
)
from chorus_app.ui.structure.asking import MEMBERS, SERVICES

TONES = {
    ServiceState.IN_USE: "success",
    ServiceState.NOT_YET: "info",
    ServiceState.OVER: "warning",
    ServiceState.INACTIVE: "neutral",
}


@dataclass(frozen=True)
class OrganisationCard:
    """The structure. `place` and `roles` may be empty."""

    name: str = ""
    identifier: str = ""
    kind: str = ""
    address: str = ""
    place: str = ""
    country: str = ""
    roles: str = ""
    since: str = ""
    demand: str = ""
    demand_meaning: str = ""
    services: str = ""
    members: str = ""
    public: bool = False
    state: bool = False
    may_change: bool = False
    may_change_data: bool = False


@dataclass(frozen=True)
class SpaceLine:
    """A space of the structure."""

    id: str
    name: str
    meaning: str
    closed: bool
    compulsory: bool
    why: str  # it stays on


@dataclass(frozen=True)
class ServiceLine:
    """A service of the list; `code` is its link's text."""

    id: str
    href: str
    code: str
    name: str
    valid_from: str
    valid_until: str
    engagement: str
    state: str
    tone: str


@dataclass(frozen=True)
class ServiceCard:
    """One service."""

    id: str = ""
    code: str = ""
    name: str = ""
    structure: str = ""
    valid_from: str = ""
    valid_until: str = ""
    engagement: str = ""
    state: str = ""
    tone: str = ""
    meaning: str = ""
    active: bool = True
    may_change: bool = False
    edit_href: str = ""


@dataclass(frozen=True)
class GrantLine:
    """A profile of a member in words, and what names it."""

    profile: str
    service_id: str
    space: str
    words: str
    limits: str
    since: str


@dataclass(frozen=True)
class MemberLine:
    """A member of the list."""

    id: str
    href: str
    name: str
    role: str
    email: str
    profiles: list[str]
    since: str


@dataclass(frozen=True)
class MemberCard:
    """One member."""

    id: str = ""
    name: str = ""
    role: str = ""
    email: str = ""
    structure: str = ""
    since: str = ""
    may_change: bool = False
    own: bool = False


def organisation_card(found: Organisation) -> OrganisationCard:
    roles = [t("structure_ui.data.moe")] * found.moe + [t("structure_ui.data.moa")] * found.moa
    return OrganisationCard(
        name=found.name,
        identifier=identifier(found.identifier_type, found.identifier),
        kind=t(f"structure_ui.kind.{found.kind.value.lower()}"),
        address=found.data["address"],
        place=f"{found.data['postcode']} {found.data['city']}".strip(),
        country=country(found.country),
        roles=", ".join(roles),
        since=day(found.since),
        demand=t(f"structure_ui.demand.{found.demand.value}.name"),
        demand_meaning=t(f"structure_ui.demand.{found.demand.value}.meaning"),
        services=t("structure_ui.data.services_count", count=found.services, number=count(found.services)),
        members=t("structure_ui.data.members_count", count=found.members, number=count(found.members)),
        public=found.kind is StructureKind.PUBLIQUE,
        state=found.state,
        may_change=found.may_change,
        may_change_data=found.may_change_data,
    )


def space_line(row: SpaceRow) -> SpaceLine:
    name = row.space.value.lower()
    return SpaceLine(
        row.space.value,
        t(f"structure_ui.space.{name}.name"),
        t(f"structure_ui.space.{name}.meaning"),
        row.closed,
        row.compulsory,
        t(f"structure_ui.spaces.{_WHY[row.space]}") if row.compulsory else "",
    )


# Why a space stays on.
_WHY = {Space.FACTURES_RECUES: "compulsory", Space.FACTURES_A_VALIDER: "others_wait"}


def service_line(row: ServiceRow) -> ServiceLine:
    return ServiceLine(
        id=row.public_id,
        href=f"{SERVICES}/{row.public_id}",
        code=row.code,
        name=row.name,
        valid_from=plain_day(row.valid_from),
        valid_until=plain_day(row.valid_until),
        engagement=required(row.engagement_required),
        state=t(f"structure_ui.service_state.{row.state.value}.name"),
        tone=TONES[row.state],
    )


def required(yes: bool) -> str:
    return t("structure_ui.services.required") if yes else t("structure_ui.services.not_required")


def service_card(view: ServiceView) -> ServiceCard:
    row = view.row
    return ServiceCard(
        id=row.public_id,
        code=row.code,
        name=row.name,
        structure=view.structure,
        valid_from=plain_day(row.valid_from) or t("structure_ui.services.no_date"),
        valid_until=plain_day(row.valid_until) or t("structure_ui.services.no_date"),
        engagement=required(row.engagement_required),
        state=t(f"structure_ui.service_state.{row.state.value}.name"),
        tone=TONES[row.state],
        meaning=t(f"structure_ui.service_state.{row.state.value}.meaning"),
        active=view.active,
        may_change=view.may_change,
        edit_href=f"{SERVICES}/{row.public_id}/modifier",
    )


def member_line(row: MemberRow) -> MemberLine:
    return MemberLine(
        id=row.public_id,
        href=f"{MEMBERS}/{row.public_id}",
        name=row.name,
        role=_role(main_manager=row.main_manager),
        email=row.email,
        profiles=[_in_one(grant) for grant in row.grants],
        since=day(row.since),
    )


def member_card(view: MemberView) -> MemberCard:
    row = view.row
    return MemberCard(
        id=row.public_id,
        name=row.name,
        role=_role(main_manager=row.main_manager),
        email=row.email,
        structure=view.structure,
        since=day(row.since),
        may_change=view.may_change,
        own=view.own,
    )


def grant_line(grant: Grant) -> GrantLine:
    return GrantLine(
        profile=grant.profile.value,
        service_id=grant.service_id,
        space=grant.space.value if grant.space else "",
        words=t(f"structure_ui.profile.{grant.profile.value.lower()}.name"),
        limits=_limits(grant),
        since=t("structure_ui.members.given", at=day(grant.since)),
    )


def _role(*, main_manager: bool) -> str:
    return t("structure_ui.members.main_manager") if main_manager else ""


def _in_one(grant: Grant) -> str:
    words = t(f"structure_ui.profile.{grant.profile.value.lower()}.name")
    limits = _limits(grant)
    return f"{words} ({limits})" if limits else words


def _limits(grant: Grant) -> str:
    """What the profile is limited to; empty for the whole structure and all spaces."""
    service = t("structure_ui.members.service", code=grant.service_code) if grant.service_code else ""
    space = t(f"structure_ui.space.{grant.space.value.lower()}.name") if grant.space else ""
    return ", ".join(part for part in (service, space) if part)
