"""Habilitations and requests for them, as the page shows them."""

from dataclasses import dataclass

from chorus_app.kernel.french import day
from chorus_app.kernel.text import t
from chorus_app.structures.enums import Profile, Space
from chorus_app.structures.habilitations import Grant, HabilitationRow
from chorus_app.ui.components.requests import OwnRequestLine, standing


@dataclass(frozen=True)
class Choice:
    """A value of a list to choose from."""

    id: str
    name: str


@dataclass(frozen=True)
class GrantLine:
    """A profile that the person holds."""

    structure: str
    profile: str
    limits: str
    given: str


@dataclass(frozen=True)
class HabilitationLine(OwnRequestLine):
    """One of the person's own requests for a habilitation."""

    profile: str
    structure: str
    limits: str


def profile_name(profile: Profile) -> str:
    return t(f"structures.profile.{profile.value}")


def space_name(space: Space) -> str:
    return t(f"structures.space.{space.value}")


def limits(profile: Profile, space: Space | None, service: str) -> str:
    """« Espace Factures émises, service ACHATS », or that there are none."""
    wide = t("habilitations.whole_structure") if profile.of_organisation else t("habilitations.all_spaces")
    parts = [t("habilitations.in_space", space=space_name(space)) if space else wide]
    if service:
        parts.append(t("habilitations.in_service", code=service))
    return ", ".join(parts)


def grant_line(grant: Grant) -> GrantLine:
    given = t("habilitations.given", at=day(grant.since))
    if grant.given_by:
        given = t("habilitations.given_by", at=day(grant.since), who=grant.given_by)
    limited = limits(grant.profile, grant.space, grant.service)
    return GrantLine(grant.structure, profile_name(grant.profile), limited, given)


def habilitation_line(row: HabilitationRow) -> HabilitationLine:
    return HabilitationLine(
        **standing(row),
        profile=profile_name(row.profile),
        structure=row.structure,
        limits=limits(row.profile, row.space, row.service),
    )
